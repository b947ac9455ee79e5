package report

import "github.com/upledger/upledger/report/chart"

// Right edges of the figures of the summary.
var summaryEdges = [...]float64{143, 161, pageRight}

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
		const wide = 60
		name := b.face.limit(b.face.wrapText(row.Name, sizeM, wide, false), 2, sizeM, wide)
		depth := leadM*float64(len(name)-1) + leadS
		if b.keep(h, depth) {
			b.summaryHead(v)
		}
		b.markAt(contentLeft+2, b.y-1.2, 2, row.Mark)
		last := b.lines(contentLeft+6, b.y, name, medium, leadM)
		b.text(contentLeft+6, last+leadS, row.Word, small.in(row.Tone))
		room := [...]float64{18, 16, 30}
		for i, value := range []string{row.Measured, row.Target, row.Left} {
			b.rightFit(summaryEdges[i], b.y, room[i], value, medium)
		}
		b.y += depth + leadM
	}
}

func (b *book) summaryHead(v *summaryView) {
	// The columns are name, verdict and the figures; the verdict stands under
	// the name.
	if len(v.Columns) == 2+len(summaryEdges) {
		b.text(contentLeft+6, b.y, v.Columns[0], smallMuted)
		for i, x := range summaryEdges {
			b.text(x, b.y, v.Columns[2+i], smallMuted.toRight())
		}
	}
	b.rule(b.y+1.6, chart.Rule)
	b.y += 6
}
