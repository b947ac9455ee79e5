package report

import "github.com/upledger/upledger/report/chart"

// Columns of the summary: the first is text, the others end at these edges.
var summaryEdges = []float64{118, 138, 158, pageRight}

// summary writes the list in front of several objectives.
func (b *book) summary(v *summaryView) {
	b.newPage()
	b.bookmark(v.Sentence, 0)
	b.title(v.Sentence)
	h := head{Title: b.v.Customer, Notes: []string{b.v.Period}}
	b.y = 45.6
	b.begin(h, 6+leadM)
	b.summaryHead(v)
	for _, row := range v.Rows {
		const wide = 44
		name := b.face.limit(b.face.wrapText(row.Name, sizeM, wide, false), 2, sizeM, wide)
		depth := leadM*float64(len(name)-1) + leadS
		if b.keep(h, depth) {
			b.summaryHead(v)
		}
		b.markAt(contentLeft+2, b.y-1.2, 2, row.Mark)
		last := b.lines(contentLeft+6, b.y, name, medium, leadM)
		b.text(contentLeft+6, last+leadS, row.Word, small.in(row.Tone))
		for i, value := range []string{row.Measured, row.Target, row.Left} {
			b.rightFit(b.summaryEdge(i), b.y, 20, value, medium)
		}
		b.y += depth + leadM
	}
}

// summaryEdge returns the right edge of the i-th figure.
func (b *book) summaryEdge(i int) float64 { return summaryEdges[i+1] }

func (b *book) summaryHead(v *summaryView) {
	for i, c := range v.Columns {
		if i == 0 {
			b.text(contentLeft+6, b.y, c, smallMuted)
			continue
		}
		if i <= 3 {
			b.text(b.summaryEdge(i-1), b.y, c, smallMuted.toRight())
		}
	}
	b.rule(b.y+1.6, chart.Rule)
	b.y += 6
}
