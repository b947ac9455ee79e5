package report

import "github.com/upledger/upledger/report/chart"

// daysSections returns one section for a month, or one per block of a quarter
// or a year.
func (b *book) daysSections() []section {
	v := &b.o.Days
	var parts []section
	for i := range v.Blocks {
		block := &v.Blocks[i]
		scene := block.Chart.Scene(chart.OnPaper())
		down := -2.6 // from the head's baseline to the first line
		if block.Title != "" {
			down = 2.4
		}
		last := down + scene.Height - 0.9 - chart.DaysTop
		depth, after := 0.0, last+13.2
		if i < len(v.Blocks)-1 {
			after = last + 9.6
		}
		if i == 0 {
			depth = b.setHead(v.Head).depth()
		}
		parts = append(parts, section{block: len(v.Blocks) > 1, last: max(last, depth), after: max(after, depth+9.6), draw: func(y float64, fresh bool) {
			switch {
			case i == 0:
				b.head(v.Head, y)
			case fresh:
				b.head(b.continued(v.Head), y)
			}
			b.text(contentLeft, y, block.Title, style{size: sizeS, bold: true})
			b.draw(contentLeft, y+down-chart.DaysTop, scene)
		}})
	}
	return parts
}

// Columns of the table of causes: right edges, and where the bars stand.
const (
	causeBar, causeBarWide = 109.0, 34.0
	causeLost              = 159.0
	causeShare             = 174.0
	causeNameWide          = 45.0
	causeRowGap            = 4.8 // from the last line of a row to the next row
)

func (b *book) causesSection() section {
	v := &b.o.Causes
	depth := b.setHead(v.Head).depth()
	if v.Empty != "" {
		return section{last: 0, after: max(13.2, depth+9.6), draw: func(y float64, _ bool) {
			b.head(head{Title: v.Head.Title}, y)
			b.text(contentLeft, y, v.Empty, medium)
		}}
	}
	sum := 6 + causesDepth(v.Rows) + 6
	return section{last: max(sum, depth), after: max(sum+13.2, depth+9.6), draw: func(y float64, _ bool) {
		b.head(v.Head, y)
		b.causesHead(y)
		bars := v.Chart.Scenes(causeBarWide)
		st := b.lostStyle(v.Rows)
		y += 6
		for i, row := range v.Rows {
			b.causeRow(y, row, st)
			if i < len(bars) {
				b.draw(causeBar, y-2.6, bars[i])
			}
			y += row.pitch()
		}
		b.causesSum(y+6-causeRowGap, st)
	}}
}

// pitch returns the mm from a cause to the next.
func (r causeRow) pitch() float64 {
	if r.Owner == "" {
		return causeRowGap + 0.6
	}
	return leadS + causeRowGap
}

// causesDepth returns the mm from the first baseline of causes to the last.
func causesDepth(rows []causeRow) float64 {
	depth := -causeRowGap
	for _, r := range rows {
		depth += r.pitch()
	}
	return depth
}

// lostStyle is the type of the lost time: small for all if it has no room for
// one.
func (b *book) lostStyle(rows []causeRow) style {
	for _, r := range append([]causeRow{b.o.Causes.Sum}, rows...) {
		if b.face.width(b.face.clean(r.Lost), sizeM, true) > causeLost-causeBar-causeBarWide-1 {
			return small
		}
	}
	return medium
}

// causesHead writes the heads of the columns; the last may need two lines.
func (b *book) causesHead(y float64) {
	c := b.o.Causes.Columns
	b.text(contentLeft, y, b.face.cut(c[0], sizeS, 75, false), smallMuted)
	b.text(causeLost, y, c[1], smallMuted.toRight())
	b.text(causeShare, y, c[2], smallMuted.toRight())
	lines := b.face.wrapText(c[3], sizeS, 18, false)
	for i, l := range lines {
		b.text(pageRight, y-leadS*float64(len(lines)-1-i), prose(l).text(), smallMuted.toRight())
	}
	b.rule(y+1.6, chart.Rule)
}

func (b *book) causeRow(y float64, row causeRow, lost style) {
	b.text(contentLeft, y, b.face.cut(row.Name, sizeM, causeNameWide, false), medium)
	b.text(contentLeft, y+leadS, b.face.cut(row.Owner, sizeS, 76, false), smallMuted)
	b.causeFigures(y, row, lost, medium)
}

func (b *book) causeFigures(y float64, row causeRow, lost, st style) {
	b.text(causeLost, y, row.Lost, lost.toRight())
	b.text(causeShare, y, row.Share, st.toRight())
	b.text(pageRight, y, row.Without, st.toRight())
}

func (b *book) causesSum(y float64, lost style) {
	sum := b.o.Causes.Sum
	b.rule(y-4.2, chart.Ink)
	b.text(contentLeft, y, b.face.cut(sum.Name, sizeM, causeNameWide, true), mediumBold)
	lost.bold = true
	b.causeFigures(y, sum, lost, mediumBold)
}

func (b *book) trendSection() section {
	v := &b.o.Trend
	if v.Empty != "" {
		return section{draw: func(y float64, _ bool) {
			b.head(head{Title: v.Head.Title}, y)
			b.text(contentLeft, y, v.Empty, medium)
		}}
	}
	const down = -2.6 // from the head's baseline to the top of the axis
	scene := v.Chart.Scene(chart.OnPaper())
	last := down + scene.Height - 0.9 - chart.TrendTop
	return section{last: max(last, b.setHead(v.Head).depth()), draw: func(y float64, _ bool) {
		b.head(v.Head, y)
		b.draw(contentLeft, y+down-chart.TrendTop, scene)
	}}
}
