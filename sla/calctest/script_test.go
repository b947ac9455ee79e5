package calctest_test

import (
	"testing"

	"github.com/upledger/upledger/sla/calctest"
)

// TestCases runs every calculation script with its facts built directly. The
// store runs the same scripts through files, import and DuckDB.
func TestCases(t *testing.T) {
	calctest.Each(t, "../../testdata/cases", func(t *testing.T, script *calctest.Script) {
		misses, err := script.Misses(script.Facts())
		if err != nil {
			t.Fatal(err)
		}
		for _, miss := range misses {
			t.Error(miss)
		}
	})
}
