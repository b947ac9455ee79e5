package report

import (
	"slices"
	"time"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// leastTrend is how many periods make a chart.
const leastTrend = 3

func (s scribe) trend() trendView {
	months := s.r.Period.Kind == sla.Month
	v := trendView{Head: head{Title: s.Text("trend.head")}}
	note, empty := "trend.note", "trend.empty"
	if months {
		note, empty = "trend.note.month", "trend.empty.month"
		if len(s.r.Trend) == 12 {
			v.Head.Title = s.Text("trend.head.12")
		}
	}
	reports := 0
	for _, p := range s.r.Trend {
		if !p.NoReport {
			reports++
		}
	}
	if reports < leastTrend {
		v.Empty = s.Text(empty, "period", s.firstTrend(leastTrend-reports))
		return v
	}
	v.Head.Notes = []string{s.Text(note)}
	if slices.ContainsFunc(s.r.Trend, func(p sla.TrendPoint) bool { return s.unwatched(p) > 0 }) {
		v.Head.Notes = append(v.Head.Notes, s.Text("trend.note.gaps"))
	}
	v.Chart.Unit = "\u202f" + "min"
	v.Chart.NoData = s.NA()
	v.Table = dataTable{Show: s.Text("table.show"),
		Caption: s.Text("trend.alt", "from", s.trendName(s.r.Trend[0].Period), "to", s.period),
		Columns: []string{s.Text("trend.columns.period"), s.Text("trend.columns.availability"), s.Text("trend.columns.lost"),
			s.Text("trend.columns.nodata"), s.Text("trend.columns.budget"), s.Text("trend.columns.verdict")},
	}
	for i, p := range s.r.Trend {
		v.Chart.Months = append(v.Chart.Months, s.trendMonth(i, p))
		v.Table.Rows = append(v.Table.Rows, s.trendRow(p))
	}
	return v
}

// firstTrend names the period with which there are enough to compare, missing
// periods after this one.
func (s scribe) firstTrend(missing int) string {
	p := s.r.Period
	for range missing {
		if p.Kind == sla.Custom {
			p.Start, p.End = p.End, p.End.Add(p.Len())
			continue
		}
		p = sla.PeriodContaining(p.Kind, p.End, s.zone)
	}
	return s.trendName(p)
}

func (s scribe) trendName(p sla.Period) string { return periodName(s.Words, p, s.zone) }

func (s scribe) trendMonth(i int, p sla.TrendPoint) chart.Month {
	start := s.at(p.Period.Start)
	m := chart.Month{
		Label: s.PeriodShort(periodKind(p.Period), start, i == 0 || start.Month() == time.January),
		Value: s.Nothing(), NoReport: p.NoReport, This: i == len(s.r.Trend)-1, Title: s.trendName(p.Period),
	}
	if p.NoReport {
		return m
	}
	m.Value, m.NoData = s.NA(), !p.Availability.Valid()
	if m.NoData {
		return m
	}
	m.Value = s.PercentFigure(p.Availability.Millionths(), 3)
	m.Lost, m.Budget = int64(p.Availability.Lost), int64(p.Budget)
	m.Unknown = int64(s.unwatched(p))
	m.LostText = s.Text("unit.min", "n", s.Minutes(p.Availability.Lost))
	if p.Availability.Lost > mostMinutes*span.Minute {
		m.LostText = s.Text("unit.h", "n", s.WholeHours(p.Availability.Lost))
	}
	m.Breached = p.Verdict == sla.Breached
	return m
}

// unwatched is the time of a period that nobody saw and that is not charged as
// lost. It may have been lost too: an availability of 100 % of a month with
// nine checks must not look like one of a month that was watched.
func (s scribe) unwatched(p sla.TrendPoint) sla.Micros {
	if s.r.Objective.NoData == sla.NoDataDown || !p.Availability.Valid() {
		return 0
	}
	return p.NoData
}

func (s scribe) trendRow(p sla.TrendPoint) []string {
	none := s.Nothing()
	if p.NoReport {
		return []string{s.trendName(p.Period), none, none, none, none, s.Text("trend.none")}
	}
	kind := verdictOf(sla.ObjectiveResult{Verdict: p.Verdict, Provisional: p.Verdict == sla.OnTrack})
	word := s.Text("verdict." + string(kind))
	unknown := none
	if p.NoData > 0 {
		unknown = s.Duration(p.NoData, words.Up)
	}
	if !p.Availability.Valid() {
		return []string{s.trendName(p.Period), s.NA(), none, unknown, none, word}
	}
	return []string{s.trendName(p.Period), s.availability(p.Availability), s.Duration(p.Availability.Lost, words.Up), unknown,
		s.Duration(p.Budget, words.Down), word}
}
