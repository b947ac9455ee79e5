package chart

const (
	causeHeight     = 3
	waterfallHeight = 2.6
)

// Scenes draws the bars of the causes, one scene each, width mm wide on a
// common scale: filled what was lost, in outline how long it really took.
func (c Causes) Scenes(width float64) []Scene {
	longest := int64(0)
	for _, b := range c.Bars {
		longest = max(longest, b.Plain, b.Lost)
	}
	scenes := make([]Scene, len(c.Bars))
	for i, b := range c.Bars {
		s := Scene{Width: width, Height: causeHeight}
		if b.Plain != b.Lost && b.Plain > 0 {
			s.add(Rect{X: thin / 2, Y: thin / 2, W: max(part(b.Plain, longest, width)-thin, 0), H: causeHeight - thin,
				Stroke: Bar, StrokeWidth: thin})
		}
		if b.Lost > 0 {
			s.fill(0, 0, max(part(b.Lost, longest, width), leastSize), causeHeight, Bar)
		}
		scenes[i] = s
	}
	return scenes
}

const (
	shareHeight = 3
	shareBudget = 2.0 / 3 // of the width; the rest is for what is overspent
)

// Scene draws how much of its budget something spent, width mm wide. Every
// budget has the same length, so that bars can be compared; what is overspent
// goes on for half a budget and is then cut.
func (b Share) Scene(width float64) Scene {
	s := Scene{Width: width, Height: shareHeight}
	end := width * shareBudget
	if b.NoData {
		s.patch(0, 0, end, shareHeight, KindNoData)
		return s
	}
	s.fill(0, 0, end, shareHeight, Tint)
	s.fill(0, 0, min(part(b.Spent, b.Budget, end), end), shareHeight, Bar)
	if over := b.Spent - b.Budget; over > 0 {
		w := width - end
		if b.Budget > 0 {
			w = min(w, part(over, b.Budget, end))
		}
		s.add(Rect{X: end, Y: 0, W: w, H: shareHeight, Fill: Breached, Pattern: Overspent})
		if end+w >= width {
			s.add(Path{Stroke: Paper, Width: 0.8, Segments: [][]Point{{{width - 2.8, shareHeight + 0.3}, {width - 1, -0.3}}}})
		}
	}
	s.line(end, -0.7, end, shareHeight+0.7, Ink, 0.4)
	return s
}

// Scenes draws the bars of the waterfall, one scene each, width mm wide and
// true to scale. What is there is at least 0.25 mm wide.
func (w Waterfall) Scenes(width float64) []Scene {
	scenes := make([]Scene, len(w.Bars))
	for i, b := range w.Bars {
		s := Scene{Width: width, Height: waterfallHeight}
		if b.Length > 0 {
			x := part(b.From, w.Scale, width)
			s.fill(x, 0, max(part(b.Length, w.Scale, width), leastSize), waterfallHeight, b.Fill)
		}
		scenes[i] = s
	}
	return scenes
}
