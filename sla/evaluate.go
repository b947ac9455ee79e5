package sla

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// TrendLength is the number of periods in a trend, the evaluated one included.
const TrendLength = 12

// Evaluate computes the ledger and the figures of every objective of a for the
// period p, from the facts known at asOf.
//
// A fact counts if its time, start, announcement or making is not after asOf;
// an end after asOf is open. The runs of f must be reduced from checks that are
// not after asOf. An objective whose own kind of period is longer than p is
// evaluated for the one that contains the start of p. Periods are clipped to
// the agreement. Evaluate returns an error if such a period is empty or begins
// at or after asOf.
func Evaluate(a Agreement, p Period, asOf Instant, f Facts) (Result, error) {
	result := Result{Agreement: a, AsOf: asOf, Inputs: f.Inputs}
	var err error
	if result.Period, err = clip(p, a, asOf); err != nil {
		return Result{}, err
	}
	periods := make([]Period, len(a.Objectives))
	earliest := result.Period.Start
	for i, o := range a.Objectives {
		if periods[i], err = clip(periodFor(o, p, a), a, asOf); err != nil {
			return Result{}, fmt.Errorf("objective %s: %w", o.ID, err)
		}
		earliest = min(earliest, earliestOf(periods[i]))
	}
	s := newScene(a, asOf, earliest, f)
	for i, o := range a.Objectives {
		r := s.evaluate(o, periods[i])
		result.Provisional = result.Provisional || r.Provisional
		result.Notes = append(result.Notes, s.notes(r)...)
		result.Objectives = append(result.Objectives, r)
	}
	result.Credit = highest(result.Objectives)
	result.Incidents = s.incidentsIn(result)
	return result, nil
}

// periodFor returns the period for which an objective is reported when p is
// asked for.
func periodFor(o Objective, p Period, a Agreement) Period {
	length := []PeriodKind{Week, Month, Quarter, Year}
	if p.Kind == Custom || slices.Index(length, o.Period) <= slices.Index(length, p.Kind) {
		return p
	}
	return PeriodContaining(o.Period, p.Start, a.Zone)
}

// clip cuts a period to its agreement and refuses what cannot be evaluated.
func clip(p Period, a Agreement, asOf Instant) (Period, error) {
	if a.Since != 0 {
		p.Start = max(p.Start, a.Since)
	}
	if a.Until != 0 {
		p.End = min(p.End, a.Until)
	}
	if p.Empty() {
		return p, fmt.Errorf("period %s lies outside agreement %s", p.Name, a.ID)
	}
	if p.Start >= asOf {
		return p, fmt.Errorf("period %s begins at %s, not before %s, as of which it is evaluated", p.Name, p.Start, asOf)
	}
	return p, nil
}

// earliestOf returns the start of the first period of the trend of p.
func earliestOf(p Period) Instant {
	for range TrendLength - 1 {
		p = p.Previous()
	}
	return p.Start
}

// newScene takes what is known at asOf from f.
func newScene(a Agreement, asOf, earliest Instant, f Facts) *scene {
	s := &scene{agreement: a, asOf: asOf, lines: map[lineKey]timeline{}, probes: map[probesKey]timeline{}}
	s.facts = known(f, asOf)
	s.covers = coversOf(s.facts.Incidents, asOf)
	s.domain = span.Between(min(earliest, s.firstFact()), asOf)
	return s
}

// known returns the facts that exist at asOf, in a fixed order.
func known(f Facts, asOf Instant) Facts {
	k := Facts{Known: f.Known, Inputs: f.Inputs, Probing: f.Probing}
	for _, x := range f.Series {
		elsewhere := len(x.Runs) == 0 && !f.Known.Empty()
		x.Runs = slices.DeleteFunc(slices.Clone(x.Runs), func(r Run) bool { return r.First > asOf })
		if len(x.Runs) > 0 || elsewhere {
			k.Series = append(k.Series, x)
		}
	}
	for _, i := range f.Incidents {
		if i.Started <= asOf {
			k.Incidents = append(k.Incidents, knownIncident(i, asOf))
		}
	}
	for _, m := range f.Maintenance {
		if m.Announced > asOf {
			m.Announced = 0
		}
		if m.Announced != 0 || m.Start <= asOf {
			k.Maintenance = append(k.Maintenance, m)
		}
	}
	for _, c := range f.Changes {
		if c.Time <= asOf {
			k.Changes = append(k.Changes, c)
		}
	}
	for _, c := range f.Corrections {
		if c.Made <= asOf {
			k.Corrections = append(k.Corrections, c)
		}
	}
	slices.SortFunc(k.Incidents, func(x, y Incident) int {
		return cmp.Or(cmp.Compare(x.Started, y.Started), cmp.Compare(x.ID, y.ID))
	})
	slices.SortFunc(k.Maintenance, func(x, y Maintenance) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.ID, y.ID))
	})
	slices.SortFunc(k.Changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.ID, y.ID))
	})
	// The later a correction was made, the further back it stands: it decides.
	slices.SortFunc(k.Corrections, func(x, y Correction) int {
		return cmp.Or(cmp.Compare(x.Made, y.Made), cmp.Compare(x.ID, y.ID))
	})
	return k
}

// knownIncident hides from an incident what lies after asOf.
func knownIncident(i Incident, asOf Instant) Incident {
	for _, at := range []*Instant{&i.Detected, &i.Acknowledged, &i.Resolved} {
		if *at > asOf {
			*at = 0
		}
	}
	outages := i.Outages
	i.Outages = nil
	for _, o := range outages {
		if o.End > asOf {
			o.End = 0
		}
		if o.Start <= asOf {
			i.Outages = append(i.Outages, o)
		}
	}
	if len(outages) > 0 && len(i.Outages) == 0 {
		i.Outages = []IncidentOutage{{Start: asOf, End: asOf}} // all lie ahead: nothing was hit yet
	}
	return i
}

// firstFact returns the first instant of which the facts say something.
func (s *scene) firstFact() Instant {
	first := s.asOf - 1
	for _, x := range s.facts.Series {
		if len(x.Runs) > 0 {
			first = min(first, x.Runs[0].First)
		}
	}
	for _, c := range s.covers {
		first = min(first, c.Start)
	}
	for _, c := range s.facts.Corrections {
		first = min(first, c.Start)
	}
	return first
}

// needed returns a service and all that it needs, directly or not.
func (s *scene) needed(service string) []string {
	list := []string{service}
	for i := 0; i < len(list); i++ {
		for _, n := range s.agreement.Services[list[i]].Needs {
			if !slices.Contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// correctionsOf returns the corrections of one service, the deciding ones last.
func (s *scene) correctionsOf(service string) []Correction {
	var list []Correction
	for _, c := range s.facts.Corrections {
		if slices.Contains(c.Services, service) {
			list = append(list, c)
		}
	}
	return list
}

// concerning returns the incidents of a service and of all that it needs.
func (s *scene) concerning(service string) []Incident {
	needed := s.needed(service)
	var list []Incident
	for _, i := range s.facts.Incidents {
		if slices.ContainsFunc(i.Services, func(id string) bool { return slices.Contains(needed, id) }) {
			list = append(list, i)
		}
	}
	return list
}

// incidentsIn returns the incidents that touch the period of an objective of
// theirs.
func (s *scene) incidentsIn(r Result) []Incident {
	var list []Incident
	listed := map[string]bool{}
	for _, o := range r.Objectives {
		within := span.Between(o.Period.Start, o.EvaluatedTo)
		for _, i := range s.concerning(o.Objective.Service) {
			if !listed[i.ID] && incidentSpan(i, s.asOf).Overlaps(within) {
				listed[i.ID] = true
				list = append(list, i)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y Incident) int { return cmp.Compare(x.Started, y.Started) })
	return list
}

// incidentSpan returns the time from the start of an incident to its
// resolution, or to asOf, and never less than its outages.
func incidentSpan(i Incident, asOf Instant) Span {
	end := i.Resolved
	if end == 0 {
		end = asOf
	}
	s := span.Between(i.Started, end)
	for _, o := range outagesOf(i) {
		s.Start = min(s.Start, o.Start)
		s.End = max(s.End, o.End)
	}
	return s
}
