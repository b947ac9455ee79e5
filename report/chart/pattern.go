package chart

import "math"

// Pitches of the patterns in mm.
const (
	linePitch  = 1.2
	hatchPitch = 1.5 // measured across the lines
)

// Lines returns the lines of the pattern of r, clipped to it, and its outline
// where the pattern has one. A canvas strokes them; only Overspent is filled
// before.
func (r Rect) Lines() []Path {
	stroke := r.Fill
	if r.Pattern == Overspent {
		stroke = Paper
	}
	lines := Path{Stroke: stroke, Width: outline, Segments: r.segments()}
	if r.Pattern == Overspent {
		return []Path{lines}
	}
	d := outline / 2
	left, top, right, bottom := r.X+d, r.Y+d, r.X+r.W-d, r.Y+r.H-d
	edge := Path{Stroke: stroke, Width: outline, Closed: true, Segments: [][]Point{
		{{left, top}, {right, top}, {right, bottom}, {left, bottom}},
	}}
	if len(lines.Segments) == 0 {
		return []Path{edge}
	}
	return []Path{lines, edge}
}

func (r Rect) segments() [][]Point {
	var out [][]Point
	right, bottom := r.X+r.W, r.Y+r.H
	switch r.Pattern {
	case Vertical:
		for x := r.X + linePitch; x < right-0.05; x += linePitch {
			out = append(out, []Point{{x, r.Y}, {x, bottom}})
		}
	case Horizontal:
		for y := r.Y + linePitch; y < bottom-0.05; y += linePitch {
			out = append(out, []Point{{r.X, y}, {right, y}})
		}
	case Hatch, Overspent:
		// A rising line meets the left edge c below the top, or would.
		step := hatchPitch * math.Sqrt2
		for c := step; c < r.W+r.H; c += step {
			from := Point{r.X, r.Y + c}
			if c > r.H {
				from = Point{r.X + c - r.H, bottom}
			}
			to := Point{r.X + c, r.Y}
			if c > r.W {
				to = Point{right, r.Y + c - r.W}
			}
			out = append(out, []Point{from, to})
		}
	}
	return out
}
