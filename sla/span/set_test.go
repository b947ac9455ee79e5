package span_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla/span"
)

const width = 40

func drawSet(t *rapid.T, what string) (span.Set, [width]bool) {
	var spans []span.Span
	var bits [width]bool
	for range rapid.IntRange(0, 6).Draw(t, what) {
		start := rapid.IntRange(0, width-1).Draw(t, "start")
		end := rapid.IntRange(start, width).Draw(t, "end")
		spans = append(spans, span.Between(span.Instant(start), span.Instant(end)))
		for i := start; i < end; i++ {
			bits[i] = true
		}
	}
	return span.NewSet(spans...), bits
}

// holds checks a set against one bit per instant, and its normal form.
func holds(t *rapid.T, what string, s span.Set, want func(i int) bool) {
	n := span.Micros(0)
	for i := range width {
		if s.Contains(span.Instant(i)) != want(i) {
			t.Errorf("%s: %v contains %d: %v, want %v", what, s, i, !want(i), want(i))
		}
		if want(i) {
			n++
		}
	}
	if s.Len() != n {
		t.Errorf("%s: length %d, want %d", what, s.Len(), n)
	}
	for i, x := range s {
		if x.Empty() || i > 0 && s[i-1].End >= x.Start {
			t.Errorf("%s: %v is not in normal form", what, s)
		}
	}
}

func TestSetAgainstBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, x := drawSet(t, "a")
		b, y := drawSet(t, "b")
		start := rapid.IntRange(0, width).Draw(t, "from")
		window := span.Between(span.Instant(start), span.Instant(rapid.IntRange(start, width).Draw(t, "to")))
		holds(t, "set", a, func(i int) bool { return x[i] })
		holds(t, "union", a.Union(b), func(i int) bool { return x[i] || y[i] })
		holds(t, "intersection", a.Intersect(b), func(i int) bool { return x[i] && y[i] })
		holds(t, "difference", a.Minus(b), func(i int) bool { return x[i] && !y[i] })
		holds(t, "cut", a.Cut(window), func(i int) bool { return x[i] && window.Contains(span.Instant(i)) })
		covers := true
		for i := window.Start; i < window.End; i++ {
			covers = covers && x[i]
		}
		if a.Covers(window) != covers {
			t.Errorf("%v covers %v: want %v", a, window, covers)
		}
	})
}

func TestMeetingIsNotOverlapping(t *testing.T) {
	a, b := span.Between(0, 5), span.Between(5, 9)
	if a.Overlaps(b) || b.Overlaps(a) {
		t.Error("spans that meet must not overlap")
	}
	if got := span.NewSet(b, a); len(got) != 1 || got[0] != span.Between(0, 9) {
		t.Errorf("spans that meet become one: got %v", got)
	}
}

func TestInstantPrints(t *testing.T) {
	for at, want := range map[span.Instant]string{
		0:                     "",
		1_504_216_800_000_000: "2017-08-31T22:00:00Z",
		1_504_216_800_000_001: "2017-08-31T22:00:00.000001Z",
	} {
		if at.String() != want {
			t.Errorf("%d prints %q, want %q", int64(at), at.String(), want)
		}
		if span.Of(at.Time()) != at {
			t.Errorf("%d does not survive time.Time", int64(at))
		}
	}
}
