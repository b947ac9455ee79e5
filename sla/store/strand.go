package store

import (
	"math"
	"slices"

	"github.com/upledger/upledger/sla"
)

// The codes of states in stored.checks, the worst first.
const (
	codeDown uint8 = iota
	codeSlow
	codeUp
	codeUnknown
	codeNone // no check yet
)

// stateOf returns the state that stored.checks writes as code.
func stateOf(code uint8) sla.State { return sla.Down - sla.State(code) }

// A rule says how the checks of a series are read: as one service reads them.
// Services with the same monitor and the same rule share its runs.
type rule struct {
	series    int32
	maxGap    sla.Micros
	slowAfter sla.Micros // 0: never
	fromLog   bool       // a state log: no gaps, and its entries are no checks to be counted
}

// foreverGap is a gap that no step exceeds: a state log speaks until the next
// entry.
const foreverGap = sla.Micros(1) << 61

// A strand is the runs of one rule over some consecutive rows of the table, as
// long as their times ascend. It is built check by check; two strands of rows
// that follow each other are joined by append. Strands so are a monoid: however
// the rows are cut, the joined runs are the same.
type strand struct {
	// What every check needs, in one line of the processor's cache, and what it
	// writes, in the next.
	last      int64 // instant of the latest check
	maxGap    int64 // greatest step that is no gap
	slowAfter int64 // latency up to which a check is like the one before; MaxCounted: any
	checks    int64 // of the current run so far, distinct instants
	until     int64 // end of the current day of counting
	state     uint8 // of the current run
	counting  bool  // the current day is one to be counted
	touched   bool  // has a row
	scattered bool  // times do not ascend: nothing else of the strand means anything
	waiting   uint8 // how many of latencies wait to be counted
	_         [19]byte
	latencies [waitingLatencies]sla.Class // of the latest checks; 0 where none was measured

	marked int64       // checks of the current run that the current day has, or a day before
	counts *sla.Counts // of the current day's latencies; nil: none yet
	runs   []sla.Run
	days   []sla.ProbingDay
	rows   int64 // of a scattered strand
	_      [40]byte
}

// waitingLatencies is how many latencies wait to be counted together: the counts
// of many series do not fit into the fast caches.
const waitingLatencies = 32

// newStrand makes a strand without checks.
func newStrand(r rule) strand {
	s := strand{maxGap: int64(r.maxGap), slowAfter: int64(min(r.slowAfter, sla.MaxCounted)), state: codeNone, until: math.MinInt64}
	if s.slowAfter == 0 {
		s.slowAfter = int64(sla.MaxCounted)
	}
	if r.fromLog {
		s.maxGap, s.until = int64(foreverGap), math.MaxInt64
	}
	return s
}

// add takes the next check.
func (s *strand) add(at int64, state uint8, latency int64, days []int64) {
	if s.scattered {
		s.rows++
		return
	}
	s.touched = true
	if latency > s.slowAfter && s.slowAfter < int64(sla.MaxCounted) && state == codeUp {
		state = codeSlow
	}
	if at >= s.until {
		s.nextDay(at, days)
	}
	step := at - s.last
	switch {
	case s.state != codeNone && step <= 0:
		s.scatter()
		return
	case state == s.state && step <= s.maxGap:
		s.last = at
		s.checks++
	default:
		s.turn(at, step, state)
	}
	s.latencies[s.waiting%waitingLatencies] = sla.ClassOf(min(sla.Micros(latency), sla.MaxCounted))
	if s.waiting++; s.waiting == waitingLatencies {
		s.count()
	}
}

// count counts the latencies that wait.
func (s *strand) count() {
	if s.counting {
		s.counts.Add(s.latencies[:s.waiting])
	}
	s.waiting = 0
}

// turn begins a run.
func (s *strand) turn(at, step int64, state uint8) {
	r := sla.Run{State: stateOf(state), First: sla.Instant(at)}
	if s.state != codeNone {
		before := s.close()
		if step <= s.maxGap {
			before.NextOther, r.LastOther = r.First, before.Last
		}
	}
	s.runs = append(s.runs, r)
	s.last, s.state, s.checks = at, state, 1
}

// scatter gives up: the rows must be read again in order.
func (s *strand) scatter() {
	*s = strand{scattered: true, touched: true, state: codeNone, rows: s.seen() + 1}
}

// seen returns how many rows the strand is made of.
func (s *strand) seen() int64 {
	n := s.rows + s.checks
	for _, r := range s.runs {
		n += r.Checks
	}
	return n
}

// close writes into the current run what is known of it, and returns it.
func (s *strand) close() *sla.Run {
	s.mark()
	r := &s.runs[len(s.runs)-1]
	r.Last, r.Checks = sla.Instant(s.last), s.checks
	s.checks, s.marked = 0, 0
	return r
}

// mark gives the current day the checks that it does not have yet.
func (s *strand) mark() {
	if s.counting {
		day := &s.days[len(s.days)-1]
		day.Checks += s.checks - s.marked
		if s.state < codeUp {
			day.NotUp += s.checks - s.marked
		}
	}
	s.marked = s.checks
}

// nextDay makes the day that contains at the current one. days are the starts
// of the days to be counted, and the end of the last.
func (s *strand) nextDay(at int64, days []int64) {
	s.endDay()
	n, found := slices.BinarySearch(days, at)
	if found {
		n++
	}
	if n == len(days) {
		s.until = math.MaxInt64
		return
	}
	s.until = days[n]
	if n == 0 {
		return
	}
	s.counting = true
	if s.counts == nil {
		s.counts = new(sla.Counts)
	}
	s.days = append(s.days, sla.ProbingDay{Start: sla.Instant(days[n-1])})
}

// endDay writes what was counted on the current day.
func (s *strand) endDay() {
	s.mark()
	s.count()
	if s.counting {
		s.days[len(s.days)-1].Latency = s.counts.Take()
		s.counting = false
	}
}

// end closes the last run and the last day. No check may follow.
func (s *strand) end() {
	if !s.scattered && len(s.runs) > 0 {
		s.endDay()
		s.close()
	}
}

// append joins to s, which has ended, the strand o of rows that follow, which
// has ended too.
func (s *strand) append(o *strand) {
	switch {
	case s.scattered || o.scattered || len(s.runs) > 0 && len(o.runs) > 0 && o.runs[0].First <= sla.Instant(s.last):
		*s = strand{scattered: true, rows: s.seen() + o.seen()}
	case len(o.runs) == 0:
	case len(s.runs) == 0:
		*s = *o
	default:
		s.join(o)
	}
}

// join is append where both have runs and o lies later.
func (s *strand) join(o *strand) {
	before, after := &s.runs[len(s.runs)-1], &o.runs[0]
	rest := o.runs
	if after.First.Sub(before.Last) <= sla.Micros(s.maxGap) {
		if before.State == after.State {
			before.Last, before.NextOther, before.Checks = after.Last, after.NextOther, before.Checks+after.Checks
			rest = o.runs[1:]
		} else {
			before.NextOther, after.LastOther = after.First, before.Last
		}
	}
	s.runs = append(s.runs, rest...)
	s.last, s.state = o.last, o.state
	days := o.days
	if len(s.days) > 0 && len(days) > 0 && s.days[len(s.days)-1].Start == days[0].Start {
		day := &s.days[len(s.days)-1]
		day.Checks += days[0].Checks
		day.NotUp += days[0].NotUp
		day.Latency.Merge(&days[0].Latency)
		days = days[1:]
	}
	s.days = append(s.days, days...)
}
