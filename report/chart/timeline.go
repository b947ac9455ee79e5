package chart

// TimelineTop is the distance in mm from the top of the scene of a Timeline to
// the baseline of the hours: that of the head beside it.
const TimelineTop = 2.4

// Distances in mm from the baseline of the hours.
const (
	bandTop     = 2.0
	bandHeight  = 4.8
	windowTop   = 12.0
	windowBand  = 9.6
	lanesTop    = windowTop + windowBand
	laneHeight  = 4.2
	mostLanes   = 8
	leastPitch  = 0.8 // mm between two checks below which they are drawn as stretches
	leastChecks = 30 * million
	lineHeight  = 3.6
	mostRows    = 4 // of brackets
)

// A timeGrid is where the window of a timeline stands.
type timeGrid struct {
	base, width float64
	from, to    int64
}

func (g timeGrid) x(t int64) float64 {
	return part(min(max(t, g.from), g.to)-g.from, g.to-g.from, g.width)
}

// Scene draws the day as a band, and below it the window in which something
// happened: the outages, what every probe saw and what the log says.
func (t Timeline) Scene(f Frame) Scene {
	day := timeGrid{base: TimelineTop, width: f.Width, to: t.Length}
	s := Scene{Width: f.Width}
	if t.To <= t.From {
		t.band(&s, f, day, windowBand)
		s.Height = TimelineTop + bandTop + windowBand + 0.4
		return s
	}
	t.band(&s, f, day, bandHeight)
	g := timeGrid{base: TimelineTop, width: f.Width, from: t.From, to: t.To}
	t.lens(&s, day, g)
	t.window(&s, f, g)
	y := t.lanes(&s, f, g, g.base+lanesTop)
	y = t.log(&s, f, g, y)
	t.axis(&s, f, g, y)
	s.Height = y + 1.6 + 4 + 0.9
	return s
}

// band draws the whole day with its hours above it.
func (t Timeline) band(s *Scene, f Frame, g timeGrid, height float64) {
	top := g.base + bandTop
	for i, h := range t.Hours {
		x := g.x(h.At)
		s.line(x, top-1, x, top, Muted, thin)
		if !f.Narrow || i == 0 || i == len(t.Hours)-1 || h.At%(6*hour) == 0 {
			s.text(x, g.base, h.Label, Muted, edge(x, f.Width))
		}
	}
	t.stretches(s, g, top, height)
	for _, m := range t.Marks {
		if m.Kind.loses() {
			t.outage(s, g, top, height, m)
		}
	}
	s.line(0, top, f.Width, top, Muted, thin)
}

// edge returns the anchor that keeps a label at x inside the width.
func edge(x, width float64) Anchor {
	switch {
	case x <= 1:
		return AtStart
	case x >= width-1:
		return AtEnd
	}
	return AtMiddle
}

// stretches draws what is not loss: the promised time and the patterns.
func (t Timeline) stretches(s *Scene, g timeGrid, top, height float64) {
	for _, c := range t.Counted {
		if x, w := g.x(c.From), g.x(c.To)-g.x(c.From); w > 0 {
			s.fill(x, top, w, height, Tint)
		}
	}
	for _, m := range t.Marks {
		if m.Kind.loses() || m.Kind == KindCounted {
			continue
		}
		if x, w := g.x(m.From), g.x(m.To)-g.x(m.From); w > 0 {
			s.patch(x, top, w, height, m.Kind)
		}
	}
}

// outage draws a stretch of loss from the bottom up, as high as the share of
// users.
func (t Timeline) outage(s *Scene, g timeGrid, top, height float64, m Stretch) {
	x, w := g.x(m.From), g.x(m.To)-g.x(m.From)
	if m.To <= g.from || m.From >= g.to {
		return
	}
	h := height * share(m.Share)
	role, _ := m.Kind.look()
	s.fill(x, top+height-h, max(w, leastSize), h, role)
}

// lens leads from the window's place in the day to its full width.
func (t Timeline) lens(s *Scene, day, g timeGrid) {
	top, bottom, end := g.base+bandTop, g.base+bandTop+bandHeight, g.base+windowTop
	s.add(Path{Stroke: Ink, Width: thin, Segments: [][]Point{
		{{day.x(t.From), top}, {day.x(t.From), bottom}, {0, end}},
		{{day.x(t.To), top}, {day.x(t.To), bottom}, {g.width, end}},
	}})
}

// window draws the outages large, from 0 to 100 % of the users.
func (t Timeline) window(s *Scene, f Frame, g timeGrid) {
	top := g.base + windowTop
	t.stretches(s, g, top, windowBand)
	s.line(0, top+windowBand/2, f.Width, top+windowBand/2, Paper, thin)
	if !f.Inside {
		s.sideLabel(top+2, t.Words.Full)
		s.sideLabel(top+5.75, t.Words.Users)
		s.sideLabel(top+windowBand, t.Words.None)
	}
	for _, m := range t.Marks {
		if m.Kind.loses() {
			t.outage(s, g, top, windowBand, m)
		}
	}
	for i := range t.Outages {
		t.name(s, f, g, top, i)
	}
}

func (s *Scene) sideLabel(y float64, words string) {
	s.text(-hang, y, words, Muted, AtEnd)
	s.Left = max(s.Left, hang+TextWidth(words, Small, false))
}

// axis draws the time of the window below everything.
func (t Timeline) axis(s *Scene, f Frame, g timeGrid, y float64) {
	y += 1.6
	s.line(0, y, f.Width, y, Muted, thin)
	for i, k := range t.Ticks {
		x := g.x(k.At)
		s.line(x, y, x, y+1, Muted, thin)
		if f.Narrow && i%2 == 1 && len(t.Ticks) > 4 {
			continue
		}
		s.text(x, y+4, k.Label, Muted, edge(x, f.Width))
	}
}
