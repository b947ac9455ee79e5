package agreement

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/holidays"
)

// calendar reads service hours or a maintenance window. Its zone is fallback
// unless it names one.
func calendar(n node, name string, fallback *time.Location) *sla.Calendar {
	o := n.object("timezone", "week", "holidays", "closed", "open")
	c := &sla.Calendar{Name: name, Zone: optional(o, "timezone", zone, fallback)}
	if n.isMapping() && !o.has("week") && !o.has("open") {
		o.problem("has no hours: give week or open")
	}
	readWeek(c, o.field("week"))
	for _, d := range optional(o, "closed", words(date, sla.Date.String), nil) {
		if c.Closed == nil {
			c.Closed = map[sla.Date]bool{}
		}
		c.Closed[d] = true
	}
	for _, e := range o.field("open").entries() {
		d, ok := parseDate(e.key)
		if !ok {
			e.keyProblem("want a date such as 2017-12-30")
		}
		if c.Open == nil {
			c.Open = map[sla.Date][]sla.ClockRange{}
		}
		c.Open[d] = clockRanges(e.value)
	}
	if region := optional(o, "holidays", text, ""); region != "" {
		isHoliday, err := holidays.In(region)
		if err != nil {
			o.field("holidays").problem("%v", err)
		}
		c.Region, c.Holidays = region, isHoliday
	}
	return c
}

// dayNames are the days as in agreement files, by time.Weekday.
var dayNames = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// readWeek reads the hours of the days of the week into c.
func readWeek(c *sla.Calendar, n node) {
	var seen [7]bool
	open := false
	for _, e := range n.entries() {
		ranges := clockRanges(e.value)
		open = open || len(e.value.list()) > 0
		days, err := parseDays(e.key)
		if err != nil {
			e.keyProblem("%v", err)
			continue
		}
		for _, day := range days {
			if seen[day] {
				e.keyProblem("names %s a second time", dayNames[day])
			}
			seen[day] = true
			c.Week[day] = ranges
		}
	}
	if n.isMapping() && !open {
		n.problem("has no hours on any day")
	}
}

// parseDays reads "mon", "mon-fri", "fri-mon" and lists such as "mon-thu,sat".
func parseDays(key string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(key, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		first, ok := parseDay(from)
		last, ok2 := first, true
		if isRange {
			last, ok2 = parseDay(to)
		}
		if !ok || !ok2 {
			return nil, errors.New("want days such as mon, mon-fri or sat,sun")
		}
		for d := first; ; d = (d + 1) % 7 {
			days = append(days, d)
			if d == last {
				break
			}
		}
	}
	return days, nil
}

func parseDay(name string) (time.Weekday, bool) {
	for d, known := range dayNames {
		if name == known {
			return time.Weekday(d), true
		}
	}
	return 0, false
}

// clockRanges reads a list of ranges; an empty list is a day without hours.
func clockRanges(n node) []sla.ClockRange {
	var ranges []sla.ClockRange
	for _, m := range n.list() {
		s, ok := text(m)
		if !ok {
			continue
		}
		r, err := parseRange(s)
		if err != nil {
			m.problem("%q %v", s, err)
			continue
		}
		ranges = append(ranges, r)
	}
	return ranges
}

var rangeForm = regexp.MustCompile(`^(\d\d):(\d\d)-(\d\d):(\d\d)$`)

const dayMinutes = 24 * 60

// parseRange reads "08:00-18:00". "22:00-06:00" ends on the following day.
func parseRange(s string) (sla.ClockRange, error) {
	m := rangeForm.FindStringSubmatch(s)
	if m == nil {
		return sla.ClockRange{}, errors.New("is no range of hours: want one such as 08:00-18:00")
	}
	minutes := func(hour, minute string) (int, bool) {
		h, _ := strconv.Atoi(hour)
		m, _ := strconv.Atoi(minute)
		return h*60 + m, m < 60 && h*60+m <= dayMinutes
	}
	from, ok1 := minutes(m[1], m[2])
	to, ok2 := minutes(m[3], m[4])
	switch {
	case !ok1 || !ok2 || from == dayMinutes:
		return sla.ClockRange{}, errors.New("has a time that no clock shows: want 00:00 to 23:59, or 24:00 as the end")
	case from == to:
		return sla.ClockRange{}, errors.New("is empty: want 00:00-24:00 for the whole day")
	}
	return sla.ClockRange{From: from, To: to}, nil
}

// formatRange writes r as parseRange reads it.
func formatRange(r sla.ClockRange) string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", r.From/60, r.From%60, r.To/60, r.To%60)
}
