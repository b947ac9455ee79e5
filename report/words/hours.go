package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Range is a stretch of one day by the clock, in minutes since midnight.
type Range struct{ From, To int }

// Hours returns weekly hours, by time.Weekday: "Mo–Fr, 8–18 Uhr". Days in a row
// with the same hours are taken together, days without hours are left out.
func (w Words) Hours(week [7][]Range) string {
	var groups []string
	for i := 0; i < 7; {
		j := i + 1
		for j < 7 && slices.Equal(week[weekday(j)], week[weekday(i)]) {
			j++
		}
		if ranges := week[weekday(i)]; len(ranges) > 0 {
			groups = append(groups, w.hoursOf(i, j-1, ranges))
		}
		i = j
	}
	return strings.Join(groups, "; ")
}

// weekday returns the i-th day of a week that begins on Monday.
func weekday(i int) time.Weekday { return time.Weekday((i + 1) % 7) }

func (w Words) hoursOf(first, last int, ranges []Range) string {
	var texts []string
	for _, r := range ranges {
		texts = append(texts, w.Text("clock.hours", "from", w.minutes(r.From), "to", w.minutes(r.To)))
	}
	hours := w.List(texts)
	name := func(i int) string { return w.Text("weekday.short." + strconv.Itoa(int(weekday(i)))) }
	switch {
	case first == 0 && last == 6:
		return w.Text("hours.daily", "hours", hours)
	case first == last:
		return w.Text("hours.days", "days", name(first), "hours", hours)
	}
	days := w.Text("hours.day.range", "from", name(first), "to", name(last))
	return w.Text("hours.days", "days", days, "hours", hours)
}

// minutes writes minutes since midnight as the language writes opening hours.
func (w Words) minutes(m int) string {
	pairs := []string{"h", strconv.Itoa(m / 60), "hh", fmt.Sprintf("%02d", m/60), "mm", fmt.Sprintf("%02d", m%60)}
	if m%60 == 0 {
		return w.Text("clock.hour", pairs...)
	}
	return w.Text("clock.hour.minutes", pairs...)
}
