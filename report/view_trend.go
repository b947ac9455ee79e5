package report

import (
	"time"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
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
	v.Chart.Unit = "\u202f" + "min"
	v.Chart.NoData = s.NA()
	v.Table = dataTable{
		Caption: s.Text("trend.alt", "from", s.trendName(s.r.Trend[0].Period), "to", s.period),
		Columns: []string{s.Text("trend.columns.period"), s.Text("trend.columns.availability"), s.Text("trend.columns.lost"),
			s.Text("trend.columns.budget"), s.Text("trend.columns.verdict")},
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
	m.LostText = s.Text("unit.min", "n", s.Minutes(p.Availability.Lost))
	m.Breached = p.Verdict == sla.Breached
	return m
}

func (s scribe) trendRow(p sla.TrendPoint) []string {
	none := s.Nothing()
	if p.NoReport {
		return []string{s.trendName(p.Period), none, none, none, s.Text("trend.none")}
	}
	kind := verdictOf(sla.ObjectiveResult{Verdict: p.Verdict, Provisional: p.Verdict == sla.OnTrack})
	word := s.Text("verdict." + string(kind))
	if !p.Availability.Valid() {
		return []string{s.trendName(p.Period), s.NA(), none, none, word}
	}
	return []string{s.trendName(p.Period), s.availability(p.Availability), s.Duration(p.Availability.Lost, words.Up),
		s.Duration(p.Budget, words.Down), word}
}
