package sla

import (
	"fmt"

	"github.com/upledger/upledger/sla/span"
)

// Window returns the time whose checks Evaluate needs at least for the period p
// and for the trend of so many periods before it: the periods of the objectives,
// and the incidents that touch them. What lies around it may matter too, where
// an outage goes on: see Decides. It returns the errors of Evaluate.
func Window(a Agreement, p Period, asOf Instant, trend int, f Facts) (Span, error) {
	var all Span
	for i, o := range a.Objectives {
		own, err := clip(periodFor(o, p, a), a, asOf)
		if err != nil {
			return Span{}, fmt.Errorf("objective %s: %w", o.ID, err)
		}
		w := span.Between(own.Start, min(own.End, asOf))
		for _, c := range coversOf(known(f, asOf).Incidents, asOf) {
			if c.Overlaps(own.Span) {
				w = span.Between(min(w.Start, c.Start), max(w.End, c.End))
			}
		}
		w.Start = min(w.Start, back(own, trend).Start)
		if i == 0 {
			all = w
		}
		all = span.Between(min(all.Start, w.Start), max(all.End, w.End))
	}
	return all, nil
}

// back returns the period that lies n periods before p.
func back(p Period, n int) Period {
	if n > 0 && p.Kind != Custom {
		p = PeriodContaining(p.Kind, p.Start, p.Zone)
	}
	for range n {
		p = p.Previous()
	}
	return p
}

// Decides reports whether the checks in f.Known give the same result for the
// window w as all checks up to asOf would, as far as earlier and as far as later
// ones are concerned. They do if every service that an objective counts works
// for a moment on that side of w: no outage then reaches over it.
func Decides(a Agreement, w Span, asOf Instant, f Facts) (earlier, later bool) {
	s := &scene{agreement: a, asOf: asOf, facts: known(f, asOf)}
	s.covers = coversOf(s.facts.Incidents, asOf)
	earlier, later = f.Known.Start == 0, f.Known.End >= asOf
	if !earlier {
		s.over(span.Between(f.Known.Start, w.Start+1))
		exact := span.Between(s.exactFrom(f.Known.Start), s.domain.End)
		earlier = s.works(exact, w.Start)
	}
	if !later {
		s.over(span.Between(w.End-1, f.Known.End))
		exact := span.Between(s.domain.Start, s.exactUntil(f.Known.End))
		later = s.works(exact, w.End-1)
	}
	return earlier, later
}

// over sets the domain of the scene's timelines.
func (s *scene) over(domain Span) {
	s.domain, s.lines, s.probes = domain, map[lineKey]timeline{}, map[probesKey]timeline{}
}

// works reports whether every objective's service has a good time inside exact
// that is long enough to end an outage.
func (s *scene) works(exact Span, edge Instant) bool {
	if !exact.Contains(edge) {
		return false
	}
	for _, o := range s.agreement.Objectives {
		for _, v := range viewsOf(o) {
			if !good(s.line(o.Service, v), exact, o.MergeGap) {
				return false
			}
		}
	}
	return true
}

// viewsOf lists the views in which outages are built for an objective. In the
// bounds they matter only where short ones do not count.
func viewsOf(o Objective) []view {
	views := []view{
		{o.Evidence, measured, true, o.AnyLossFull}, {o.Evidence, measured, false, o.AnyLossFull},
		{evidence: Probes, bound: measured},
	}
	if o.MinOutage > 0 {
		views = append(views, view{o.Evidence, best, true, o.AnyLossFull}, view{o.Evidence, worst, true, o.AnyLossFull})
	}
	return views
}

// good reports whether the line has no loss inside exact for at least the given
// time, and for a microsecond.
func good(line timeline, exact Span, least Micros) bool {
	var length Micros
	for _, step := range line {
		n := step.Cut(exact).Len()
		if step.loss != NoLoss {
			length = 0
			continue
		}
		if length += n; length > 0 && length >= least {
			return true
		}
	}
	return false
}

// exactFrom returns the instant from which on every series says what it would
// say if the checks before start were known.
func (s *scene) exactFrom(start Instant) Instant {
	from := start
	for _, x := range s.facts.Series {
		m := s.monitor(x)
		silent := start.Add(m.MaxGap)
		at := silent // by then, the last check before start has spoken
		for i, r := range x.Runs {
			if x.FromLog || r.First > silent && i == 0 {
				break
			}
			at = r.First
			if r.State == Up || m.Confirm <= 1 || i > 0 && r.LastOther == 0 {
				break
			}
			at = holdEnd(r, false, m, s.domain) // it may be the rest of a confirmed failure
		}
		if !x.FromLog {
			from = max(from, at)
		}
	}
	return from
}

// exactUntil returns the instant up to which every series says what it would say
// if the checks after end were known.
func (s *scene) exactUntil(end Instant) Instant {
	until := end
	for _, x := range s.facts.Series {
		m := s.monitor(x)
		n := len(x.Runs) - 1
		if x.FromLog || n < 0 || x.Runs[n].Last.Add(m.MaxGap) < end {
			continue
		}
		at := x.Runs[n].Last
		for ; n >= 0 && x.Runs[n].State != Up && m.Confirm > 1; n-- {
			at = x.Runs[n].First
			if x.Runs[n].LastOther == 0 {
				break
			}
		}
		until = min(until, at)
	}
	return until
}

// monitor returns the monitor of a series with its rules.
func (s *scene) monitor(x Series) Monitor {
	for _, m := range s.agreement.Services[x.Service].Monitors {
		if m.Name == x.Monitor {
			return m
		}
	}
	return Monitor{}
}
