package report

import "github.com/upledger/upledger/report/chart"

// Columns of the reconciliation: right edges.
const (
	claimed  = 143.0
	measured = 161.0
)

// reconciliation sets what the log and the provider say against what was
// measured.
func (b *book) reconciliation(v reconciliationView) {
	if len(v.Rows) == 0 {
		return
	}
	b.begin(v.Head, 5.2+4.2)
	b.reconciliationHead(v)
	last := b.y
	for _, row := range v.Rows {
		if b.keep(v.Head, 0) {
			b.reconciliationHead(v)
		}
		st := small
		st.bold = row.Bold
		text := small
		b.text(contentLeft, b.y, b.face.cut(row.Entry, sizeS, claimed-contentLeft-15, false), text)
		b.rightFit(claimed, b.y, 14, row.Claimed, st)
		b.rightFit(measured, b.y, measured-claimed-1.2, row.Measured, st)
		b.rightFit(pageRight, b.y, pageRight-measured-1.2, row.Difference, st)
		last = b.y
		b.y += 4.2
	}
	b.end(last, 9.6)
}

func (b *book) reconciliationHead(v reconciliationView) {
	b.text(contentLeft, b.y, v.Columns[0], smallMuted)
	for i, x := range []float64{claimed, measured, pageRight} {
		b.text(x, b.y, v.Columns[i+1], smallMuted.toRight())
	}
	b.rule(b.y+1.5, chart.Rule)
	b.y += 5.2
}
