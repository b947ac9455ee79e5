package report

import (
	"strings"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
)

// happened writes the pages about the days with outages, the outages and what
// the provider says about them.
func (b *book) happened(v *happenedView) {
	b.newPage()
	b.bookmark(v.Title, 1)
	b.title(v.Title)
	drawn, before := b.newDays(v.Timelines)
	b.y = 45.6
	if len(drawn) > 0 { // the note explains the drawings
		note := b.face.wrapText(v.Note, sizeS, pageRight-pageLeft, false)
		b.y = b.lines(pageLeft, 40.8, note, smallMuted, leadS) + 10.8
	}
	for i := range drawn {
		b.timeline(&drawn[i])
		b.tell(b.dayKey(drawn[i]))
	}
	b.toldBefore("shared.days", before)
	if len(drawn) > 0 {
		b.y += 2.4
	}
	b.outages(&v.Outages)
	if len(b.o.Causes.All) > len(b.o.Causes.Rows) {
		b.allCauses()
	}
	b.incidents(v.Incidents)
}

// incidents writes what the provider says, each incident once in a document.
func (b *book) incidents(list []incidentView) {
	var before []pair
	for i := range list {
		in := &list[i]
		if page, told := b.told["incident "+in.ID]; told {
			before = append(before, pair{in.Head.Title, b.onPage(page)})
			continue
		}
		b.incident(in)
		b.tell("incident " + in.ID)
	}
	b.toldBefore("shared.incidents", before)
}

func (b *book) timeline(t *timelineView) {
	scene := t.Chart.Scene(chart.OnPaper())
	last := scene.Height - 0.9 - chart.TimelineTop
	b.begin(t.Head, last)
	b.draw(contentLeft, b.y-chart.TimelineTop, scene)
	b.end(b.y+last, 10)
}

// outages writes the table of all outages, over as many pages as it needs.
func (b *book) outages(v *outagesView) {
	b.begin(v.Head, 6+leadM)
	t := b.outageColumns(v)
	b.outagesHead(v, t)
	for _, row := range v.Rows {
		wide := pageRight - t.cause
		cause := b.face.limit(b.face.wrapText(row.Cause, t.size, wide, false), 2, t.size, wide)
		depth := leadM * float64(len(cause)-1)
		if row.Note != "" {
			depth = max(depth, leadS)
		}
		if b.keep(v.Head, depth) {
			b.outagesHead(v, t)
		}
		b.outageRow(row, t, false)
		b.lines(t.cause, b.y, cause, style{size: t.size}, leadM)
		b.text(outageDay, b.y+leadS, b.face.cut(row.Note, sizeS, t.cause-outageDay-2, false), smallMuted)
		b.y += depth + leadM
		if row.Note != "" && depth == leadS {
			b.y += 0.6
		}
	}
	b.y += 1.2
	if b.keep(v.Head, 0) {
		b.y += 4.2
	}
	b.rule(b.y-4.2, chart.Ink)
	b.text(contentLeft, b.y, v.Sum.Number, style{size: t.size, bold: true})
	sum := v.Sum
	sum.Number = ""
	b.outageRow(sum, t, true)
	b.end(b.y, 13.2)
}

func (b *book) outagesHead(v *outagesView, t outageTable) {
	c := v.Columns
	for i, x := range []float64{contentLeft, outageDay} {
		b.text(x, b.y, c[i], smallMuted)
	}
	for i, x := range t.edges {
		b.text(x, b.y, c[i+2], smallMuted.toRight())
	}
	b.text(t.cause, b.y, c[7], smallMuted)
	b.rule(b.y+1.6, chart.Rule)
	b.y += 6
}

// outageRow writes the figures of an outage at the current baseline.
func (b *book) outageRow(r outageRow, t outageTable, bold bool) {
	st := style{size: t.size, bold: bold}
	number := st
	if b.face.width(r.Number, st.size, bold) > outageDay-contentLeft-0.6 {
		number.size = sizeS
	}
	b.text(contentLeft, b.y, r.Number, number)
	b.text(outageDay, b.y, r.Day, st)
	for i, cell := range r.figures() {
		b.text(t.edges[i], b.y, cell, st.toRight())
	}
}

// allCauses writes the table of every cause, where the statement had room for
// the greatest only.
func (b *book) allCauses() {
	v := &b.o.Causes
	b.begin(head{Title: v.Head.Title}, 6+leadS+leadS+causeRowGap)
	b.causesHead(b.y)
	b.y += 6
	st := b.lostStyle(v.All)
	for _, row := range v.All {
		if b.keep(v.Head, leadS) {
			b.causesHead(b.y)
			b.y += 6
		}
		b.causeRow(b.y, row, st)
		b.y += row.pitch()
	}
	b.y += 6 - causeRowGap
	if b.keep(v.Head, 0) {
		b.y += 4.2
	}
	b.causesSum(b.y, st)
	b.end(b.y, 13.2)
}

// incident writes what the provider says about an incident. Long texts flow
// on to the next page under a repeated head.
func (b *book) incident(v *incidentView) {
	const wide, indent, bulletWide = 120.0, 4.8, 4.8
	b.begin(v.Head, leadM)
	last := b.y
	for i, part := range v.Parts {
		if i > 0 && (part.Level == 0 || v.Parts[i-1].Level == 0) {
			b.y += 1.2
		}
		left := contentLeft
		if part.Level > 0 {
			left += indent*float64(part.Level-1) + max(bulletWide, b.face.width(part.Bullet, sizeM, false)+1.2)
		}
		lines := b.face.wrap(withAddresses(part.Text), sizeM, contentLeft+wide-left)
		for j, l := range lines {
			need := 0.0
			if j == 0 && len(lines) > 1 {
				need = leadM // no first line alone at the foot of a page
			}
			b.keep(v.Head, need)
			if j == 0 && part.Bullet != "" {
				b.text(contentLeft+indent*float64(part.Level-1), b.y, part.Bullet, medium)
			}
			b.runs(left, b.y, l, medium)
			last = b.y
			b.y += leadM
		}
	}
	b.end(last, 11)
}

// withAddresses prints where links lead, for those who read on paper.
func withAddresses(p prose) prose {
	out := make(prose, 0, len(p))
	for i, r := range p {
		out = append(out, r)
		end := i == len(p)-1 || p[i+1].Link != r.Link // emphasis cuts a link into runs
		if r.Link != "" && end && !strings.Contains(r.Link, r.Text) {
			out = append(out, words.Run{Text: " (" + strings.TrimPrefix(r.Link, "mailto:") + ")"})
		}
	}
	return out
}
