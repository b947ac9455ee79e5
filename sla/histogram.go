package sla

import (
	"cmp"
	"math/bits"
	"slices"
)

// A Histogram counts lengths in classes that grow with the length: 32 classes
// for every doubling. A length d is known to 1 µs + d/32. Its size does not
// depend on how many lengths it counts. The zero Histogram is empty.
type Histogram struct {
	pages []page // by octave, only those with a count
	n     int64
}

// A page counts the lengths of one octave.
type page struct {
	octave uint8
	counts [classes]uint32
}

const (
	classBits = 5
	classes   = 1 << classBits
	octaves   = 32
)

// longestKnown is the greatest length that has a class, 38 hours. Longer ones
// count as this one.
const longestKnown = Micros(classes<<octaves - classes - 1)

// classOf returns the class of a length from 0 to longestKnown. Those of octave
// k are 32 classes of 2^k µs each; the first octave begins with 0 µs.
func classOf(d Micros) uint {
	v := uint64(d) + classes
	octave := uint(bits.Len64(v)) - classBits - 1
	return octave<<classBits + uint(v>>octave) - classes
}

// longest returns the greatest length of a class.
func longest(octave uint8, class int) Micros {
	return Micros(classes+class+1)<<octave - classes - 1
}

// Add counts the length d, which is taken as 0 if it is negative.
func (h *Histogram) Add(d Micros) {
	class := classOf(min(max(d, 0), longestKnown))
	h.page(uint8(class / classes)).counts[class%classes]++
	h.n++
}

func (h *Histogram) page(octave uint8) *page {
	for i := range h.pages {
		if h.pages[i].octave == octave {
			return &h.pages[i]
		}
	}
	h.pages = append(h.pages, page{octave: octave})
	return &h.pages[len(h.pages)-1]
}

// Merge adds the counts of o.
func (h *Histogram) Merge(o *Histogram) {
	for i := range o.pages {
		to := h.page(o.pages[i].octave)
		for class, n := range o.pages[i].counts {
			to.counts[class] += n
		}
	}
	h.n += o.n
}

// N returns how many lengths were counted.
func (h *Histogram) N() int64 { return h.n }

// Quantile returns the nearest-rank quantile q of the lengths, q in parts per
// million: the smallest length that at least that share of them does not
// exceed. It gives the greatest length of the class, so it is never too short
// and at most 1 µs and 1/32 too long. An empty Histogram has none: 0.
func (h *Histogram) Quantile(q int64) Micros {
	if h.n == 0 {
		return 0
	}
	sorted := slices.SortedFunc(slices.Values(h.pages), func(a, b page) int { return cmp.Compare(a.octave, b.octave) })
	rank := max((h.n*q+999_999)/1_000_000, 1)
	for _, p := range sorted {
		for class, n := range p.counts {
			if rank -= int64(n); rank <= 0 {
				return longest(p.octave, class)
			}
		}
	}
	return 0 // q over a million
}

// Counts counts lengths as a Histogram does, faster, in a kilobyte of memory.
// The zero Counts is empty.
type Counts struct {
	small [octaves * classes]uint8 // so small that those of many series stay in the processor's cache
	more  Histogram                // 256 for every time that a small count ran over
}

// MaxCounted is the greatest length that has a Class, 19 hours.
const MaxCounted = Micros(1) << 36

// A Class is the number of a class of lengths.
type Class uint16

// ClassOf returns the class of a length, which must lie in 0…MaxCounted.
func ClassOf(d Micros) Class { return Class(classOf(d)) }

// Add counts a length of each of the classes.
func (c *Counts) Add(list []Class) {
	for _, class := range list {
		class %= Class(len(c.small))
		if c.small[class]++; c.small[class] == 0 {
			c.carry(uint(class))
		}
	}
}

func (c *Counts) carry(class uint) {
	c.more.page(uint8(class / classes)).counts[class%classes] += 256
	c.more.n += 256
}

// Take returns what was counted but for lengths of 0, and empties c.
func (c *Counts) Take() Histogram {
	h := c.more
	c.more, c.small[0] = Histogram{}, 0
	if h.n > 0 {
		zeros := &h.page(0).counts[0]
		h.n -= int64(*zeros)
		*zeros = 0
	}
	used := make([]uint8, 0, octaves)
	for octave := range uint8(octaves) {
		if *c.octave(octave) != [classes]uint8{} {
			used = append(used, octave)
		}
	}
	h.pages = slices.Grow(h.pages, len(used))
	for _, octave := range used {
		small, to := c.octave(octave), h.page(octave)
		for class, n := range small {
			to.counts[class] += uint32(n)
			h.n += int64(n)
		}
		*small = [classes]uint8{}
	}
	return h
}

// octave returns the small counts of an octave.
func (c *Counts) octave(n uint8) *[classes]uint8 { return (*[classes]uint8)(c.small[int(n)*classes:]) }
