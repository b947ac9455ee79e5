package sla

import (
	"fmt"
	"testing"
	"time"

	"github.com/upledger/upledger/sla/span"
)

// fleetFacts is a month of many monitors with three vantages each, every series
// with so many failures of some minutes, spread over the month.
func fleetFacts(monitors, failures int, combine Combine) (Agreement, Period, Facts) {
	start := Instant(time.Date(2017, 9, 1, 0, 0, 0, 0, time.UTC).UnixMicro())
	s := Service{ID: "all", Vantages: []Vantage{{"a", 1}, {"b", 1}, {"c", 1}}, LostIf: Combine{Mode: Any}, WorksIf: combine}
	var f Facts
	for n := range monitors {
		m := Monitor{Name: fmt.Sprint("m", n), Interval: span.Minute, MaxGap: 3 * span.Minute, Confirm: 1, Weight: 1}
		s.Monitors = append(s.Monitors, m)
		for v, vantage := range s.Vantages {
			x := Series{Service: "all", Monitor: m.Name, Vantage: vantage.Name}
			at, before := start.Add(Micros(n%60)*span.Second), Instant(0)
			for i := range failures {
				long := 30 * 24 * 60 / failures
				fails := at.Add(Micros((n*7919+i*104729+v*31)%(long-20)+5) * span.Minute)
				heals, next := fails.Add(Micros(1+n%5)*span.Minute), start.Add(Micros((i+1)*long)*span.Minute+Micros(n%60)*span.Second)
				x.Runs = append(x.Runs, Run{Up, before, at, fails.Add(-span.Minute), fails, int64(fails.Sub(at) / span.Minute)},
					Run{Down, fails.Add(-span.Minute), fails, heals.Add(-span.Minute), heals, int64(1 + n%5)})
				at, before = heals, heals.Add(-span.Minute)
				_ = next
			}
			x.Runs = append(x.Runs, Run{Up, before, at, start.Add(30*24*span.Hour - span.Minute), 0, 1})
			f.Series = append(f.Series, x)
		}
	}
	target, _ := ParsePercent("99.9")
	a := Agreement{ID: "bench", Zone: time.UTC, Services: map[string]Service{"all": s},
		Objectives: []Objective{{ID: "all", Service: "all", Target: target, Period: Month, Evidence: ProbesThenIncidents}}}
	return a, PeriodContaining(Month, start, time.UTC), f
}

func BenchmarkEvaluateFleet(b *testing.B) {
	for _, combine := range []Combine{{Mode: All}, {Mode: Share}, {Mode: AtLeast, K: 95}} {
		for _, monitors := range []int{100, 1000} {
			a, p, f := fleetFacts(monitors, 20, combine)
			b.Run(fmt.Sprintf("%s/%d", combine.Mode, monitors), func(b *testing.B) {
				for b.Loop() {
					if _, err := Evaluate(a, p, p.End, f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
