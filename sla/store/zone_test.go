package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// Every local reading of a year, against a walk through the year in UTC that
// writes down which instants show which reading.
func TestLocalTimes(t *testing.T) {
	const layout = "2006-01-02 15:04"
	for _, name := range []string{"Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		shown := map[string][]time.Time{}
		first := time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)
		for at := first.AddDate(0, 0, -2); at.Before(first.AddDate(1, 0, 2)); at = at.Add(30 * time.Minute) {
			reading := at.In(zone).Format(layout)
			shown[reading] = append(shown[reading], at)
		}
		var b strings.Builder
		b.WriteString("time,monitor,state\n")
		var want []sla.Instant
		odd := 0
		for at := first; at.Before(first.AddDate(1, 0, 0)); at = at.Add(30 * time.Minute) {
			reading := at.Format(layout) // as if it were local
			b.WriteString(reading + ",web,up\n")
			if len(shown[reading]) == 1 {
				want = append(want, span.Of(shown[reading][0]))
			} else {
				odd++
			}
		}
		db := mustOpen(t)
		done := mustImport(t, db, "c.csv", b.String(), store.Import{Zone: zone, MaxRejects: odd})
		if done.Rejected != int64(odd) || done.Rows != int64(len(want)) {
			t.Errorf("%s: %d taken, %d refused; want %d, %d", name, done.Rows, done.Rejected, len(want), odd)
		}
		a := agreement()
		a.Services["crm"].Monitors[0].MaxGap = 1 // so that every check is a run
		var got []sla.Instant
		for _, r := range mustFacts(t, db, a, forever).Series[0].Runs {
			got = append(got, r.First)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the instants are not those that show the readings", name)
		}
	}
}

// Programs hand over checks and state logs without a file.
func TestAppend(t *testing.T) {
	db := mustOpen(t)
	ctx := context.Background()
	log := []sla.Transition{{Time: at(t, "10:00:00"), Monitor: "web", Vantage: "log", State: sla.Unknown}}
	if done, err := db.AppendTransitions(ctx, "log", slices.Values(log)); err != nil || done.Rows != 1 {
		t.Fatalf("AppendTransitions = %+v, %v", done, err)
	}
	checks := []sla.Check{{Time: at(t, "10:00:00"), Monitor: "web", State: sla.Up, Latency: 5_000_001, Detail: "a, \"b\"\nc"}}
	for n := range 2 {
		done, err := db.Append(ctx, fmt.Sprint("program ", n), slices.Values(checks))
		if err != nil || done.Rows != 1 || done.Already != (n == 1) {
			t.Fatalf("Append %d = %+v, %v", n, done, err)
		}
	}
	a := agreement("", "log")
	a.Services["crm"].Monitors[0].SlowAfter = 5 * span.Second
	f := mustFacts(t, db, a, forever)
	if len(f.Series) != 2 || f.Series[0].Runs[0].State != sla.Slow || f.Series[1].Runs[0].State != sla.Unknown {
		t.Errorf("series = %+v, want one slow and one unknown", f.Series)
	}
	checks[0].State = sla.Unknown
	if _, err := db.Append(ctx, "program", slices.Values(checks)); err == nil {
		t.Error("a check of unknown state was not refused")
	}
}

func TestConcurrentUse(t *testing.T) {
	db := mustOpen(t)
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			text := fmt.Sprintf("time,monitor,state\n2017-09-01T10:0%d:00Z,web,up\n", n)
			if _, err := db.ImportReader(context.Background(), "c.csv", strings.NewReader(text), store.Import{}); err != nil {
				t.Error(err)
			}
			if _, err := db.Runs(context.Background(), nil, 0, forever); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	runs := mustFacts(t, db, agreement(), forever).Series[0].Runs
	if len(runs) != 1 || runs[0].Checks != 6 {
		t.Errorf("runs = %+v, want one of 6 checks", runs)
	}
}
