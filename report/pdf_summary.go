package report

import "github.com/upledger/upledger/report/chart"

// Columns of the summary, in mm: width of the names, where the bars stand and
// the right edges of the figures.
const (
	summaryName                  = 33.0
	summaryMeasured, summaryGoal = 117.5, 131.5
	summaryBar, summaryBarWide   = 134.0, 15.0
	summaryLeft                  = 171.5
)

// summary writes the list in front of several objectives.
func (b *book) summary(v *summaryView) {
	b.newPage()
	b.bookmark(v.Sentence, 0)
	b.title(v.Sentence)
	h := v.Head
	h.Notes = append([]string{b.v.Customer, b.v.Period}, h.Notes...)
	b.y = 45.6
	b.begin(h, 6+leadM)
	b.summaryHead(v)
	for _, row := range v.Rows {
		name := b.face.limit(b.face.wrapText(row.Name, sizeM, summaryName, false), 3, sizeM, summaryName)
		depth := leadM*float64(len(name)-1) + leadS
		if b.keep(h, depth) {
			b.summaryHead(v)
		}
		b.markAt(contentLeft+2, b.y-1.2, 2, row.Mark)
		last := b.lines(contentLeft+6, b.y, name, medium, leadM)
		b.text(contentLeft+6, last+leadS, row.Word, small.in(row.Tone))
		b.summaryFigures(row)
		b.y += depth + leadM + 1.2
	}
}

func (b *book) summaryFigures(row summaryRow) {
	b.rightFit(summaryMeasured, b.y, 16, row.Measured, mediumBold)
	b.rightFit(summaryGoal, b.y, 13, row.Target, medium)
	b.draw(summaryBar, b.y-2.6, row.Bar.Scene(summaryBarWide))
	left := medium
	if row.Bar.Spent > row.Bar.Budget {
		left = mediumBold.in(chart.Breached)
	}
	b.rightFit(summaryLeft, b.y, summaryLeft-summaryBar-summaryBarWide-1, row.Left, left)
	b.rightFit(pageRight, b.y, pageRight-summaryLeft-1.2, row.Credit, medium)
}

func (b *book) summaryHead(v *summaryView) {
	c := v.Columns
	b.text(contentLeft+6, b.y, c[0], smallMuted)
	b.text(summaryMeasured, b.y, c[2], smallMuted.toRight())
	b.text(summaryGoal, b.y, c[3], smallMuted.toRight())
	b.text(summaryBar, b.y, c[5], smallMuted)
	b.text(summaryLeft, b.y, c[4], smallMuted.toRight())
	b.text(pageRight, b.y, c[6], smallMuted.toRight())
	b.rule(b.y+1.6, chart.Rule)
	b.y += 6
}
