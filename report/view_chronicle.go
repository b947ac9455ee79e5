package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A chronicleView is the whole period on one line of time, which only a page
// with a script can show.
type chronicleView struct {
	Head  head
	Chart chart.Chronicle
	Boxes [][]string // words for the box beside an item, the first line bold
	Clock clockView
}

// A clockView is what a program needs to write times of the agreement's zone.
type clockView struct {
	Offsets [][2]int64 // since when (ms of 1970), seconds east of UTC
	Days    []clockDay
}

// A clockDay is a day of the period.
type clockDay struct {
	Start int64 // ms since 1970
	Key   string
	Name  string // "Do, 21. September"
	Short string // "21.09."
}

func (s scribe) chronicle() chronicleView {
	whole := span.Between(s.r.Period.Start, s.r.EvaluatedTo)
	v := chronicleView{
		Head:  head{s.Text("chronicle.head"), []string{s.Text("chronicle.note")}},
		Clock: s.clockOf(s.r.Period.Span),
		Chart: chart.Chronicle{From: milliseconds(s.r.Period.Start), To: milliseconds(s.r.Period.End),
			Rows: []chart.ChronicleRow{{Label: s.Text("outages.head"), High: true}}},
	}
	for _, x := range s.countedSpans(whole) {
		v.add(0, x, chart.KindCounted, sla.FullLoss, -1)
	}
	boxes := s.outageBoxes(&v)
	for _, row := range s.rowsIn(whole) {
		kind, ok := markKinds[row.Label]
		if !ok {
			continue
		}
		box, ok := boxes[outageAt(s.r.Outages, row.Span)]
		if !ok {
			box = v.box([]string{s.Text("label." + string(row.Label)), s.when(row.Start, row.End), s.rowCause(row)})
		}
		v.add(0, row.Span, kind, row.Loss, box)
	}
	s.probesOf(&v, whole)
	s.logOf(&v, whole)
	return v
}

// add puts a stretch into a row.
func (v *chronicleView) add(row int, x sla.Span, kind chart.Kind, loss sla.Loss, box int) {
	v.Chart.Items = append(v.Chart.Items, chart.ChronicleItem{
		Row: row, From: milliseconds(x.Start), To: milliseconds(x.End), Kind: kind, Share: int(max(0, loss)), Box: box,
	})
}

// box keeps the words of a box and returns its number.
func (v *chronicleView) box(lines []string) int {
	v.Boxes = append(v.Boxes, slices.DeleteFunc(lines, func(l string) bool { return l == "" }))
	return len(v.Boxes) - 1
}

func milliseconds(i sla.Instant) int64 { return i.Time().UnixMilli() }

// outageAt returns the number of the outage that overlaps x, counted from 0; -1
// if none does. Outages are sorted.
func outageAt(outages []sla.Outage, x sla.Span) int {
	i, _ := slices.BinarySearchFunc(outages, x.Start, func(o sla.Outage, at sla.Instant) int {
		if o.End <= at {
			return -1
		}
		return 1
	})
	if i < len(outages) && outages[i].Overlaps(x) {
		return i
	}
	return -1
}

// outageBoxes words every outage, with what its incidents say, and returns the
// numbers of the boxes by the number of the outage.
func (s scribe) outageBoxes(v *chronicleView) map[int]int {
	summaries := map[string]string{}
	for _, i := range s.incidents() {
		summaries[i.ID] = s.inOneLine(i.Summary)
	}
	boxes := map[int]int{}
	for n, o := range s.r.Outages {
		lines := []string{
			s.Text("timeline.outage", "n", s.Integer(int64(n+1)), "length", s.Duration(o.Len(), words.Up)),
			s.when(o.Start, o.End) + ", " + s.Text("chronicle.users", "share", s.Users(int64(max(0, o.Worst)))), s.outageCause(o),
		}
		for _, id := range o.Incidents {
			lines = append(lines, summaries[id])
		}
		boxes[n] = v.box(lines)
	}
	return boxes
}

// inOneLine is a text of the incident log without its marks.
func (s scribe) inOneLine(text sla.Text) string {
	var parts []string
	for _, p := range paragraphs(text.In(s.Lang())) {
		parts = append(parts, strings.TrimSpace(p.Bullet+" "+plainText(p.Text)))
	}
	return strings.Join(parts, " ")
}

// probesOf adds a row for every lane, with the checks that failed.
func (s scribe) probesOf(v *chronicleView, whole sla.Span) {
	names := s.laneNames()
	for i, l := range s.r.Lanes {
		v.Chart.Rows = append(v.Chart.Rows, chart.ChronicleRow{Label: names[i]})
		for _, run := range l.Runs {
			cut := run.Cut(whole)
			if cut.Empty() || run.State == sla.Unknown || !s.failed(l, run.State) {
				continue
			}
			v.Chart.Items = append(v.Chart.Items, chart.ChronicleItem{
				Row: len(v.Chart.Rows) - 1, From: milliseconds(cut.Start), To: milliseconds(cut.End), Kind: chart.KindFailed,
				Interval: int64(l.Interval) / 1000, Box: v.box([]string{names[i], s.when(cut.Start, cut.End), s.Text("chronicle.failed")}),
			})
		}
	}
}

// logOf adds a row of what is on record: incidents and maintenance.
func (s scribe) logOf(v *chronicleView, whole sla.Span) {
	row := len(v.Chart.Rows)
	add := func(x sla.Span, box int) {
		if cut := x.Cut(whole); !cut.Empty() {
			v.add(row, cut, chart.KindRecorded, sla.FullLoss, box)
		}
	}
	for _, i := range s.incidents() {
		title := cmp.Or(words.Clean(i.Title.In(s.Lang())), s.causeName(i.Cause))
		for _, x := range s.incidentSpans(i) {
			add(x, v.box([]string{title, s.Text("timeline.incident", "id", words.Clean(i.ID)), s.when(x.Start, x.End), s.inOneLine(i.Summary)}))
		}
	}
	for _, m := range s.r.Maintenance {
		x := span.Between(m.Start, m.End)
		add(x, v.box([]string{s.maintenanceTitle(m.Maintenance), s.announced(m.Maintenance), s.when(x.Start, x.End)}))
	}
	if slices.ContainsFunc(v.Chart.Items, func(x chart.ChronicleItem) bool { return x.Row == row }) {
		v.Chart.Rows = append(v.Chart.Rows, chart.ChronicleRow{Label: s.Text("timeline.log")})
	}
}

// clockOf describes the clock of the agreement's zone during x.
func (s scribe) clockOf(x sla.Span) clockView {
	var c clockView
	for at := s.at(x.Start); at.Before(s.at(x.End)); {
		_, offset := at.Zone()
		c.Offsets = append(c.Offsets, [2]int64{at.UnixMilli(), int64(offset)})
		_, next := at.ZoneBounds()
		if next.IsZero() {
			break
		}
		at = next
	}
	for _, d := range s.calendar {
		c.Days = append(c.Days, clockDay{d.at.UnixMilli(), d.at.Format("2006-01-02"), s.DateWeekday(d.at), s.DateShort(d.at)})
	}
	return c
}
