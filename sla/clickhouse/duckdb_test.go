package clickhouse_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/store"
)

// onThisMachine returns what the store makes of checks: by the fold in Go, and
// by the textbook's SQL in DuckDB.
func onThisMachine(t *testing.T, checks []sla.Check, watches []sla.Watch, from, asOf sla.Instant) (fold, textbook []sla.Series) {
	t.Helper()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "store.duckdb")
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Append(ctx, "checks", slices.Values(checks)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = store.OpenReadOnly(ctx, path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if fold, err = db.Runs(ctx, watches, from, asOf); err != nil {
		t.Fatal(err)
	}
	names := map[int32][2]string{}
	for row := range answers(t, db, "SELECT series, monitor, vantage FROM stored.series") {
		names[row[0].(int32)] = [2]string{row[1].(string), row[2].(string)}
	}
	query, err := os.ReadFile("../store/testdata/runs_textbook.sql")
	if err != nil {
		t.Fatal(err)
	}
	series := map[string]map[[2]string][]sla.Run{} // by query and name
	for _, w := range watches {
		filled := strings.NewReplacer("{gap}", fmt.Sprint(int64(w.MaxGap)), "{slow_after}", fmt.Sprint(int64(w.SlowAfter)),
			"{as_of}", fmt.Sprintf("%d AND time >= %d", asOf, from)).Replace(string(query))
		if series[filled] == nil {
			series[filled] = map[[2]string][]sla.Run{}
			for row := range answers(t, db, filled) {
				at := func(i int) sla.Instant { return sla.Instant(row[i].(int64)) }
				n := names[row[0].(int32)]
				series[filled][n] = append(series[filled][n], sla.Run{State: sla.Down - sla.State(row[1].(int32)),
					LastOther: at(2), First: at(3), Last: at(4), NextOther: at(5), Checks: row[6].(int64)})
			}
		}
		if runs := series[filled][[2]string{w.Monitor, w.Vantage}]; len(runs) > 0 {
			textbook = append(textbook, sla.Series{Service: w.Service, Monitor: w.Monitor, Vantage: w.Vantage, Runs: runs})
		}
	}
	return fold, textbook
}

// answers yields the rows of a query.
func answers(t *testing.T, db *store.DB, query string) func(func([]any) bool) {
	t.Helper()
	_, rows, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func([]any) bool) {
		for row, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			if !yield(row) {
				return
			}
		}
	}
}
