package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A calendarDay is a day of the period, whether evaluated or not.
type calendarDay struct {
	sla.Span // the whole day, not cut
	at       time.Time
	result   sla.Day // the zero Day: not evaluated
}

// calendarDays lists every day that the period touches.
func (s scribe) calendarDays() []calendarDay {
	if s.r.Period.Empty() {
		return nil
	}
	var days []calendarDay
	results := map[string]sla.Day{}
	for _, d := range s.r.Days {
		results[d.Date] = d
	}
	y, m, d := s.at(s.r.Period.Start).Date()
	for date := (sla.Date{Year: y, Month: m, Day: d}); date.At(s.zone) < s.r.Period.End; date = date.Next(1) {
		whole := span.Between(date.At(s.zone), date.Next(1).At(s.zone))
		if !whole.Empty() {
			days = append(days, calendarDay{whole, s.at(whole.Start), results[date.String()]})
		}
	}
	return days
}

func (s scribe) days() daysView {
	v := daysView{Head: s.daysHead(), Table: dataTable{Show: s.Text("table.show"),
		Columns: []string{s.Text("days.columns.day"), s.Text("days.columns.availability"), s.Text("days.columns.lost"), s.Text("days.columns.nodata")},
	}}
	v.Table.Caption = s.Text("days.alt", "head", v.Head.Title, "outages", s.Count("outages.n", s.r.Repair.Outages))
	days := s.calendar
	for len(days) > 0 {
		block := s.block(days)
		v.Blocks = append(v.Blocks, s.daysBlock(days[:block], block < len(s.calendar)))
		days = days[block:]
	}
	var listed []prose
	for _, d := range s.calendar {
		if d.result.Date == "" {
			continue
		}
		v.Table.Rows = append(v.Table.Rows, s.dayRow(d))
		if d.result.Availability.Lost > 0 {
			listed = append(listed, s.Prose("days.list.day", "day", s.DateShort(d.at), "lost", s.Duration(d.result.Availability.Lost, words.Up)))
		}
	}
	if n := len(listed); n > 0 && n <= 8 {
		v.List = s.listOf(listed)
	}
	return v
}

// block returns how many of days stand in the first chart: all of them if they
// are few, else those of the first month.
func (s scribe) block(days []calendarDay) int {
	if len(s.calendar) <= 31 {
		return len(days)
	}
	return max(1, slices.IndexFunc(append(slices.Clone(days), calendarDay{}), func(d calendarDay) bool {
		return d.at.Month() != days[0].at.Month() || d.at.Year() != days[0].at.Year()
	}))
}

// listOf joins the days with loss: "verloren: 21.09. 25 min, 22.09. 6 min".
func (s scribe) listOf(days []prose) prose {
	before, after, _ := strings.Cut(s.Text("days.list", "days", "\x00"), "\x00")
	p := prose{{Text: before}}
	for i, d := range days {
		if i > 0 {
			p = append(p, words.Run{Text: s.Text("list.comma")})
		}
		p = append(p, d...)
	}
	return append(p, words.Run{Text: after})
}

func (s scribe) daysHead() head {
	h := head{Title: s.Text("days.head"), Notes: []string{s.Text("days.note")}}
	if s.r.Period.Kind == sla.Month {
		h.Title = s.Text("days.head.month", "month", s.Month(s.at(s.r.Period.Start)))
	}
	for _, extra := range []struct {
		key    string
		length sla.Micros
	}{
		{"hours", s.r.Sums.OutOfHours}, {"maintenance", s.r.Sums.Maintenance},
		{"excluded", s.r.Sums.Excluded}, {"nodata", s.r.Sums.NoData},
	} {
		if extra.length > 0 {
			h.Notes = append(h.Notes, s.Text("days.note."+extra.key))
		}
	}
	return h
}

func (s scribe) daysBlock(days []calendarDay, several bool) daysBlock {
	b := daysBlock{Chart: chart.Days{Midnight: s.Text("clock.zero"), LostRow: s.Text("days.lost"), Low: several}}
	if several {
		b.Title = s.Period(words.Month, days[0].at, days[0].at)
	}
	for _, d := range days {
		b.Chart.Days = append(b.Chart.Days, s.dayColumn(d))
	}
	if most := slices.MaxFunc(days, byLoss).result.Availability.Lost; most > mostMinutes*span.Minute {
		b.Chart.LostRow = s.Text("days.lost.hours")
		for i, d := range days {
			if lost := d.result.Availability.Lost; lost > 0 {
				b.Chart.Days[i].Lost = s.WholeHours(lost)
			}
		}
	}
	return b
}

// mostMinutes is what the row under the days prints in minutes: four digits
// would not fit under a column.
const mostMinutes = 999

func byLoss(a, b calendarDay) int {
	return cmp.Compare(a.result.Availability.Lost, b.result.Availability.Lost)
}

func (s scribe) dayColumn(d calendarDay) chart.Day {
	lost := d.result.Availability.Lost
	c := chart.Day{
		Key: d.at.Format(time.DateOnly), Label: strconv.Itoa(d.at.Day()), Weekday: s.WeekdayLetter(d.at),
		Weekend: d.at.Weekday() == time.Saturday || d.at.Weekday() == time.Sunday,
		Length:  int64(d.Len()), Counted: s.countedStretches(d.Span), Marks: s.marks(d.Span), Hit: lost > 0,
	}
	if d.result.Date == "" {
		c.Title = s.DateWeekday(d.at)
		return c
	}
	availability := s.availability(d.result.Availability)
	c.Title = s.Text("days.title.none", "day", s.DateWeekday(d.at), "availability", availability)
	if lost > 0 {
		c.Lost, c.Down = s.Minutes(lost), d.result.Worst == sla.FullLoss
		c.Title = s.Text("days.title", "day", s.DateWeekday(d.at), "outages", s.Count("outages.n", len(s.outagesOn(d.Span))),
			"lost", s.Duration(lost, words.Up), "availability", availability)
		c.Href = "#" + s.outagesAnchor()
		for _, days := range s.worst {
			if slices.ContainsFunc(days, func(w calendarDay) bool { return w.Span == d.Span }) {
				c.Href = "#" + s.dayAnchor(days[0])
			}
		}
	}
	return c
}

// outagesAnchor names the table of all outages.
func (s scribe) outagesAnchor() string { return anchor(s.r.Objective.ID) + "-outages" }

// dayAnchor names the timeline of a day.
func (s scribe) dayAnchor(d calendarDay) string {
	return anchor(s.r.Objective.ID) + "-" + d.at.Format(time.DateOnly)
}

func (s scribe) dayRow(d calendarDay) []string {
	noData := s.Nothing()
	if d.result.NoData > 0 {
		noData = s.Duration(d.result.NoData, words.Up)
	}
	return []string{s.DateTable(d.at, s.twoYears()), s.availability(d.result.Availability), s.Duration(d.result.Availability.Lost, words.Up), noData}
}

// twoYears reports whether dates of the period need their year.
func (s scribe) twoYears() bool {
	return s.at(s.r.Period.Start).Year() != s.at(s.r.Period.End-1).Year()
}

// countedStretches are the parts of a day for which the promise holds: its
// service hours inside the evaluated period.
func (s scribe) countedStretches(day sla.Span) []chart.Stretch {
	var list []chart.Stretch
	for _, x := range s.countedSpans(day) {
		list = append(list, chart.Stretch{From: int64(x.Start.Sub(day.Start)), To: int64(x.End.Sub(day.Start)), Kind: chart.KindCounted})
	}
	return list
}

// countedSpans are the parts of x for which the promise holds.
func (s scribe) countedSpans(x sla.Span) span.Set {
	within := x.Cut(span.Between(s.r.Period.Start, s.r.EvaluatedTo))
	switch {
	case within.Empty():
		return nil
	case s.r.Objective.Hours == nil:
		return span.NewSet(within)
	}
	return s.r.Objective.Hours.Within(within)
}

// markKinds are the labels that a drawing of a day shows.
var markKinds = map[sla.Label]chart.Kind{
	sla.LabelDown: chart.KindDown, sla.LabelDegraded: chart.KindDegraded, sla.LabelMaintenance: chart.KindMaintenance,
	sla.LabelExcluded: chart.KindExcluded, sla.LabelNoData: chart.KindNoData,
}

// marks are the rows of a day that stand out.
func (s scribe) marks(day sla.Span) []chart.Stretch {
	var list []chart.Stretch
	for _, row := range s.rowsIn(day) {
		kind, ok := markKinds[row.Label]
		if !ok {
			continue
		}
		cut := row.Cut(day)
		list = append(list, chart.Stretch{
			From: int64(cut.Start.Sub(day.Start)), To: int64(cut.End.Sub(day.Start)), Kind: kind, Share: int(max(0, row.Loss)),
		})
	}
	return list
}

// rowsIn returns the rows of the ledger that overlap x. The ledger is sorted.
func (s scribe) rowsIn(x sla.Span) []sla.Row {
	from, _ := slices.BinarySearchFunc(s.r.Ledger, x.Start, func(r sla.Row, i sla.Instant) int {
		if r.End <= i {
			return -1
		}
		return 1
	})
	to := from
	for to < len(s.r.Ledger) && s.r.Ledger[to].Start < x.End {
		to++
	}
	return s.r.Ledger[from:to]
}

// A numbered is an outage with its number in the report.
type numbered struct {
	sla.Outage
	n int
}

// outagesOn returns the counted outages that overlap x.
func (s scribe) outagesOn(x sla.Span) []numbered {
	var list []numbered
	for i, o := range s.r.Outages {
		if o.Counted > 0 && o.Overlaps(x) {
			list = append(list, numbered{o, i + 1})
		}
	}
	return list
}
