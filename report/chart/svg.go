package chart

import (
	"fmt"
	"html"
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
// CSS. The title is read out instead of the drawing; desc may be "".
func SVG(s Scene, title, desc string) string { return svg(s, "chart", title, desc) }

// MarkSVG draws the sign of a verdict as an svg element of class "mark", hidden
// from screen readers: the word beside it says the same.
func MarkSVG(kind MarkKind, r float64) string { return svg(Mark(kind, r), "mark", "", "") }

func svg(s Scene, class, title, desc string) string {
	c := &canvas{}
	fmt.Fprintf(&c.b, `<svg class="%s" viewBox="0 0 %s %s"`, class, px(s.Width), px(s.Height))
	if title == "" {
		c.b.WriteString(` aria-hidden="true">`)
	} else {
		fmt.Fprintf(&c.b, ` role="img" aria-label="%s">`, html.EscapeString(title))
	}
	if desc != "" {
		fmt.Fprintf(&c.b, "<desc>%s</desc>", html.EscapeString(desc))
	}
	for _, shape := range s.Shapes {
		c.shape(shape)
	}
	for _, p := range s.Spots {
		c.spot(p)
	}
	c.b.WriteString("</svg>")
	return c.b.String()
}

// A canvas writes shapes as SVG.
type canvas struct{ b strings.Builder }

// px returns a length in pixels with at most two decimals.
func px(mm float64) string {
	text := strconv.FormatFloat(mm*PixelsPerMM, 'f', 2, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

// paint returns the class attribute and the width of a stroke.
func paint(fill, stroke Role, width float64, more string) string {
	var classes []string
	if fill != NoRole {
		classes = append(classes, "f-"+string(fill))
	}
	if stroke != NoRole {
		classes = append(classes, "s-"+string(stroke))
	}
	if more != "" {
		classes = append(classes, more)
	}
	out := ` class="` + strings.Join(classes, " ") + `"`
	if stroke != NoRole {
		out += ` stroke-width="` + px(width) + `"`
	}
	return out
}

func (c *canvas) shape(shape Shape) {
	switch x := shape.(type) {
	case Rect:
		c.rect(x)
	case Line:
		fmt.Fprintf(&c.b, `<path d="M%s %sL%s %s"%s/>`, px(x.X1), px(x.Y1), px(x.X2), px(x.Y2), paint(NoRole, x.Stroke, x.Width, ""))
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
		fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s"%s/>`, px(r.X), px(r.Y), px(r.W), px(r.H), paint(r.Fill, r.Stroke, r.StrokeWidth, ""))
	}
	if r.Pattern == Solid {
		return
	}
	for _, p := range r.Lines() {
		c.path(p)
	}
}

func (c *canvas) path(p Path) {
	more := ""
	if p.Round {
		more = "r"
	}
	c.b.WriteString(`<path d="`)
	for _, seg := range p.Segments {
		for i, pt := range seg {
			op := "L"
			if i == 0 {
				op = "M"
			}
			c.b.WriteString(op + px(pt.X) + " " + px(pt.Y))
		}
		if p.Closed {
			c.b.WriteString("Z")
		}
	}
	c.b.WriteString(`"` + paint(p.Fill, p.Stroke, p.Width, more) + "/>")
}

func (c *canvas) circle(o Circle) {
	if o.RightHalf {
		fmt.Fprintf(&c.b, `<path d="M%s %sA%s %s 0 0 1 %s %sZ"%s/>`, px(o.X), px(o.Y-o.R), px(o.R), px(o.R), px(o.X), px(o.Y+o.R), paint(o.Fill, NoRole, 0, ""))
		return
	}
	dash := ""
	if o.Dash > 0 {
		dash = ` stroke-dasharray="` + px(o.Dash) + " " + px(o.Gap) + `"`
	}
	fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="%s"%s%s/>`, px(o.X), px(o.Y), px(o.R), paint(o.Fill, o.Stroke, o.Width, ""), dash)
}

func (c *canvas) text(t Text) {
	more := ""
	if t.Bold {
		more = "b"
	}
	size, anchor := "", ""
	if t.Size != Small {
		size = ` style="font-size:` + px(t.Size) + `px"`
	}
	if t.Anchor != AtStart {
		anchor = ` text-anchor="` + string(t.Anchor) + `"`
	}
	fmt.Fprintf(&c.b, `<text x="%s" y="%s"%s%s%s>%s</text>`, px(t.X), px(t.Y), anchor, size, paint(t.Fill, NoRole, 0, more), html.EscapeString(t.Words))
}

// spot writes a place that can be pointed at, or reached with the keyboard
// where it leads somewhere.
func (c *canvas) spot(p Spot) {
	if p.Title == "" && p.Href == "" {
		return
	}
	if p.Href != "" {
		fmt.Fprintf(&c.b, `<a href="%s">`, html.EscapeString(p.Href))
	}
	fmt.Fprintf(&c.b, `<g class="spot" data-key="%s"><title>%s</title><rect x="%s" y="%s" width="%s" height="%s"/></g>`,
		html.EscapeString(p.Key), html.EscapeString(p.Title), px(p.X), px(p.Y), px(p.W), px(p.H))
	if p.Href != "" {
		c.b.WriteString("</a>")
	}
}
