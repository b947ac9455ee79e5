package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"github.com/upledger/upledger/sla"
)

// watchesOf returns the series that the services of a watch, sorted.
func watchesOf(a sla.Agreement) []sla.Watch {
	var list []sla.Watch
	for _, id := range slices.Sorted(maps.Keys(a.Services)) {
		s := a.Services[id]
		vantages := s.Vantages
		if len(vantages) == 0 {
			vantages = []sla.Vantage{{}}
		}
		for _, m := range s.Monitors {
			for _, v := range vantages {
				list = append(list, sla.Watch{Service: id, Monitor: m.Name, Vantage: v.Name, MaxGap: m.MaxGap, SlowAfter: m.SlowAfter})
			}
		}
	}
	slices.SortFunc(list, func(a, b sla.Watch) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Monitor, b.Monitor), cmp.Compare(a.Vantage, b.Vantage))
	})
	return list
}

// Runs reduces the checks of the watched series that lie in from…asOf, and
// their state logs whole. It makes a DB the sla.Runs of one machine.
func (db *DB) Runs(ctx context.Context, watches []sla.Watch, from, asOf sla.Instant) ([]sla.Series, error) {
	q := &asking{db: db, window: Window{AsOf: asOf}}
	q.facts.Known.Start, q.facts.Known.End = from, asOf
	if err := q.inOneState(ctx, func(*sql.Tx) error { return q.read(ctx, watches) }); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(q.facts.Series, func(s sla.Series) bool { return len(s.Runs) == 0 }), nil
}

// read makes the series of q.facts from the checks of q.facts.Known.
func (q *asking) read(ctx context.Context, watches []sla.Watch) error {
	own := watches
	q.facts.Series, q.facts.Probing = nil, nil
	if q.engine != nil {
		checks, err := q.engine.Runs(ctx, watches, q.facts.Known.Start, q.facts.Known.End)
		if err != nil {
			return err
		}
		q.facts.Series = checks
		own = slices.DeleteFunc(slices.Clone(watches), func(w sla.Watch) bool { return !q.known[SeriesName{w.Monitor, w.Vantage}].fromLog })
	}
	for _, logs := range []bool{false, true} {
		if err := q.fold(ctx, own, logs); err != nil {
			return err
		}
	}
	place := map[[3]string]int{}
	for i, w := range watches {
		place[[3]string{w.Service, w.Monitor, w.Vantage}] = i
	}
	slices.SortStableFunc(q.facts.Series, func(a, b sla.Series) int {
		return place[[3]string{a.Service, a.Monitor, a.Vantage}] - place[[3]string{b.Service, b.Monitor, b.Vantage}]
	})
	return nil
}

// fold reduces either the watched series of checks or the watched state logs.
// A log speaks from its last entry before a window on: it is read whole.
func (q *asking) fold(ctx context.Context, watches []sla.Watch, logs bool) error {
	var watched []sla.Watch
	var rules []rule
	place := map[rule]int{}
	for _, w := range watches {
		k, ok := q.known[SeriesName{w.Monitor, w.Vantage}]
		if !ok || k.fromLog != logs || k.first > q.window.AsOf {
			continue
		}
		r := ruleOf(k, w)
		if _, ok := place[r]; !ok {
			place[r] = 0
			rules = append(rules, r)
		}
		watched = append(watched, w)
	}
	if len(rules) == 0 {
		return nil
	}
	w := window{int64(q.facts.Known.Start), int64(q.facts.Known.End)}
	if logs {
		w = window{0, int64(q.window.AsOf)}
	}
	p := newPlan(rules, q.days())
	for i, r := range p.rules {
		place[r] = i
	}
	strands, err := q.db.reduce(ctx, p, w, q.mark)
	if err != nil {
		return err
	}
	for _, w := range watched {
		q.take(w, logs, &strands[place[ruleOf(q.known[SeriesName{w.Monitor, w.Vantage}], w)]])
	}
	return nil
}

func ruleOf(k knownSeries, w sla.Watch) rule {
	if k.fromLog {
		return rule{series: int32(k.id), fromLog: true}
	}
	return rule{series: int32(k.id), maxGap: w.MaxGap, slowAfter: w.SlowAfter}
}

// take adds what a strand found of a watched series to the facts.
func (q *asking) take(w sla.Watch, fromLog bool, s *strand) {
	q.facts.Series = append(q.facts.Series, sla.Series{Service: w.Service, Monitor: w.Monitor, Vantage: w.Vantage, FromLog: fromLog, Runs: s.runs})
	if len(s.days) > 0 {
		q.facts.Probing = append(q.facts.Probing, sla.Probing{Service: w.Service, Monitor: w.Monitor, Vantage: w.Vantage, Days: s.days})
	}
}

// days returns the starts of the days on which checks are counted, and the end
// of the last.
func (q *asking) days() []int64 {
	if q.count.Empty() {
		return nil
	}
	var days []int64
	for _, at := range sla.DayStarts(q.count, q.agreement.Zone) {
		days = append(days, int64(at))
	}
	return append(days, int64(q.count.End))
}
