package report

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Several objectives share what they have in common: a day's drawing, an
// incident's words and a rule stand once, and later sections name the page.

// tell reports whether what key names stands on an earlier page already, and
// which. If not, it is remembered as standing on this one.
func (b *book) tell(key string) (page int, told bool) {
	if page, told = b.told[key]; !told && !b.dry {
		b.told[key] = b.pdf.PageNo()
	}
	return page, told
}

// toldBefore lists, under one head, what earlier pages hold.
func (b *book) toldBefore(key string, before []pair) {
	if len(before) == 0 {
		return
	}
	h := head{Title: b.v.Words.Text(key)}
	b.begin(h, leadM)
	for _, p := range before {
		b.keep(h, 0)
		b.text(contentLeft, b.y, b.face.cut(p.Label, sizeM, 104, false), medium)
		b.runs(pageRight-b.face.width(p.Value.text(), sizeM, false), b.y, textLine(p.Value), medium)
		b.y += leadM
	}
	b.end(b.y-leadM, 11)
}

func (b *book) onPage(n int) prose {
	return prose{{Text: b.v.Words.Text("shared.page", "n", strconv.Itoa(n))}}
}

// dayKey names what the drawing of a day shows. Objectives for one service may
// differ in hours and evidence, and so in what was an outage.
func (b *book) dayKey(t timelineView) string {
	return fmt.Sprint("day ", b.o.Service, t.Anchor[len(t.Anchor)-len(time.DateOnly):], t.Chart.Outages, t.Chart.From, t.Chart.To)
}

// newDays are the drawings that no earlier page has; the others are listed.
func (b *book) newDays(list []timelineView) (drawn []timelineView, before []pair) {
	for _, t := range list {
		if page, told := b.told[b.dayKey(t)]; told {
			before = append(before, pair{t.Head.Title, b.onPage(page)})
			continue
		}
		drawn = append(drawn, t)
	}
	return drawn, before
}

// shared is a section without the pairs that the first objective has word for
// word; it says where those stand.
func (b *book) shared(v, first rulesView) rulesView {
	if b.o == &b.v.Objectives[0] {
		return v
	}
	all := len(v.Pairs)
	v.Pairs = slices.DeleteFunc(slices.Clone(v.Pairs), func(p pair) bool {
		return slices.ContainsFunc(first.Pairs, func(q pair) bool { return p.Label == q.Label && slices.Equal(p.Value, q.Value) })
	})
	if len(v.Pairs) < all {
		v.Pairs = append(v.Pairs, pair{b.v.Words.Text("shared.rules"), b.asFirst()})
	}
	return v
}

// asFirst says that something is as for the first objective.
func (b *book) asFirst() prose {
	page := b.onPage(b.told["counted"]).text()
	return prose{{Text: b.v.Words.Text("shared.rules.as", "name", b.v.Objectives[0].Name, "page", page)}}
}

// sharedReconciliation writes the reconciliation, unless the first objective
// has the same.
func (b *book) sharedReconciliation(v reconciliationView) {
	first := &b.v.Objectives[0]
	if b.o == first || len(v.Rows) == 0 || !slices.Equal(v.Rows, first.Counted.Reconciliation.Rows) {
		b.reconciliation(v)
		return
	}
	b.rules(rulesView{Head: head{Title: v.Head.Title}, Pairs: []pair{{b.v.Words.Text("shared.all"), b.asFirst()}}})
}

// chapter begins a part with a large title: on a page of its own, or, where
// objectives share pages, on this one if need mm are left.
func (b *book) chapter(title string, need float64) {
	const above, below = 8.4, 12.0
	if b.v.Summary == nil || b.o.Happened == nil || b.y+above+below+need > lastLine {
		b.newPage()
		b.bookmark(title, 1)
		b.title(title)
		b.y = 45.6
		return
	}
	b.bookmark(title, 1)
	b.line(pageLeft, b.y-2.4, pageRight, b.y-2.4, ruleWidth, b.accent)
	b.titleAt(b.y+above, title)
	b.y += above + below
}
