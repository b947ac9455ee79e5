package sla

import (
	"cmp"
	"slices"
)

// Reduce turns the checks of one series into its runs by the rules of m
// (section 3 of the model): checks in any order, exact duplicates once, of two
// checks at one instant the worse, an up check slower than m.SlowAfter as slow,
// a step of more than m.MaxGap as a gap. Confirmation comes later: it belongs
// to Evaluate.
//
// Checks after the instant of evaluation must not be among them.
func Reduce(checks []Check, m Monitor) []Run {
	seen := make([]Transition, len(checks))
	for i, c := range checks {
		if c.State == Up && m.SlowAfter > 0 && c.Latency > m.SlowAfter {
			c.State = Slow
		}
		seen[i] = Transition{Time: c.Time, State: c.State}
	}
	return fold(seen, m.MaxGap)
}

// ReduceLog turns the entries of one state log into runs. An entry speaks
// until the next one, however far that is. Of two entries at one instant the
// worse wins, and Unknown is the least.
func ReduceLog(entries []Transition) []Run { return fold(entries, 0) }

// fold joins observations to runs; maxGap 0: there are no gaps.
func fold(seen []Transition, maxGap Micros) []Run {
	sorted := slices.Clone(seen)
	slices.SortFunc(sorted, func(a, b Transition) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(b.State, a.State))
	})
	sorted = slices.CompactFunc(sorted, func(a, b Transition) bool { return a.Time == b.Time })
	var runs []Run
	for i, c := range sorted {
		gap := i > 0 && maxGap > 0 && c.Time.Sub(sorted[i-1].Time) > maxGap
		n := len(runs) - 1
		switch {
		case i == 0 || gap:
			runs = append(runs, Run{State: c.State, First: c.Time, Last: c.Time, Checks: 1})
		case runs[n].State == c.State:
			runs[n].Last = c.Time
			runs[n].Checks++
		default:
			runs[n].NextOther = c.Time
			runs = append(runs, Run{State: c.State, LastOther: runs[n].Last, First: c.Time, Last: c.Time, Checks: 1})
		}
	}
	return runs
}
