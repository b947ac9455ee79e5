package agreement

import (
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// objectives reads the promises of an agreement in zone.
func (s shared) objectives(n node, zone *time.Location) []sla.Objective {
	var all []sla.Objective
	lines := map[string]int{}
	for _, m := range n.list() {
		objective := s.objective(m, zone)
		if first, twice := lines[objective.ID]; twice && objective.ID != "" {
			m.problem("a second objective with the id %s, the first is in line %d: give one of them an id of its own", objective.ID, first)
		} else {
			lines[objective.ID] = m.at.line
		}
		all = append(all, objective)
	}
	return all
}

var (
	periodKind = oneOf(sla.Week, sla.Month, sla.Quarter, sla.Year)
	evidence   = oneOf(sla.Probes, sla.Incidents, sla.Either, sla.ProbesThenIncidents)
	noData     = oneOf(sla.NoDataExclude, sla.NoDataUp, sla.NoDataDown)
)

func (s shared) objective(n node, zone *time.Location) sla.Objective {
	o := n.object("id", "service", "target", "period", "hours", "evidence", "no_data", "min_coverage", "min_outage",
		"merge_gap", "match_slack", "change_window", "maintenance", "excluded_causes", "clauses", "credits")
	service := required(o, "service", text)
	if _, known := s.services[service]; !known && service != "" {
		unknown(o.field("service"), "service", service, s.services)
	}
	return sla.Objective{
		ID:             optional(o, "id", id, service),
		Service:        service,
		Target:         required(o, "target", positivePercent),
		Period:         optional(o, "period", periodKind, sla.Month),
		Hours:          s.hoursOf(o.field("hours")),
		Evidence:       optional(o, "evidence", evidence, sla.ProbesThenIncidents),
		NoData:         optional(o, "no_data", noData, sla.NoDataExclude),
		MinCoverage:    optional(o, "min_coverage", sharePercent, noPercent()),
		MinOutage:      optional(o, "min_outage", duration, 0),
		MergeGap:       optional(o, "merge_gap", duration, 0),
		MatchSlack:     optional(o, "match_slack", duration, 5*span.Minute),
		ChangeWindow:   optional(o, "change_window", duration, 15*span.Minute),
		Maintenance:    maintenance(o.field("maintenance"), zone),
		ExcludedCauses: optional(o, "excluded_causes", words(cause, func(c sla.Cause) string { return string(c) }), nil),
		Clauses:        clauses(o.field("clauses")),
		Credits:        credits(o.field("credits")),
	}
}

// noPercent returns 0 % as it is written, so that it survives Marshal.
func noPercent() sla.Percent {
	p, _ := sla.ParsePercent("0")
	return p
}

// hoursOf returns the service hours that n names; none is around the clock.
func (s shared) hoursOf(n node) *sla.Calendar {
	if n.tree == nil {
		return nil
	}
	name, ok := text(n)
	if !ok {
		return nil
	}
	c := s.hours[name]
	if c == nil {
		unknown(n, "service_hours entry", name, s.hours)
	}
	return c
}

// maintenance reads which maintenance is excused; without the block none is.
func maintenance(n node, zone *time.Location) *sla.MaintenanceRule {
	if n.tree == nil {
		return nil
	}
	o := n.object("count_as", "notice", "allowance", "windows", "emergency")
	rule := &sla.MaintenanceRule{
		CountAsUp:        optional(o, "count_as", countAs, "excluded") == "up",
		Notice:           optional(o, "notice", duration, 0),
		Allowance:        optional(o, "allowance", limit, 0),
		EmergencyExcused: optional(o, "emergency", emergency, "counts") == "excused",
	}
	for _, w := range o.field("windows").list() {
		rule.Windows = append(rule.Windows, *calendar(w, "", zone))
	}
	return rule
}

var (
	countAs   = oneOf("excluded", "up")
	emergency = oneOf("counts", "excused")
)

func clauses(n node) sla.Clauses {
	o := n.object("max_outages", "max_outage", "max_mttr")
	c := sla.Clauses{
		MaxOutage: optional(o, "max_outage", limit, 0),
		MaxMTTR:   optional(o, "max_mttr", limit, 0),
	}
	if f := o.field("max_outages"); f.tree != nil {
		if most, ok := count(0)(f); ok {
			c.MaxOutages = &most
		}
	}
	return c
}

// credits reads the tiers, which go from little trouble to much.
func credits(n node) []sla.CreditTier {
	var tiers []sla.CreditTier
	for _, m := range n.list() {
		o := m.object("below", "credit")
		t := sla.CreditTier{
			Below:  required(o, "below", positivePercent),
			Credit: required(o, "credit", positivePercent),
		}
		if t.Below.IsZero() || t.Credit.IsZero() {
			continue // reported already
		}
		if len(tiers) > 0 {
			before := tiers[len(tiers)-1]
			if t.Below.Millionths() >= before.Below.Millionths() {
				o.field("below").problem("%s is not less than the %s of the tier before", t.Below, before.Below)
			}
			if t.Credit.Millionths() < before.Credit.Millionths() {
				o.field("credit").problem("%s is less than the %s of the tier before", t.Credit, before.Credit)
			}
		}
		tiers = append(tiers, t)
	}
	return tiers
}
