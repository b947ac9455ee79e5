package chart

import "slices"

// lanes draws what each series of checks saw and returns how far down the
// drawing goes.
func (t Timeline) lanes(s *Scene, f Frame, g timeGrid, y float64) float64 {
	if len(t.Lanes) == 0 {
		return y
	}
	if t.tooMany() {
		top := laneLabel(s, f, &y, t.Words.Combined)
		t.combined(s, g, top)
		return y
	}
	for _, l := range t.Lanes {
		l.draw(s, g, laneLabel(s, f, &y, l.Label))
	}
	return y
}

// laneLabel names a lane, moves y past it and returns the top of its boxes.
func laneLabel(s *Scene, f Frame, y *float64, words string) float64 {
	if f.Inside {
		s.text(0, *y+3.6, fit(words, f.Width), Muted, AtStart)
		*y += 3.4
	} else {
		s.sideLabel(*y+lineHeight, fit(words, 42))
	}
	*y += laneHeight
	return *y - laneHeight + 1.2
}

func (t Timeline) tooMany() bool {
	for _, l := range t.Lanes {
		if l.Interval > 0 && l.Interval < leastChecks {
			return true
		}
	}
	return len(t.Lanes) > mostLanes
}

// draw draws one box per failed check and one dot per good one, or stretches
// where checks are too near to one another to be told apart.
func (l Lane) draw(s *Scene, g timeGrid, top float64) {
	pitch := part(l.Interval, g.to-g.from, g.width)
	var dots [][]Point
	for _, r := range l.Runs {
		from, to := max(r.From, g.from), min(r.To, g.to)
		if to <= from {
			continue
		}
		if pitch < leastPitch {
			stretch(s, g, from, to, r.Failed, top)
			continue
		}
		// the first check of the run that lies in the window
		k := (from - r.From + l.Interval - 1) / l.Interval
		for at := r.From + k*l.Interval; at < to; at += l.Interval {
			if r.Failed {
				s.fill(g.x(at)+0.2, top, pitch-0.4, 3, Ink)
			} else {
				x, y := g.x(at)+pitch/2, top+1.5
				dots = append(dots, []Point{{x, y - 0.4}, {x, y + 0.4}})
			}
		}
	}
	if len(dots) > 0 {
		s.add(Path{Segments: dots, Stroke: NoData, Width: 0.4})
	}
}

func stretch(s *Scene, g timeGrid, from, to int64, failed bool, top float64) {
	x, w := g.x(from), g.x(to)-g.x(from)
	if failed {
		s.fill(x, top, max(w, leastSize), 3, Ink)
		return
	}
	s.fill(x, top+1.3, w, 0.4, NoData)
}

// combined draws one lane for all: as high as the share of the lanes that
// failed, at every instant.
func (t Timeline) combined(s *Scene, g timeGrid, top float64) {
	var cuts []int64
	for _, l := range t.Lanes {
		for _, r := range l.Runs {
			if r.To > g.from && r.From < g.to {
				cuts = append(cuts, max(r.From, g.from), min(r.To, g.to))
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 1; i < len(cuts); i++ {
		failed, speaking := t.speaking(cuts[i-1])
		x, w := g.x(cuts[i-1]), g.x(cuts[i])-g.x(cuts[i-1])
		switch {
		case speaking == 0:
		case failed == 0:
			s.fill(x, top+1.3, w, 0.4, NoData)
		default:
			h := 3 * float64(failed) / float64(speaking)
			s.fill(x, top+3-h, max(w, leastSize), h, Ink)
		}
	}
}

// speaking counts the lanes with a run at the instant at, and those of them
// that failed.
func (t Timeline) speaking(at int64) (failed, all int) {
	for _, l := range t.Lanes {
		for _, r := range l.Runs {
			if r.From > at || r.To <= at {
				continue
			}
			all++
			if r.Failed {
				failed++
			}
			break
		}
	}
	return failed, all
}
