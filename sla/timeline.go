package sla

import (
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A value is what a source says of an instant.
type value struct {
	loss Loss
	why  Why // which evidence says so

	// assumed: a bound says so where the measured service value is no-data.
	assumed bool
}

// A step is a stretch of time of one value.
type step struct {
	Span
	value
}

// A timeline is a function of time over one domain: steps without hole or
// overlap, whose neighbours differ in value.
type timeline []step

// paint returns the timeline over domain that has the value of the given steps
// (sorted, not overlapping) and nothing elsewhere.
func paint(domain Span, steps []step, nothing value) timeline {
	line := timeline{}
	at := domain.Start
	for _, s := range steps {
		s.Span = s.Cut(domain)
		if s.Empty() {
			continue
		}
		line = line.add(step{span.Between(at, s.Start), nothing})
		line = line.add(s)
		at = s.End
	}
	return line.add(step{span.Between(at, domain.End), nothing})
}

// add appends s, joined to the last step where the two say the same.
func (l timeline) add(s step) timeline {
	if s.Empty() {
		return l
	}
	if n := len(l) - 1; n >= 0 && l[n].value == s.value {
		l[n].End = s.End
		return l
	}
	return append(l, s)
}

// at returns the value at i, which must lie in the domain.
func (l timeline) at(i Instant) value { return l[l.index(i)].value }

// index returns the number of the step that contains i.
func (l timeline) index(i Instant) int {
	n, _ := slices.BinarySearchFunc(l, i, func(s step, i Instant) int {
		if s.End <= i {
			return -1
		}
		return 1
	})
	return n
}

// sweep combines timelines of one domain, instant by instant.
func sweep(members []timeline, combine func(values []value) value) timeline {
	values := make([]value, len(members))
	next := make([]int, len(members))
	at, end := members[0][0].Start, members[0][len(members[0])-1].End
	var line timeline
	for at < end {
		until := end
		for i, m := range members {
			if m[next[i]].End <= at {
				next[i]++
			}
			values[i] = m[next[i]].value
			until = min(until, m[next[i]].End)
		}
		line = line.add(step{span.Between(at, until), combine(values)})
		at = until
	}
	return line
}

// mapped returns l with every value replaced.
func (l timeline) mapped(change func(value) value) timeline {
	var line timeline
	for _, s := range l {
		s.value = change(s.value)
		line = line.add(s)
	}
	return line
}
