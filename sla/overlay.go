package sla

import (
	"cmp"
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// An overlay is a stretch of time with a value; overlays may overlap.
type overlay struct {
	Span
	value value
}

// layered returns the timeline that resolve makes of the overlays that cover
// each instant, given in the order in which they came.
func layered(domain Span, spans []overlay, resolve func(live []overlay) value) timeline {
	all := make([]Span, len(spans))
	for i, o := range spans {
		all[i] = o.Span
	}
	var line timeline
	active := newActive(all)
	var live []overlay
	for _, piece := range pieces(domain, all) {
		live = live[:0]
		for _, i := range active.at(piece.Start) {
			live = append(live, spans[i])
		}
		line = line.add(step{piece, resolve(live)})
	}
	return line
}

// pieces cuts domain at every start and end of spans.
func pieces(domain Span, spans []Span) []Span {
	cuts := make([]Instant, 0, 2*len(spans)+2)
	cuts = append(cuts, domain.Start, domain.End)
	for _, s := range spans {
		for _, i := range []Instant{s.Start, s.End} {
			if domain.Contains(i) {
				cuts = append(cuts, i)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	list := make([]Span, 0, len(cuts))
	for i := 1; i < len(cuts); i++ {
		list = append(list, span.Between(cuts[i-1], cuts[i]))
	}
	return list
}

// active finds, for instants that only grow, the spans that contain them.
type active struct {
	spans []Span
	order []int // indexes by start
	next  int   // first of order that has not begun
	live  []int // indexes of those that have begun and may not have ended, ascending
}

func newActive(spans []Span) *active {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(spans[a].Start, spans[b].Start) })
	return &active{spans: spans, order: order}
}

// at returns the indexes of the spans that contain i, ascending.
func (a *active) at(i Instant) []int {
	a.live = slices.DeleteFunc(a.live, func(k int) bool { return a.spans[k].End <= i })
	for ; a.next < len(a.order) && a.spans[a.order[a.next]].Start <= i; a.next++ {
		k := a.order[a.next]
		if a.spans[k].End <= i {
			continue
		}
		at, _ := slices.BinarySearch(a.live, k)
		a.live = slices.Insert(a.live, at, k)
	}
	return a.live
}
