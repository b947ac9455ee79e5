package span

import (
	"cmp"
	"slices"
)

// A Set is a set of instants in normal form: spans that are not empty, sorted,
// and neither overlap nor meet. The zero Set is empty. NewSet makes one.
type Set []Span

// NewSet returns the union of spans, which may be empty, overlap and come in
// any order.
func NewSet(spans ...Span) Set {
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	var set Set
	for _, s := range sorted {
		if s.Empty() {
			continue
		}
		if n := len(set); n > 0 && s.Start <= set[n-1].End {
			set[n-1].End = max(set[n-1].End, s.End)
			continue
		}
		set = append(set, s)
	}
	return set
}

// Len returns the total length of s.
func (s Set) Len() Micros {
	var sum Micros
	for _, x := range s {
		sum += x.Len()
	}
	return sum
}

// Contains reports whether i lies in s.
func (s Set) Contains(i Instant) bool {
	n, _ := slices.BinarySearchFunc(s, i, func(x Span, i Instant) int {
		if x.End <= i {
			return -1
		}
		return 1
	})
	return n < len(s) && s[n].Contains(i)
}

// Covers reports whether all of x lies in s; an empty span always does.
func (s Set) Covers(x Span) bool { return s.Cut(x).Len() == x.Len() }

// Cut returns the part of s inside x.
func (s Set) Cut(x Span) Set {
	n, _ := slices.BinarySearchFunc(s, x.Start, func(y Span, i Instant) int {
		if y.End <= i {
			return -1
		}
		return 1
	})
	var cut Set
	for _, y := range s[n:] {
		if y.Start >= x.End {
			break
		}
		if y = y.Cut(x); !y.Empty() {
			cut = append(cut, y)
		}
	}
	return cut
}

// Union returns what lies in s, in t or in both.
func (s Set) Union(t Set) Set { return NewSet(slices.Concat(s, t)...) }

// Intersect returns what lies in both s and t.
func (s Set) Intersect(t Set) Set {
	var both Set
	for i, j := 0, 0; i < len(s) && j < len(t); {
		if x := s[i].Cut(t[j]); !x.Empty() {
			both = append(both, x)
		}
		if s[i].End < t[j].End {
			i++
		} else {
			j++
		}
	}
	return both
}

// Minus returns what lies in s but not in t.
func (s Set) Minus(t Set) Set {
	var rest Set
	for _, x := range s {
		for _, y := range t.Cut(x) {
			if y.Start > x.Start {
				rest = append(rest, Span{x.Start, y.Start})
			}
			x.Start = y.End
		}
		if !x.Empty() {
			rest = append(rest, x)
		}
	}
	return rest
}
