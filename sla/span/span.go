package span

import (
	"fmt"
	"time"
)

// An Instant is a point in time: microseconds since 1970-01-01T00:00:00Z.
// The zero Instant stands for "no instant" wherever a field says so.
type Instant int64

// Micros is a length of time in microseconds. It may be negative where a
// figure may be (the rest of an overspent budget).
type Micros int64

// Lengths that read better by name.
const (
	Second Micros = 1_000_000
	Minute        = 60 * Second
	Hour          = 60 * Minute
)

// Of returns the instant of t, cut to the microsecond; the zero time gives the
// zero Instant.
func Of(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMicro())
}

// Time returns i in UTC; the zero Instant gives the zero time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).UTC()
}

// Add returns the instant that lies d after i.
func (i Instant) Add(d Micros) Instant { return i + Instant(d) }

// Sub returns the length of [j, i); negative if i lies before j.
func (i Instant) Sub(j Instant) Micros { return Micros(i - j) }

// String returns i as RFC 3339 in UTC, with as many decimals as it needs, and
// "" for the zero Instant.
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("2006-01-02T15:04:05.999999Z07:00")
}

// Duration returns d as a time.Duration.
func (d Micros) Duration() time.Duration { return time.Duration(d) * time.Microsecond }

// String returns d the way time.Duration prints, such as "12m12s".
func (d Micros) String() string { return d.Duration().String() }

// A Span is the stretch of time from Start up to, not including, End.
// A span whose End is not after its Start is empty.
type Span struct{ Start, End Instant }

// Between returns the span [start, end).
func Between(start, end Instant) Span { return Span{start, end} }

// Len returns the length of s, 0 if s is empty.
func (s Span) Len() Micros { return max(0, s.End.Sub(s.Start)) }

// Empty reports whether s contains no instant.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether i lies in s; the end does not.
func (s Span) Contains(i Instant) bool { return s.Start <= i && i < s.End }

// Overlaps reports whether s and t share an instant. Meeting is not overlapping.
func (s Span) Overlaps(t Span) bool { return max(s.Start, t.Start) < min(s.End, t.End) }

// Cut returns the part of s inside t.
func (s Span) Cut(t Span) Span { return Span{max(s.Start, t.Start), min(s.End, t.End)} }

// Widen returns s grown by d on both sides.
func (s Span) Widen(d Micros) Span { return Span{s.Start.Add(-d), s.End.Add(d)} }

// String returns s as "[start, end)".
func (s Span) String() string { return fmt.Sprintf("[%s, %s)", s.Start, s.End) }
