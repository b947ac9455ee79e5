package sla

import "slices"

// repair lists the outages that touch the period, and computes what section 8
// says about them.
func (s *scene) repair(b *book, t *tape, r *ObjectiveResult) {
	for _, o := range b.stretches {
		if o.Overlaps(b.over) && !slices.Contains(b.suppressed, o.Span) {
			r.Outages = append(r.Outages, s.outage(b.frame, t, o))
		}
	}
	r.Causes = causeSums(t.rows, r.Sums.Lost, r.Sums.Denominator)
	var lengths []Micros
	for _, o := range r.Outages {
		if !o.Belongs || o.Counted == 0 {
			continue
		}
		r.Repair.Outages++
		switch o.State {
		case Ended:
			lengths = append(lengths, o.Len())
		case Open:
			r.Repair.Open++
		case EndUnknown:
			r.Repair.EndUnknown++
		}
	}
	r.Repair.averages(lengths)
	if r.Repair.Outages > 0 {
		r.Repair.MTBF = r.Sums.Up / Micros(r.Repair.Outages)
	}
	s.people(b.frame, r)
	causeRepair(r)
}

// averages fills in the figures over the lengths of ended outages.
func (r *Repair) averages(lengths []Micros) {
	r.N = len(lengths)
	if r.N == 0 {
		return
	}
	slices.Sort(lengths)
	r.MTTR = meanOf(lengths).Mean
	r.Median = median(lengths)
	r.P90 = nearestRank(lengths, 90)
	r.Longest = lengths[r.N-1]
}

// nearestRank returns the smallest of the sorted values that at least percent
// of them do not exceed.
func nearestRank(sorted []Micros, percent int) Micros {
	return sorted[(percent*len(sorted)+99)/100-1]
}

// median returns the middle of the sorted values; of an even number of them the
// mean of the two in the middle, rounded up.
func median(sorted []Micros) Micros {
	n := len(sorted)
	return meanOf(sorted[(n-1)/2 : n/2+1]).Mean
}

// meanOf returns the mean, rounded up.
func meanOf(values []Micros) Mean {
	var sum Micros
	for _, v := range values {
		sum += v
	}
	n := Micros(len(values))
	if n == 0 {
		return Mean{}
	}
	return Mean{len(values), (sum + n - 1) / n}
}

// outage describes a stretch by the rows of the period's ledger.
func (s *scene) outage(f frame, t *tape, o stretch) Outage {
	out := Outage{Span: o.Span, Unknown: o.unknown, Worst: o.worst, State: o.state(), Belongs: f.period.Contains(o.Start)}
	within := o.Cut(f.over)
	out.Lost = t.lostIn(within)
	lost := map[Cause]weighted{}
	var order []Cause
	t.in(within, func(r Row) {
		if r.Label == LabelDown || r.Label == LabelDegraded {
			out.Counted += r.Len()
		}
		if r.Cause != "" {
			if _, ok := lost[r.Cause]; !ok {
				order = append(order, r.Cause)
			}
			lost[r.Cause] = lost[r.Cause].plus(r.Charged, r.Len())
		}
		if r.Incident != "" && !slices.Contains(out.Incidents, r.Incident) {
			out.Incidents = append(out.Incidents, r.Incident)
		}
	})
	out.Cause = Unattributed
	for i, c := range order {
		if i == 0 || lost[c].exceeds(lost[out.Cause]) {
			out.Cause = c
		}
	}
	if out.Cause == Unattributed && s.afterChange(f.objective, o.Start) {
		out.Suggested = CauseDeploy
	}
	return out
}

// exceeds reports whether w is greater than x.
func (w weighted) exceeds(x weighted) bool {
	return w.hi > x.hi || w.hi == x.hi && w.lo > x.lo
}

// afterChange reports whether a change of the service came shortly before start.
func (s *scene) afterChange(o Objective, start Instant) bool {
	return slices.ContainsFunc(s.facts.Changes, func(c Change) bool {
		since := start.Sub(c.Time)
		return c.Service == o.Service && since >= 0 && since <= o.ChangeWindow
	})
}

// people computes MTTD and MTTA over the incidents that start in the period and
// have the instants that each needs.
func (s *scene) people(f frame, r *ObjectiveResult) {
	var detect, acknowledge []Micros
	for _, i := range s.concerning(f.objective.Service) {
		if !f.over.Contains(i.Started) || i.Detected == 0 {
			continue
		}
		detect = append(detect, max(0, i.Detected.Sub(matchedStart(i, s.asOf, f.objective.MatchSlack, r.Outages))))
		if i.Acknowledged != 0 {
			acknowledge = append(acknowledge, max(0, i.Acknowledged.Sub(i.Detected)))
		}
	}
	r.Repair.MTTD, r.Repair.MTTA = meanOf(detect), meanOf(acknowledge)
}

// matchedStart returns the start of the first outage that overlaps the span of
// an incident, widened by slack; without one, the start of the incident.
func matchedStart(i Incident, asOf Instant, slack Micros, outages []Outage) Instant {
	wide := incidentSpan(i, asOf).Widen(slack)
	for _, o := range outages {
		if o.Overlaps(wide) {
			return o.Start
		}
	}
	return i.Started
}

// causeRepair counts the outages of every cause and their mean length.
func causeRepair(r *ObjectiveResult) {
	for k := range r.Causes {
		c := &r.Causes[k]
		var lengths []Micros
		for _, o := range r.Outages {
			if o.Cause != c.Cause || !o.Belongs || o.Counted == 0 {
				continue
			}
			c.Outages++
			if o.State == Ended {
				lengths = append(lengths, o.Len())
			}
		}
		mean := meanOf(lengths)
		c.N, c.MTTR = mean.N, mean.Mean
	}
}
