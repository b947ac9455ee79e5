package sla

import "github.com/upledger/upledger/sla/span"

// A stretch is time with loss, or several such times joined to one outage.
type stretch struct {
	Span
	lost    Micros // time with loss > 0
	unknown Micros // time without data
	touches bool   // touches time without data
	open    bool   // loss up to the instant of evaluation
	silent  bool   // ends in silence that no loss follows
	worst   Loss
}

// stretches finds the outages of a timeline: maximal time with loss > 0, with
// the no-data between two losses, joined where less than mergeGap lies between.
// In the worst bound a loss that stands for silence counts as touching no-data.
func stretches(line timeline, mergeGap Micros) []stretch {
	var list []stretch
	var silence Micros // since the end of the last stretch
	unbroken := false  // no good instant since then
	for i, s := range line {
		switch {
		case s.loss == UnknownLoss:
			silence += s.Len()
			if n := len(list) - 1; n >= 0 && unbroken && list[n].End == s.Start {
				list[n].touches, list[n].silent = true, true
			}
		case s.loss == NoLoss:
			unbroken = false
		default:
			n := len(list) - 1
			if n < 0 || !unbroken && s.Start.Sub(list[n].End) >= mergeGap {
				list = append(list, stretch{Span: span.Between(s.Start, s.Start)})
				n, silence = n+1, 0
				list[n].touches = i > 0 && line[i-1].loss == UnknownLoss
			}
			list[n].extend(s, silence)
			silence, unbroken = 0, true
		}
	}
	if n := len(list) - 1; n >= 0 {
		list[n].open = list[n].End == line[len(line)-1].End
	}
	return list
}

// extend adds a step with loss after the given time of silence.
func (o *stretch) extend(s step, silence Micros) {
	o.unknown += silence
	o.touches = o.touches || silence > 0 || s.assumed
	o.silent = false
	o.End = s.End
	o.lost += s.Len()
	o.worst = max(o.worst, s.loss)
}

// suppressed returns the outages that are too short to count: their time with
// loss is below least, nothing about them is unknown, and no correction
// touches them.
func suppressed(list []stretch, least Micros, corrections []Correction) []Span {
	var short []Span
	for _, o := range list {
		if o.lost >= least || o.touches || o.open || overlapsCorrection(o.Span, corrections) {
			continue
		}
		short = append(short, o.Span)
	}
	return short
}

func overlapsCorrection(s Span, corrections []Correction) bool {
	for _, c := range corrections {
		if s.Overlaps(span.Between(c.Start, c.End)) {
			return true
		}
	}
	return false
}

// state says how an outage ends.
func (o stretch) state() OutageState {
	switch {
	case o.open:
		return Open
	case o.silent:
		return EndUnknown
	}
	return Ended
}
