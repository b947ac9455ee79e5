package sla

import "github.com/upledger/upledger/sla/span"

// A bound is one of the three ways in which the same facts are evaluated
// (section 9 of the model).
type bound int

const (
	measured bound = iota
	best
	worst
)

var unknown = value{loss: UnknownLoss, why: WhySilence}

// stateLoss returns the loss of a state under the rules of m.
func stateLoss(s State, m Monitor) Loss {
	switch s {
	case Up:
		return NoLoss
	case Slow:
		return m.SlowLoss
	case Down:
		return FullLoss
	}
	return UnknownLoss
}

// holdEnd returns the end of what a run says: the check after it, or the end of
// the last hold; of a state log, never.
func holdEnd(r Run, fromLog bool, m Monitor, domain Span) Instant {
	switch {
	case r.NextOther != 0:
		return r.NextOther
	case fromLog:
		return domain.End
	}
	return r.Last.Add(m.MaxGap)
}

// blips returns which runs are part of a blip: a sequence of failed checks that
// is too short to be confirmed and followed by a good check.
func blips(s Series, m Monitor) []bool {
	blip := make([]bool, len(s.Runs))
	for i := 0; i < len(s.Runs); {
		if s.Runs[i].State == Up || s.FromLog {
			i++
			continue
		}
		end, checks := i, int64(0)
		for ; end < len(s.Runs) && s.Runs[end].State != Up; end++ {
			checks += s.Runs[end].Checks
			if s.Runs[end].NextOther == 0 {
				end++
				break
			}
		}
		if checks < int64(m.Confirm) && s.Runs[end-1].NextOther != 0 {
			for k := i; k < end; k++ {
				blip[k] = true
			}
		}
		i = end
	}
	return blip
}

// seriesLine returns what a series says in the given bound.
func seriesLine(s Series, m Monitor, b bound, domain Span) timeline {
	blip := blips(s, m)
	var steps []step
	add := func(from, to Instant, loss Loss) {
		steps = append(steps, step{span.Between(from, to), value{loss: loss, why: WhyChecks}})
	}
	for i, r := range s.Runs {
		loss, end := stateLoss(r.State, m), holdEnd(r, s.FromLog, m, domain)
		confirmed := loss
		if blip[i] {
			confirmed = NoLoss
		}
		switch {
		case s.FromLog || b == measured:
			add(r.First, end, confirmed)
		case b == best:
			add(r.First, r.Last, confirmed)
			add(r.Last, end, NoLoss)
		case r.NextOther == 0:
			add(r.First, r.Last, loss)
			add(r.Last, end, FullLoss)
		default:
			// The next run may have begun right after the last check of this one.
			add(r.First, r.Last, loss)
			add(r.Last, end, max(loss, stateLoss(s.Runs[i+1].State, m)))
		}
	}
	return paint(domain, steps, unknown)
}

// blipTally counts the blips that start in p, and their time in p.
func blipTally(s Series, m Monitor, p Span) Tally {
	var t Tally
	blip := blips(s, m)
	for i, r := range s.Runs {
		if !blip[i] {
			continue
		}
		begins := i == 0 || !blip[i-1] || s.Runs[i-1].NextOther == 0
		if begins && p.Contains(r.First) {
			t.N++
		}
		t.Length += span.Between(r.First, r.NextOther).Cut(p).Len()
	}
	return t
}

// lane returns what a series says in p, as drawn.
func lane(s Series, m Monitor, p Span) Lane {
	l := Lane{Monitor: s.Monitor, Vantage: s.Vantage, Interval: m.Interval}
	for _, r := range s.Runs {
		cut := span.Between(r.First, holdEnd(r, s.FromLog, m, p)).Cut(p)
		if !cut.Empty() {
			l.Runs = append(l.Runs, LaneRun{Span: cut, State: r.State, Checks: r.Checks})
		}
	}
	return l
}
