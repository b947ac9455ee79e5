package chart

// TrendTop is the distance in mm from the top of the scene of a Trend to the
// top of its axis.
const TrendTop = 3.2

const (
	trendLow   = 19.2 // mm from zero to the top of the axis on paper
	trendHigh  = 24.0 // on a screen
	cutAt      = 5    // a month above so many budgets does not set the axis
	slotGap    = 2.4 / (131.0 / 12)
	slotBudget = 1.0 / (131.0 / 12)
)

// trendTops lists the possible tops of the axis in minutes, and into how many
// parts grid lines cut each.
var trendTops = []struct{ minutes, parts int64 }{
	{1, 1}, {2, 2}, {5, 1}, {10, 2}, {20, 2}, {30, 3}, {40, 2}, {60, 3}, {90, 3}, {120, 2}, {180, 3}, {240, 2}, {360, 3},
	{480, 2}, {720, 3}, {1440, 3}, {2880, 2}, {4320, 3}, {7200, 2}, {10080, 2}, {20160, 2}, {43200, 3},
	{86400, 2}, {172800, 2}, {525600, 2},
}

// A trendGrid is where the slots of a trend stand.
type trendGrid struct {
	left, slot  float64 // mm
	top, bottom float64
	full        int64 // microseconds at the top of the axis
	parts       int64
}

func (g trendGrid) y(t int64) float64 { return g.bottom - part(t, g.full, g.bottom-g.top) }

func (g trendGrid) bar(i int) (x, w float64) {
	free := slotGap * g.slot
	return g.left + float64(i)*g.slot + free, g.slot - 2*free
}

// Scene draws one bar of lost time per month, from zero, and the budget of
// each month as a line across its slot.
func (t Trend) Scene(f Frame) Scene {
	g := t.grid(f)
	s := Scene{Width: f.Width, Height: g.bottom + 8.3}
	t.axis(&s, f, g)
	for i, m := range t.Months {
		x, w := g.bar(i)
		switch {
		case m.NoReport:
		case m.NoData:
			s.patch(x, g.top, w, g.bottom-g.top, KindNoData)
		case m.Lost > g.full:
			m.cut(&s, g, x, w)
		default:
			m.unknown(&s, g, x, w)
			m.bar(&s, g, x, w)
		}
		m.budget(&s, g, i)
		s.Spots = append(s.Spots, Spot{X: g.left + float64(i)*g.slot, Y: g.top, W: g.slot, H: g.bottom - g.top, Title: m.Title})
	}
	t.labels(&s, f, g)
	return s
}

func (t Trend) grid(f Frame) trendGrid {
	g := trendGrid{top: TrendTop, bottom: TrendTop + trendLow}
	if f.Inside || f.Width > OnPaper().Width {
		g.bottom = TrendTop + trendHigh
	}
	if f.Inside {
		g.left = inset
	}
	g.slot = (f.Width - g.left) / float64(max(12, len(t.Months)))
	highest := t.highest()
	for _, top := range trendTops {
		g.full, g.parts = top.minutes*minute, top.parts
		if g.full >= highest {
			break
		}
	}
	return g
}

// highest returns the greatest length that the axis must hold.
func (t Trend) highest() int64 {
	budget := int64(0)
	for _, m := range t.Months {
		budget = max(budget, m.Budget)
	}
	highest := budget
	for _, m := range t.Months {
		if budget == 0 || m.Lost <= cutAt*budget {
			highest = max(highest, m.Lost)
		}
	}
	return highest
}

func (t Trend) axis(s *Scene, f Frame, g trendGrid) {
	for i := int64(0); i <= g.parts; i++ {
		at := g.full / g.parts * i
		y, width, words := g.y(at), hairline, number(at/minute)
		if i == 0 {
			width = 0.25
		}
		if i == g.parts && !f.Inside {
			words += t.Unit
		}
		s.line(g.left, y, f.Width, y, Rule, width)
		s.axisLabel(f, y, words)
	}
}

func (m Month) fill() Role {
	switch {
	case m.Breached:
		return Breached
	case m.This:
		return Bar
	}
	return Bar2
}

func (m Month) bar(s *Scene, g trendGrid, x, w float64) {
	if m.Lost <= 0 {
		return
	}
	y := min(g.y(m.Lost), g.bottom-leastSize)
	s.fill(x, y, w, g.bottom-y, m.fill())
	if m.Breached {
		s.cross(x+w/2, y-1.6, 0.864, Breached, 0.45)
	}
}

// unknown draws the time without data on top of what was lost, as far as the
// axis goes. It does not set the axis: a gap of a day would hide every month.
func (m Month) unknown(s *Scene, g trendGrid, x, w float64) {
	bottom, top := g.y(m.Lost), g.y(min(m.Lost+m.Unknown, g.full))
	if m.Unknown <= 0 || bottom-top < leastSize {
		return
	}
	s.patch(x, top, w, bottom-top, KindNoData)
}

// cut draws a bar that is too long for the axis: up to the top, with a notch,
// and its length above it in words.
func (m Month) cut(s *Scene, g trendGrid, x, w float64) {
	s.fill(x, g.top, w, g.bottom-g.top, m.fill())
	s.add(Path{Stroke: Paper, Width: 1, Segments: [][]Point{
		{{x - 0.5, g.top + 2 + w}, {x + w + 0.5, g.top + 1}},
	}})
	size := Small * min(1, (g.slot-0.6)/TextWidth(m.LostText, Small, true))
	s.add(Text{X: x + w/2, Y: g.top - 0.8, Words: m.LostText, Size: size, Bold: true, Fill: m.fill(), Anchor: AtMiddle})
	if m.Breached {
		s.cross(x+w/2, g.bottom-3, min(0.864, w/3), Paper, 0.45)
	}
}

// budget draws the budget of a month as a line across its slot.
func (m Month) budget(s *Scene, g trendGrid, i int) {
	if m.NoReport || m.NoData || m.Budget <= 0 {
		return
	}
	free := slotBudget * g.slot
	x1, x2, y := g.left+float64(i)*g.slot+free, g.left+float64(i+1)*g.slot-free, g.y(m.Budget)
	if m.Lost > m.Budget {
		s.line(x1, y, x2, y, Paper, 0.9)
	}
	s.line(x1, y, x2, y, Ink, 0.4)
}

func (t Trend) labels(s *Scene, f Frame, g trendGrid) {
	for i, m := range t.Months {
		x, name := g.left+(float64(i)+0.5)*g.slot, m.Label
		if f.Narrow {
			name = first(name)
		}
		s.add(Text{X: x, Y: g.bottom + 3.8, Words: name, Size: Small, Bold: m.This, Fill: Ink, Anchor: AtMiddle})
		if !f.Narrow {
			s.value(x, g.bottom+7.4, g.slot, m, AtMiddle)
		}
	}
	if n := len(t.Months); f.Narrow && n > 0 {
		last := t.Months[n-1]
		s.text(g.left, g.bottom+7.4, t.Months[0].Label, Muted, AtStart)
		last.Value = last.Label + ": " + last.Value
		s.value(f.Width, g.bottom+7.4, g.slot, last, AtEnd)
	}
}

// value writes the availability of a month; in the middle of a slot it keeps a
// gap to its neighbours.
func (s *Scene) value(x, y, slot float64, m Month, anchor Anchor) {
	role := Ink
	if m.Breached {
		role = Breached
	}
	bold, size := m.This || m.Breached, Small
	if anchor == AtMiddle {
		size = Small * min(1, (slot-0.8)/TextWidth(m.Value, Small, bold))
	}
	s.add(Text{X: x, Y: y, Words: m.Value, Size: size, Bold: bold, Fill: role, Anchor: anchor})
}

// first returns the first letter of a word.
func first(word string) string {
	for _, r := range word {
		return string(r)
	}
	return ""
}
