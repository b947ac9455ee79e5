package calctest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/upledger/upledger/sla/calctest"
)

// TestCases runs every calculation script with its facts built directly. The
// store runs the same scripts through files, import and DuckDB.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no calculation scripts: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			script, err := calctest.Parse(filepath.Base(file), src)
			if err != nil {
				t.Fatal(err)
			}
			misses, err := script.Misses(script.Facts())
			if err != nil {
				t.Fatal(err)
			}
			for _, miss := range misses {
				t.Error(miss)
			}
		})
	}
}
