package sla

import (
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// An excuse is time that a maintenance takes out of the promise.
type excuse struct {
	id    string
	spans span.Set
}

// excuses applies the maintenance rule of an objective to the maintenance of
// its service, sorted by start and id, over the whole period (section 7). The
// hours are those of the objective inside the period.
func excuses(rule *MaintenanceRule, list []Maintenance, period Span, hours span.Set) ([]excuse, []MaintenanceResult) {
	var excused []excuse
	var results []MaintenanceResult
	var taken span.Set
	for _, m := range list {
		planned := span.Between(m.Start, m.End)
		r := MaintenanceResult{Maintenance: m, Why: refusals(rule, m)}
		if len(r.Why) == 0 {
			mine := span.NewSet(planned.Cut(period)).Minus(taken)
			inside := mine.Intersect(hours)
			granted := inside
			if rule.Allowance > 0 {
				left := max(0, rule.Allowance-taken.Intersect(hours).Len())
				granted = firstOf(inside, left)
			}
			r.Why = granting(rule, inside, granted, planned)
			taken = taken.Union(granted)
			excused = append(excused, excuse{m.ID, granted})
		}
		if planned.Overlaps(period) || planned.Empty() && period.Contains(m.Start) {
			results = append(results, r)
		}
	}
	return excused, results
}

// refusals lists every reason why a maintenance is not excused.
func refusals(rule *MaintenanceRule, m Maintenance) []MaintenanceReason {
	var why []MaintenanceReason
	refuse := func(code string, have, want Micros) {
		why = append(why, MaintenanceReason{code, have, want})
	}
	switch {
	case m.End <= m.Start:
		refuse(MaintEmpty, 0, 0)
	case rule == nil:
		refuse(MaintNoRule, 0, 0)
	case m.Kind == Emergency:
		if !rule.EmergencyExcused {
			refuse(MaintEmergency, 0, 0)
		}
	default:
		if m.Announced == 0 {
			refuse(MaintNotAnnounced, 0, rule.Notice)
		} else if have := m.Start.Sub(m.Announced); have < rule.Notice {
			refuse(MaintShortNotice, have, rule.Notice)
		}
		if !inWindows(rule.Windows, span.Between(m.Start, m.End)) {
			refuse(MaintOutsideWindow, 0, 0)
		}
	}
	return why
}

// inWindows reports whether s lies wholly inside the union of the windows.
func inWindows(windows []Calendar, s Span) bool {
	if len(windows) == 0 {
		return true
	}
	var open span.Set
	for _, w := range windows {
		open = open.Union(w.Within(s))
	}
	return open.Covers(s)
}

// granting says in which way a maintenance is excused.
func granting(rule *MaintenanceRule, inside, granted span.Set, planned Span) []MaintenanceReason {
	switch {
	case inside.Len() == 0:
		return []MaintenanceReason{{MaintOutOfHours, 0, planned.Len()}}
	case granted.Len() < inside.Len():
		return []MaintenanceReason{{MaintAllowance, granted.Len(), rule.Allowance}}
	}
	return []MaintenanceReason{{MaintExcused, granted.Len(), 0}}
}

// firstOf returns the first n microseconds of s.
func firstOf(s span.Set, n Micros) span.Set {
	var first span.Set
	for _, x := range s {
		if n <= 0 {
			break
		}
		x.End = min(x.End, x.Start.Add(n))
		n -= x.Len()
		first = append(first, x)
	}
	return slices.Clip(first)
}
