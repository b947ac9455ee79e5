package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

func TestParsePeriod(t *testing.T) {
	for _, c := range []struct{ name, from, to string }{
		{"2017-09", "2017-08-31T22:00:00Z", "2017-09-30T22:00:00Z"},
		{"2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"}, // 745 h
		{"2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"}, // 743 h
		{"2017-Q3", "2017-06-30T22:00:00Z", "2017-09-30T22:00:00Z"},
		{"2017-Q4", "2017-09-30T22:00:00Z", "2017-12-31T23:00:00Z"},
		{"2017", "2016-12-31T23:00:00Z", "2017-12-31T23:00:00Z"},
		{"2017-W38", "2017-09-17T22:00:00Z", "2017-09-24T22:00:00Z"},
		{"2020-W53", "2020-12-27T23:00:00Z", "2021-01-03T23:00:00Z"},
		{"2021-W01", "2021-01-03T23:00:00Z", "2021-01-10T23:00:00Z"},
		{"2017-09-01T00:00:00+02:00/2017-09-01T00:00:00.000001+02:00", "2017-08-31T22:00:00Z", "2017-08-31T22:00:00.000001Z"},
	} {
		p, err := sla.ParsePeriod(c.name, berlin(t))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.Start.String() != c.from || p.End.String() != c.to || p.Name != c.name {
			t.Errorf("%s = %s %s, want [%s, %s)", c.name, p.Name, p.Span, c.from, c.to)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for name, want := range map[string]string{
		"":         "want a month",
		"2017-13":  "no month 13",
		"2017-00":  "no month 00",
		"2021-W53": "no week 53",
		"2017-W00": "no week 0",
		"2017-Q5":  "want a month",
		"2017-09-01T00:00:00Z/2017-09-01T00:00:00Z": "ends at or before",
		"2017-09-02T00:00:00Z/2017-09-01T00:00:00Z": "ends at or before",
		"2017-09-01/2017-09-02":                     "not an RFC 3339 time",
	} {
		if _, err := sla.ParsePeriod(name, time.UTC); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", name, err, want)
		}
	}
}

func TestPreviousPeriod(t *testing.T) {
	for name, want := range map[string]string{"2017-01": "2016-12", "2017-Q1": "2016-Q4", "2017": "2016", "2021-W01": "2020-W53"} {
		p, err := sla.ParsePeriod(name, berlin(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Previous(); got.Name != want || got.End != p.Start {
			t.Errorf("before %s comes %s %s, want %s", name, got.Name, got.Span, want)
		}
	}
}

// A zone that once skipped a whole day: Samoa had no 30 December 2011.
func TestDayThatWasSkipped(t *testing.T) {
	apia, err := time.LoadLocation("Pacific/Apia")
	if err != nil {
		t.Fatal(err)
	}
	p, err := sla.ParsePeriod("2011-12", apia)
	if err != nil {
		t.Fatal(err)
	}
	if p.Len() != 30*24*span.Hour {
		t.Errorf("December 2011 in Samoa lasts %v, want 30 days", p.Len())
	}
}

// Every December lasts 744 h, and every year can be resolved: at the end of some
// years the zone's own bounds do not advance.
func TestEveryYearEnds(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for year := 1970; year <= 2199; year++ {
			p := sla.PeriodContaining(sla.Month, span.Of(time.Date(year, 12, 15, 0, 0, 0, 0, time.UTC)), zone)
			if p.Len() != 744*span.Hour {
				t.Errorf("December %d in %s lasts %v, want 744 h", year, name, p.Len())
			}
		}
	}
}

func TestCalendarAcrossMidnight(t *testing.T) {
	night := sla.Calendar{Zone: berlin(t)}
	night.Week[time.Friday] = []sla.ClockRange{{From: 22 * 60, To: 6 * 60}}
	within := night.Within(span.Between(local(t, "2017-09-22 00:00:00"), local(t, "2017-09-24 00:00:00")))
	want := span.Between(local(t, "2017-09-22 22:00:00"), local(t, "2017-09-23 06:00:00"))
	if len(within) != 1 || within[0] != want {
		t.Errorf("Friday night is %v, want %v", within, want)
	}
}

func TestCalendarPrecedence(t *testing.T) {
	zone := berlin(t)
	friday := sla.Date{Year: 2017, Month: time.September, Day: 22}
	c := sla.Calendar{Zone: zone, Holidays: func(d sla.Date) bool { return d == friday.Next(3) }}
	for d := range c.Week {
		c.Week[d] = []sla.ClockRange{{From: 8 * 60, To: 10 * 60}}
	}
	c.Closed = map[sla.Date]bool{friday: true, friday.Next(1): true}
	c.Open = map[sla.Date][]sla.ClockRange{friday: {{From: 0, To: 24 * 60}}}
	hours := func(d sla.Date) sla.Micros {
		return c.Within(span.Between(d.At(zone), d.Next(1).At(zone))).Len() / span.Hour
	}
	for n, want := range []sla.Micros{24, 0, 2, 0, 2} { // open over closed, closed, week, holiday, week
		if got := hours(friday.Next(n)); got != want {
			t.Errorf("%s is open for %d h, want %d", friday.Next(n), got, want)
		}
	}
}
