package sla

import (
	"cmp"
	"math/bits"
	"slices"
)

// A Histogram counts lengths in classes that grow with the length: 32 classes
// for every doubling. A length below 64 µs has a class of its own; a longer one
// is known to less than 1/32 of itself. Its size does not depend on how many
// lengths it counts. The zero Histogram is empty.
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
)

// Add counts the length d, which is taken as 0 if it is negative.
func (h *Histogram) Add(d Micros) {
	octave, class := classOf(d)
	h.page(octave).counts[class]++
	h.n++
}

// classOf returns the octave and the class in it of a length. Octave 0 holds
// 0…31 µs, octave 1 holds 32…63 µs, octave k holds 2^(k+4)…2^(k+5) − 1 µs.
func classOf(d Micros) (octave uint8, class int) {
	if d < classes {
		return 0, int(max(d, 0))
	}
	shift := bits.Len64(uint64(d)) - classBits - 1
	return uint8(shift + 1), int(uint64(d)>>shift) & (classes - 1)
}

// longest returns the greatest length of a class.
func longest(octave uint8, class int) Micros {
	if octave == 0 {
		return Micros(class)
	}
	shift := int(octave) - 1
	return Micros(classes+class+1)<<shift - 1
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
// and less than 1/32 too long. An empty Histogram has none: 0.
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
