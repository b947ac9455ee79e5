package chart

// name writes number and cause of an outage: in paper inside its box where
// they fit, else in ink above it or beside it, else not at all. The table
// below has them anyway.
func (t Timeline) name(s *Scene, f Frame, g timeGrid, top float64, i int) {
	o := t.Outages[i]
	if o.To <= g.from || o.From >= g.to {
		return
	}
	x, w := t.box(g, o)
	h := windowBand * share(o.Share)
	boxTop := top + windowBand - h
	head, cause := TextWidth(o.Head, Small, true), TextWidth(o.Cause, Small, false)
	room := t.room(g, x+w)
	switch {
	case h >= 8 && max(head, cause)+labelIn+0.6 <= w:
		s.bold(x+labelIn, top+3.8, o.Head, Paper, AtStart)
		s.text(x+labelIn, top+7.6, o.Cause, Paper, AtStart)
	case h < 6 && head <= w+room:
		s.bold(x, boxTop-1.2, o.Head, Ink, AtStart)
		switch {
		case h >= 3.4 && cause+2*labelIn <= w:
			s.text(x+labelIn, top+windowBand-1, o.Cause, Paper, AtStart)
		case head+cause+2*labelIn <= w+room:
			s.text(x+head+labelIn, boxTop-1.2, o.Cause, Ink, AtStart)
		}
	case h >= 4 && head+2*labelIn <= w:
		s.bold(x+labelIn, boxTop+3, o.Head, Paper, AtStart)
	case max(head, cause)+labelIn <= room:
		s.bold(x+w+labelIn, top+3.8, o.Head, Ink, AtStart)
		s.text(x+w+labelIn, top+7.6, o.Cause, Ink, AtStart)
	case h >= 4 && o.Short != "" && TextWidth(o.Short, Small, true)+labelIn <= w:
		s.bold(x+labelIn, boxTop+3, o.Short, Paper, AtStart)
	case h < 6 && o.Short != "" && TextWidth(o.Short, Small, true) <= w+room:
		s.bold(x, boxTop-1.2, o.Short, Ink, AtStart)
	}
}

// box returns where the widest part of an outage stands that is as high as its
// share: silence inside an outage is hatched, and nothing can be read on that.
func (t Timeline) box(g timeGrid, o TimelineOutage) (x, w float64) {
	var from, to int64
	for _, m := range t.Marks {
		if !m.Kind.loses() || m.Share != o.Share || m.From < o.From || m.To > o.To {
			continue
		}
		if m.From > to || to == 0 {
			from = m.From
		}
		to = m.To
		if width := g.x(to) - g.x(from); width > w {
			x, w = g.x(from), width
		}
	}
	if w == 0 {
		return g.x(o.From), 0
	}
	return x, w
}

// room returns the mm free to the right of x up to the next outage or pattern.
func (t Timeline) room(g timeGrid, x float64) float64 {
	end := g.width
	for _, m := range t.Marks {
		if from := g.x(m.From); m.Kind != KindCounted && from > x-0.01 && m.To > g.from {
			end = min(end, from)
		}
	}
	return end - x
}

// log draws a bracket under each incident and maintenance and returns how far
// down the drawing goes. Labels that would meet go to rows of their own.
func (t Timeline) log(s *Scene, f Frame, g timeGrid, y float64) float64 {
	if len(t.Log) == 0 {
		return y
	}
	if !f.Inside {
		s.sideLabel(y+lineHeight, t.Words.Log)
	}
	var rows []float64 // right edge of the last label of every row
	for _, b := range t.Log {
		from, to := g.x(b.From), g.x(b.To)
		if b.To <= g.from || b.From >= g.to {
			continue
		}
		words := fit(b.Label, max(f.Width-from, min(leastLabel, f.Width)))
		w := TextWidth(words, Small, false)
		x := max(0, min(from, f.Width-w))
		row := 0
		for row < len(rows) && rows[row]+1.2 > min(x, from) && row < mostRows {
			row++
		}
		if row == mostRows {
			continue
		}
		if row == len(rows) {
			rows = append(rows, 0)
		}
		rows[row] = max(x+w, to)
		top := y + 1.4 + float64(row)*(lineHeight+2.4)
		s.add(Path{Stroke: Ink, Width: outline, Segments: [][]Point{{{from, top}, {from, top + 1.2}, {to, top + 1.2}, {to, top}}}})
		s.text(x, top+4.6, words, Ink, AtStart)
	}
	return y + 6 + max(0, float64(len(rows)-1))*(lineHeight+2.4)
}

// leastLabel is the room in mm that a label under a bracket gets, by moving to
// the left if it must.
const leastLabel = 45.0

// fit cuts words to a width and shows that it did.
func fit(words string, width float64) string {
	if TextWidth(words, Small, false) <= width {
		return words
	}
	runes := []rune(words)
	for len(runes) > 0 && TextWidth(string(runes), Small, false)+Small > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
