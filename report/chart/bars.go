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
