package chart

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// A Chronicle is a whole period on one line of time that can be zoomed. Times
// are milliseconds since 1970 in UTC.
type Chronicle struct {
	From, To int64
	Rows     []ChronicleRow
	Items    []ChronicleItem
}

// A ChronicleRow is one row, from the top: the outages, a vantage, the log.
type ChronicleRow struct {
	Label string
	High  bool // room for shares of users
}

// A ChronicleItem is a stretch in a row.
type ChronicleItem struct {
	Row      int
	From, To int64
	Kind     Kind
	Share    int   // of users, parts per million; for KindDown and KindDegraded
	Interval int64 // milliseconds between two checks; 0: the stretch is one box
	Box      int   // which words belong to it; -1: none
}

// Kinds that only a Chronicle has.
const (
	KindFailed   Kind = "failed"   // checks that failed
	KindRecorded Kind = "recorded" // an incident or a maintenance in the log
)

// Heights in CSS pixels.
const (
	chronicleLabel = 18
	chronicleHigh  = 47
	chronicleLow   = 12
	chronicleGap   = 8
)

// Height returns how many CSS pixels the rows take.
func (c Chronicle) Height() int {
	top, height := c.row(len(c.Rows) - 1)
	return top + height
}

// row returns the top and the height of a row in CSS pixels.
func (c Chronicle) row(n int) (top, height int) {
	for i, r := range c.Rows {
		height = chronicleLow
		if r.High {
			height = chronicleHigh
		}
		top += chronicleLabel
		if i == n {
			return top, height
		}
		top += height + chronicleGap
	}
	return 0, 0
}

// Option returns the chart for ECharts. Its vertical axis counts CSS pixels from
// the top. Three custom series: "rows" [from, top, height], "ground" and "items"
// [from, to, top, height, role, pattern, interval, box].
func (c Chronicle) Option() Option {
	var rows, ground, items []opts.CustomData
	for i, r := range c.Rows {
		top, height := c.row(i)
		rows = append(rows, opts.CustomData{Name: r.Label, Value: []any{c.From, top, height}})
	}
	for _, x := range c.Items {
		data := opts.CustomData{Value: c.value(x)}
		if x.Kind == KindCounted {
			ground = append(ground, data)
		} else {
			items = append(items, data)
		}
	}
	chart := charts.NewCustom()
	chart.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{
			Type: "value", Min: c.From, Max: c.To, SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false), LineStyle: &opts.LineStyle{Color: color(Muted)}},
			AxisLabel: &opts.AxisLabel{Color: color(Muted), HideOverlap: opts.Bool(true)},
		}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: c.Height(), Inverse: opts.Bool(true), Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "20", Right: "20", Top: "0", Height: strconv.Itoa(c.Height())}),
		charts.WithDataZoomOpts(
			opts.DataZoom{Type: "inside", XAxisIndex: 0, FilterMode: "none"},
			opts.DataZoom{Type: "slider", XAxisIndex: 0, FilterMode: "none"},
		))
	chart.AddSeries("rows", rows)
	chart.AddSeries("ground", ground)
	chart.AddSeries("items", items)
	return option(&chart.BaseConfiguration)
}

// value is an item as the script draws it. Loss stands on the ground of its row,
// as high as the share of users.
func (c Chronicle) value(x ChronicleItem) []any {
	top, height := c.row(x.Row)
	role, pattern := x.Kind.look()
	if x.Kind == KindFailed || x.Kind == KindRecorded {
		role = Ink
	}
	if x.Kind.loses() {
		whole := height
		height = max(1, int(float64(whole)*share(x.Share)))
		top += whole - height
	}
	return []any{x.From, x.To, top, height, string(role), string(pattern), x.Interval, x.Box}
}
