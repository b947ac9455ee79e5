package chart

import (
	"fmt"
	"strings"
	"testing"
)

func TestSVGScale(t *testing.T) {
	svg := SVG(september().Scene(OnScreen()), "Budget <1>", "")
	if !strings.Contains(svg, `viewBox="0 0 888 `) {
		t.Errorf("not 888 px wide: %.80s", svg)
	}
	if !strings.Contains(svg, `<title>Budget &lt;1&gt;</title>`) {
		t.Errorf("title is not escaped: %.120s", svg)
	}
	if strings.Contains(svg, "#") || strings.Contains(svg, "NaN") {
		t.Error("a colour or a NaN stands in the SVG")
	}
	if svg != SVG(september().Scene(OnScreen()), "Budget <1>", "") {
		t.Error("the same scene gives other bytes")
	}
}

func TestCSSHasEveryRole(t *testing.T) {
	for _, r := range Roles() {
		if !strings.Contains(CSS(), fmt.Sprintf(".f-%s{fill:var(--%s)}", r, r)) {
			t.Errorf("no rule for %s", r)
		}
	}
}

// A drawing with links is a group whose links stand beside the picture, never
// inside it; one without is a picture. Both have title and description.
func TestSVGWithLinksIsAGroup(t *testing.T) {
	s := Scene{Width: 10, Height: 10, Shapes: []Shape{Rect{W: 5, H: 5, Fill: Ink}}, Spots: []Spot{{W: 5, H: 5, Key: "k", Title: "words"}}}
	want := `<svg class="chart" viewBox="0 0 49.13 49.13" role="img"><title>T</title><desc>D</desc>` +
		`<path d="M0 0h24.57v24.57h-24.57z" class="f-ink"/><g class="spot" data-key="k"><title>words</title><rect x="0" y="0" width="24.57" height="24.57"/></g></svg>`
	if got := SVG(s, "T", "D"); got != want {
		t.Errorf("a picture:\n%s\nwant\n%s", got, want)
	}
	s.Spots[0].Href = "#a"
	got := SVG(s, "T", "D")
	for _, part := range []string{`role="group"><title>T</title><desc>D</desc><g aria-hidden="true"><path `, `</g><a href="#a"><g class="spot"`} {
		if !strings.Contains(got, part) {
			t.Errorf("a group lacks %s:\n%s", part, got)
		}
	}
}

// What stands side by side in one colour is one path; nothing needs a style
// attribute.
func TestSVGIsShort(t *testing.T) {
	box := Rect{W: 1, H: 1, Fill: Ink}
	s := Scene{Width: 1, Height: 1, Shapes: []Shape{box, box, Rect{W: 1, H: 1, Fill: Met}, box,
		Path{Segments: [][]Point{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}, Stroke: Ink, Width: 1}, Text{Words: "x", Size: Large}}}
	got := SVG(s, "", "")
	for _, want := range []string{
		`<path d="M0 0h4.91v4.91h-4.91zM0 0h4.91v4.91h-4.91z" class="f-ink"/><path d="M0 0h4.91v4.91h-4.91z" class="f-met"/>`,
		`<path d="M0 0V4.91H4.91L0 0" class="s-ink" stroke-width="4.91"/>`, `<text x="0" y="0" font-size="41.6" class="">x</text>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "style=") {
		t.Errorf("a style attribute: %s", got)
	}
}
