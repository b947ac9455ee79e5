package holidays

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rickar/cal/v2"

	"github.com/upledger/upledger/sla"
)

// In returns the function that says whether a day is a public holiday in
// region, such as "DE-NW" (ISO 3166-2). It may be called from several
// goroutines. An unknown region is an error that lists the known ones.
//
// The regions are those of Regions:
//
//   - "DE" has the days that all German states keep; "DE-BW" … "DE-TH" have
//     those of one state. DE-BY has Mariä Himmelfahrt (15 August), which five of
//     six Bavarian municipalities keep; Augsburg's 8 August is nowhere, and
//     neither is Fronleichnam in the few places of Saxony and Thuringia that
//     keep it.
//   - "AT" has the days of all Austria.
//   - "CH" has the four days that every Swiss canton keeps: New Year's Day,
//     Ascension Day, 1 August and Christmas Day.
//
// Days that a place keeps beyond these are `closed` dates of a calendar.
func In(region string) (func(sla.Date) bool, error) {
	days, ok := regions()[region]
	if !ok {
		return nil, fmt.Errorf("unknown region %q: want one of %s", region, strings.Join(Regions(), ", "))
	}
	return func(d sla.Date) bool {
		return slices.ContainsFunc(days, func(h *cal.Holiday) bool { return falls(h, d) })
	}, nil
}

// Regions returns the known regions in alphabetical order.
func Regions() []string {
	var names []string
	for name := range regions() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// falls reports whether h falls on d.
//
// Note: the library gives the midnight of the day in the machine's own zone,
// and 23:00 of the day before where a clock there skips that midnight. Noon is
// on the right day either way.
func falls(h *cal.Holiday, d sla.Date) bool {
	actual, _ := h.Calc(d.Year)
	if actual.IsZero() {
		return false
	}
	year, month, day := actual.Add(noon).Date()
	return d == sla.Date{Year: year, Month: month, Day: day}
}
