package sla_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla"
)

const base = sla.Instant(1_767_225_600_000_000) // 2026-01-01T00:00:00Z, a Thursday

func at(t int) sla.Instant { return base + sla.Instant(t)*tick }

// drawHistory draws a world with every rule switched on or off. Nothing happens
// in the first ten ticks, which are longer than any min_outage, so that what is not
// known before the first fact is part of the world.
func drawHistory(t *rapid.T) *history {
	n := func(low, high int, what string) int { return rapid.IntRange(low, high).Draw(t, what) }
	h := &history{memo: map[oKey]int{}, seen: map[oSeries][]oCheck{}}
	h.from = n(0, 40, "from")
	h.to = h.from + n(20, 120, "length")
	h.asOf = max(h.from+12, h.to+n(-30, 60, "asOf"))
	h.target = int64(n(80, 100, "target")) * 1_000_000
	h.evidence = rapid.SampledFrom([]sla.Evidence{sla.Probes, sla.Incidents, sla.Either, sla.ProbesThenIncidents, sla.ProbesThenIncidents}).Draw(t, "evidence")
	h.noData = rapid.SampledFrom([]sla.NoDataRule{sla.NoDataExclude, sla.NoDataUp, sla.NoDataDown}).Draw(t, "no_data")
	h.mergeGap, h.minOutage, h.slack = n(0, 6, "merge_gap"), n(0, 6, "min_outage"), n(0, 5, "slack")
	if n(0, 2, "excluded") == 0 {
		h.excluded = []string{"attack"}
	}
	services := n(1, 2, "services")
	for i := range services {
		h.services = append(h.services, drawService(t, fmt.Sprint("s", i), h.asOf))
	}
	if services == 2 {
		h.services[0].needs = []int{1}
	}
	h.drawRecords(t, n)
	if n(0, 2, "hours") == 0 {
		h.hours = make([]bool, h.to)
		open := [2]int{n(0, 10, "opens"), n(11, 40, "closes")}
		for i := range h.hours {
			h.hours[i] = i/6 >= open[0] && i/6 < open[1] // whole minutes
		}
	}
	return h
}

// drawRecords draws incidents, corrections, maintenance and their rule.
func (h *history) drawRecords(t *rapid.T, n func(int, int, string) int) {
	causes := []string{"attack", "deploy", "power"}
	for i := range n(0, 3, "incidents") {
		start := n(10, h.to+10, "start")
		inc := oIncident{id: fmt.Sprint("i", i), service: n(0, len(h.services)-1, "of"), start: start, end: start + n(0, 30, "length"),
			cause: rapid.SampledFrom(causes).Draw(t, "cause"), impact: n(0, 2, "impact") * 500_000}
		if n(0, 5, "open") == 0 {
			inc.end = -1
		}
		h.incidents = append(h.incidents, inc)
	}
	for i := range n(0, 2, "corrections") {
		start := n(10, h.to, "start")
		c := oCorrection{id: fmt.Sprint("c", i), start: start, end: start + n(0, 20, "length"), made: n(0, h.asOf+5, "made"), loss: 250_000,
			as: rapid.SampledFrom([]string{"up", "down", "loss", "no-data", "excluded"}).Draw(t, "as")}
		if n(0, 1, "named") == 0 {
			c.cause = rapid.SampledFrom(causes).Draw(t, "cause")
		}
		h.corrections = append(h.corrections, c)
	}
	for i := range n(0, 3, "maintenance") {
		start := n(10, h.to, "start")
		h.maintenance = append(h.maintenance, oMaintenance{id: fmt.Sprint("m", i), start: start, end: start + n(0, 25, "length"),
			announced: max(-1, start-n(0, 12, "ahead")), emergency: n(0, 3, "emergency") == 0})
	}
	if n(0, 3, "rule") > 0 {
		h.rule = &oRule{notice: n(0, 8, "notice"), allowance: n(0, 1, "limited") * n(1, 20, "allowance"),
			asUp: n(0, 2, "as up") == 0, emergency: n(0, 1, "excused") == 0}
	}
}

func drawService(t *rapid.T, name string, end int) oService {
	n := func(low, high int, what string) int { return rapid.IntRange(low, high).Draw(t, what) }
	mode := func(what string) string {
		return rapid.SampledFrom([]string{"any", "all", "at_least", "share"}).Draw(t, what)
	}
	s := oService{name: name, lostIf: mode("lost_if"), worksIf: mode("works_if"),
		checks: map[[2]string][]oCheck{}, logs: map[[2]string][]oCheck{}}
	for i := range n(1, 3, "vantages") {
		s.vantages = append(s.vantages, fmt.Sprint("v", i))
		s.weights = append(s.weights, n(1, 4, "weight"))
	}
	for i := range n(1, 2, "monitors") {
		step := n(1, 3, "interval")
		m := oMonitor{name: fmt.Sprint(name, "m", i), maxGap: step * n(1, 3, "gap"), confirm: n(1, 3, "confirm"),
			slowLoss: n(0, 2, "slow") * 300_000, weight: n(1, 3, "weight")}
		s.monitors = append(s.monitors, m)
		for _, v := range s.vantages {
			key := [2]string{m.name, v}
			if n(0, 5, "log") == 0 {
				s.logs[key] = drawLog(t, end)
			} else if n(0, 9, "mute") > 0 {
				s.checks[key] = drawChecks(t, step, end)
			}
		}
	}
	s.lostK, s.worksK = n(1, len(s.vantages), "k lost"), n(1, len(s.monitors), "k works")
	return s
}

// drawChecks draws stretches of one state, gaps between them, doubles, and any
// order.
func drawChecks(t *rapid.T, step, end int) []oCheck {
	var list []oCheck
	at := rapid.IntRange(10, 30).Draw(t, "first")
	for at < end+10 {
		state := rapid.SampledFrom([]sla.State{sla.Up, sla.Up, sla.Down, sla.Slow, sla.Unknown}).Draw(t, "state")
		for range rapid.IntRange(1, 8).Draw(t, "times") {
			if state != sla.Unknown { // unknown: a gap
				list = append(list, oCheck{at, state})
			}
			at += step
		}
		if rapid.IntRange(0, 9).Draw(t, "double") == 0 && len(list) > 0 {
			list = append(list, oCheck{list[len(list)-1].at, sla.Down})
		}
	}
	slices.Reverse(list)
	return list
}

func drawLog(t *rapid.T, end int) []oCheck {
	var list []oCheck
	for at := rapid.IntRange(10, 30).Draw(t, "first"); at < end; at += rapid.IntRange(1, 40).Draw(t, "until") {
		list = append(list, oCheck{at, rapid.SampledFrom([]sla.State{sla.Up, sla.Up, sla.Down, sla.Slow, sla.Unknown}).Draw(t, "state")})
	}
	if len(list) == 0 {
		list = []oCheck{{10, sla.Up}}
	}
	return list
}

// agreement and facts of a history, for Evaluate.
func (h *history) agreement() sla.Agreement {
	a := sla.Agreement{ID: "a", Zone: time.UTC, Services: map[string]sla.Service{}}
	for _, s := range h.services {
		svc := sla.Service{ID: s.name, LostIf: sla.Combine{Mode: sla.CombineMode(s.lostIf), K: s.lostK},
			WorksIf: sla.Combine{Mode: sla.CombineMode(s.worksIf), K: s.worksK}}
		for i, v := range s.vantages {
			svc.Vantages = append(svc.Vantages, sla.Vantage{Name: v, Weight: sla.Weight(s.weights[i])})
		}
		for _, m := range s.monitors {
			svc.Monitors = append(svc.Monitors, sla.Monitor{Name: m.name, MaxGap: sla.Micros(m.maxGap) * tick, Confirm: m.confirm,
				SlowLoss: sla.Loss(m.slowLoss), Weight: sla.Weight(m.weight)})
		}
		for _, n := range s.needs {
			svc.Needs = append(svc.Needs, h.services[n].name)
		}
		a.Services[s.name] = svc
	}
	o := sla.Objective{ID: "o", Service: "s0", Period: sla.Month, Evidence: h.evidence, NoData: h.noData,
		MergeGap: sla.Micros(h.mergeGap) * tick, MinOutage: sla.Micros(h.minOutage) * tick, MatchSlack: sla.Micros(h.slack) * tick}
	o.Target, _ = sla.ParsePercent(fmt.Sprint(h.target / 1_000_000))
	for _, c := range h.excluded {
		o.ExcludedCauses = append(o.ExcludedCauses, sla.Cause(c))
	}
	if h.rule != nil {
		o.Maintenance = &sla.MaintenanceRule{CountAsUp: h.rule.asUp, EmergencyExcused: h.rule.emergency,
			Notice: sla.Micros(h.rule.notice) * tick, Allowance: sla.Micros(h.rule.allowance) * tick}
	}
	if h.hours != nil {
		open := slices.Index(h.hours, true)
		o.Hours = &sla.Calendar{Zone: time.UTC}
		if open >= 0 {
			closes := open
			for closes < len(h.hours) && h.hours[closes] {
				closes++
			}
			o.Hours.Week[time.Thursday] = []sla.ClockRange{{From: open / 6, To: (closes + 5) / 6}}
		}
	}
	a.Objectives = []sla.Objective{o}
	return a
}

func (h *history) facts(a sla.Agreement) sla.Facts {
	var f sla.Facts
	for _, s := range h.services {
		for i, m := range s.monitors {
			for _, v := range s.vantages {
				key := [2]string{m.name, v}
				x := sla.Series{Service: s.name, Monitor: m.name, Vantage: v}
				var checks []sla.Check
				for _, c := range s.checks[key] {
					if c.at <= h.asOf {
						checks = append(checks, sla.Check{Time: at(c.at), State: c.state})
					}
				}
				x.Runs = sla.Reduce(checks, a.Services[s.name].Monitors[i])
				if log, ok := s.logs[key]; ok {
					var entries []sla.Transition
					for _, c := range log {
						if c.at <= h.asOf {
							entries = append(entries, sla.Transition{Time: at(c.at), State: c.state})
						}
					}
					x.FromLog, x.Runs = true, sla.ReduceLog(entries)
				}
				f.Series = append(f.Series, x)
			}
		}
	}
	for _, i := range h.incidents {
		inc := sla.Incident{ID: i.id, Services: []string{h.services[i.service].name}, Cause: sla.Cause(i.cause), Started: at(i.start), Impact: sla.Loss(i.impact)}
		if i.end != -1 {
			inc.Resolved = at(i.end)
		}
		f.Incidents = append(f.Incidents, inc)
	}
	for _, c := range h.corrections {
		f.Corrections = append(f.Corrections, sla.Correction{ID: c.id, Services: []string{"s0"}, Start: at(c.start), End: at(c.end),
			As: sla.CorrectionKind(c.as), Loss: sla.Loss(c.loss), Cause: sla.Cause(c.cause), Made: at(c.made)})
	}
	for _, m := range h.maintenance {
		x := sla.Maintenance{ID: m.id, Services: []string{"s0"}, Start: at(m.start), End: at(m.end), Kind: sla.Planned}
		if m.emergency {
			x.Kind = sla.Emergency
		}
		if m.announced != -1 {
			x.Announced = at(m.announced)
		}
		f.Maintenance = append(f.Maintenance, x)
	}
	return f
}

// TestOracle compares Evaluate with the slow oracle on random histories. A
// failure prints the seed; -rapid.checks sets the number of histories.
func TestOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		a := h.agreement()
		p := sla.Period{Name: "random", Kind: sla.Custom, Zone: time.UTC}
		p.Start, p.End = at(h.from), at(h.to)
		result, err := sla.Evaluate(a, p, at(h.asOf), h.facts(a))
		if err != nil {
			t.Fatal(err)
		}
		r := result.Objectives[0]
		h.compare(t, r)
	})
}

func ceilMicros(ppmTicks int64) sla.Micros { return sla.Micros((ppmTicks*tick + 999_999) / 1_000_000) }

// compare holds every figure against the oracle's.
func (h *history) compare(t *rapid.T, r sla.ObjectiveResult) {
	same := func(what string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s = %v, the oracle says %v", what, got, want)
		}
	}
	l := h.ledger("measured", true)
	sums := map[sla.Label]sla.Micros{
		sla.LabelOutOfHours: r.Sums.OutOfHours, sla.LabelMaintenance: r.Sums.Maintenance, sla.LabelExcluded: r.Sums.Excluded,
		sla.LabelNoData: r.Sums.NoData, sla.LabelUp: r.Sums.Up, sla.LabelDegraded: r.Sums.Degraded, sla.LabelDown: r.Sums.Down,
	}
	for label, got := range sums {
		same(string(label), int(got/tick), l.labels[label])
	}
	same("denominator", int(r.Sums.Denominator/tick), l.denominator)
	same("lost", r.Sums.Lost, ceilMicros(l.lost))
	same("as seen", r.AsSeen, sla.Availability{Lost: ceilMicros(l.seenLost), Denominator: sla.Micros(l.seen) * tick})
	same("suppressed", r.Suppressed.N, l.suppressed)
	for _, c := range r.Causes {
		want := l.causes[string(c.Cause)]
		delta := c.Lost - sla.Micros(want*tick/1_000_000)
		if delta < 0 || delta > 1 {
			t.Errorf("cause %s = %d, the oracle says %d ppm·ticks", c.Cause, c.Lost, want)
		}
	}
	same("causes", len(r.Causes), len(l.causes))
	same("outages", len(r.Outages), len(l.outages))
	if len(r.Outages) == len(l.outages) {
		for i, o := range l.outages {
			got := r.Outages[i]
			same("outage", []any{got.Start, got.End, int(got.Unknown / tick), int(got.Counted / tick)}, []any{at(o.start), at(o.end), o.unknown, l.counted[i]})
		}
	}
	plain := h.ledger("measured", false)
	same("without corrections", r.WithoutCorrections, sla.Availability{Lost: ceilMicros(plain.lost), Denominator: sla.Micros(plain.denominator) * tick})
	h.compareBounds(t, r)
}

// compareBounds checks both bounds, and that they hold the measured value.
func (h *history) compareBounds(t *rapid.T, r sla.ObjectiveResult) {
	for bound, got := range map[string]sla.Availability{"best": r.Best, "worst": r.Worst} {
		l := h.ledger(bound, true)
		want := sla.Availability{Lost: ceilMicros(l.lost), Denominator: sla.Micros(l.denominator) * tick}
		beyond := bound == "best" && want.Less(r.Measured) || bound == "worst" && r.Measured.Less(want)
		if !want.Valid() || !r.Measured.Valid() || beyond {
			want = r.Measured
		}
		if got != want {
			t.Errorf("%s = %v, the oracle says %v", bound, got, want)
		}
	}
}
