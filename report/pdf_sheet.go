package report

import (
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"

	"github.com/upledger/upledger/report/chart"
)

// The page, in mm.
const (
	pageLeft    = 17.0
	pageRight   = 193.0
	contentLeft = 62.0
	contentWide = 131.0
	hangWide    = 38.0 // text in the hanging column
	lastLine    = 276.0
	labelRight  = 60.4
)

// The styles of most texts.
var (
	small      = style{size: sizeS}
	smallMuted = style{size: sizeS, color: chart.Muted}
	medium     = style{size: sizeM}
	mediumBold = style{size: sizeM, bold: true}
)

// Sizes of type and their leading, in mm.
const (
	sizeS, leadS = chart.Small, 3.6
	sizeM, leadM = chart.Medium, 4.8
	sizeL        = chart.Large
	pointsPerMM  = 72 / 25.4
)

const (
	ruleWidth = 0.2
	hairWidth = 0.15
)

// A rgb is a colour on paper.
type rgb struct{ r, g, b int }

// onPaper returns the colour of a role in print, ink for none.
func onPaper(role chart.Role) rgb {
	if role == chart.NoRole {
		role = chart.Ink
	}
	return parseRGB(palette[role][0])
}

// parseRGB reads "#rrggbb".
func parseRGB(color string) rgb {
	n, err := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 32)
	if err != nil {
		panic(err) // the palette and the accent of a view are hex digits
	}
	return rgb{int(n >> 16 & 255), int(n >> 8 & 255), int(n & 255)}
}

// A style is how a piece of text looks.
type style struct {
	size  float64 // mm
	bold  bool
	color chart.Role // "": ink
	right bool       // ends at x
}

// A sheet is a PDF in the making.
type sheet struct {
	pdf    *fpdf.Fpdf
	face   *typeface
	accent rgb
	dry    bool // nothing is drawn: to see how much room something takes
}

func newSheet(accent string) (*sheet, error) {
	face, err := newTypeface()
	if err != nil {
		return nil, err
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	common := commonFonts()
	pdf.AddUTF8FontFromBytes(commonFont, "", common.regular)
	pdf.AddUTF8FontFromBytes(commonFont, "B", common.bold)
	return &sheet{pdf: pdf, face: face, accent: parseRGB(lightAccent(accent))}, nil
}

// setFont chooses the font that has all of text.
func (s *sheet) setFont(text string, weight string, size float64) {
	family := commonFont
	if !isCommon(text) {
		family = wholeFont
		s.pdf.AddUTF8FontFromBytes(wholeFont, "", liberationsansregular.TTF) // once: later calls do nothing
		s.pdf.AddUTF8FontFromBytes(wholeFont, "B", liberationsansbold.TTF)
	}
	s.pdf.SetFont(family, weight, size*pointsPerMM)
}

// text writes one line with its baseline at y.
func (s *sheet) text(x, y float64, text string, st style) {
	text = s.face.clean(text)
	if text == "" || s.dry {
		return
	}
	if st.right {
		x -= s.face.width(text, st.size, st.bold)
	}
	weight := ""
	if st.bold {
		weight = "B"
	}
	text = visual(text)
	s.setFont(text, weight, st.size)
	c := onPaper(st.color)
	s.pdf.SetTextColor(c.r, c.g, c.b)
	s.pdf.Text(x, y, text)
}

// lines writes lines of prose one under the other and returns the baseline of
// the last one.
func (s *sheet) lines(x, y float64, lines []textLine, st style, lead float64) float64 {
	for i, l := range lines {
		s.runs(x, y+float64(i)*lead, l, st)
	}
	return y + float64(max(len(lines)-1, 0))*lead
}

// runs writes one line of prose; its runs may be bold.
func (s *sheet) runs(x, y float64, l textLine, st style) {
	for _, r := range l {
		run := st
		run.bold = st.bold || r.Bold
		s.text(x, y, r.Text, run)
		wide := s.face.width(r.Text, st.size, run.bold)
		if r.Link != "" && !s.dry {
			s.line(x, y+0.5, x+wide, y+0.5, hairWidth, onPaper(chart.Muted))
			s.pdf.LinkString(x, y-st.size*0.8, wide, st.size, r.Link)
		}
		x += wide
	}
}

// toRight returns st for text that ends at x.
func (st style) toRight() style { st.right = true; return st }

// in returns st in another colour.
func (st style) in(role chart.Role) style { st.color = role; return st }

func (s *sheet) line(x1, y1, x2, y2, width float64, c rgb) {
	if s.dry {
		return
	}
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(width)
	s.pdf.Line(x1, y1, x2, y2)
}

// rule draws a horizontal rule over the content column.
func (s *sheet) rule(y float64, role chart.Role) {
	s.line(contentLeft, y, pageRight, y, ruleWidth, onPaper(role))
}
