package store_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/calctest"
	"github.com/upledger/upledger/sla/store"
)

// TestCases runs every calculation script through files, import and DuckDB:
// its figures must be right, and its facts those that are built without a
// database.
func TestCases(t *testing.T) {
	calctest.Each(t, "../../testdata/cases", func(t *testing.T, script *calctest.Script) {
		stored := storedFacts(t, script)
		misses, err := script.Misses(stored)
		if err != nil {
			t.Fatal(err)
		}
		for _, miss := range misses {
			t.Error(miss)
		}
		direct := script.Facts()
		direct.Inputs = stored.Inputs // only files have digests
		direct.Probing = stored.Probing
		if diff := cmp.Diff(reportOf(t, script, direct), reportOf(t, script, stored)); diff != "" {
			t.Errorf("JSON report without (-) and with (+) the store:\n%s", diff)
		}
	})
}

// storedFacts sends the facts of a script through files and a new store.
func storedFacts(t *testing.T, script *calctest.Script) sla.Facts {
	t.Helper()
	files, err := script.Files()
	if err != nil {
		t.Fatal(err)
	}
	db := mustOpen(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		opt := store.Import{}
		if name == "transitions.csv" {
			opt.Kind = store.Transitions
		}
		mustImport(t, db, name, string(files[name]), opt)
	}
	facts, err := db.Facts(context.Background(), script.Agreement, store.ForReport(script.Period, script.AsOf))
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// reportOf evaluates the script and returns its JSON report, or why the period
// is refused.
func reportOf(t *testing.T, script *calctest.Script, f sla.Facts) string {
	t.Helper()
	result, err := sla.Evaluate(script.Agreement, script.Period, script.AsOf, f)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	if err := report.JSON(&b, report.Document{Result: result, Locale: "en"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
