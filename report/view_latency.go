package report

import (
	"strconv"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A latencyView says how long checks took, day by day.
type latencyView struct {
	Head  head
	Chart chart.Latency
	Table dataTable
}

// quantiles are the shares of checks, in parts per million, that a report
// names: half of them, 95 % and 99 %.
var quantiles = [3]int64{500_000, 950_000, 990_000}

// latency words the lengths of checks, or returns nil where none is known.
func (s scribe) latency() *latencyView {
	byDay := map[sla.Instant]sla.ProbingDay{}
	for _, d := range s.r.ProbingDays() {
		if d.Latency.N() > 0 {
			byDay[d.Start] = d
		}
	}
	if len(byDay) == 0 {
		return nil
	}
	v := &latencyView{
		Head: head{s.Text("latency.head"), []string{s.Text("latency.note")}},
		Chart: chart.Latency{Names: [3]string{s.Text("latency.median"), s.Percent(95_000_000, 0), s.Percent(99_000_000, 0)},
			Unit: "\u202f" + "ms", Per: int64(span.Second / 1000)},
	}
	v.Table = dataTable{Caption: s.Text("latency.alt"), Show: s.Text("table.show"), Columns: []string{
		s.Text("days.columns.day"), v.Chart.Names[0], v.Chart.Names[1], v.Chart.Names[2], s.Text("latency.checks"),
	}}
	for _, day := range s.calendar {
		d := byDay[day.Start]
		c := chart.LatencyDay{Label: strconv.Itoa(day.at.Day()), None: d.Latency.N() == 0}
		row := []string{s.DateTable(day.at, s.twoYears())}
		for i, q := range quantiles {
			c.Quantiles[i] = int64(d.Latency.Quantile(q))
			text := s.Nothing()
			if !c.None {
				text = s.Milliseconds(d.Latency.Quantile(q))
			}
			row = append(row, text)
		}
		v.Chart.Days = append(v.Chart.Days, c)
		v.Table.Rows = append(v.Table.Rows, append(row, s.Integer(d.Latency.N())))
	}
	return v
}
