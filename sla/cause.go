package sla

import (
	"cmp"
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A cover is one stretch of an incident in which users of a service were hit.
type cover struct {
	Span
	service  string
	incident string
	impact   Loss
	cause    Cause
	order    int // place in the incident's list
}

// coversOf lists the stretches of the incidents by service, those that open at
// asOf up to asOf. Stretches of no length or no impact count nothing.
func coversOf(incidents []Incident, asOf Instant) []cover {
	var list []cover
	for _, inc := range incidents {
		for order, o := range outagesOf(inc) {
			c := cover{span.Between(o.Start, o.End), "", inc.ID, o.Impact, o.Cause, order}
			if o.End == 0 || o.End > asOf {
				c.End = asOf
			}
			if c.cause == "" {
				c.cause = inc.Cause
			}
			if c.Empty() || c.impact <= NoLoss {
				continue
			}
			for _, service := range inc.Services {
				c.service = service
				list = append(list, c)
			}
		}
	}
	return list
}

// outagesOf returns the stretches of an incident; without any of its own, the
// one from its start to its resolution.
func outagesOf(inc Incident) []IncidentOutage {
	if len(inc.Outages) > 0 {
		return inc.Outages
	}
	return []IncidentOutage{{Start: inc.Started, End: inc.Resolved, Impact: inc.Impact, Cause: inc.Cause}}
}

// stronger orders covers by who names the cause: the greatest impact, the
// earliest start, the smallest id, the order in its list.
func stronger(a, b cover) int {
	return cmp.Or(cmp.Compare(b.impact, a.impact), cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.incident, b.incident), cmp.Compare(a.order, b.order))
}

// attribution finds the incidents that stand behind the loss of one service,
// for instants that only grow.
type attribution struct {
	covers []cover // of the service and of those that it needs
	exact  *active
	slack  *active
	lost   func(service string, i Instant) bool
}

// newAttribution prepares the covers of a service; lost says whether a needed
// service is lost at an instant.
func newAttribution(covers []cover, slack Micros, lost func(string, Instant) bool) *attribution {
	exact, widened := make([]Span, len(covers)), make([]Span, len(covers))
	for i, c := range covers {
		exact[i], widened[i] = c.Span, c.Widen(slack)
	}
	return &attribution{covers, newActive(exact), newActive(widened), lost}
}

// cuts returns the instants at which the answer can change.
func (a *attribution) cuts() []Span { return slices.Concat(a.exact.spans, a.slack.spans) }

// at returns the cover that names the cause at i, and all that cover i itself.
func (a *attribution) at(i Instant) (first *cover, covering []cover) {
	covering = a.concerned(a.exact.at(i), i)
	near := a.concerned(a.slack.at(i), i)
	for _, list := range [][]cover{covering, near} {
		if len(list) > 0 {
			c := slices.MinFunc(list, stronger)
			return &c, covering
		}
	}
	return nil, nil
}

func (a *attribution) concerned(live []int, i Instant) []cover {
	var list []cover
	for _, k := range live {
		if a.lost(a.covers[k].service, i) {
			list = append(list, a.covers[k])
		}
	}
	return list
}
