package sla

import (
	"maps"
	"slices"
	"time"
)

// DayStarts returns the first instants of the days of zone in s, of which the
// first begins with s.
func DayStarts(s Span, zone *time.Location) []Instant {
	var starts []Instant
	for at := s.Start; at < s.End; at = dateOf(at.Time().In(zone)).Next(1).At(zone) {
		starts = append(starts, at)
	}
	return starts
}

// probing returns how the service of an objective, and all that it needs, were
// probed on the days that begin in p.
func (s *scene) probing(o Objective, p Span) []Probing {
	needed := s.needed(o.Service)
	var list []Probing
	for _, x := range s.facts.Probing {
		if !slices.Contains(needed, x.Service) {
			continue
		}
		x.Days = slices.DeleteFunc(slices.Clone(x.Days), func(d ProbingDay) bool { return !p.Contains(d.Start) })
		if len(x.Days) > 0 {
			list = append(list, x)
		}
	}
	return list
}

// ProbingDays returns the checks of all series together, day by day.
func (r ObjectiveResult) ProbingDays() []ProbingDay {
	byDay := map[Instant]*ProbingDay{}
	for _, x := range r.Probing {
		for i := range x.Days {
			d := &x.Days[i]
			sum := byDay[d.Start]
			if sum == nil {
				sum = &ProbingDay{Start: d.Start}
				byDay[d.Start] = sum
			}
			sum.Checks += d.Checks
			sum.NotUp += d.NotUp
			sum.Latency.Merge(&d.Latency)
		}
	}
	days := make([]ProbingDay, 0, len(byDay))
	for _, start := range slices.Sorted(maps.Keys(byDay)) {
		days = append(days, *byDay[start])
	}
	return days
}
