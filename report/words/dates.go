package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// date fills the pattern named key with the parts of t.
func (w Words) date(key string, t time.Time) string {
	return fill(w.raw(key), func(name string) string { return w.part(key, name, t) })
}

// part returns one part of a date: {d} is 5, {dd} is 05.
func (w Words) part(key, name string, t time.Time) string {
	switch name {
	case "d":
		return strconv.Itoa(t.Day())
	case "dd":
		return t.Format("02")
	case "mm":
		return t.Format("01")
	case "yyyy":
		return strconv.Itoa(t.Year())
	case "yy":
		return t.Format("06")
	case "q":
		return strconv.Itoa((int(t.Month()) + 2) / 3)
	case "month":
		return w.Month(t)
	case "mon":
		return w.Text("month.short." + strconv.Itoa(int(t.Month())))
	case "wd":
		return w.Text("weekday.short." + strconv.Itoa(int(t.Weekday())))
	}
	panic(fmt.Sprintf("words: %s needs {%s}", key, name))
}

// DateLong returns "21. September 2017".
func (w Words) DateLong(t time.Time) string { return w.date("date.long", t) }

// DateDay returns "30. September".
func (w Words) DateDay(t time.Time) string { return w.date("date.day", t) }

// DateWeekday returns "Do, 21. September".
func (w Words) DateWeekday(t time.Time) string { return w.date("date.weekday", t) }

// DateTable returns "Do 21.09.", with the year if the period has two.
func (w Words) DateTable(t time.Time, year bool) string {
	if year {
		return w.date("date.table.year", t)
	}
	return w.date("date.table", t)
}

// DateShort returns "21.09.".
func (w Words) DateShort(t time.Time) string { return w.date("date.short", t) }

// Month returns "September".
func (w Words) Month(t time.Time) string { return w.Text("month." + strconv.Itoa(int(t.Month()))) }

// WeekdayLetter returns "D" for a Thursday.
func (w Words) WeekdayLetter(t time.Time) string {
	return w.Text("weekday.letter." + strconv.Itoa(int(t.Weekday())))
}

// Span returns the days from the start up to the end, which is the first
// instant after them: "1. bis 30. September 2017". Ends that are not midnights
// are given with their times.
func (w Words) Span(start, end time.Time) string {
	if !midnight(start) || !midnight(end) {
		return w.Text("date.moments", "from", w.Moment(start), "to", w.Moment(end))
	}
	last := end.Add(-time.Microsecond)
	if y, m, d := start.Date(); d == last.Day() && m == last.Month() && y == last.Year() {
		return w.DateLong(start)
	}
	key := "date.span.month"
	switch {
	case start.Year() != last.Year():
		key = "date.span"
	case start.Month() != last.Month():
		key = "date.span.year"
	}
	return fill(w.raw(key), func(name string) string { // {d1} is of the first day, {d2} of the last
		if part, ok := strings.CutSuffix(name, "1"); ok {
			return w.part(key, part, start)
		}
		return w.part(key, strings.TrimSuffix(name, "2"), last)
	})
}

// midnight reports whether t is the first instant of its day, which is not
// always 0:00: some zones change their clocks at midnight.
func midnight(t time.Time) bool {
	return t.Add(-time.Microsecond).Day() != t.Day()
}

// Moment returns "1. Oktober 2017, 00:00 Uhr".
func (w Words) Moment(t time.Time) string {
	return w.Text("date.moment", "date", w.DateLong(t), "time", w.Clock(t, false))
}

// MomentWithin is Moment with the comma that closes it inside a sentence.
func (w Words) MomentWithin(t time.Time) string {
	return w.Text("date.until", "date", w.DateLong(t), "time", w.Clock(t, false))
}

// Clock returns "14:05" or "14:05:00", with decimals if t has them, and with
// the zone if the clock reads so twice that day: "02:30 MESZ".
func (w Words) Clock(t time.Time, seconds bool) string {
	layout := "15:04"
	if seconds {
		layout = "15:04:05.999999"
	}
	text := t.Format(layout)
	if twice(t) {
		text += "\u00a0" + w.Abbreviation(t)
	}
	return text
}

// ClockText returns a time within a sentence: "14:05 Uhr".
func (w Words) ClockText(t time.Time) string { return w.Text("clock.text", "time", w.Clock(t, false)) }

// ClockRange returns "14:05–14:20".
func (w Words) ClockRange(start, end time.Time) string {
	return w.Clock(start, false) + "–" + w.Clock(end, false)
}

// Abbreviation returns the short name of the zone at t: "MESZ".
func (w Words) Abbreviation(t time.Time) string {
	name, _ := t.Zone()
	if w.Has("zone." + name) {
		return w.Text("zone." + name)
	}
	return name
}

// twice reports whether the wall clock of t's zone shows t's reading twice.
func twice(t time.Time) bool {
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		_, before := start.Add(-time.Microsecond).Zone()
		if t.Before(start.Add(time.Duration(before-offset) * time.Second)) {
			return true
		}
	}
	if !end.IsZero() {
		_, after := end.Zone()
		return !t.Before(end.Add(-time.Duration(offset-after) * time.Second))
	}
	return false
}

// A PeriodKind is the kind of period that a sentence is about: "week", "month",
// "quarter", "year", or "custom".
type PeriodKind string

// The kinds of period.
const (
	Week    PeriodKind = "week"
	Month   PeriodKind = "month"
	Quarter PeriodKind = "quarter"
	Year    PeriodKind = "year"
	Custom  PeriodKind = "custom"
)

// Period returns the name of the period [start, end): "September 2017",
// "3. Quartal 2017", "2017", "Kalenderwoche 38/2017".
func (w Words) Period(kind PeriodKind, start, end time.Time) string {
	switch kind {
	case Month, Quarter, Year:
		return w.date("period."+string(kind), start)
	case Week:
		year, week := start.ISOWeek()
		return w.Text("period.week", "week", strconv.Itoa(week), "yyyy", strconv.Itoa(year))
	}
	return w.Span(start, end)
}

// PeriodIn begins a sentence about a period: "Im September 2017".
func (w Words) PeriodIn(kind PeriodKind, start, end time.Time) string {
	return w.Text("period.in."+string(kind), "name", w.Period(kind, start, end))
}

// PeriodFor returns "Für September 2017", at the place where the language
// needs it.
func (w Words) PeriodFor(kind PeriodKind, start, end time.Time) string {
	return w.Text("period.for."+string(kind), "name", w.Period(kind, start, end))
}

// PeriodShort returns a label for an axis: "Sep", or "Sep 17" with the year.
func (w Words) PeriodShort(kind PeriodKind, start time.Time, year bool) string {
	switch kind {
	case Month:
		name := w.Text("month.short." + strconv.Itoa(int(start.Month())))
		if year {
			name += fmt.Sprintf("\u00a0%02d", start.Year()%100)
		}
		return name
	case Quarter:
		return w.date("period.short.quarter", start)
	case Year:
		return strconv.Itoa(start.Year())
	case Week:
		_, week := start.ISOWeek()
		return w.Text("period.short.week", "week", strconv.Itoa(week))
	}
	return w.DateShort(start)
}
