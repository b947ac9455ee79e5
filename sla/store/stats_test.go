package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// Gaps are steps longer than the greatest that a service allows, 3 minutes for
// web: of 10:00, 10:03, 10:06:01, 10:07 and 11:07, in whatever order and however
// often, two steps are longer, together 3 min 1 s and an hour. Nothing is said of
// db: its 4 steps are 10 minutes on the average, so that 30 minutes are a gap.
func TestStats(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.duckdb")
	db, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	const head = "time,monitor,vantage,state\n"
	day := func(clock, series string) string { return "2017-09-01T" + clock + "Z," + series + "\n" }
	mustImport(t, db, "a.csv", head+day("10:00:00", "web,a,up")+day("10:06:01", "web,a,down")+day("10:03:00", "web,a,up")+
		day("10:07:00", "web,a,down")+day("10:07:00", "web,a,up")+day("11:07:00", "web,a,up"), store.Import{})
	mustImport(t, db, "b.csv", head+day("10:00:00", "db,,up")+day("10:01:00", "db,,up")+day("10:02:00", "db,,up")+day("10:09:00", "db,,up")+
		day("10:40:00", "db,,up")+day("10:41:00", "solo,,up")+"x,db,,up\n", store.Import{MaxRejects: 1})
	mustImport(t, db, "log.csv", head+day("08:00:00", "log,,up")+day("23:00:00", "log,,down"), store.Import{Kind: store.Transitions})
	if _, err := db.Import(context.Background(), "testdata/september.yaml", store.Import{}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Prune(context.Background(), store.Cut{Before: at(t, "10:00:01")}); err != nil {
		t.Fatal(err)
	}
	mustImport(t, db, "c.csv", head+day("10:00:00", "web,a,up")+day("10:00:00", "db,,up"), store.Import{})
	got, err := db.Stats(context.Background(), map[store.SeriesName]sla.Micros{{Monitor: "web", Vantage: "a"}: 3 * span.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if got.Bytes < 1000 {
		t.Errorf("%d bytes, want those of a file", got.Bytes)
	}
	got.Bytes = 0
	want := store.Stats{Rows: 14, Prunes: 1, Pruned: 2,
		Series: []store.SeriesStats{
			{SeriesName: store.SeriesName{Monitor: "db"}, Kind: store.Checks, Rows: 5, First: at(t, "10:00:00"), Last: at(t, "10:40:00"),
				MaxGap: 30 * span.Minute, Assumed: true, Gaps: 1, Without: 31 * span.Minute},
			{SeriesName: store.SeriesName{Monitor: "log"}, Kind: store.Transitions, Rows: 2, First: at(t, "08:00:00"), Last: at(t, "23:00:00")},
			{SeriesName: store.SeriesName{Monitor: "solo"}, Kind: store.Checks, Rows: 1, First: at(t, "10:41:00"), Last: at(t, "10:41:00"),
				MaxGap: 1, Assumed: true},
			{SeriesName: store.SeriesName{Monitor: "web", Vantage: "a"}, Kind: store.Checks, Rows: 6, First: at(t, "10:00:00"), Last: at(t, "11:07:00"),
				MaxGap: 3 * span.Minute, Gaps: 2, Without: 63*span.Minute + span.Second},
		},
		Imports: []store.KindStats{{Kind: store.Checks, Files: 3, Rows: 14, Rejected: 1}, {Kind: store.Transitions, Files: 1, Rows: 2},
			{Kind: store.Changes, Files: 1, Rows: 3}, {Kind: store.Corrections, Files: 1, Rows: 2}, {Kind: store.Incidents, Files: 1, Rows: 2}, {Kind: store.Maintenance, Files: 1, Rows: 2}},
		Facts: []store.FactStats{{Kind: store.Incidents, N: 2}, {Kind: store.Maintenance, N: 2}, {Kind: store.Corrections, N: 2}, {Kind: store.Changes, N: 3}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStatsOfEmptyStore(t *testing.T) {
	got, err := mustOpen(t).Stats(context.Background(), nil)
	if err != nil || got.Rows != 0 || len(got.Series) > 0 || len(got.Imports) > 0 || len(got.Facts) != 4 {
		t.Errorf("%+v, %v; want nothing", got, err)
	}
}
