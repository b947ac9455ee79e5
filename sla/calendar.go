package sla

import (
	"fmt"
	"time"

	"github.com/upledger/upledger/sla/span"
)

// A Date is a day of the civil calendar, without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// String returns d as "2017-09-01".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// At returns the first instant of d in zone.
func (d Date) At(zone *time.Location) Instant { return startOfDay(d, zone) }

// Next returns the day that is n days after d.
func (d Date) Next(n int) Date {
	return dateOf(time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC))
}

// Weekday returns the day of the week of d.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// A ClockRange is a stretch of one day by the wall clock, in minutes since
// midnight: [From, To). To is at most 24 h; where it is not after From, the
// range ends at To on the following day.
type ClockRange struct{ From, To int }

// A Calendar says when something applies: service hours, or the windows in
// which maintenance may lie. Open dates go over Closed dates over holidays over
// the week.
type Calendar struct {
	Name     string // as in the agreement file; "": none
	Zone     *time.Location
	Week     [7][]ClockRange // by time.Weekday
	Open     map[Date][]ClockRange
	Closed   map[Date]bool
	Region   string          // of the holidays, such as "DE-NW"; "": none
	Holidays func(Date) bool // nil: none
}

// ranges returns the clock ranges that start on d.
func (c *Calendar) ranges(d Date) []ClockRange {
	if open, ok := c.Open[d]; ok {
		return open
	}
	if c.Closed[d] || c.Holidays != nil && c.Holidays(d) {
		return nil
	}
	return c.Week[d.Weekday()]
}

// Within returns the instants of s that lie inside the calendar: those at
// which the wall clock of its zone reads inside a range. An hour that the clock
// repeats is inside twice, one that it skips is not there.
func (c *Calendar) Within(s Span) span.Set {
	if s.Empty() {
		return nil
	}
	var inside []Span
	first := dateOf(s.Start.Time().In(c.Zone)).Next(-2)
	last := dateOf(s.End.Time().In(c.Zone)).Next(1)
	for d := first; d.before(last); d = d.Next(1) {
		for _, r := range c.ranges(d) {
			if r.To > r.From {
				inside = append(inside, clockSpans(d, r.From, r.To, c.Zone)...)
				continue
			}
			inside = append(inside, clockSpans(d, r.From, minutesPerDay, c.Zone)...)
			inside = append(inside, clockSpans(d.Next(1), 0, r.To, c.Zone)...)
		}
	}
	return span.NewSet(inside...).Cut(s)
}

const minutesPerDay = 24 * 60

func (d Date) before(e Date) bool {
	return d.At(time.UTC) < e.At(time.UTC)
}

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// startOfDay returns the first instant at which the wall clock of zone reads d.
// Where the clock skips midnight, that is the instant of the jump.
func startOfDay(d Date, zone *time.Location) Instant {
	for {
		if day := offsets(d, zone); len(day) > 0 {
			return day[0].Start
		}
		d = d.Next(1) // some zones once skipped a whole day
	}
}

// A clockPiece is a stretch of a civil day during which the zone's offset does
// not change: wall clock minutes run evenly in it.
type clockPiece struct {
	Span
	wall Micros // what the clock reads at Start, since midnight
}

// offsets cuts the civil day d into pieces of one offset from UTC each.
//
// Note: time.Date alone cannot tell the two readings of a repeated hour apart,
// so the day is found by walking the zone's changes of offset.
func offsets(d Date, zone *time.Location) []clockPiece {
	midnight := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	t := midnight.Add(-26 * time.Hour) // no zone is farther from UTC
	end := midnight.Add(50 * time.Hour)
	var pieces []clockPiece
	for t.Before(end) {
		local := t.In(zone)
		_, offset := local.Zone()
		_, next := local.ZoneBounds()
		if next.IsZero() || next.After(end) {
			next = end
		}
		if !next.After(t) { // ZoneBounds stalls at the end of some years, where no clock changes
			next = t.Add(time.Hour)
		}
		from := midnight.Add(-time.Duration(offset) * time.Second) // the clock would read 0:00
		piece := span.Between(span.Of(from), span.Of(from.Add(24*time.Hour))).Cut(span.Between(span.Of(t), span.Of(next)))
		if !piece.Empty() {
			pieces = append(pieces, clockPiece{piece, piece.Start.Sub(span.Of(from))})
		}
		t = next
	}
	return pieces
}

// clockSpans returns the instants of day d at which the clock reads in
// [from, to) minutes.
func clockSpans(d Date, from, to int, zone *time.Location) []Span {
	var spans []Span
	for _, p := range offsets(d, zone) {
		start := p.Start.Add(Micros(from)*span.Minute - p.wall)
		end := p.Start.Add(Micros(to)*span.Minute - p.wall)
		if s := span.Between(start, end).Cut(p.Span); !s.Empty() {
			spans = append(spans, s)
		}
	}
	return spans
}
