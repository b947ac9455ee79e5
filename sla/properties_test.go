package sla_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// over evaluates a history for the ticks [from, to).
func (h *history) over(t *rapid.T, a sla.Agreement, f sla.Facts, from, to int) sla.ObjectiveResult {
	p := sla.Period{Name: "random", Kind: sla.Custom, Zone: time.UTC, Span: span.Between(at(from), at(to))}
	r, err := sla.Evaluate(a, p, at(h.asOf), f)
	if err != nil {
		t.Fatal(err)
	}
	return r.Objectives[0]
}

func TestLedgerPartitionsThePeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		a := h.agreement()
		r := h.over(t, a, h.facts(a), h.from, h.to)
		next := at(h.from)
		var lost sla.Micros
		for i, row := range r.Ledger {
			if row.Start != next || row.Empty() {
				t.Errorf("row %d begins at %v, want %v", i, row.Start, next)
			}
			next = row.End
			lost += sla.Micros(int64(row.Charged) * int64(row.Len()) / 1_000_000) // exact: rows are whole ticks
		}
		if next != r.EvaluatedTo || r.Sums.Remainder() != 0 || lost != r.Sums.Lost {
			t.Errorf("the ledger ends at %v with a remainder of %v and a loss of %v, want %v, 0 and %v", next, r.Sums.Remainder(), lost, r.EvaluatedTo, r.Sums.Lost)
		}
		var causes sla.Micros
		for _, c := range r.Causes {
			causes += c.Lost
		}
		if causes != r.Sums.Lost {
			t.Errorf("the causes sum to %v, want %v", causes, r.Sums.Lost)
		}
	})
}

// Two parts of a period add up to the whole. An allowance is per period, so it
// is left out.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		if h.rule != nil {
			h.rule.allowance = 0
		}
		a := h.agreement()
		f := h.facts(a)
		end := min(h.to, h.asOf)
		cut := rapid.IntRange(h.from+1, end-1).Draw(t, "cut")
		whole, left, right := h.over(t, a, f, h.from, end).Sums, h.over(t, a, f, h.from, cut).Sums, h.over(t, a, f, cut, end).Sums
		sum := reflect.New(reflect.TypeFor[sla.Sums]()).Elem()
		for i := range sum.NumField() {
			sum.Field(i).SetInt(reflect.ValueOf(left).Field(i).Int() + reflect.ValueOf(right).Field(i).Int())
		}
		if sum.Interface() != whole {
			t.Errorf("the parts sum to %+v, want %+v", sum.Interface(), whole)
		}
	})
}

func TestOrderOfFactsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		a := h.agreement()
		f := h.facts(a)
		want := h.over(t, a, f, h.from, h.to)
		shuffle := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		swap := reflect.Swapper
		shuffle.Shuffle(len(f.Series), swap(f.Series))
		shuffle.Shuffle(len(f.Incidents), swap(f.Incidents))
		shuffle.Shuffle(len(f.Maintenance), swap(f.Maintenance))
		shuffle.Shuffle(len(f.Corrections), swap(f.Corrections))
		if got := h.over(t, a, f, h.from, h.to); !reflect.DeepEqual(got, want) {
			t.Errorf("in another order: %+v, want %+v", got.Sums, want.Sums)
		}
	})
}

// Facts and period a week later give the same figures: UTC knows no DST.
func TestAWeekLaterIsTheSame(t *testing.T) {
	const week = 7 * 24 * span.Hour
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		a := h.agreement()
		f := h.facts(a)
		now := h.over(t, a, f, h.from, h.to)
		p := sla.Period{Name: "later", Kind: sla.Custom, Zone: time.UTC, Span: span.Between(at(h.from).Add(week), at(h.to).Add(week))}
		later, err := sla.Evaluate(a, p, at(h.asOf).Add(week), shifted(f, week))
		if err != nil {
			t.Fatal(err)
		}
		if got := later.Objectives[0]; got.Sums != now.Sums || got.Best != now.Best || got.Worst != now.Worst || !reflect.DeepEqual(got.Causes, now.Causes) {
			t.Errorf("a week later: %+v, want %+v", got.Sums, now.Sums)
		}
	})
}

// shifted moves every instant of f by d.
func shifted(f sla.Facts, d sla.Micros) sla.Facts {
	move := func(instants ...*sla.Instant) {
		for _, i := range instants {
			if *i != 0 {
				*i = i.Add(d)
			}
		}
	}
	for i := range f.Series {
		for k := range f.Series[i].Runs {
			r := &f.Series[i].Runs[k]
			move(&r.LastOther, &r.First, &r.Last, &r.NextOther)
		}
	}
	for i := range f.Incidents {
		move(&f.Incidents[i].Started, &f.Incidents[i].Resolved)
	}
	for i := range f.Maintenance {
		move(&f.Maintenance[i].Start, &f.Maintenance[i].End, &f.Maintenance[i].Announced)
	}
	for i := range f.Corrections {
		move(&f.Corrections[i].Start, &f.Corrections[i].End, &f.Corrections[i].Made)
	}
	return f
}

// plainRules switches off the rules under which one check more may turn a
// failure that stood into a blip or into an outage too short to count: both
// depend on what follows a failure, and a check may be what follows.
func (h *history) plainRules() {
	h.minOutage, h.noData, h.excluded = 0, sla.NoDataExclude, nil
	for i := range h.services {
		for k := range h.services[i].monitors {
			h.services[i].monitors[k].confirm = 1
		}
	}
}

// withCheck adds a check to a random series that has checks.
func (h *history) withCheck(t *rapid.T, state sla.State, where func(s oService, m oMonitor, v string) []int) bool {
	s := h.services[rapid.IntRange(0, len(h.services)-1).Draw(t, "service")]
	m := s.monitors[rapid.IntRange(0, len(s.monitors)-1).Draw(t, "monitor")]
	v := rapid.SampledFrom(s.vantages).Draw(t, "vantage")
	key := [2]string{m.name, v}
	ticks := where(s, m, v)
	if len(s.checks[key]) == 0 || len(ticks) == 0 {
		return false
	}
	s.checks[key] = append(slices.Clone(s.checks[key]), oCheck{rapid.SampledFrom(ticks).Draw(t, "tick"), state})
	return true
}

func TestAFailedCheckNeverLowersTheLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		h.plainRules()
		a := h.agreement()
		before := h.over(t, a, h.facts(a), h.from, h.to).Sums.Lost
		anywhere := func(oService, oMonitor, string) []int {
			ticks := make([]int, h.asOf)
			for i := range ticks {
				ticks[i] = i
			}
			return ticks
		}
		if h.withCheck(t, sla.Down, anywhere) {
			if after := h.over(t, a, h.facts(a), h.from, h.to).Sums.Lost; after < before {
				t.Errorf("lost falls from %v to %v", before, after)
			}
		}
	})
}

// Under share and at_least a good check can end a silence in which the others
// were not enough to decide: what they say then counts. So only any and all.
func TestAGoodCheckInSilenceNeverLowersTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		h.plainRules()
		for i := range h.services {
			h.services[i].lostIf, h.services[i].worksIf = "any", "all"
		}
		a := h.agreement()
		before := h.over(t, a, h.facts(a), h.from, h.to).Best
		silent := func(s oService, m oMonitor, v string) []int {
			var ticks []int
			for i := range h.asOf {
				if h.series(s, m, v, i, "measured") == none {
					ticks = append(ticks, i)
				}
			}
			return ticks
		}
		if h.withCheck(t, sla.Up, silent) {
			after := h.over(t, a, h.facts(a), h.from, h.to).Best
			if before.Valid() && after.Valid() && after.Less(before) {
				t.Errorf("best falls from %v (%d) to %v (%d)", before, before.Lost, after, after.Lost)
			}
		}
	})
}

// The month of worked example 1 is the sum of its days, and of its hours.
func TestMonthIsTheSumOfItsDaysAndHours(t *testing.T) {
	a, f := september(t)
	month := evaluate(t, a, f)
	var days, hours [3]sla.Micros
	for _, d := range month.Days {
		days[0] += d.Len()
		days[1] += d.Availability.Lost
		days[2] += d.Availability.Denominator
	}
	for from := month.Period.Start; from < month.Period.End; from = from.Add(span.Hour) {
		p := sla.Period{Name: "hour", Kind: sla.Custom, Zone: a.Zone, Span: span.Between(from, from.Add(span.Hour))}
		r, err := sla.Evaluate(a, p, month.Period.End, f)
		if err != nil {
			t.Fatal(err)
		}
		s := r.Objectives[0].Sums
		hours[0] += s.Period
		hours[1] += s.Lost
		hours[2] += s.Denominator
	}
	want := [3]sla.Micros{month.Sums.Period, month.Sums.Lost, month.Sums.Denominator}
	check(t, "days", fmt.Sprint(days), fmt.Sprint(want))
	check(t, "hours", fmt.Sprint(hours), fmt.Sprint(want))
}
