package sla

import (
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A ReconciliationKind names what is compared.
type ReconciliationKind string

// The kinds of reconciliation (section 11 of the model).
const (
	OutageWithoutIncident   ReconciliationKind = "outage-without-incident"
	IncidentWithoutEvidence ReconciliationKind = "incident-without-evidence"
	Drift                   ReconciliationKind = "drift" // both are there; the drifts may be 0
	IncidentsOverlap        ReconciliationKind = "overlap"
	Claim                   ReconciliationKind = "claim"
)

// A Reconciliation holds the probes against one entry of the incident log.
type Reconciliation struct {
	Kind       ReconciliationKind
	Incident   string // id; "" for an outage without one
	Other      string // the other incident, for IncidentsOverlap
	Logged     Span   // what the log says; an open end is the instant of evaluation
	Measured   Span   // what the probes say, from first to last loss
	StartDrift Micros // measured start − logged start
	EndDrift   Micros // measured end − logged end; 0 where either is open
	Claimed    Micros // time that the log gives: of a Claim, what the provider said
	Lost       Micros // time with loss that was measured: of a Claim, on the days of the incident
	Unknown    Micros // time within Logged about which the probes know nothing
}

// reconcile compares the probes of an objective's service, as they are, with
// its incidents. A service without probes has nothing to compare.
func (s *scene) reconcile(f frame) []Reconciliation {
	o := f.objective
	if s.allStated(o.Service, o.Evidence) && o.Evidence != Incidents || !s.isProbed(o.Service) {
		return nil
	}
	line := s.line(o.Service, view{evidence: Probes, bound: measured})
	outages := stretches(line, o.MergeGap)
	var excused span.Set
	for _, e := range f.excused {
		excused = excused.Union(e.spans)
	}
	outages = slices.DeleteFunc(outages, func(x stretch) bool { return !x.Overlaps(f.over) || excused.Covers(x.Span) })
	var list []Reconciliation
	var logged []cover
	for _, c := range s.covers {
		if slices.Contains(s.needed(o.Service), c.service) && c.Overlaps(f.over) {
			logged = append(logged, c)
		}
	}
	for _, out := range outages {
		if !slices.ContainsFunc(logged, func(c cover) bool { return out.Overlaps(c.Widen(o.MatchSlack)) }) {
			list = append(list, Reconciliation{Kind: OutageWithoutIncident, Measured: out.Span, Lost: out.lost})
		}
	}
	for i, c := range logged {
		list = append(list, s.compare(c, outages, o.MatchSlack, line))
		for _, d := range logged[:i] {
			if c.incident != d.incident && c.Overlaps(d.Span) {
				list = append(list, Reconciliation{Kind: IncidentsOverlap, Incident: d.incident, Other: c.incident, Logged: c.Cut(d.Span), Claimed: c.Cut(d.Span).Len()})
			}
		}
	}
	return append(list, s.claims(f, line)...)
}

// isProbed reports whether a service or one that it needs has checks.
func (s *scene) isProbed(service string) bool {
	needed := s.needed(service)
	return slices.ContainsFunc(s.facts.Series, func(x Series) bool { return slices.Contains(needed, x.Service) })
}

// compare holds one stretch of an incident against the outages near it.
func (s *scene) compare(c cover, outages []stretch, slack Micros, line timeline) Reconciliation {
	r := Reconciliation{Kind: IncidentWithoutEvidence, Incident: c.incident, Logged: c.Span, Claimed: c.Len()}
	_, r.Unknown = lossIn(line, c.Span)
	open := c.End == s.asOf
	for _, out := range outages {
		if !out.Overlaps(c.Widen(slack)) {
			continue
		}
		if r.Kind != Drift {
			r.Kind, r.Measured = Drift, out.Span
		}
		r.Measured.End = out.End
		r.Lost += out.lost
		open = open || out.open
	}
	if r.Kind == Drift {
		r.StartDrift = r.Measured.Start.Sub(r.Logged.Start)
		if !open {
			r.EndDrift = r.Measured.End.Sub(r.Logged.End)
		}
	}
	return r
}

// claims compares what the provider said with what was measured on the
// calendar days that the incident touches: such statements speak of a day.
func (s *scene) claims(f frame, line timeline) []Reconciliation {
	var list []Reconciliation
	for _, i := range s.concerning(f.objective.Service) {
		logged := incidentSpan(i, s.asOf)
		if !i.HasClaim || !logged.Overlaps(f.over) {
			continue
		}
		zone := f.period.Zone
		first, last := dateOf(logged.Start.Time().In(zone)), dateOf((logged.End - 1).Time().In(zone))
		days := span.Between(first.At(zone), last.Next(1).At(zone)).Cut(f.over)
		r := Reconciliation{Kind: Claim, Incident: i.ID, Logged: logged, Measured: days, Claimed: i.Claimed}
		r.Lost, r.Unknown = lossIn(line, days)
		list = append(list, r)
	}
	return list
}

// lossIn returns the time with loss and the time without data inside x.
func lossIn(line timeline, x Span) (lost, unknown Micros) {
	for _, step := range line {
		switch n := step.Cut(x).Len(); {
		case step.loss == UnknownLoss:
			unknown += n
		case step.loss > NoLoss:
			lost += n
		}
	}
	return lost, unknown
}
