package chart

// Mark draws the sign of a verdict with radius r in mm, in a square of 2.12 r.
func Mark(kind MarkKind, r float64) Scene {
	c := 1.06 * r
	s := Scene{Width: 2 * c, Height: 2 * c}
	switch kind {
	case MarkMet:
		s.ring(c, r, Met, 0, 0)
		s.check(c, r, Met, 0.17*r)
	case MarkAtRisk:
		s.ring(c, r, Degraded, 0, 0)
		s.check(c, r, Degraded, 0.17*r)
	case MarkBreached:
		s.add(Circle{X: c, Y: c, R: c, Fill: Breached})
		s.cross(c, c, 0.36*r, Paper, 0.2*r)
	case MarkUndetermined:
		s.ring(c, r, Undetermined, 0.5*r, 0.285*r)
		s.add(Text{X: c, Y: c + 0.5*r, Words: "?", Size: 1.4 * r, Bold: true, Fill: Undetermined, Anchor: AtMiddle})
	case MarkMetUnproven:
		s.ring(c, r, Undetermined, 0.5*r, 0.285*r)
		s.check(c, r, Undetermined, 0.17*r)
	case MarkBreachedUnproven:
		s.ring(c, r, Undetermined, 0.5*r, 0.285*r)
		s.cross(c, c, 0.36*r, Undetermined, 0.17*r)
	case MarkNoData:
		s.ring(c, r, NoData, 0.1*r, 0.24*r)
		s.line(c-0.4*r, c, c+0.4*r, c, NoData, 0.17*r)
	case MarkProvisional:
		s.ring(c, r, Muted, 0, 0)
		s.add(Circle{X: c, Y: c, R: r, Fill: Muted, RightHalf: true})
	case MarkCheck:
		s.check(c, 1.5*r, Met, 0.35*r)
	case MarkCross:
		s.cross(c, c, 0.6*r, Breached, 0.35*r)
	}
	return s
}

func (s *Scene) ring(c, r float64, stroke Role, dash, gap float64) {
	s.add(Circle{X: c, Y: c, R: r, Stroke: stroke, Width: 0.13 * r, Dash: dash, Gap: gap})
}

func (s *Scene) check(c, r float64, stroke Role, width float64) {
	s.add(Path{Stroke: stroke, Width: width, Round: true, Segments: [][]Point{
		{{c - 0.46*r, c + 0.04*r}, {c - 0.12*r, c + 0.38*r}, {c + 0.48*r, c - 0.34*r}},
	}})
}
