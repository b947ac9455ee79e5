// Package upledger_test holds the rooms of the house to their plan: who may
// import whom.
package upledger_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/upledger/upledger/"

// mayImport is the table of rooms. A path stands for itself; "std" is the
// standard library. Tests may import more.
var mayImport = map[string][]string{
	"sla/span":      {"std"},
	"sla":           {"std", "sla/span"},
	"sla/holidays":  {"std", "sla", "github.com/rickar/cal/v2"},
	"sla/agreement": {"std", "sla", "sla/span", "sla/holidays", "github.com/goccy/go-yaml"},
	"sla/store": {"std", "sla", "sla/span", "github.com/duckdb/duckdb-go/v2", "github.com/duckdb/duckdb-go-bindings", "github.com/goccy/go-yaml",
		"github.com/klauspost/compress/zstd"},
	"sla/calctest": {"std", "sla", "sla/span", "sla/agreement", "github.com/rogpeppe/go-internal/txtar"},
	"report/words": {"std", "sla/span", "golang.org/x/text"},
	"report/chart": {"std", "golang.org/x/image", "github.com/go-fonts/liberation", "github.com/go-echarts/go-echarts/v2"},
	"report": {"std", "sla", "sla/span", "report/words", "report/chart", "codeberg.org/go-pdf/fpdf", "github.com/yuin/goldmark",
		"github.com/go-fonts/liberation", "golang.org/x/image"},

	"sla/clickhouse":             {"std", "sla", "github.com/ClickHouse/clickhouse-go/v2"},
	"sla/clickhouse/chtest":      {"std", "github.com/ClickHouse/clickhouse-go/v2"},
	"sla/clickhouse/chtest/chdb": {"std"},
}

// neverInRooms are what no room but the command may know: the time of day and
// the network.
var neverInRooms = []string{"net/http", "log", "log/slog"}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(path))
		allowed, ok := mayImport[room]
		if !ok {
			if !strings.HasPrefix(room, "cmd/") && !strings.HasPrefix(room, "examples/") {
				t.Errorf("%s: the room %s is not in the table", path, room)
			}
			return nil
		}
		seen[room] = true
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			if name := strings.Trim(spec.Path.Value, `"`); !isAllowed(name, allowed) {
				t.Errorf("%s imports %s, which %s must not know", path, name, room)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range mayImport {
		if !seen[room] {
			t.Errorf("the room %s is in the table, but not in the house", room)
		}
	}
}

func isAllowed(name string, allowed []string) bool {
	if rest, ours := strings.CutPrefix(name, module); ours {
		name = rest
		return slices.Contains(allowed, name)
	}
	if first, _, _ := strings.Cut(name, "/"); !strings.Contains(first, ".") {
		return !slices.Contains(neverInRooms, name)
	}
	return slices.ContainsFunc(allowed, func(a string) bool { return name == a || strings.HasPrefix(name, a+"/") })
}
