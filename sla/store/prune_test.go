package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// prunedStore has checks of web every minute from 31 August 22:00 to 1 September
// 02:00 UTC, one check of old, and a state log.
func prunedStore(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	start := at(t, "00:00:00").Add(-2 * span.Hour)
	var checks []sla.Check
	for i := range sla.Micros(241) {
		checks = append(checks, sla.Check{Time: start.Add(i * span.Minute), Monitor: "web", State: sla.Up})
	}
	checks = append(checks, sla.Check{Time: start, Monitor: "old", Vantage: "a", State: sla.Down})
	if _, err := db.Append(context.Background(), "program", slices.Values(checks)); err != nil {
		t.Fatal(err)
	}
	mustImport(t, db, "transitions.csv", "time,monitor,state\n2017-08-01T00:00:00Z,panel,up\n2017-08-30T00:00:00Z,panel,down\n"+
		"2017-08-31T00:00:00Z,panel,up\n2017-09-01T00:30:00Z,panel,down\n2017-08-31T00:00:00Z,later,up\n2017-09-01T00:00:00Z,later,down\n", store.Import{Kind: store.Transitions})
	return db
}

// A prune says what goes before it goes, and then just that goes: the 120 checks
// of web before midnight UTC, which is 02:00 of 1 September in Berlin, the one of
// old, and the entries that no longer speak at midnight.
func TestPrune(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.duckdb")
	db := prunedStore(t, path)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	midnight := at(t, "00:00:00")
	before := instant(t, "2017-08-31T00:00:00Z")
	want := store.Pruned{Rows: 124,
		Series: []store.PrunedSeries{
			{SeriesName: store.SeriesName{Monitor: "later"}, Kind: store.Transitions, Rows: 1, First: before, Last: before},
			{SeriesName: store.SeriesName{Monitor: "old", Vantage: "a"}, Kind: store.Checks, Rows: 1, First: midnight.Add(-2 * span.Hour), Last: midnight.Add(-2 * span.Hour)},
			{SeriesName: store.SeriesName{Monitor: "panel"}, Kind: store.Transitions, Rows: 2, First: instant(t, "2017-08-01T00:00:00Z"), Last: instant(t, "2017-08-30T00:00:00Z")},
			{SeriesName: store.SeriesName{Monitor: "web"}, Kind: store.Checks, Rows: 120, First: midnight.Add(-2 * span.Hour), Last: midnight.Add(-span.Minute)},
		},
		Months: []store.PrunedMonth{{Year: 2017, Month: time.August, Rows: 3}, {Year: 2017, Month: time.September, Rows: 121}},
	}
	cut := store.Cut{Before: midnight, Zone: berlin, DryRun: true}
	for range 2 { // what is only said changes nothing
		got, err := db.Prune(context.Background(), cut)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("dry: %v\n%s", err, diff)
		}
	}
	cut.DryRun = false
	got, err := db.Prune(context.Background(), cut)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatalf("%v\n%s", err, diff)
	}
	if got, err = db.Prune(context.Background(), cut); err != nil || got.Rows != 0 {
		t.Errorf("again: %+v, %v; want nothing left to go", got, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	const left = `[[later  true 1504224000000000 1504224000000000 1] [panel  true 1504137600000000 1504225800000000 2]` +
		` [web  false 1504224000000000 1504231200000000 121]]`
	ro := mustOpenReadOnly(t, path)
	if got := fmt.Sprint(rowsOf(t, ro, `SELECT s.monitor, s.vantage, s.from_log, s.first, s.last, count(*) FROM stored.series s
		JOIN stored.checks c USING (series) GROUP BY ALL ORDER BY ALL`)); got != left {
		t.Errorf("left are\n%s, want\n%s", got, left)
	}
	if got, want := fmt.Sprint(rowsOf(t, ro, "SELECT * FROM stored.prunes")), "[[1504224000000000 124 2]]"; got != want {
		t.Errorf("prunes = %s, want %s", got, want)
	}
	if got := fmt.Sprint(rowsOf(t, ro, "SELECT count(*) FROM stored.series")); got != "[[3]]" {
		t.Errorf("%s series, want 3: one that has nothing left is forgotten", got)
	}
}

// A pruned file is still an imported file; a forgotten series may come again,
// as whatever it then is.
func TestImportAfterPrune(t *testing.T) {
	db := mustOpen(t)
	const text = "time,monitor,state\n2017-08-01T10:00:00Z,web,up\n2017-09-01T10:00:00Z,web,up\n2017-08-01T10:00:00Z,old,up\n"
	mustImport(t, db, "c.csv", text, store.Import{})
	if _, err := db.Prune(context.Background(), store.Cut{Before: instant(t, "2017-09-01T00:00:00Z")}); err != nil {
		t.Fatal(err)
	}
	if again := mustImport(t, db, "c.csv", text, store.Import{}); !again.Already {
		t.Errorf("%+v, want it imported already", again)
	}
	runs := mustFacts(t, db, agreement(), forever).Series[0].Runs
	if len(runs) != 1 || runs[0].First != instant(t, "2017-09-01T10:00:00Z") || runs[0].Checks != 1 {
		t.Errorf("runs = %+v, want the check of September alone", runs)
	}
	mustImport(t, db, "log.csv", "time,monitor,state\n2017-09-01T10:00:00Z,old,up\n", store.Import{Kind: store.Transitions})
	both, err := db.Runs(context.Background(), []sla.Watch{{Monitor: "old"}, {Monitor: "web", MaxGap: span.Hour}}, 0, forever)
	if err != nil || len(both) != 2 || !both[0].FromLog || both[1].FromLog {
		t.Errorf("series = %+v, %v; want old as a log, web as checks", both, err)
	}
}

// What a report says of the time after a prune does not change, whatever is
// imported in which order; of the time before it there is no data.
func TestReportsAfterPrune(t *testing.T) {
	db := mustOpen(t)
	var b strings.Builder
	b.WriteString("time,monitor,state\n")
	for i := range 600 { // one a minute, until 20:00 of 1 September, not in order
		n := i * 7 % 600
		state := "up"
		if n%100 < 10 {
			state = "down"
		}
		fmt.Fprintf(&b, "%s,web,%s\n", at(t, "10:00:00").Add(sla.Micros(n)*span.Minute), state)
	}
	mustImport(t, db, "c.csv", b.String(), store.Import{})
	period := sla.Period{Kind: sla.Custom, Span: span.Between(at(t, "15:00:00"), at(t, "20:00:00")), Zone: time.UTC}
	result := func() sla.ObjectiveResult {
		f, err := db.Facts(context.Background(), agreement(), store.Window{Period: period, AsOf: forever})
		if err != nil {
			t.Fatal(err)
		}
		r, err := sla.Evaluate(agreement(), period, forever, f)
		if err != nil {
			t.Fatal(err)
		}
		return r.Objectives[0]
	}
	before := result()
	if _, err := db.Prune(context.Background(), store.Cut{Before: at(t, "14:00:00")}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Outages, result().Outages); diff != "" || len(before.Outages) != 3 {
		t.Errorf("%d outages, want 3 as before; %s", len(before.Outages), diff)
	}
	period.Span = span.Between(at(t, "10:00:00"), at(t, "14:00:00"))
	if got := result(); got.Sums.NoData != 4*span.Hour {
		t.Errorf("%v without data, want all 4 hours", got.Sums.NoData)
	}
}

func TestPruneRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.duckdb")
	db := prunedStore(t, path)
	if _, err := db.Prune(context.Background(), store.Cut{}); err == nil {
		t.Error("a prune before no instant was not refused")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := db.Prune(ctx, store.Cut{Before: forever}); err == nil {
		t.Error("a prune that is cancelled was not")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ro := mustOpenReadOnly(t, path)
	if _, err := ro.Prune(context.Background(), store.Cut{Before: forever}); err == nil {
		t.Error("a prune of a store open for reading was not refused")
	}
	if got, err := ro.Prune(context.Background(), store.Cut{Before: forever, DryRun: true}); err != nil || got.Rows != 241+1+6-2 {
		t.Errorf("dry: %+v, %v; want all rows but one of each log", got, err)
	}
}

// instant returns the instant of a time in RFC 3339.
func instant(t testing.TB, text string) sla.Instant {
	t.Helper()
	i, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return span.Of(i)
}

// mustOpenReadOnly opens a store for reading, until the test ends.
func mustOpenReadOnly(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := store.OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
