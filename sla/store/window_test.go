package store_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// Two services that watch one monitor by different rules, and one that is
// watched by nobody, in a store of which only series of three are asked for.
func TestRunsOfSeveralRules(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 3))
		checks := randomChecks(rng, at(t, "00:00:00"))
		order(rng, checks, seed)
		db := mustOpen(t)
		store.Fine(db, 700, span.Minute)
		if _, err := db.Append(ctx, "program", slices.Values(checks)); err != nil {
			t.Fatal(err)
		}
		watches := []sla.Watch{
			{Service: "one", Monitor: "web", Vantage: "a", MaxGap: span.Minute},
			{Service: "two", Monitor: "web", Vantage: "b", MaxGap: 2 * span.Minute}, // in no order but this
			{Service: "two", Monitor: "web", Vantage: "a", MaxGap: 5 * span.Minute, SlowAfter: span.Second},
			{Service: "two", Monitor: "none", MaxGap: span.Minute},
		}
		from, asOf := at(t, "05:00:00"), at(t, "23:00:00")
		for _, wanted := range [][]sla.Watch{watches, watches[2:]} {
			got, err := db.Runs(ctx, wanted, from, asOf)
			if err != nil {
				t.Fatal(err)
			}
			var want []sla.Series
			for _, w := range wanted {
				own := slices.DeleteFunc(slices.Clone(checks), func(c sla.Check) bool {
					return c.Monitor != w.Monitor || c.Vantage != w.Vantage || c.Time < from || c.Time > asOf
				})
				if runs := sla.Reduce(own, sla.Monitor{MaxGap: w.MaxGap, SlowAfter: w.SlowAfter}); len(runs) > 0 {
					want = append(want, sla.Series{Service: w.Service, Monitor: w.Monitor, Vantage: w.Vantage, Runs: runs})
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d: sla.Reduce (-) and the store (+):\n%s", seed, diff)
			}
		}
	}
}

// Checks and latencies are counted per local day, those of one instant once.
func TestProbing(t *testing.T) {
	ctx := context.Background()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 5))
		checks := randomChecks(rng, at(t, "00:00:00").Add(-span.Hour))
		order(rng, checks, seed%3)
		db := mustOpen(t)
		store.Fine(db, 300, span.Minute)
		if _, err := db.Append(ctx, "program", slices.Values(checks)); err != nil {
			t.Fatal(err)
		}
		a := agreement("a", "b")
		a.Zone = berlin
		a.Services["crm"].Monitors[0].SlowAfter = span.Second
		period, err := sla.ParsePeriod("2017-09", berlin)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := db.Facts(ctx, a, store.Window{Period: period, AsOf: at(t, "23:59:00").Add(24 * span.Hour), Probing: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(facts.Probing) != 2 {
			t.Fatalf("%d series were probed, want 2", len(facts.Probing))
		}
		for _, p := range facts.Probing {
			if diff := cmp.Diff(countedByHand(checks, p.Vantage, period.Start, berlin), described(p)); diff != "" {
				t.Errorf("seed %d vantage %s: by hand (-), by the store (+):\n%s", seed, p.Vantage, diff)
			}
		}
	}
}

// countedByHand counts checks of two days: day, checks, not up, latencies, and
// the quantiles of these to within the stated error.
func countedByHand(checks []sla.Check, vantage string, first sla.Instant, zone *time.Location) []string {
	worst := map[sla.Instant]sla.Check{}
	for _, c := range checks {
		if c.Vantage != vantage || c.Time < first || c.Time > first.Add(2*24*span.Hour+2*span.Hour-span.Minute) {
			continue
		}
		if c.State == sla.Up && c.Latency > span.Second {
			c.State = sla.Slow
		}
		w := worst[c.Time]
		worst[c.Time] = sla.Check{State: max(w.State, c.State), Latency: max(w.Latency, c.Latency)}
	}
	var days []string
	for n := range 3 {
		start := first.Add(sla.Micros(n) * 24 * span.Hour) // no change of the clock in these days
		total, notUp := 0, 0
		var h sla.Histogram
		for at, c := range worst {
			if at < start || at >= start.Add(24*span.Hour) {
				continue
			}
			total++
			if c.State != sla.Up {
				notUp++
			}
			if c.Latency > 0 {
				h.Add(c.Latency)
			}
		}
		if total > 0 {
			days = append(days, fmt.Sprint(start.Time().In(zone).Format(time.DateOnly), total, notUp, h.N(), h.Quantile(500_000), h.Quantile(990_000)))
		}
	}
	return days
}

func described(p sla.Probing) []string {
	var days []string
	for _, d := range p.Days {
		day := d.Start.Time().Add(2 * time.Hour).Format(time.DateOnly)
		days = append(days, fmt.Sprint(day, d.Checks, d.NotUp, d.Latency.N(), d.Latency.Quantile(500_000), d.Latency.Quantile(990_000)))
	}
	return days
}

// A report made of the checks around its period is the report made of all
// checks, whatever outages reach over its edges.
func TestWindowDecides(t *testing.T) {
	for seed := range uint64(24) {
		rng := rand.New(rand.NewPCG(seed, 11))
		checks := historyOf(rng, at(t, "00:00:00"))
		a := windowAgreement(rng)
		start := at(t, "00:00:00").Add(sla.Micros(20+rng.IntN(50)) * span.Hour)
		p := sla.Period{Kind: sla.Custom, Name: "custom", Span: span.Between(start, start.Add(sla.Micros(1+rng.IntN(20))*span.Hour)), Zone: time.UTC}
		asOf := p.Start.Add(sla.Micros(1+rng.IntN(60)) * span.Hour)
		reports := map[sla.Micros]string{}
		for _, around := range []sla.Micros{span.Minute, 10 * span.Minute, 100 * 24 * span.Hour} {
			db := mustOpen(t)
			store.Fine(db, 1<<20, around)
			if _, err := db.Append(context.Background(), "program", slices.Values(checks)); err != nil {
				t.Fatal(err)
			}
			mustImport(t, db, "log.yaml", windowIncidents(start), store.Import{})
			facts, err := db.Facts(context.Background(), a, store.Window{Period: p, AsOf: asOf})
			if err != nil {
				t.Fatal(err)
			}
			result, err := sla.Evaluate(a, p, asOf, facts)
			if err != nil {
				t.Fatal(err)
			}
			for i := range result.Objectives {
				result.Objectives[i].Trend = nil
			}
			var b bytes.Buffer
			if err := report.JSON(&b, report.Document{Result: result, Locale: "en"}); err != nil {
				t.Fatal(err)
			}
			reports[around] = b.String()
		}
		for _, around := range []sla.Micros{span.Minute, 10 * span.Minute} {
			if diff := cmp.Diff(reports[100*24*span.Hour], reports[around]); diff != "" {
				t.Fatalf("seed %d: of all checks (-), of those around the period, at first %d µs (+):\n%s", seed, around, diff)
			}
		}
	}
}

// historyOf is five days of checks of two vantages with long failures, silence
// and restarts.
func historyOf(rng *rand.Rand, start sla.Instant) []sla.Check {
	var checks []sla.Check
	for _, v := range []string{"a", "b"} {
		now := start
		for now < start.Add(5*24*span.Hour) {
			state := []sla.State{sla.Up, sla.Up, sla.Up, sla.Down, sla.Slow}[rng.IntN(5)]
			n := 1 + rng.IntN([]int{3, 30, 600}[rng.IntN(3)])
			for range n {
				checks = append(checks, sla.Check{Time: now, Monitor: "web", Vantage: v, State: state})
				now = now.Add(span.Minute)
			}
			if rng.IntN(6) == 0 {
				now = now.Add(sla.Micros(rng.IntN(300)) * span.Minute)
			}
		}
	}
	return checks
}

func windowAgreement(rng *rand.Rand) sla.Agreement {
	a := agreement("a", "b")
	s := a.Services["crm"]
	s.Monitors[0].Confirm, s.Monitors[0].SlowLoss = 1+rng.IntN(4), sla.Loss(rng.IntN(2)*300_000)
	s.LostIf = sla.Combine{Mode: []sla.CombineMode{sla.Any, sla.All, sla.Share}[rng.IntN(3)]}
	a.Services["crm"] = s
	o := &a.Objectives[0]
	o.Target, _ = sla.ParsePercent("99")
	o.MergeGap, o.MinOutage = sla.Micros(rng.IntN(3))*20*span.Minute, sla.Micros(rng.IntN(3))*10*span.Minute
	o.Evidence = []sla.Evidence{sla.Probes, sla.Either, sla.ProbesThenIncidents, sla.Incidents}[rng.IntN(4)]
	o.MatchSlack = 5 * span.Minute
	return a
}

// windowIncidents reach over the start of the period, which is their time zero.
func windowIncidents(start sla.Instant) string {
	return fmt.Sprintf("incidents:\n- {id: i1, service: crm, cause: deploy, started: %s, resolved: %s}\n",
		start.Add(-7*span.Hour), start.Add(span.Hour/2))
}
