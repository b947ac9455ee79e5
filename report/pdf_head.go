package report

import "github.com/upledger/upledger/report/chart"

const (
	// contTop is the first baseline of a page that has no title.
	contTop = 30.0
	// mostHead and mostNote are how many lines of a head and of one note in
	// the hanging column are printed.
	mostHead, mostNote = 6, 8
)

// headLines are a head as it is set in the hanging column.
type headLines struct{ title, notes []textLine }

func (b *book) setHead(h head) headLines {
	var out headLines
	if h.Title != "" {
		out.title = b.face.limit(b.face.wrapText(h.Title, sizeM, hangWide, true), mostHead, sizeM, hangWide)
	}
	for _, n := range h.Notes {
		out.notes = append(out.notes, b.face.limit(b.face.wrapText(n, sizeS, hangWide, false), mostNote, sizeS, hangWide)...)
	}
	return out
}

// depth returns how far the last baseline lies under the first.
func (h headLines) depth() float64 {
	depth := float64(max(len(h.title)-1, 0)) * leadM
	if len(h.notes) > 0 {
		depth += 4.2 + float64(len(h.notes)-1)*leadS
	}
	return depth
}

// head writes a head at the baseline y and remembers where it ends.
func (b *book) head(h head, y float64) {
	lines := b.setHead(h)
	last := b.lines(pageLeft, y, lines.title, medium, leadM)
	if len(lines.notes) > 0 {
		b.lines(pageLeft, last+4.2, lines.notes, smallMuted, leadS)
	}
	b.side = y + lines.depth()
}

// begin starts a section whose content needs depth mm under its first
// baseline to begin on this page.
func (b *book) begin(h head, depth float64) {
	if b.y+max(depth, b.setHead(h).depth()) > lastLine {
		b.newPage()
		b.y = contTop
	}
	b.head(h, b.y)
}

// keep makes sure that depth mm fit under the next baseline, on a new page
// with the head repeated if need be. It reports whether the page is new.
func (b *book) keep(h head, depth float64) bool {
	if b.y+depth <= lastLine {
		return false
	}
	b.newPage()
	b.y = contTop
	b.head(b.continued(h), b.y)
	return true
}

// continued returns the head of a section that goes on from another page.
func (b *book) continued(h head) head {
	return head{Title: h.Title, Notes: []string{b.v.Words.Text("continued")}}
}

// end leaves distance mm after a section whose last baseline is y.
func (b *book) end(y, distance float64) { b.y = max(y, b.side) + distance*b.tight }

// tightest is how much closer sections may stand to save a page.
const tightest, mostTight = 0.5, 3

// fit writes a chapter, with its sections closer together if that saves the
// page that a few last lines would begin. Chapters of more than three pages
// stay as they are.
func (b *book) fit(write func()) {
	if pages := b.plan(write, 1); pages > 1 && pages <= mostTight {
		for tight := 0.9; tight >= tightest && b.tight == 1; tight -= 0.1 {
			if b.plan(write, tight) < pages {
				b.tight = tight
			}
		}
	}
	write()
	b.tight = 1
}

// plan returns how many pages write begins, and leaves everything as it was.
func (b *book) plan(write func(), tight float64) int {
	was := *b
	b.dry, b.planned, b.tight = true, 0, tight
	write()
	pages := b.planned
	b.dry, b.planned, b.tight, b.y, b.side = false, 0, was.tight, was.y, was.side
	return pages
}

// rightFit writes a figure that ends at x, in small type if it has no room. A
// figure is never cut: half of one would be a wrong one.
func (b *book) rightFit(x, y, room float64, text string, st style) {
	text = b.face.clean(text)
	if st.size > sizeS && b.face.width(text, st.size, st.bold) > room {
		st.size = sizeS
	}
	b.text(x, y, text, st.toRight())
}

// markAt draws the sign of a verdict with its centre at (x, y).
func (s *sheet) markAt(x, y, r float64, kind chart.MarkKind) {
	scene := chart.Mark(kind, r)
	s.draw(x-scene.Width/2, y-scene.Height/2, scene)
}
