package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// noGlyph stands for a character that the font does not have.
const noGlyph = '□'

// A typeface measures text in Liberation Sans and knows which characters it
// has. It is for one document: it keeps widths and is not safe for two at once.
type typeface struct {
	faces   [2]*sfnt.Font // regular, bold
	widths  [2]map[rune]int
	buffer  sfnt.Buffer
	missing bool // a character was replaced
}

func newTypeface() (*typeface, error) {
	t := &typeface{widths: [2]map[rune]int{{}, {}}}
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		face, err := sfnt.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("parse Liberation Sans: %w", err)
		}
		t.faces[i] = face
	}
	return t, nil
}

func weight(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

// advance returns the width of r in thousandths of the em, 0 if the font does
// not have it.
func (t *typeface) advance(r rune, bold bool) int {
	i := weight(bold)
	if w, ok := t.widths[i][r]; ok {
		return w
	}
	w := 0
	if glyph, err := t.faces[i].GlyphIndex(&t.buffer, r); err == nil && glyph != 0 && r <= 0xffff {
		if a, err := t.faces[i].GlyphAdvance(&t.buffer, glyph, fixed.I(1000), font.HintingNone); err == nil {
			w = a.Round()
		}
	}
	t.widths[i][r] = w
	return w
}

// width returns the width in mm of clean text at size mm.
func (t *typeface) width(text string, size float64, bold bool) float64 {
	sum := 0
	for _, r := range text {
		sum += t.advance(r, bold)
	}
	return float64(sum) / 1000 * size
}

// clean returns text as it can be set: every character is in the font, and
// nothing in it is invisible. What the font lacks becomes a box.
func (t *typeface) clean(text string) string {
	if !t.unclean(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\u2011':
			b.WriteByte('-')
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r == '\u00ad' || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || unicode.IsControl(r):
		case t.advance(r, false) == 0 && t.advance(r, true) == 0:
			t.missing = true
			b.WriteRune(noGlyph)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (t *typeface) unclean(text string) bool {
	for _, r := range text {
		if r < ' ' || r == '\u00ad' || t.advance(r, false) == 0 || t.advance(r, true) == 0 || unicode.Is(unicode.Cf, r) {
			return true
		}
	}
	return false
}
