package chart

import "strings"

// BudgetTop is the distance in mm from the top of the scene of a Budget to its
// bar: room for the bracket above it.
const BudgetTop = 2.4

const (
	budgetHeight = 6
	budgetMark   = 0.6 // width of the line at the end of the budget
	labelIn      = 1.2 // mm between an edge and the label inside it
	mostParts    = 12  // beyond that no outage is told from the next
	leastPart    = 1.0 // mm
	labelFree    = 1.2 // mm between two labels of the axis
	openAt       = 2   // times budget or lost time, beyond which a bound does not set the scale
)

// Scene draws how much of the budget is spent, from nothing to the budget or,
// if more was lost, to the greatest loss that is possible.
func (b Budget) Scene(f Frame) Scene {
	s := Scene{Width: f.Width, Height: BudgetTop + budgetHeight + 4.8 + 0.9}
	scale := max(b.Budget, b.Lost)
	if b.Bounds {
		// A bound far beyond would press the budget to a line: its bracket then
		// stays open, and the note names it.
		scale = max(scale, min(b.Worst, openAt*scale))
	}
	at := func(t int64) float64 { return part(t, scale, f.Width) }
	end := at(b.Budget)
	spent := min(at(b.Lost), end)
	s.fill(0, BudgetTop, budgetRest(scale, end, f.Width), budgetHeight, Tint)
	if spent > 0 {
		s.fill(0, BudgetTop, spent, budgetHeight, Bar)
	}
	if b.Lost > b.Budget {
		s.add(Rect{X: end, Y: BudgetTop, W: at(b.Lost) - end, H: budgetHeight, Fill: Breached, Pattern: Overspent})
	}
	b.parts(&s, at)
	b.mark(&s, end, f.Width)
	if b.Bounds {
		b.bracket(&s, at(min(b.Best, scale)), at(min(b.Worst, scale)), b.Worst > scale)
	}
	b.axis(&s, scale, at)
	return s
}

// budgetRest returns how far the tint goes: to the budget, or over all of a
// bar that has no scale.
func budgetRest(scale int64, end, width float64) float64 {
	if scale == 0 {
		return width
	}
	return end
}

// parts draws one separator and one label per outage, if all can be told.
func (b Budget) parts(s *Scene, at func(int64) float64) {
	if len(b.Parts) == 0 || len(b.Parts) > mostParts {
		return
	}
	for _, p := range b.Parts {
		if at(p.Lost) < leastPart {
			return
		}
	}
	end, from := at(b.Budget), int64(0)
	for i, p := range b.Parts {
		left, right := at(from), at(from+p.Lost)
		if i > 0 {
			s.line(left, BudgetTop, left, BudgetTop+budgetHeight, Paper, 0.35)
		}
		from += p.Lost
		over := left >= end
		if !over && right > end {
			right = end - 0.7 // the mark stands in the way
		}
		b.label(s, p.Label, left+labelIn, right, over)
	}
}

func (b Budget) label(s *Scene, words string, x, right float64, over bool) {
	w := TextWidth(words, Small, false)
	if x+w+labelIn > right {
		return
	}
	if over { // the hatch would run through it
		s.fill(x-0.6, BudgetTop+1.3, w+1.2, 3.4, Breached)
	}
	s.text(x, BudgetTop+3.95, words, Paper, AtStart)
}

// mark draws the line at the end of the budget and names it.
func (b Budget) mark(s *Scene, end, width float64) {
	x := min(max(end, budgetMark/2), width-budgetMark/2)
	top, bottom := BudgetTop-1.2, BudgetTop+budgetHeight+1.2
	if b.Lost > b.Budget {
		s.line(x, top, x, bottom, Paper, budgetMark+0.8)
	}
	s.line(x, top, x, bottom, Ink, budgetMark)
	left, anchor := b.markLabel(end, width)
	x = left
	switch anchor {
	case AtMiddle:
		x = end
	case AtEnd:
		x = width
	}
	s.bold(x, BudgetTop+budgetHeight+4.8, b.Mark, Ink, anchor)
}

// markLabel returns the left edge and the anchor of the label of the mark.
func (b Budget) markLabel(end, width float64) (float64, Anchor) {
	w := TextWidth(b.Mark, Small, true)
	switch {
	case end-w/2 < 0:
		return 0, AtStart
	case end+w/2 > width:
		return width - w, AtEnd
	}
	return end - w/2, AtMiddle
}

// bracket draws the bounds; an open one goes on beyond the bar.
func (b Budget) bracket(s *Scene, from, to float64, open bool) {
	y := BudgetTop - 1.3
	end := []Point{{to, y - 0.7}, {to, y + 0.7}}
	if open {
		end = []Point{{to - 1.2, y - 0.7}, {to, y}, {to - 1.2, y + 0.7}}
	}
	s.add(Path{Stroke: Ink, Width: bracket, Segments: [][]Point{{{from, y - 0.7}, {from, y + 0.7}}, {{from, y}, {to, y}}, end}})
}

// axis draws ticks every so many minutes; a label that comes too near to that
// of the mark is left out. The first label there is carries the unit.
func (b Budget) axis(s *Scene, scale int64, at func(int64) float64) {
	step, unit, zero := budgetStep(scale, b)
	left, _ := b.markLabel(at(b.Budget), s.Width)
	right := left + TextWidth(b.Mark, Small, true)
	bottom := BudgetTop + float64(budgetHeight)
	suffix := strings.TrimPrefix(zero, "0")
	for t := int64(0); t <= scale; t += step {
		x, words, anchor := at(t), number(t/unit)+suffix, AtMiddle
		s.line(x, bottom, x, bottom+1.2, Muted, thin)
		w := TextWidth(words, Small, false)
		from, to := x-w/2, x+w/2
		switch {
		case from < 0:
			anchor, from, to = AtStart, x, x+w
		case to > s.Width:
			x, anchor, from = s.Width, AtEnd, s.Width-w
		}
		if to+labelFree > left && from-labelFree < right {
			continue
		}
		s.text(x, bottom+4.8, words, Muted, anchor)
		suffix = ""
	}
}

// budgetStep returns the distance of two ticks, the unit of their labels and
// the label of the first. It gives 3 to 7 ticks wherever that is possible.
func budgetStep(scale int64, b Budget) (step, unit int64, zero string) {
	if scale < 3*minute {
		for _, n := range []int64{1, 2, 5, 10, 15, 30} {
			if scale/(n*million) <= 7 {
				return n * million, million, b.ZeroSeconds
			}
		}
	}
	if scale >= 10*hour && b.ZeroHours != "" {
		for _, n := range []int64{2, 4, 6, 12, 24, 48, 120, 240, 720, 1440} {
			if scale/(n*hour) <= 7 {
				return n * hour, hour, b.ZeroHours
			}
		}
	}
	for _, n := range []int64{1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 7200, 14400, 43200} {
		if scale/(n*minute) <= 7 {
			return n * minute, minute, b.ZeroMinutes
		}
	}
	return max(scale, 1), minute, b.ZeroMinutes
}
