package chart

// LatencyTop is the distance in mm from the top of the scene of a Latency to
// the top of its axis.
const LatencyTop = 3.2

// A Latency is the chart of how long checks took, day by day.
type Latency struct {
	Days []LatencyDay
	Unit string // follows the top axis label, with its space: " ms"
	Per  int64  // microseconds of one Unit; 0: milliseconds
	// Names of the three lines: "Median", "95 %", "99 %".
	Names [3]string
}

// A LatencyDay is one day: the lengths that half, 95 % and 99 % of the checks
// did not exceed, in microseconds.
type LatencyDay struct {
	Label     string // "21"
	None      bool   // no check of the day says how long it took: the lines are broken
	Quantiles [3]int64
}

// latencyRoles are the colours of the three lines, the median first.
var latencyRoles = [3]Role{Ink, Bar2, Bar}

// latencyWidths are their widths in mm: colour alone must not tell them apart.
var latencyWidths = [3]float64{0.5, 0.3, 0.3}

// Scene draws one line per quantile, from zero. Their names stand at their ends.
func (l Latency) Scene(f Frame) Scene {
	g, s := l.grid(f), Scene{Width: f.Width, Height: LatencyTop + trendHigh + 4.7}
	for i := int64(0); i <= g.parts; i++ {
		at := g.full / g.parts * i
		words := number(at / l.per())
		if i == g.parts && !f.Inside {
			words += l.Unit
		}
		s.line(g.left, g.y(at), g.left+g.slot*float64(len(l.Days)), g.y(at), Rule, hairline)
		if f.Inside {
			s.text(g.left-hang, g.y(at)+rise, words, Muted, AtEnd)
		} else {
			s.axisLabel(f, g.y(at), words)
		}
	}
	for q := range latencyRoles {
		s.add(Path{Segments: l.segments(g, q), Stroke: latencyRoles[q], Width: latencyWidths[q], Round: true})
	}
	l.names(&s, g)
	for i, d := range l.Days {
		if len(l.Days) <= 10 || i == 0 || (i+1)%5 == 0 {
			s.text(g.middle(i), g.bottom+3.8, d.Label, Ink, AtMiddle)
		}
	}
	return s
}

// latencySteps are the possible tops of the axis below a power of ten, and into
// how many parts grid lines cut each.
var latencySteps = []struct{ top, parts int64 }{{1, 2}, {2, 2}, {3, 3}, {5, 5}}

// grid leaves room on the right for the names of the lines.
func (l Latency) grid(f Frame) trendGrid {
	g := trendGrid{top: LatencyTop, bottom: LatencyTop + trendHigh}
	g.full, g.parts = l.scale()
	if f.Inside {
		g.left = TextWidth(number(g.full/l.per()), Small, false) + hang
	}
	names := 0.0
	for _, n := range l.Names {
		names = max(names, TextWidth(n, Small, false))
	}
	g.slot = (f.Width - g.left - names - hang) / float64(max(len(l.Days), 1))
	return g
}

// scale returns the top of the axis in microseconds, and into how many parts
// grid lines cut it so that their labels are whole numbers.
func (l Latency) scale() (full, parts int64) {
	for power := l.per(); ; power *= 10 {
		for _, step := range latencySteps {
			full, parts = step.top*power, step.parts
			if full < l.highest() {
				continue
			}
			if full/parts%l.per() != 0 {
				parts = 1
			}
			return full, parts
		}
	}
}

func (l Latency) per() int64 {
	if l.Per <= 0 {
		return 1000
	}
	return l.Per
}

func (l Latency) highest() int64 {
	highest := int64(0)
	for _, d := range l.Days {
		highest = max(highest, d.Quantiles[2])
	}
	return highest
}

func (g trendGrid) middle(i int) float64 { return g.left + (float64(i)+0.5)*g.slot }

// segments are the points of one line, broken where days have no lengths. A
// day alone is a short stroke.
func (l Latency) segments(g trendGrid, q int) [][]Point {
	var all [][]Point
	var now []Point
	flush := func() {
		if len(now) == 1 {
			p := now[0]
			now = []Point{{p.X - g.slot/4, p.Y}, {p.X + g.slot/4, p.Y}}
		}
		if len(now) > 0 {
			all = append(all, now)
		}
		now = nil
	}
	for i, d := range l.Days {
		if d.None {
			flush()
			continue
		}
		now = append(now, Point{g.middle(i), g.y(d.Quantiles[q])})
	}
	flush()
	return all
}

// names writes the name of each line at the height of its last day, the
// greatest first, none over another.
func (l Latency) names(s *Scene, g trendGrid) {
	last := -1
	for i, d := range l.Days {
		if !d.None {
			last = i
		}
	}
	if last < 0 {
		return
	}
	x := g.left + g.slot*float64(len(l.Days)) + hang
	// The lowest may need room for itself and none below the axis.
	var y [3]float64
	free := g.bottom
	for q := range y {
		y[q] = min(g.y(l.Days[last].Quantiles[q]), free)
		free = y[q] - lineHeight
	}
	for q, words := range l.Names {
		s.text(x, y[q]+rise, words, Ink, AtStart)
	}
}
