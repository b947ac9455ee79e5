package report

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The names of the fonts in the file: the part of Liberation Sans that reports
// mostly need, and all of it.
const (
	commonFont = "LiberationSans"
	wholeFont  = "LiberationSansWhole"
)

// A commonFace is what all documents need of the fonts: both cut to the common
// characters, and the widths of the first of these in thousandths of the em,
// regular and bold.
type commonFace struct {
	regular, bold []byte
	widths        [2][lastCommon + 1]int
}

// commonFonts cuts the fonts once for all documents. The PDF library parses
// and subsets a font anew for every document, and that of all 2,000 characters
// took more than half of the time of a report.
var commonFonts = sync.OnceValue(func() *commonFace {
	var b strings.Builder
	for r := rune(' '); r <= lastCommon; r++ {
		b.WriteRune(r)
	}
	cutset := b.String() + commonSigns
	common := &commonFace{regular: fpdf.UTF8CutFont(liberationsansregular.TTF, cutset), bold: fpdf.UTF8CutFont(liberationsansbold.TTF, cutset)}
	face, err := parseTypeface()
	if err != nil {
		panic(err) // the fonts are part of the program
	}
	for i := range common.widths {
		for r := range common.widths[i] {
			common.widths[i][r] = face.measure(rune(r), i)
		}
	}
	return common
})

const (
	lastCommon  = '\u017f' // Latin-1 and Latin Extended-A
	commonSigns = "\u2009\u202f–—‘’‚“”„†‡•…‰‹›€™−≈≠≤≥Σ→←□"
)

// isCommon reports whether text has only characters of the common fonts.
func isCommon(text string) bool {
	for _, r := range text {
		if r > lastCommon && !strings.ContainsRune(commonSigns, r) {
			return false
		}
	}
	return true
}

// noGlyph stands for a character that the font does not have.
const noGlyph = '□'

// A typeface measures text in Liberation Sans and knows which characters it
// has. It is for one document: it keeps widths and is not safe for two at once.
type typeface struct {
	faces   [2]*sfnt.Font // regular, bold
	widths  [2]map[rune]int
	wrapped map[setting][]textLine
	common  *commonFace
	buffer  sfnt.Buffer
	missing bool // a character was replaced
}

func newTypeface() (*typeface, error) {
	t, err := parseTypeface()
	if err != nil {
		return nil, err
	}
	t.common = commonFonts()
	return t, nil
}

func parseTypeface() (*typeface, error) {
	t := &typeface{widths: [2]map[rune]int{{}, {}}, wrapped: map[setting][]textLine{}}
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
	if r >= 0 && r <= lastCommon {
		return t.common.widths[i][r]
	}
	w, ok := t.widths[i][r]
	if !ok {
		w = t.measure(r, i)
		t.widths[i][r] = w
	}
	return w
}

// measure asks the font for the width of r.
func (t *typeface) measure(r rune, i int) int {
	if glyph, err := t.faces[i].GlyphIndex(&t.buffer, r); err == nil && glyph != 0 && r <= 0xffff {
		if a, err := t.faces[i].GlyphAdvance(&t.buffer, glyph, fixed.I(1000), font.HintingNone); err == nil {
			return a.Round()
		}
	}
	return 0
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
		if r >= ' ' && r <= '~' {
			continue
		}
		if r < ' ' || r == '\u00ad' || t.advance(r, false) == 0 || t.advance(r, true) == 0 || unicode.Is(unicode.Cf, r) {
			return true
		}
	}
	return false
}
