package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/upledger/upledger/report/chart"
)

// PDF writes doc to w as pages of A4: the statement, what happened and how it
// was counted, for each objective. The JSON of the same document and the ledger
// as CSV are attached, so that every figure can be recomputed from the file. The
// same doc gives the same bytes.
func PDF(w io.Writer, doc Document) error {
	v, err := newView(doc)
	if err != nil {
		return err
	}
	s, err := newSheet(v.Accent)
	if err != nil {
		return err
	}
	if err := s.attach(doc); err != nil {
		return err
	}
	s.describe(v, doc)
	b := &book{sheet: s, v: &v, told: map[string]int{}, tight: 1}
	b.registerLogo()
	b.write()
	b.finish()
	if err := s.pdf.Output(w); err != nil {
		return fmt.Errorf("report of agreement %s as PDF: %w", doc.Result.Agreement.ID, err)
	}
	return nil
}

// text returns prose without its weights.
func (p prose) text() string {
	var b strings.Builder
	for _, r := range p {
		b.WriteString(r.Text)
	}
	return b.String()
}

// A book is the document being written, page by page.
type book struct {
	*sheet
	v       *view
	o       *objectiveView // the one being written; nil: the summary
	logo    *logo
	y       float64        // baseline of what comes next
	side    float64        // baseline of the last line in the hanging column
	footers []string       // left side, one per page
	told    map[string]int // where what several objectives share stands, by page
	tight   float64        // by what the distances between sections are multiplied
	planned int            // pages begun while nothing was drawn
}

// write writes all pages but their footers.
func (b *book) write() {
	if b.v.Summary != nil {
		b.summary(b.v.Summary)
	}
	for i := range b.v.Objectives {
		b.o = &b.v.Objectives[i]
		b.statement()
		if b.o.Happened != nil {
			b.fit(func() { b.happened(b.o.Happened) })
		}
		b.fit(func() { b.counted(i == len(b.v.Objectives)-1) })
	}
}

// mark adds a place to the outline of the document. With several objectives,
// pages are listed below their objective.
func (b *book) bookmark(title string, level int) {
	if b.dry {
		return
	}
	if b.v.Summary == nil {
		level = max(level-1, 0)
	}
	b.pdf.SetFont(commonFont, "", sizeS*pointsPerMM) // the outline takes its encoding from the font
	b.pdf.Bookmark(b.face.clean(title), level, 0)
}

// newPage begins a page with the running head of the objective.
func (b *book) newPage() {
	b.addPage()
	b.text(pageLeft, 17.2, b.face.cut(b.v.Provider, sizeS, 76, true), style{size: sizeS, bold: true})
	b.text(pageRight, 17.2, b.face.cut(b.running(), sizeS, 96, false), smallMuted.toRight())
	b.line(pageLeft, 20, pageRight, 20, 0.6, b.accent)
}

func (b *book) addPage() {
	if b.dry {
		b.planned++
		return
	}
	b.pdf.AddPage()
	footer := b.v.Provider + " · " + b.v.Customer + " · " + b.v.Period
	if b.o != nil {
		footer = b.o.Footer
	}
	b.footers = append(b.footers, footer)
}

func (b *book) running() string {
	if b.o != nil {
		return b.o.Running
	}
	return b.v.Title + " " + b.v.Period
}

// title writes the large title of a page.
func (b *book) title(words string) { b.titleAt(33.6, words) }

func (b *book) titleAt(y float64, words string) {
	size := sizeL
	if w := b.face.width(b.face.clean(words), size, true); w > pageRight-pageLeft {
		size *= (pageRight - pageLeft) / w
	}
	b.text(16.9, y, words, style{size: size, bold: true})
}

// finish writes the footers, which must know how many pages there are.
func (b *book) finish() {
	total := strconv.Itoa(len(b.footers))
	for i, footer := range b.footers {
		b.pdf.SetPage(i + 1)
		number := b.v.Words.Text("page", "n", strconv.Itoa(i+1), "total", total)
		b.line(pageLeft, 282, pageRight, 282, ruleWidth, onPaper(chart.Rule))
		room := pageRight - pageLeft - b.face.width(number, sizeS, false) - 6
		b.text(pageLeft, 286.4, b.face.cut(footer, sizeS, room, false), smallMuted)
		b.text(pageRight, 286.4, number, smallMuted.toRight())
	}
	if n := len(b.footers); n > 0 {
		b.pdf.SetPage(n)
	}
}
