package report

import "github.com/upledger/upledger/report/chart"

// Columns of the waterfall: left edges of text, right edges of figures.
const (
	waterName     = 66.0
	waterBar      = 126.0
	waterBarWide  = 21.0
	waterDuration = 170.0
	formulaText   = 95.0
	ruleText      = 92.0
)

// counted writes how the figures came about. The last objective's page also
// says what the report was made from.
func (b *book) counted(last bool) {
	v := &b.o.Counted
	b.chapter(v.Title, float64(len(v.Waterfall.Rows)+len(v.Formulas))*leadM)
	b.waterfall(&v.Waterfall)
	b.formulas(v.Waterfall.Head, v.Formulas)
	b.tell("counted")
	first := &b.v.Objectives[0].Counted
	b.rules(b.shared(v.Rules, first.Rules))
	b.rules(b.shared(v.Exceptions, first.Exceptions))
	b.sharedReconciliation(v.Reconciliation)
	if last || b.v.Summary == nil {
		b.rules(v.Definitions)
	} else {
		b.rules(v.Definitions.own())
	}
	b.notes(last)
	if last {
		b.digests(b.v.Digests)
		b.text(pageLeft, 278.6, b.face.cut(b.v.Generated, sizeS, pageRight-pageLeft, false), smallMuted)
	}
}

func (b *book) waterfall(v *waterfallView) {
	b.begin(v.Head, 2*leadM)
	bars := v.Chart.Scenes(waterBarWide)
	for i, row := range v.Rows {
		if row.Total && i > 0 {
			b.y += 1.2
		}
		b.keep(v.Head, 0)
		if row.Total {
			b.rule(b.y-4.2, chart.Ink)
		}
		b.waterfallRow(row)
		if i < len(bars) {
			b.draw(waterBar, b.y-2.5, bars[i])
		}
		b.y += leadM
		if row.Total {
			b.y += 1.2
		}
	}
}

func (b *book) waterfallRow(row waterfallRow) {
	name, figures, sign := medium, medium, medium.in(chart.Muted)
	switch {
	case row.Total:
		name, figures, sign = mediumBold, mediumBold, mediumBold
	case row.Bold:
		name, figures = mediumBold, mediumBold
	case row.Muted:
		figures = figures.in(chart.Muted)
	}
	b.text(contentLeft, b.y, row.Sign, sign)
	text := b.face.cut(row.Name, name.size, waterBar-waterName-1.2, name.bold)
	b.text(waterName, b.y, text, name)
	b.rightFit(waterDuration, b.y, waterDuration-waterBar-waterBarWide-1, row.Duration, figures)
	b.rightFit(pageRight, b.y, pageRight-waterDuration-1.2, row.Seconds, figures)
}

// formulas writes the formulas with the figures put in, as far as one line
// holds them.
func (b *book) formulas(h head, formulas []formula) {
	b.y += 1.2
	for _, f := range formulas {
		value := b.face.clean(f.Value)
		room := pageRight - formulaText - b.face.width(value, sizeM, true) - 2
		st := medium.in(chart.Muted)
		if b.face.width(b.face.clean(f.Formula), sizeM, false) > room {
			st.size = sizeS
		}
		lines := b.face.wrapText(f.Formula, st.size, room, false)
		b.keep(h, leadS*float64(len(lines)-1))
		b.text(waterName, b.y, b.face.cut(f.Name, sizeM, formulaText-waterName-1, false), medium)
		last := b.lines(formulaText, b.y, lines, st, leadS)
		b.text(pageRight, b.y, value, mediumBold.toRight())
		b.y = last + leadM
	}
	b.end(b.y-leadM, 10.8)
}

// rules writes a section of labels and sentences.
func (b *book) rules(v rulesView) {
	if len(v.Pairs) == 0 {
		return
	}
	b.begin(v.Head, 4.2)
	last := b.y
	for i, p := range v.Pairs {
		lines := b.face.wrap(p.Value, sizeS, pageRight-ruleText)
		fresh := b.keep(v.Head, leadS*float64(min(len(lines)-1, 1)))
		if i == 0 || fresh || p.Label != v.Pairs[i-1].Label {
			b.text(contentLeft, b.y, b.face.cut(p.Label, sizeS, ruleText-contentLeft-1, false), smallMuted)
		}
		for i, l := range lines {
			if i > 0 {
				b.keep(v.Head, 0)
			}
			b.runs(ruleText, b.y, l, small)
			last = b.y
			b.y += leadS
		}
		b.y += 0.6
	}
	b.end(last, 9.6)
}

// notes writes the doubts about this objective, and with the last one those
// about the whole report.
func (b *book) notes(last bool) {
	h := head{Title: b.v.Words.Text("notes.head")}
	var texts []string
	for _, n := range b.v.Notes {
		if n.Objective == b.o.ID || n.Objective == "" && last {
			texts = append(texts, n.Text)
		}
	}
	if last && b.lacksGlyphs() {
		texts = append(texts, b.v.Words.Text("glyphs"))
	}
	if len(texts) == 0 {
		return
	}
	b.begin(h, 4.2)
	end := b.y
	for _, t := range texts {
		for i, l := range b.face.wrapText(t, sizeS, contentWide, false) {
			if i > 0 {
				b.y -= 0.6
			}
			b.keep(h, 0)
			b.runs(contentLeft, b.y, l, small)
			end = b.y
			b.y += 4.2
		}
	}
	b.end(end, 9.6)
}

// lacksGlyphs reports whether any text of the document, printed already or yet
// to come, has a character that the font does not have.
func (b *book) lacksGlyphs() bool {
	b.face.clean(b.v.Generated)
	for _, d := range b.v.Digests.Rows {
		b.face.clean(d.Name)
	}
	return b.face.missing
}

// digests writes the checksums of what the report was made from.
func (b *book) digests(v digestsView) {
	const count, sum = 96.4, 98.6 // 64 digits of the font are 94.2 wide
	if len(v.Rows) == 0 {
		return
	}
	v.Head.Notes = []string{b.v.Words.Text("digests.attached")}
	b.begin(v.Head, leadS)
	for _, d := range v.Rows {
		b.keep(v.Head, 0)
		room := count - contentLeft
		if d.Count != "" {
			b.text(count, b.y, b.face.cut(d.Count, sizeS, 24, false), smallMuted.toRight())
			room -= min(b.face.width(b.face.clean(d.Count), sizeS, false), 24) + 1.2
		}
		b.text(contentLeft, b.y, b.face.cut(d.Name, sizeS, room, false), small)
		b.text(sum, b.y, b.face.cut(d.SHA256, sizeS, pageRight-sum, false), small)
		b.y += leadS
	}
}
