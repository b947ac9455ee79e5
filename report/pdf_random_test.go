package report

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla"
)

// Any text can be set: nothing of it is lost but what is invisible, no line is
// wider than its column, and the result has only characters of the font.
func TestAnyTextFitsAnyColumn(t *testing.T) {
	face, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		width := rapid.Float64Range(5, 130).Draw(t, "width")
		clean := face.clean(text)
		if face.clean(clean) != clean {
			t.Fatalf("%q is not clean after cleaning", clean)
		}
		for _, r := range clean {
			if face.advance(r, false) == 0 || face.advance(r, true) == 0 || r > 0xffff {
				t.Fatalf("%q is not in the font", r)
			}
		}
		for _, l := range face.wrapText(text, sizeS, width, true) {
			if w := face.width(prose(l).text(), sizeS, true); w > width+0.5 {
				t.Fatalf("line %q is %.2f mm wide, column %.2f mm", prose(l).text(), w, width)
			}
		}
		if cut := face.cut(text, sizeS, width, false); face.width(cut, sizeS, false) > width+0.001 {
			t.Fatalf("cut to %.2f mm: %q is wider", width, cut)
		}
	})
}

// Whatever the names are, there is a PDF, and the same one twice.
func TestAnyNameGivesAPDF(t *testing.T) {
	doc := example1(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		a := &doc.Result.Agreement
		a.Customer, a.Provider.Name, a.Provider.Color = name, name, name
		a.Causes[0].Label = sla.Text{"": name}
		s := a.Services["crm"]
		s.Name = name
		a.Services["crm"] = s
		doc.Generator = name
		doc.Result.Incidents[0].Summary = sla.Text{"": strings.Repeat(name, 20)}
		var once, twice bytes.Buffer
		if err := PDF(&once, doc); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if err := PDF(&twice, doc); err != nil {
			t.Fatalf("%q, the second time: %v", name, err)
		}
		if !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("%q: other bytes the second time", name)
		}
	})
}

// Hebrew is drawn from right to left, figures and Latin in it from left to
// right; what has no right-to-left letters stays as it is.
func TestHebrewIsDrawnFromTheRight(t *testing.T) {
	for line, want := range map[string]string{
		"ACME GmbH, 99,9 %": "ACME GmbH, 99,9 %",
		"אבג":               "גבא",
		"Kunde אבג GmbH":    "Kunde גבא GmbH",
		"אבג 12 דהו":        "והד 12 גבא",
		"אבג, 1.250 דהו.":   "והד 1.250 ,גבא.",
		"אב □□ A":           "בא □□ A",
	} {
		check(t, line, visual(line), want)
	}
}

// What is remembered of a text stays as it was, whatever is made of it.
func TestLimitLeavesRememberedLinesAlone(t *testing.T) {
	face, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("Wort ", 40)
	before := len(face.wrapText(text, sizeS, 30, false)[1][0].Text)
	face.limit(face.wrapText(text, sizeS, 30, false), 2, sizeS, 30)
	check(t, "second line", len(face.wrapText(text, sizeS, 30, false)[1][0].Text), before)
}
