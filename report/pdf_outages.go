package report

import "strings"

// outageDay is the left edge of the day in the table of outages, in mm.
const outageDay = 68.5

// An outageTable is where the columns of the table of outages stand.
type outageTable struct {
	size  float64    // of the type, mm
	edges [5]float64 // right edges of start, end, length, users, lost
	cause float64    // left edge of the cause
}

// figures returns the cells that end at an edge.
func (r outageRow) figures() [5]string {
	return [5]string{r.Start, r.End, r.Length, r.Users, r.Lost}
}

// outageColumns places the columns: where they are drawn by default, further
// to the right as far as figures need it, in small type if the cause would be
// left without room or a word of it had to be broken. A figure is never cut.
func (b *book) outageColumns(v *outagesView) outageTable {
	const leastCause = 24
	t := b.placeOutages(v, sizeM)
	if pageRight-t.cause < max(leastCause, b.widestWord(v, sizeM)) {
		t = b.placeOutages(v, sizeS)
	}
	return t
}

// widestWord returns the room that the causes need so that no word of them is
// broken, in mm.
func (b *book) widestWord(v *outagesView, size float64) float64 {
	widest := 0.0
	for _, row := range v.Rows {
		for word := range strings.FieldsSeq(b.face.clean(row.Cause)) {
			widest = max(widest, b.face.width(word, size, false))
		}
	}
	return widest
}

func (b *book) placeOutages(v *outagesView, size float64) outageTable {
	const free = 2.4
	t := outageTable{size: size}
	if size == sizeM {
		t.edges = [5]float64{101, 117.5, 132.5, 146, 161}
	}
	day := 0.0
	var widest [5]float64
	for i := range widest {
		widest[i] = b.face.width(b.face.clean(v.Columns[i+2]), sizeS, false)
	}
	for _, row := range v.Rows {
		day = max(day, b.face.width(b.face.clean(row.Day), size, false))
		for i, cell := range row.figures() {
			widest[i] = max(widest[i], b.face.width(b.face.clean(cell), size, false))
		}
	}
	for i, cell := range v.Sum.figures() {
		widest[i] = max(widest[i], b.face.width(b.face.clean(cell), size, true))
	}
	x := outageDay + day
	for i := range t.edges {
		t.edges[i] = max(t.edges[i], x+free+widest[i])
		x = t.edges[i]
	}
	t.cause = x + 4.3
	return t
}
