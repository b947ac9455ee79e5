package store

import (
	"context"
	"slices"

	"github.com/upledger/upledger/sla"
)

// recorded adds to f what people recorded about the services of a, as it was
// known at asOf: an end that lies later was not known then.
func recorded(ctx context.Context, q queryer, a sla.Agreement, asOf sla.Instant, f *sla.Facts) error {
	incidents, err := readIncidents(ctx, q)
	if err != nil {
		return err
	}
	for _, k := range incidents {
		if k.fact.Started <= asOf && concerns(a, k.fact.Services) {
			f.Incidents = append(f.Incidents, incidentAt(k.fact, asOf))
		}
	}
	maintenance, err := readMaintenance(ctx, q)
	if err != nil {
		return err
	}
	for _, k := range maintenance {
		m := k.fact
		m.Announced = until(m.Announced, asOf)
		if (m.Announced != 0 || m.Start <= asOf) && concerns(a, m.Services) {
			f.Maintenance = append(f.Maintenance, m)
		}
	}
	corrections, err := readCorrections(ctx, q)
	if err != nil {
		return err
	}
	for _, k := range corrections {
		if k.fact.Made <= asOf && concerns(a, k.fact.Services) {
			f.Corrections = append(f.Corrections, k.fact)
		}
	}
	changes, err := readChanges(ctx, q)
	if err != nil {
		return err
	}
	for _, k := range changes {
		if k.fact.Time <= asOf && concerns(a, []string{k.fact.Service}) {
			f.Changes = append(f.Changes, k.fact)
		}
	}
	return nil
}

// incidentAt returns i as it was known at asOf.
func incidentAt(i sla.Incident, asOf sla.Instant) sla.Incident {
	i.Detected, i.Acknowledged, i.Resolved = until(i.Detected, asOf), until(i.Acknowledged, asOf), until(i.Resolved, asOf)
	past := slices.DeleteFunc(slices.Clone(i.Outages), func(o sla.IncidentOutage) bool { return o.Start > asOf })
	if len(past) == 0 {
		return i // with no outage listed, it would be one from start to end: evaluation hides what lies ahead
	}
	i.Outages = past
	for n := range i.Outages {
		i.Outages[n].End = until(i.Outages[n].End, asOf)
	}
	return i
}

// until returns i, or the zero Instant if i lies after asOf.
func until(i, asOf sla.Instant) sla.Instant {
	if i > asOf {
		return 0
	}
	return i
}
