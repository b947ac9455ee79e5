package sla

import (
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A view is one way to look at the facts: the evidence of an objective, one of
// the three bounds, with or without corrections, any loss as it is or as full.
type view struct {
	evidence    Evidence
	bound       bound
	corrections bool
	full        bool
}

// A scene holds the facts of one evaluation, and the timelines made of them.
type scene struct {
	agreement Agreement
	asOf      Instant
	domain    Span
	facts     Facts
	covers    []cover
	lines     map[lineKey]timeline
	series    map[[3]string]Series // by service, monitor and vantage; nil: not looked up yet
	probes    map[probesKey]timeline
}

// A probesKey names what the monitors of a service say in one bound.
type probesKey struct {
	service string
	bound   bound
}

type lineKey struct {
	service string
	view    view
}

// line returns the loss of a service over the domain. In the best and the worst
// bound no instant is without data.
func (s *scene) line(service string, v view) timeline {
	key := lineKey{service, v}
	line, ok := s.lines[key]
	if !ok {
		line = s.evaluated(s.agreement.Services[service], v)
		if v.bound != measured {
			known := v
			known.bound = measured
			line = bounded(line, s.line(service, known), v.bound)
		}
		if v.full {
			line = line.mapped(fullLoss)
		}
		s.lines[key] = line
	}
	return line
}

// fullLoss turns any loss into a full one.
func fullLoss(v value) value {
	if v.loss > NoLoss {
		v.loss = FullLoss
	}
	return v
}

// bounded settles what the bound says where the measured value is no-data:
// up in the best, down in the worst.
func bounded(line, known timeline, b bound) timeline {
	return sweep([]timeline{line, known}, func(v []value) value {
		if v[1].loss != UnknownLoss && v[0].loss != UnknownLoss {
			return v[0]
		}
		return value{loss: missing(b), why: WhySilence, assumed: true}
	})
}

// missing returns the loss that a bound assumes where nothing is known.
func missing(b bound) Loss {
	switch b {
	case best:
		return NoLoss
	case worst:
		return FullLoss
	}
	return UnknownLoss
}

// evaluated applies evidence, corrections and needs to one service.
func (s *scene) evaluated(svc Service, v view) timeline {
	if len(svc.Monitors) == 0 && len(svc.Needs) > 0 {
		members := make([]member, len(svc.Needs))
		for i, id := range svc.Needs {
			members[i] = member{1, s.line(id, v)}
		}
		return s.corrected(svc, v, s.judged(svc, v, combineWorks(svc.WorksIf, members)))
	}
	own := s.corrected(svc, v, s.judged(svc, v, s.probed(svc, v)))
	members := []member{{1, own}}
	for _, id := range svc.Needs {
		members = append(members, member{1, s.line(id, v)})
	}
	if v.bound != measured {
		members[0].line = filled(own, v.bound)
	}
	return combineWorks(Combine{}, members)
}

// filled replaces no-data by what the bound assumes.
func filled(line timeline, b bound) timeline {
	return line.mapped(func(v value) value {
		if v.loss == UnknownLoss {
			v.loss = missing(b)
		}
		return v
	})
}

// stated reports whether a service is evaluated from the incident log because
// of its evidence, or because nothing else is known of it.
//
// Note: without any incident log, too, nothing is known: an empty store must
// not say that all was well. Only an agreement that names the log as its
// evidence takes its silence for an answer.
func (s *scene) stated(svc Service, e Evidence) bool {
	if e != ProbesThenIncidents || !s.hasLog() {
		return e == Incidents
	}
	if len(svc.Monitors) == 0 {
		return len(svc.Needs) == 0
	}
	return !slices.ContainsFunc(s.facts.Series, func(x Series) bool {
		return x.Service == svc.ID
	})
}

// hasLog reports whether there is an incident log.
func (s *scene) hasLog() bool {
	logs := func(in Input) bool { return in.Kind == KindIncidents }
	return len(s.facts.Incidents) > 0 || slices.ContainsFunc(s.facts.Inputs, logs)
}

// allStated reports whether a service and all that it needs are stated.
func (s *scene) allStated(id string, e Evidence) bool {
	svc := s.agreement.Services[id]
	composite := len(svc.Monitors) == 0 && len(svc.Needs) > 0
	if !composite && !s.stated(svc, e) {
		return false
	}
	return !slices.ContainsFunc(svc.Needs, func(n string) bool { return !s.allStated(n, e) })
}

// probed returns what the checks say of a service. Members without data count
// as the bound says only where the service as a whole has data.
func (s *scene) probed(svc Service, v view) timeline {
	if len(svc.Monitors) == 0 {
		return paint(s.domain, nil, unknown)
	}
	line := s.monitors(svc, v.bound)
	if v.bound == measured {
		return line
	}
	known := s.monitors(svc, measured)
	return sweep([]timeline{line, known}, func(x []value) value {
		if x[1].loss == UnknownLoss {
			return unknown
		}
		return x[0]
	})
}

// monitors combines the series of a service in one bound.
//
// Note: the bounds fill in for silent members level by level: a vantage counts
// as up or down only where its monitor has data, else the monitor does. Filling
// in vantages alone would make the best of a half-silent monitor worse than the
// measured value, which leaves such a monitor out.
func (s *scene) monitors(svc Service, b bound) timeline {
	key := probesKey{svc.ID, b}
	if line, ok := s.probes[key]; ok {
		return line
	}
	var members []member
	for _, m := range svc.Monitors {
		line := s.vantages(svc, m, b)
		if b != measured {
			line = bounded(line, s.vantages(svc, m, measured), b)
		}
		members = append(members, member{m.Weight, line})
	}
	line := combineWorks(svc.WorksIf, members)
	s.probes[key] = line
	return line
}

// vantages combines what a monitor saw from every vantage.
func (s *scene) vantages(svc Service, m Monitor, b bound) timeline {
	var seen []member
	for _, v := range svc.vantages() {
		line := filled(seriesLine(s.seriesOf(svc.ID, m.Name, v.Name), m, b, s.domain), b)
		seen = append(seen, member{v.Weight, line})
	}
	return combineLost(svc.LostIf, seen)
}

// vantages returns the vantages of a service; without any, the one without name.
func (s Service) vantages() []Vantage {
	if len(s.Vantages) == 0 {
		return []Vantage{{Weight: 1}}
	}
	return s.Vantages
}

// seriesOf returns the facts of one series, without runs if there are none.
func (s *scene) seriesOf(service, monitor, vantage string) Series {
	if s.series == nil {
		s.series = map[[3]string]Series{}
		for _, x := range s.facts.Series {
			s.series[[3]string{x.Service, x.Monitor, x.Vantage}] = x
		}
	}
	if x, ok := s.series[[3]string{service, monitor, vantage}]; ok {
		return x
	}
	return Series{Service: service, Monitor: monitor, Vantage: vantage}
}

// judged weighs what is probed against the incident log (section 5).
func (s *scene) judged(svc Service, v view, probed timeline) timeline {
	evidence := v.evidence
	composite := len(svc.Monitors) == 0 && len(svc.Needs) > 0
	switch {
	case s.stated(svc, evidence) && !composite:
		evidence = Incidents
	case composite && evidence != Probes:
		// It has no checks of its own: its incidents add to what it needs.
		evidence = Either
	}
	logged := s.logged(svc.ID)
	return sweep([]timeline{probed, logged}, func(x []value) value {
		return judge(evidence, x[0], x[1], v.bound)
	})
}

// judge decides one instant. The logged value is unknown where no incident covers.
func judge(e Evidence, probed, logged value, b bound) value {
	covered, silent := logged.loss > NoLoss, probed.loss == UnknownLoss
	if covered && b == worst && (silent || e == Incidents) {
		logged.loss = FullLoss
	}
	switch {
	case e == Incidents && !covered:
		return value{why: WhyNoIncident}
	case e == Incidents:
		return logged
	case e == Probes || !covered:
		return probed
	case silent, e == Either && logged.loss > probed.loss:
		return logged
	}
	return probed
}

// logged returns the greatest loss of the incidents of a service, unknown where
// none covers.
func (s *scene) logged(service string) timeline {
	var spans []overlay
	for _, c := range s.covers {
		if c.service == service {
			spans = append(spans, overlay{c.Span, value{loss: c.impact, why: WhyIncident}})
		}
	}
	return layered(s.domain, spans, func(live []overlay) value {
		v := unknown
		for _, o := range live {
			if o.value.loss > v.loss {
				v = o.value
			}
		}
		return v
	})
}

// corrected applies the deciding correction of each instant.
func (s *scene) corrected(svc Service, v view, line timeline) timeline {
	if !v.corrections {
		return line
	}
	var spans []overlay
	for _, c := range s.facts.Corrections { // sorted: the last one that covers decides
		if slices.Contains(c.Services, svc.ID) {
			spans = append(spans, overlay{span.Between(c.Start, c.End), correctedTo(c)})
		}
	}
	if len(spans) == 0 {
		return line
	}
	none := value{}
	decided := layered(s.domain, spans, func(live []overlay) value {
		if len(live) == 0 {
			return none
		}
		return live[len(live)-1].value
	})
	return sweep([]timeline{line, decided}, func(x []value) value {
		if x[1].why != WhyCorrection {
			return x[0]
		}
		return x[1]
	})
}

// correctedTo returns the value that a correction gives; one that only excludes
// leaves the loss as it is.
func correctedTo(c Correction) value {
	v := value{why: WhyCorrection}
	switch c.As {
	case CorrectDown:
		v.loss = FullLoss
	case CorrectLoss:
		v.loss = c.Loss
	case CorrectNoData:
		v.loss = UnknownLoss
	case CorrectExcluded:
		v.why = WhyChecks
	}
	return v
}
