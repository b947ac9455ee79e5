package report

import (
	"strings"

	"github.com/upledger/upledger/report/chart"
)

// A section is a part of the statement, placed by its first baseline.
type section struct {
	block bool                        // one of the blocks of a long period
	last  float64                     // mm from its first baseline to its last
	after float64                     // mm from its first baseline to that of the next section
	draw  func(y float64, fresh bool) // fresh: the first of its page, and not of the first page
}

const (
	sentenceWide = 84.0
	leastGap     = -2.4 // mm by which sections may move together
	mostGap      = 9.6  // and apart, when all of them fit
	someGap      = 2.4  // when the page goes on elsewhere
	mostBlocks   = 4    // of days on one page
)

// statement writes the page that is understood in five seconds.
func (b *book) statement() {
	b.addPage()
	title := b.o.Footer
	if b.v.Summary == nil {
		title = b.o.Verdict.Word
	}
	b.bookmark(title, 0)
	b.letterhead()
	down := b.facts()
	y := b.verdict(58 + down)
	sections := b.sections()
	y += 12
	for first := true; len(sections) > 0; first = false {
		if !first {
			b.newPage()
			y = contTop
		}
		n, gap := fitSections(sections, y)
		for i, part := range sections[:n] {
			if first {
				y += gap
			}
			part.draw(y, !first && i == 0)
			y += part.after
		}
		sections = sections[n:]
	}
}

// sections are the parts of the statement in their order. The days of a quarter
// or a year come last, on pages of their own: the first page is to hold what is
// understood in five seconds, causes and trend included.
func (b *book) sections() []section {
	sections := []section{b.budgetSection(), b.figuresSection()}
	days := b.daysSections()
	if len(days) > 1 {
		return append(append(sections, b.causesSection(), b.trendSection()), days...)
	}
	return append(append(sections, days...), b.causesSection(), b.trendSection())
}

// fitSections returns how many sections the page holds from the baseline y on,
// at least one, and the mm to add before each. Blocks of days do not share a
// page with anything else.
func fitSections(sections []section, y float64) (n int, gap float64) {
	for i, part := range sections {
		last := y + part.last
		other := part.block != sections[0].block || part.block && i >= mostBlocks
		switch {
		case n > 0 && other:
			return n, min(max(gap, leastGap), mostGap)
		case n > 0 && last+leastGap*float64(i+1) > lastLine:
			return n, min(max(gap, leastGap), someGap)
		}
		n = i + 1
		gap = (lastLine - last) / float64(n)
		y += part.after
	}
	return n, min(max(gap, leastGap), mostGap)
}

func (b *book) letterhead() {
	if b.logo != nil {
		b.logo.draw(b.sheet)
	} else {
		b.text(pageLeft, 19.75, b.face.cut(b.v.Provider, 4.7625, 100, true), style{size: 4.7625, bold: true})
	}
	b.text(pageRight, 17.2, b.v.Title, mediumBold.toRight())
	b.text(pageRight, 22, b.o.Period, medium.toRight())
	b.line(pageLeft, 29.6, pageRight, 29.6, 0.6, b.accent)
}

// facts writes customer, service, period and service hours and returns by how
// many mm they push down what follows.
func (b *book) facts() float64 {
	const wide, most = 41, 3
	down := 0.0
	for i, f := range b.o.Facts {
		x := pageLeft + 45*float64(i)
		b.text(x, 34.8, f.Label, smallMuted)
		lines := b.face.limit(b.face.wrapText(f.Value, sizeM, wide, false), most, sizeM, wide)
		down = max(down, b.lines(x, 39.6, lines, medium, leadM)-39.6)
	}
	return down
}

// verdict writes mark, word, figure and sentence and returns the first
// baseline of the note under them.
func (b *book) verdict(y float64) float64 {
	v := &b.o.Verdict
	b.markAt(24.5, y-3, 7, v.Mark)
	number, word := b.face.clean(v.Measured), b.face.clean(v.Word)
	size := sizeL
	if w := b.face.width(word+"  "+number, size, true); w > contentWide {
		size *= contentWide / w
	}
	b.text(61.7, y, word, style{size: size, bold: true, color: v.WordTone})
	b.text(pageRight, y, number, style{size: size, bold: true, color: v.NumTone, right: true})
	b.sideTable(y+7.2, v.Side)
	y = b.lines(contentLeft, y+7.2, b.face.wrap(v.Sentence, sizeM, sentenceWide), medium, leadM) + leadM
	if v.Note == "" {
		return y
	}
	note := b.face.wrapText(v.Note, sizeS, sentenceWide, false)
	last := b.lines(contentLeft, y, note, smallMuted, leadS)
	return max(y, last-leadS)
}

// sideTable writes what was promised beside what is certain. The figures share
// the left edge of the widest.
func (b *book) sideTable(y float64, rows []fact) {
	widest := 0.0
	for _, r := range rows {
		widest = max(widest, b.face.width(b.face.clean(r.Value), sizeS, false))
	}
	for i, r := range rows {
		line := y + float64(i)*leadM
		b.text(152, line, b.face.cut(r.Label, sizeS, 40-widest, false), smallMuted)
		b.text(pageRight-widest, line, r.Value, small)
		if i < len(rows)-1 {
			b.line(152, line+1.5, pageRight, line+1.5, hairWidth, onPaper(chart.Rule))
		}
	}
}

func (b *book) budgetSection() section {
	v := &b.o.Budget
	part := section{last: 14.4, after: 28.8}
	if v.Empty != "" {
		part = section{last: 0, after: 13.2}
	}
	part.last = max(part.last, b.setHead(v.Head).depth())
	part.after = max(part.after, b.setHead(v.Head).depth()+9.6)
	part.draw = func(y float64, _ bool) {
		b.head(v.Head, y)
		if v.Empty != "" {
			b.text(contentLeft, y, v.Empty, medium)
			return
		}
		b.text(contentLeft, y, v.SpentWord, medium.in(chart.Muted))
		gap := b.face.width(" ", sizeM, false)
		b.text(contentLeft+b.face.width(v.SpentWord, sizeM, false)+gap, y, v.Spent, mediumBold)
		b.text(pageRight, y, v.Left, mediumBold.in(v.LeftTone).toRight())
		b.text(pageRight-b.face.width(v.Left, sizeM, true)-gap, y, v.LeftWord, medium.in(chart.Muted).toRight())
		b.draw(contentLeft, y+3.6-chart.BudgetTop, v.Chart.Scene(chart.OnPaper()))
	}
	return part
}

func (b *book) figuresSection() section {
	const pitch, wide = 26.6, 25.4
	v := &b.o.Figures
	part := section{last: 10.2, after: 25.2}
	part.draw = func(y float64, _ bool) {
		b.head(v.Head, y)
		for i, f := range v.Figures {
			x := contentLeft + pitch*float64(i)
			b.text(x, y, b.face.cut(f.Label, sizeS, wide, false), smallMuted)
			value := mediumBold.in(f.ValueTone)
			if b.face.width(b.face.clean(f.Value), sizeM, true) > wide {
				value.size = sizeS
			}
			b.text(x, y+5.4, b.face.cut(f.Value, value.size, wide, true), value)
			b.figureNote(x, y+10.2, wide, f)
		}
	}
	return part
}

func (b *book) figureNote(x, y, wide float64, f figure) {
	if f.NoteMark != "" {
		b.markAt(x+1.2, y-0.95, 1, f.NoteMark)
		x += 3.2
		wide -= 3.2
	}
	tone := f.NoteTone
	if tone == chart.NoRole {
		tone = chart.Muted
	}
	lines := b.face.limit(b.face.wrapText(strings.TrimSpace(f.Note), sizeS, wide, false), 2, sizeS, wide)
	b.lines(x, y, lines, small.in(tone), leadS)
}
