package chart

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Roles returns every role that paints, in a fixed order.
func Roles() []Role {
	return []Role{Paper, Ink, Muted, Rule, Tint, Hit, Bar, Bar2, Met, Breached, Undetermined, Degraded, Maintenance, NoData}
}

// CSS returns the style rules that SVG relies on: role r is filled by class
// f-r and stroked by class s-r in the colour of the variable --r.
func CSS() string {
	var b strings.Builder
	b.WriteString(".chart path,.chart circle,.chart rect,.mark path,.mark circle,.mark rect{fill:none}\n")
	for _, r := range Roles() {
		fmt.Fprintf(&b, ".chart .f-%[1]s,.mark .f-%[1]s{fill:var(--%[1]s)}.chart .s-%[1]s,.mark .s-%[1]s{stroke:var(--%[1]s)}\n", r)
	}
	b.WriteString(".chart .b,.mark .b{font-weight:700}.chart .r{stroke-linecap:round;stroke-linejoin:round}.mark .r{stroke-linecap:round;stroke-linejoin:round}\n")
	b.WriteString(".chart .spot rect{fill:transparent;stroke:none}\n")
	return b.String()
}

// SVG draws a scene as one svg element of class "chart" for an HTML page, 13
// px of type wherever the scene has small type. Colours come from the rules of
// CSS; nothing in it needs a style attribute or a script. The title is read out
// instead of the drawing; desc may be "". A scene with spots that lead
// somewhere is a group, so that its links can be reached; any other is a
// picture. Without a title the drawing is hidden from screen readers.
func SVG(s Scene, title, desc string) string { return string(AppendSVG(nil, s, title, desc)) }

// AppendSVG appends what SVG returns to b.
func AppendSVG(b []byte, s Scene, title, desc string) []byte { return svg(b, s, "chart", title, desc) }

// MarkSVG draws the sign of a verdict as an svg element of class "mark", hidden
// from screen readers: the word beside it says the same.
func MarkSVG(kind MarkKind, r float64) string { return string(svg(nil, Mark(kind, r), "mark", "", "")) }

func svg(b []byte, s Scene, class, title, desc string) []byte {
	c := &canvas{b: b}
	c.write(`<svg class="`, class, `" viewBox="0 0 `)
	c.px(s.Width)
	c.write(" ")
	c.px(s.Height)
	role := ` role="img">`
	leads := slices.ContainsFunc(s.Spots, func(p Spot) bool { return p.Href != "" })
	switch {
	case title == "":
		role = ` aria-hidden="true">`
	case leads:
		role = ` role="group">`
	}
	c.write(`"`, role)
	if title != "" {
		c.write("<title>", html.EscapeString(title), "</title>")
	}
	if desc != "" {
		c.write("<desc>", html.EscapeString(desc), "</desc>")
	}
	if leads {
		c.write(`<g aria-hidden="true">`)
	}
	c.shapes(s.Shapes)
	if leads {
		c.write("</g>")
	}
	for _, p := range s.Spots {
		c.spot(p)
	}
	c.write("</svg>")
	return c.b
}

// A canvas writes shapes as SVG.
type canvas struct{ b []byte }

func (c *canvas) write(parts ...string) {
	for _, p := range parts {
		c.b = append(c.b, p...)
	}
}

// px writes a length in pixels with at most two decimals.
func (c *canvas) px(mm float64) {
	if math.IsNaN(mm) || math.IsInf(mm, 0) {
		c.write("NaN") // seen by the tests
		return
	}
	hundredths := int64(math.Round(mm * PixelsPerMM * 100))
	if hundredths < 0 {
		c.b = append(c.b, '-')
		hundredths = -hundredths
	}
	c.b = strconv.AppendInt(c.b, hundredths/100, 10)
	switch rest := byte(hundredths % 100); {
	case rest == 0:
	case rest%10 == 0:
		c.b = append(c.b, '.', '0'+rest/10)
	default:
		c.b = append(c.b, '.', '0'+rest/10, '0'+rest%10)
	}
}

// attr writes an attribute that is a length.
func (c *canvas) attr(name string, mm float64) {
	c.write(" ", name, `="`)
	c.px(mm)
	c.write(`"`)
}

// paint writes the class attribute and the width of a stroke.
func (c *canvas) paint(fill, stroke Role, width float64, more string) {
	c.write(` class="`)
	space := ""
	if fill != NoRole {
		c.write("f-", string(fill))
		space = " "
	}
	if stroke != NoRole {
		c.write(space, "s-", string(stroke))
		space = " "
	}
	if more != "" {
		c.write(space, more)
	}
	c.write(`"`)
	if stroke != NoRole {
		c.attr("stroke-width", width)
	}
}

// shapes draws what follows one another in the same colour as one path: days
// and checks are many.
func (c *canvas) shapes(shapes []Shape) {
	for i := 0; i < len(shapes); i++ {
		r, ok := shapes[i].(Rect)
		if !ok || !r.plain() {
			c.shape(shapes[i])
			continue
		}
		c.write(`<path d="`)
		c.box(r)
		for i+1 < len(shapes) {
			next, ok := shapes[i+1].(Rect)
			if !ok || !next.plain() || next.Fill != r.Fill {
				break
			}
			c.box(next)
			i++
		}
		c.write(`"`)
		c.paint(r.Fill, NoRole, 0, "")
		c.write("/>")
	}
}

// plain reports whether r is only filled.
func (r Rect) plain() bool { return r.Pattern == Solid && r.Stroke == NoRole }

// box writes a rectangle as a part of a path.
func (c *canvas) box(r Rect) {
	c.write("M")
	c.point(Point{r.X, r.Y})
	c.write("h")
	c.px(r.W)
	c.write("v")
	c.px(r.H)
	c.write("h")
	c.px(-r.W)
	c.write("z")
}

func (c *canvas) point(p Point) {
	c.px(p.X)
	c.write(" ")
	c.px(p.Y)
}

func (c *canvas) shape(shape Shape) {
	switch x := shape.(type) {
	case Rect:
		c.rect(x)
	case Line:
		c.path(Path{Segments: [][]Point{{{x.X1, x.Y1}, {x.X2, x.Y2}}}, Stroke: x.Stroke, Width: x.Width})
	case Path:
		c.path(x)
	case Circle:
		c.circle(x)
	case Text:
		c.text(x)
	}
}

func (c *canvas) rect(r Rect) {
	if r.Pattern == Solid || r.Pattern == Overspent {
		c.write("<rect")
		c.attr("x", r.X)
		c.attr("y", r.Y)
		c.attr("width", r.W)
		c.attr("height", r.H)
		c.paint(r.Fill, r.Stroke, r.StrokeWidth, "")
		c.write("/>")
	}
	if r.Pattern == Solid {
		return
	}
	for _, p := range r.Lines() {
		c.path(p)
	}
}

func (c *canvas) path(p Path) {
	c.write(`<path d="`)
	for _, seg := range p.Segments {
		if r, ok := upright(seg); ok && p.Closed {
			c.box(r)
			continue
		}
		for i, pt := range seg {
			switch {
			case i == 0:
				c.write("M")
				c.point(pt)
			case pt.X == seg[i-1].X:
				c.write("V")
				c.px(pt.Y)
			case pt.Y == seg[i-1].Y:
				c.write("H")
				c.px(pt.X)
			default:
				c.write("L")
				c.point(pt)
			}
		}
		if p.Closed {
			c.write("Z")
		}
	}
	c.write(`"`)
	more := ""
	if p.Round {
		more = "r"
	}
	c.paint(p.Fill, p.Stroke, p.Width, more)
	c.write("/>")
}

// upright returns the rectangle that four points draw, if they do.
func upright(p []Point) (Rect, bool) {
	if len(p) != 4 || p[0].Y != p[1].Y || p[1].X != p[2].X || p[2].Y != p[3].Y || p[3].X != p[0].X {
		return Rect{}, false
	}
	return Rect{X: p[0].X, Y: p[0].Y, W: p[1].X - p[0].X, H: p[2].Y - p[1].Y}, true
}

func (c *canvas) circle(o Circle) {
	if o.RightHalf {
		c.write(`<path d="M`)
		c.point(Point{o.X, o.Y - o.R})
		c.write("A")
		c.point(Point{o.R, o.R})
		c.write(" 0 0 1 ")
		c.point(Point{o.X, o.Y + o.R})
		c.write(`Z"`)
		c.paint(o.Fill, NoRole, 0, "")
		c.write("/>")
		return
	}
	c.write("<circle")
	c.attr("cx", o.X)
	c.attr("cy", o.Y)
	c.attr("r", o.R)
	c.paint(o.Fill, o.Stroke, o.Width, "")
	if o.Dash > 0 {
		c.write(` stroke-dasharray="`)
		c.point(Point{o.Dash, o.Gap})
		c.write(`"`)
	}
	c.write("/>")
}

func (c *canvas) text(t Text) {
	c.write("<text")
	c.attr("x", t.X)
	c.attr("y", t.Y)
	if t.Anchor != AtStart {
		c.write(` text-anchor="`, string(t.Anchor), `"`)
	}
	if t.Size != Small {
		c.attr("font-size", t.Size)
	}
	more := ""
	if t.Bold {
		more = "b"
	}
	c.paint(t.Fill, NoRole, 0, more)
	c.write(">", html.EscapeString(t.Words), "</text>")
}

// spot writes a place that can be pointed at, or reached with the keyboard
// where it leads somewhere.
func (c *canvas) spot(p Spot) {
	if p.Title == "" && p.Href == "" {
		return
	}
	if p.Href != "" {
		c.write(`<a href="`, html.EscapeString(p.Href), `">`)
	}
	c.write(`<g class="spot"`)
	if p.Key != "" {
		c.write(` data-key="`, html.EscapeString(p.Key), `"`)
	}
	c.write("><title>", html.EscapeString(p.Title), "</title><rect")
	c.attr("x", p.X)
	c.attr("y", p.Y)
	c.attr("width", p.W)
	c.attr("height", p.H)
	c.write("/></g>")
	if p.Href != "" {
		c.write("</a>")
	}
}
