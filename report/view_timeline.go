package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

const (
	maxTimelines   = 6  // days that are drawn
	maxDayOutages  = 12 // outages of a day that are drawn one by one
	wholeDayWindow = 0  // no window: only the band of the day
)

// windows are the lengths in hours that the window of a timeline can have.
var windows = []int64{1, 2, 3, 4, 6, 12}

// worstDays returns the days with the greatest loss, in order of time. Days in
// a row that look the same are one group.
func (s scribe) worstDays() [][]calendarDay {
	days := slices.DeleteFunc(slices.Clone(s.calendar), func(d calendarDay) bool { return d.result.Availability.Lost == 0 })
	var groups [][]calendarDay
	for len(days) > 0 {
		n := s.alike(days)
		groups = append(groups, days[:n])
		days = days[n:]
	}
	slices.SortStableFunc(groups, func(a, b []calendarDay) int { return byLoss(b[0], a[0]) })
	groups = groups[:min(len(groups), maxTimelines)]
	slices.SortFunc(groups, func(a, b []calendarDay) int { return cmp.Compare(a[0].Start, b[0].Start) })
	return groups
}

// lostWholly reports whether nothing but one and the same loss filled a day.
func (s scribe) lostWholly(d calendarDay) bool {
	rows := s.rowsIn(d.Span)
	return len(rows) == 1 && rows[0].Loss > 0 && rows[0].Cut(d.Span) == d.Span
}

// alike returns how many days, from the first on, are one picture: days in a
// row that were wholly lost to one row of the ledger. Drawing each would say
// the same thing six times.
func (s scribe) alike(days []calendarDay) int {
	n := 1
	for n < len(days) && days[n].Start == days[n-1].End && s.lostWholly(days[n-1]) && s.lostWholly(days[n]) &&
		s.rowsIn(days[n].Span)[0].Start == s.rowsIn(days[0].Span)[0].Start {
		n++
	}
	return n
}

// timelines draws the worst days. All that have a window have one of the same
// length, the returned number of hours; 0 if none has.
func (s scribe) timelines() ([]timelineView, int64) {
	groups := s.worst
	var common int64
	for _, days := range groups {
		common = max(common, s.window(days[0]))
	}
	var views []timelineView
	for _, days := range groups {
		d, n := days[0], len(days)
		hours := common
		if s.window(d) == wholeDayWindow {
			hours = wholeDayWindow
		}
		v := s.timeline(d, hours)
		if n > 1 {
			v.Head = s.alikeHead(d, days[n-1], n)
		}
		views = append(views, v)
	}
	return views, common
}

// alikeHead stands beside the one picture of n days.
func (s scribe) alikeHead(first, last calendarDay, n int) head {
	return head{
		Title: s.Text("date.days", "from", s.DateWeekday(first.at), "to", s.DateWeekday(last.at)),
		Notes: []string{s.Text("happened.alike", "n", s.Integer(int64(n)), "lost", s.Duration(first.result.Availability.Lost, words.Up))},
	}
}

// window returns the fewest whole hours that hold all outages of a day.
func (s scribe) window(d calendarDay) int64 {
	outages := s.outagesOn(d.Span)
	if len(outages) == 0 || len(outages) > maxDayOutages {
		return wholeDayWindow
	}
	from, to := s.outageHours(d)
	for _, hours := range windows {
		if to-from <= hours*int64(span.Hour) {
			return hours
		}
	}
	return wholeDayWindow
}

// outageHours returns the start of the hour in which the first outage of a day
// starts, and the end of the last outage, in microseconds since the day began.
func (s scribe) outageHours(d calendarDay) (from, to int64) {
	from = int64(d.Len())
	for _, o := range s.outagesOn(d.Span) {
		cut := o.Cut(d.Span)
		from = min(from, int64(cut.Start.Sub(d.Start)))
		to = max(to, int64(cut.End.Sub(d.Start)))
	}
	return from - from%int64(span.Hour), to
}

func (s scribe) timeline(d calendarDay, hours int64) timelineView {
	outages := s.outagesOn(d.Span)
	count := s.Count("outages.n", len(outages))
	v := timelineView{
		Anchor: s.dayAnchor(d),
		Head: head{Title: s.DateWeekday(d.at), Notes: []string{
			s.Text("happened.lost", "outages", count, "lost", s.Duration(d.result.Availability.Lost, words.Up)),
		}},
		Chart: chart.Timeline{
			Length: int64(d.Len()), Hours: s.hourTicks(d), Counted: s.countedStretches(d.Span), Marks: s.marks(d.Span),
			Words: chart.TimelineWords{
				Full: s.Percent(100_000_000, 0), None: s.Percent(0, 0), Users: s.Text("timeline.users"),
				Log: s.Text("timeline.log"), Combined: s.Text("timeline.probes"),
			},
		},
		Table: s.timelineTable(d, count),
	}
	if hours == wholeDayWindow {
		return v
	}
	c := &v.Chart
	c.From, _ = s.outageHours(d)
	c.From = max(0, min(c.From, int64(d.Len())-hours*int64(span.Hour)))
	c.To = min(int64(d.Len()), c.From+hours*int64(span.Hour))
	c.Ticks = s.windowTicks(d, c.From, c.To, hours)
	for _, o := range outages {
		c.Outages = append(c.Outages, s.timelineOutage(d, o))
	}
	window := span.Between(d.Start.Add(sla.Micros(c.From)), d.Start.Add(sla.Micros(c.To)))
	c.Lanes, c.Log = s.lanes(d, window), s.brackets(d, window)
	return v
}

func (s scribe) timelineTable(d calendarDay, count string) dataTable {
	t := dataTable{
		Caption: s.Text("timeline.alt", "day", s.DateWeekday(d.at), "outages", count),
		Columns: []string{s.Text("outages.number"), s.Text("outages.start"), s.Text("outages.end"), s.Text("outages.users"), s.Text("outages.cause")},
	}
	for _, o := range s.outagesOn(d.Span) {
		t.Rows = append(t.Rows, []string{s.Integer(int64(o.n)), s.Clock(s.at(o.Start), true), s.outageEnd(o.Outage),
			s.Users(int64(o.Worst)), s.causeName(o.Cause)})
	}
	return t
}

// hourTicks labels every third hour of the wall clock.
func (s scribe) hourTicks(d calendarDay) []chart.Tick {
	y, m, day := d.at.Date()
	ticks := []chart.Tick{{At: 0, Label: s.Text("clock.zero")}}
	for hour := 3; hour < 24; hour += 3 {
		at := span.Of(time.Date(y, m, day, hour, 0, 0, 0, s.zone))
		ticks = append(ticks, chart.Tick{At: int64(at.Sub(d.Start)), Label: s.Integer(int64(hour))})
	}
	return append(ticks, chart.Tick{At: int64(d.Len()), Label: "24"})
}

// windowTicks labels the axis below a window: every 10 minutes of one hour,
// and as far apart in longer ones.
func (s scribe) windowTicks(d calendarDay, from, to, hours int64) []chart.Tick {
	step := hours * 10 * int64(span.Minute)
	var ticks []chart.Tick
	for at := from; at <= to; at += step {
		ticks = append(ticks, chart.Tick{At: at, Label: s.Clock(s.at(d.Start.Add(sla.Micros(at))), false)})
	}
	return ticks
}

func (s scribe) timelineOutage(d calendarDay, o numbered) chart.TimelineOutage {
	cut := o.Cut(d.Span)
	n, length := s.Integer(int64(o.n)), s.Duration(o.Len(), words.Up)
	title := s.Text("timeline.outage", "n", n, "length", length)
	if o.Worst < sla.FullLoss {
		title = s.Text("timeline.outage.share", "n", n, "length", length,
			"share", s.Users(int64(o.Worst)), "lost", s.Duration(o.Lost, words.Up))
	}
	return chart.TimelineOutage{
		From: int64(cut.Start.Sub(d.Start)), To: int64(cut.End.Sub(d.Start)), Share: int(max(0, o.Worst)),
		Head: title, Short: s.Text("outages.number") + "\u00a0" + n, Cause: s.causeName(o.Cause), Down: o.Worst == sla.FullLoss,
	}
}

// lanes are what each vantage saw during a window.
func (s scribe) lanes(d calendarDay, window sla.Span) []chart.Lane {
	var lanes []chart.Lane
	names := s.laneNames()
	for i, l := range s.r.Lanes {
		lane := chart.Lane{Label: names[i], Interval: int64(l.Interval)}
		for _, run := range l.Runs {
			if cut := run.Cut(window); !cut.Empty() && run.State != sla.Unknown {
				lane.Runs = append(lane.Runs, chart.LaneRun{
					From: int64(cut.Start.Sub(d.Start)), To: int64(cut.End.Sub(d.Start)), Failed: s.failed(l, run.State),
				})
			}
		}
		lanes = append(lanes, lane)
	}
	return lanes
}

// laneNames are the names of the lanes, by vantage where that tells them apart.
func (s scribe) laneNames() []string {
	monitors := map[string]bool{}
	for _, l := range s.r.Lanes {
		monitors[l.Monitor] = true
	}
	var names []string
	for _, l := range s.r.Lanes {
		name := l.Vantage
		if name == "" || len(monitors) > 1 {
			name = l.Monitor
			if l.Vantage != "" {
				name += " " + l.Vantage
			}
		}
		names = append(names, s.Text("timeline.probe", "name", words.Clean(name)))
	}
	return names
}

// failed reports whether checks of a state cost availability: slow ones only
// where the agreement says so.
func (s scribe) failed(l sla.Lane, state sla.State) bool {
	if state != sla.Slow {
		return state == sla.Down
	}
	for _, svc := range s.doc.Result.Agreement.Services {
		for _, m := range svc.Monitors {
			if m.Name == l.Monitor && m.SlowLoss > 0 {
				return true
			}
		}
	}
	return false
}

// brackets are the incidents and maintenances that a window shows.
func (s scribe) brackets(d calendarDay, window sla.Span) []chart.Bracket {
	var list []chart.Bracket
	add := func(x sla.Span, label string) {
		if cut := x.Cut(window); !cut.Empty() {
			list = append(list, chart.Bracket{From: int64(cut.Start.Sub(d.Start)), To: int64(cut.End.Sub(d.Start)), Label: label})
		}
	}
	for _, i := range s.incidents() {
		for _, x := range s.incidentSpans(i) {
			add(x, s.Text("timeline.incident", "id", words.Clean(i.ID)))
		}
	}
	for _, m := range s.r.Maintenance {
		add(span.Between(m.Start, m.End), s.Text("timeline.maintenance", "title", s.maintenanceTitle(m.Maintenance), "excused", s.announced(m.Maintenance)))
	}
	slices.SortStableFunc(list, func(a, b chart.Bracket) int { return cmp.Compare(a.From, b.From) })
	return list
}

// incidentSpans returns when users were hit according to an incident.
func (s scribe) incidentSpans(i sla.Incident) []sla.Span {
	end := func(at sla.Instant) sla.Instant {
		if at == 0 {
			return s.r.EvaluatedTo
		}
		return at
	}
	if len(i.Outages) == 0 {
		return []sla.Span{span.Between(i.Started, end(i.Resolved))}
	}
	var spans []sla.Span
	for _, o := range i.Outages {
		spans = append(spans, span.Between(o.Start, end(o.End)))
	}
	return spans
}

func (s scribe) maintenanceTitle(m sla.Maintenance) string {
	if title := words.Clean(m.Title.In(s.Lang())); title != "" {
		return title
	}
	if m.Kind == sla.Emergency {
		return s.Text("timeline.maintenance.emergency")
	}
	return s.Text("timeline.maintenance.planned")
}

func (s scribe) announced(m sla.Maintenance) string {
	if m.Announced == 0 {
		return s.Text("maintenance.unannounced")
	}
	return s.Text("maintenance.announced")
}
