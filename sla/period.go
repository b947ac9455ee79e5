package sla

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/upledger/upledger/sla/span"
)

// A PeriodKind is the length of the periods for which an objective holds.
type PeriodKind string

// The kinds of period.
const (
	Week    PeriodKind = "week"
	Month   PeriodKind = "month"
	Quarter PeriodKind = "quarter"
	Year    PeriodKind = "year"
	Custom  PeriodKind = "custom" // two explicit instants
)

// A Period is a stretch of the calendar in one zone.
type Period struct {
	Name string // "2017-09", "2017-Q3", "2017", "2017-W38" or "FROM/TO"
	Kind PeriodKind
	Span
	Zone *time.Location
}

var periodName = regexp.MustCompile(`^(\d{4})(?:-(\d{2})|-Q([1-4])|-W(\d{2}))?$`)

// ParsePeriod resolves the name of a period in zone: a month (2017-09), quarter
// (2017-Q3), year (2017), ISO week (2017-W38) or two instants (FROM/TO,
// RFC 3339). Empty and reversed periods are refused.
func ParsePeriod(name string, zone *time.Location) (Period, error) {
	if from, to, ok := strings.Cut(name, "/"); ok {
		return customPeriod(name, from, to, zone)
	}
	m := periodName.FindStringSubmatch(name)
	if m == nil {
		return Period{}, fmt.Errorf("period %q: want a month (2017-09), quarter (2017-Q3), year (2017), week (2017-W38) or FROM/TO", name)
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	year := number(m[1])
	switch {
	case m[2] != "":
		month := number(m[2])
		if month < 1 || month > 12 {
			return Period{}, fmt.Errorf("period %q: there is no month %s", name, m[2])
		}
		return calendarPeriod(Month, Date{year, time.Month(month), 1}, zone), nil
	case m[3] != "":
		return calendarPeriod(Quarter, Date{year, time.Month(number(m[3])*3 - 2), 1}, zone), nil
	case m[4] != "":
		return weekPeriod(name, year, number(m[4]), zone)
	}
	return calendarPeriod(Year, Date{year, time.January, 1}, zone), nil
}

func customPeriod(name, from, to string, zone *time.Location) (Period, error) {
	var ends [2]Instant
	for i, text := range []string{from, to} {
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return Period{}, fmt.Errorf("period %q: %q is not an RFC 3339 time with a zone", name, text)
		}
		ends[i] = span.Of(t)
	}
	if ends[1] <= ends[0] {
		return Period{}, fmt.Errorf("period %q ends at or before its start", name)
	}
	return Period{Name: name, Kind: Custom, Span: span.Between(ends[0], ends[1]), Zone: zone}, nil
}

func weekPeriod(name string, year, week int, zone *time.Location) (Period, error) {
	fourth := Date{year, time.January, 4} // always in week 1
	monday := fourth.Next(-(int(fourth.Weekday())+6)%7 + 7*(week-1))
	p := calendarPeriod(Week, monday, zone)
	if p.Name != name {
		return Period{}, fmt.Errorf("period %q: %d has no week %d", name, year, week)
	}
	return p, nil
}

// PeriodContaining returns the period of the given kind that contains i.
func PeriodContaining(kind PeriodKind, i Instant, zone *time.Location) Period {
	return calendarPeriod(kind, dateOf(i.Time().In(zone)), zone)
}

// calendarPeriod returns the period of the given kind that contains day d.
func calendarPeriod(kind PeriodKind, d Date, zone *time.Location) Period {
	var first, next Date
	var name string
	switch kind {
	case Week:
		first = d.Next(-(int(d.Weekday()) + 6) % 7)
		next = first.Next(7)
		y, w := first.At(time.UTC).Time().ISOWeek()
		name = fmt.Sprintf("%04d-W%02d", y, w)
	case Quarter:
		q := (int(d.Month) - 1) / 3
		first = Date{d.Year, time.Month(q*3 + 1), 1}
		next = first.Next(93)
		next.Day = 1
		name = fmt.Sprintf("%04d-Q%d", d.Year, q+1)
	case Year:
		first, next = Date{d.Year, time.January, 1}, Date{d.Year + 1, time.January, 1}
		name = fmt.Sprintf("%04d", d.Year)
	default:
		first = Date{d.Year, d.Month, 1}
		next = first.Next(31)
		next.Day = 1
		name = fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return Period{Name: name, Kind: kind, Span: span.Between(first.At(zone), next.At(zone)), Zone: zone}
}

// Previous returns the period of the same kind that ends where p starts; of a
// Custom period, the one of the same length.
func (p Period) Previous() Period {
	if p.Kind == Custom {
		s := span.Between(p.Start.Add(-p.Len()), p.Start)
		return Period{Name: s.Start.String() + "/" + s.End.String(), Kind: Custom, Span: s, Zone: p.Zone}
	}
	return PeriodContaining(p.Kind, p.Start-1, p.Zone)
}
