package store

import (
	"slices"

	"github.com/upledger/upledger/sla"
)

// A fold makes strands of rows (series, time, state, latency) in the order in
// which they come.
type fold struct {
	*plan
	strands []strand
}

// A plan is which rules of which series are wanted, and on which days checks
// are counted. It does not change.
type plan struct {
	rules   []rule  // sorted by series
	only    []int32 // by number of the series: its only rule, or none, or several
	days    []int64 // starts of the days, and the end of the last; none: nothing is counted
	latency bool    // rows have it: it is counted, or slow checks are told by it
}

const (
	none    int32 = -1
	several int32 = -2
)

// newPlan makes a plan of rules, which it sorts.
func newPlan(rules []rule, days []int64) *plan {
	slices.SortStableFunc(rules, func(a, b rule) int { return int(a.series) - int(b.series) })
	p := &plan{rules: rules, days: days, latency: len(days) > 0}
	for i, r := range rules {
		p.latency = p.latency || r.slowAfter > 0
		for len(p.only) <= int(r.series) {
			p.only = append(p.only, none)
		}
		if p.only[r.series] == none {
			p.only[r.series] = int32(i)
		} else {
			p.only[r.series] = several
		}
	}
	return p
}

// of returns the first and the last but one of the rules of a series.
func (p *plan) of(series int32) (from, to int32) {
	if int(series) >= len(p.only) || p.only[series] == none {
		return 0, 0
	}
	if n := p.only[series]; n != several {
		return n, n + 1
	}
	n, _ := slices.BinarySearchFunc(p.rules, series, func(r rule, s int32) int { return int(r.series) - int(s) })
	end := n
	for end < len(p.rules) && p.rules[end].series == series {
		end++
	}
	return int32(n), int32(end)
}

func (p *plan) newFold() *fold {
	f := &fold{plan: p, strands: make([]strand, len(p.rules))}
	for i, r := range p.rules {
		f.strands[i] = newStrand(r)
	}
	return f
}

// take folds the rows of a chunk with the columns series, time, state and, where
// the plan wants it, latency.
func (f *fold) take(c chunk) error {
	rows := f.columns(c)
	if f.latency {
		f.timed(rows)
	} else {
		f.plain(rows)
	}
	return nil
}

// rows are checks as columns of one length. Without latency, it is empty.
type rows struct {
	series  []int32
	time    []int64
	state   []uint8
	latency []int64 // 0: not measured
}

// columns returns the columns of a chunk.
func (p *plan) columns(c chunk) rows {
	r := rows{series: column[int32](c, 0), time: column[int64](c, 1), state: column[uint8](c, 2)}
	if !p.latency {
		return r
	}
	r.latency = column[int64](c, 3)
	if measured := c.validity(3); measured != nil {
		for i := range r.latency {
			if !measured.at(i) {
				r.latency[i] = 0
			}
		}
	}
	return r
}

// plain folds rows without latencies. The condition is that of a check which
// only prolongs the run before it, as nearly all do; all else is for add.
func (f *fold) plain(r rows) {
	n := len(r.series) // told to the compiler, so that it checks no bounds
	times, states := r.time[:n], r.state[:n]
	last, s := int32(-1), (*strand)(nil)
	for i, series := range r.series {
		if series != last { // neighbours often are of one series
			last, s = series, f.onlyOf(series)
		}
		at, state := times[i], states[i]
		if s == nil {
			f.others(series, at, state, 0)
		} else if uint64(at-s.last-1) < uint64(s.maxGap) && state == s.state {
			s.last = at
			s.checks++
		} else {
			s.add(at, state, 0, nil)
		}
	}
}

// timed folds rows with latencies, and counts these by day.
func (f *fold) timed(r rows) {
	n := len(r.series)
	times, states, latencies := r.time[:n], r.state[:n], r.latency[:n]
	last, s := int32(-1), (*strand)(nil)
	for i, series := range r.series {
		if series != last {
			last, s = series, f.onlyOf(series)
		}
		at, state, latency := times[i], states[i], latencies[i]
		if s == nil {
			f.others(series, at, state, latency)
		} else if uint64(at-s.last-1) < uint64(s.maxGap) && state == s.state && at < s.until && latency <= s.slowAfter {
			s.last = at
			s.checks++
			s.latencies[s.waiting%waitingLatencies] = sla.ClassOf(sla.Micros(latency))
			if s.waiting++; s.waiting == waitingLatencies {
				s.count()
			}
		} else {
			s.add(at, state, latency, f.days)
		}
	}
}

// onlyOf returns the strand of the only rule of a series, nil if there is none
// or several.
func (f *fold) onlyOf(series int32) *strand {
	if int(series) >= len(f.only) {
		return nil
	}
	if n := f.only[series]; n >= 0 {
		return &f.strands[n]
	}
	return nil
}

// others adds a check to the strands of all rules of a series.
func (f *fold) others(series int32, at int64, state uint8, latency int64) {
	from, to := f.of(series)
	for n := from; n < to; n++ {
		f.strands[n].add(at, state, latency, f.days)
	}
}

// A piece is the strand of one rule over some rows.
type piece struct {
	rule int32
	strand
}

// cut ends the strands and returns those that have rows. The fold is as new
// afterwards.
func (f *fold) cut() []piece {
	var pieces []piece
	for n := range f.strands {
		s := &f.strands[n]
		if !s.touched {
			continue
		}
		s.end()
		counts := s.counts
		s.counts = nil
		pieces = append(pieces, piece{int32(n), *s})
		*s = newStrand(f.plan.rules[n])
		s.counts = counts // empty, since the last day has ended
	}
	return pieces
}

// An inOrder folds rows that come sorted by series and time, of which several
// may be of one instant: the worst state and the greatest latency count.
type inOrder struct {
	*fold
	held []heldCheck // by rule: what is known of the instant that may not be over
}

type heldCheck struct {
	at, latency int64
	state       uint8
	any         bool
}

func (o *inOrder) take(c chunk) error {
	r := o.columns(c)
	for i, series := range r.series {
		check := heldCheck{at: r.time[i], state: r.state[i], any: true}
		if o.latency {
			check.latency = r.latency[i]
		}
		from, to := o.of(series)
		for n := from; n < to; n++ {
			o.hold(n, check)
		}
	}
	return nil
}

// hold joins a check to others of its instant, and folds the instant before.
func (o *inOrder) hold(n int32, c heldCheck) {
	if slow := o.rules[n].slowAfter; c.state == codeUp && slow > 0 && c.latency > int64(slow) {
		c.state = codeSlow
	}
	h := &o.held[n]
	if h.any && h.at == c.at {
		h.state, h.latency = min(h.state, c.state), max(h.latency, c.latency)
		return
	}
	o.release(n)
	*h = c
}

// release folds the check that is held for a rule.
func (o *inOrder) release(n int32) {
	if h := o.held[n]; h.any {
		o.strands[n].add(h.at, h.state, h.latency, o.days)
	}
}

func (o *inOrder) cut() []piece {
	for n := range o.held {
		o.release(int32(n))
		o.held[n] = heldCheck{}
	}
	return o.fold.cut()
}
