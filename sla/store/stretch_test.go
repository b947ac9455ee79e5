package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// An elsewhere is an engine that holds checks in memory and counts how often it
// is asked for runs.
type elsewhere struct {
	checks []sla.Check
	asked  int
}

func (e *elsewhere) Runs(_ context.Context, watches []sla.Watch, from, asOf sla.Instant) ([]sla.Series, error) {
	e.asked++
	known := slices.DeleteFunc(slices.Clone(e.checks), func(c sla.Check) bool { return c.Time < from || c.Time > asOf })
	w := watches[0]
	return []sla.Series{{Service: w.Service, Monitor: w.Monitor, Runs: sla.Reduce(known, sla.Monitor{MaxGap: w.MaxGap})}}, nil
}

// A looking engine can also tell whether it has checks.
type looking struct{ elsewhere }

func (e *looking) HasChecks(_ context.Context, _ []sla.Watch, from, to sla.Instant) (bool, error) {
	return slices.ContainsFunc(e.checks, func(c sla.Check) bool { return from <= c.Time && c.Time <= to }), nil
}

// Two days of an outage decide nothing at either end of the month, which lies
// half a year back. An engine that can tell that it has nothing else is asked
// once, and the facts are the same.
func TestEngineIsAskedOnceForAll(t *testing.T) {
	var checks []sla.Check
	first := at(t, "00:00:00").Add(9 * 24 * span.Hour)
	for m := range sla.Micros(2 * 24 * 60) {
		checks = append(checks, sla.Check{Time: first.Add(m * span.Minute), Monitor: "web", State: sla.Down})
	}
	plain, able := &elsewhere{checks: checks}, &looking{elsewhere{checks: checks}}
	period, err := sla.ParsePeriod("2017-09", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	window := store.Window{Period: period, AsOf: at(t, "00:00:00").Add(200 * 24 * span.Hour)}
	var facts [2]sla.Facts
	for i, engine := range []sla.Runs{plain, able} {
		if facts[i], err = mustOpen(t).FactsFrom(context.Background(), engine, agreement(), window); err != nil {
			t.Fatal(err)
		}
	}
	if plain.asked < 3 || able.asked != 1 {
		t.Errorf("asked %d times without looking, %d times with; want several times and once", plain.asked, able.asked)
	}
	if diff := cmp.Diff(facts[0], facts[1]); diff != "" {
		t.Errorf("without looking (-), with (+):\n%s", diff)
	}
	// With checks right before the window and right after, nothing is stretched.
	able.asked = 0
	able.checks = append([]sla.Check{{Time: 1, Monitor: "web", State: sla.Up}, {Time: window.AsOf, Monitor: "web", State: sla.Up}}, checks...)
	if _, err := mustOpen(t).FactsFrom(context.Background(), able, agreement(), window); err != nil || able.asked < 3 {
		t.Errorf("asked %d times, %v; want several times", able.asked, err)
	}
}
