package report

import (
	"math"

	"codeberg.org/go-pdf/fpdf"

	"github.com/upledger/upledger/report/chart"
)

// draw paints a scene with its top left corner at (x, y).
func (s *sheet) draw(x, y float64, scene chart.Scene) {
	if s.dry {
		return
	}
	for _, shape := range scene.Shapes {
		switch v := shape.(type) {
		case chart.Rect:
			s.rect(x, y, v)
		case chart.Line:
			s.line(x+v.X1, y+v.Y1, x+v.X2, y+v.Y2, v.Width, onPaper(v.Stroke))
		case chart.Path:
			s.path(x, y, v)
		case chart.Circle:
			s.circle(x, y, v)
		case chart.Text:
			s.sceneText(x, y, v)
		}
	}
}

func (s *sheet) rect(x, y float64, r chart.Rect) {
	if r.W <= 0 || r.H <= 0 {
		return
	}
	if r.Fill != chart.NoRole && (r.Pattern == chart.Solid || r.Pattern == chart.Overspent) {
		s.fillColor(r.Fill)
		s.pdf.Rect(x+r.X, y+r.Y, r.W, r.H, "F")
	}
	if r.Stroke != chart.NoRole {
		s.stroke(r.Stroke, r.StrokeWidth)
		s.pdf.Rect(x+r.X, y+r.Y, r.W, r.H, "D")
	}
	if r.Pattern != chart.Solid {
		for _, p := range r.Lines() {
			s.path(x, y, p)
		}
	}
}

func (s *sheet) fillColor(role chart.Role) {
	c := onPaper(role)
	s.pdf.SetFillColor(c.r, c.g, c.b)
}

func (s *sheet) stroke(role chart.Role, width float64) {
	c := onPaper(role)
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(width)
}

func (s *sheet) path(x, y float64, p chart.Path) {
	op := ""
	if p.Fill != chart.NoRole {
		s.fillColor(p.Fill)
		op = "F"
	}
	if p.Stroke != chart.NoRole {
		s.stroke(p.Stroke, p.Width)
		op += "D"
	}
	if op == "" || len(p.Segments) == 0 {
		return
	}
	if p.Round {
		s.pdf.SetLineCapStyle("round")
		s.pdf.SetLineJoinStyle("round")
	}
	for _, seg := range p.Segments {
		for i, pt := range seg {
			if i == 0 {
				s.pdf.MoveTo(x+pt.X, y+pt.Y)
			} else {
				s.pdf.LineTo(x+pt.X, y+pt.Y)
			}
		}
		if p.Closed {
			s.pdf.ClosePath()
		}
	}
	s.pdf.DrawPath(op)
	if p.Round {
		s.pdf.SetLineCapStyle("butt")
		s.pdf.SetLineJoinStyle("miter")
	}
}

func (s *sheet) circle(x, y float64, c chart.Circle) {
	x, y = x+c.X, y+c.Y
	switch {
	case c.RightHalf:
		s.fillColor(c.Fill)
		s.pdf.Polygon(halfDisc(x, y, c.R), "F")
		return
	case c.Fill != chart.NoRole:
		s.fillColor(c.Fill)
		s.pdf.Circle(x, y, c.R, "F")
	}
	if c.Stroke == chart.NoRole {
		return
	}
	s.stroke(c.Stroke, c.Width)
	if c.Dash > 0 {
		s.pdf.SetDashPattern([]float64{c.Dash, c.Gap}, 0)
	}
	s.pdf.Circle(x, y, c.R, "D")
	if c.Dash > 0 {
		s.pdf.SetDashPattern(nil, 0)
	}
}

// halfDisc returns the right half of a disc as a polygon of short sides.
func halfDisc(x, y, r float64) []fpdf.PointType {
	const sides = 48
	points := make([]fpdf.PointType, 0, sides+1)
	for i := 0; i <= sides; i++ {
		sin, cos := math.Sincos(math.Pi * (float64(i)/sides - 0.5))
		points = append(points, fpdf.PointType{X: x + r*cos, Y: y + r*sin})
	}
	return points
}

func (s *sheet) sceneText(x, y float64, t chart.Text) {
	words := s.face.clean(t.Words)
	width := s.face.width(words, t.Size, t.Bold)
	x += t.X
	switch t.Anchor {
	case chart.AtMiddle:
		x -= width / 2
	case chart.AtEnd:
		x -= width
	}
	s.text(x, y+t.Y, words, style{size: t.Size, bold: t.Bold, color: t.Fill})
}
