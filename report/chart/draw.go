package chart

import "strconv"

// Line widths in mm.
const (
	hairline = 0.15
	thin     = 0.2
	outline  = 0.25
	bracket  = 0.3
)

const (
	hang      = 1.6 // mm between the labels of an axis and x = 0
	inset     = 5.3 // mm that a narrow frame gives to the labels of an axis
	rise      = 0.95
	million   = 1_000_000
	minute    = 60 * million // in microseconds
	hour      = 60 * minute
	leastSize = 0.25 // mm below which nothing shrinks that must be seen
	// leastPattern is the size in mm below which a pattern cannot be told and
	// the shape becomes solid.
	leastPattern = 1.5
)

func (s *Scene) add(shapes ...Shape) { s.Shapes = append(s.Shapes, shapes...) }

func (s *Scene) text(x, y float64, words string, fill Role, anchor Anchor) {
	s.add(Text{X: x, Y: y, Words: words, Size: Small, Fill: fill, Anchor: anchor})
}

func (s *Scene) bold(x, y float64, words string, fill Role, anchor Anchor) {
	s.add(Text{X: x, Y: y, Words: words, Size: Small, Bold: true, Fill: fill, Anchor: anchor})
}

func (s *Scene) line(x1, y1, x2, y2 float64, stroke Role, width float64) {
	s.add(Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Stroke: stroke, Width: width})
}

func (s *Scene) fill(x, y, w, h float64, fill Role) {
	s.add(Rect{X: x, Y: y, W: w, H: h, Fill: fill})
}

// axisLabel writes a label of the vertical axis, its middle at the height y.
func (s *Scene) axisLabel(f Frame, y float64, words string) {
	if f.Inside {
		s.text(inset-hang, y+rise, words, Muted, AtEnd)
		return
	}
	s.text(-hang, y+rise, words, Muted, AtEnd)
	s.Left = max(s.Left, hang+TextWidth(words, Small, false))
}

// cross draws a cross with arms of the given reach.
func (s *Scene) cross(x, y, reach float64, stroke Role, width float64) {
	s.add(Path{Stroke: stroke, Width: width, Round: true, Segments: [][]Point{
		{{x - reach, y - reach}, {x + reach, y + reach}},
		{{x + reach, y - reach}, {x - reach, y + reach}},
	}})
}

// patch fills a rectangle with the colour or the pattern of a kind of time.
func (s *Scene) patch(x, y, w, h float64, k Kind) {
	role, pattern := k.look()
	if pattern != Solid && (w < leastPattern || h < leastPattern) {
		pattern = Solid
	}
	if pattern != Solid {
		s.fill(x, y, w, h, Paper)
	}
	s.add(Rect{X: x, Y: y, W: w, H: h, Fill: role, Pattern: pattern})
}

func (k Kind) look() (Role, Pattern) {
	switch k {
	case KindDown:
		return Breached, Solid
	case KindDegraded:
		return Degraded, Solid
	case KindMaintenance:
		return Maintenance, Vertical
	case KindExcluded:
		return Muted, Horizontal
	case KindNoData:
		return NoData, Hatch
	}
	return Tint, Solid
}

// loses reports whether k is drawn as large as the share of users.
func (k Kind) loses() bool { return k == KindDown || k == KindDegraded }

// part returns what share of whole x is, as a share of size.
func part(x, whole int64, size float64) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(x) / float64(whole) * size
}

func share(ppm int) float64 { return float64(min(max(ppm, 0), million)) / million }

func number(n int64) string { return strconv.FormatInt(n, 10) }
