package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// An Option is what Apache ECharts needs to draw a chart, ready for
// json.Marshal. It holds no functions. Colours are names of roles, such as
// "role:met", which the script of the page replaces by the colours of the page;
// it also draws the series of type "custom", by their names.
type Option map[string]any

// color is how an Option names a role.
func color(r Role) string { return "role:" + string(r) }

// option takes the options of a chart without those of parts that the script
// does not have. The charts are never rendered by go-echarts itself, whose page
// would not be safe for every text.
func option(base *charts.BaseConfiguration) Option {
	o := Option(base.JSON())
	for _, part := range []string{"title", "legend", "tooltip", "toolbox", "color"} {
		delete(o, part)
	}
	o["animation"] = false
	return o
}

// valueAxis is an axis of lengths from zero to top with so many parts. The script
// writes its unit behind the top.
func valueAxis(top, parts int64, unit string) opts.YAxis {
	return opts.YAxis{
		Type: "value", Min: 0, Max: top, Name: unit, SplitNumber: int(parts), AxisLine: &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: color(Muted), Show: opts.Bool(true)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: color(Rule)}},
	}
}

// slots is an axis of named slots.
func slots(labels []any) opts.XAxis {
	return opts.XAxis{
		Type: "category", Data: labels, AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: color(Rule)}},
		AxisLabel: &opts.AxisLabel{Color: color(Ink), HideOverlap: opts.Bool(true), ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(true)},
	}
}

// Option returns the chart for ECharts: bars of lost minutes and, as the custom
// series "budget" and "nodata", the line across each slot and the slots of which
// nothing is known.
func (t Trend) Option() Option {
	g := t.grid(OnScreen())
	bar := charts.NewBar()
	labels := make([]any, len(t.Months))
	bars := make([]opts.BarData, len(t.Months))
	var budgets, unknown []opts.CustomData // budgets with the crosses of the months that missed
	for i, m := range t.Months {
		labels[i] = m.slotLabel()
		bars[i] = opts.BarData{Value: "-"}
		if m.NoData {
			unknown = append(unknown, opts.CustomData{Value: []any{i, minutes(g.full)}})
		}
		if m.NoReport || m.NoData {
			continue
		}
		lost := min(m.Lost, g.full)
		bars[i] = opts.BarData{Value: minutes(lost), ItemStyle: &opts.ItemStyle{Color: color(m.fill())}}
		if m.Lost > g.full {
			bars[i].Label = &opts.Label{Show: opts.Bool(true), Position: "top", Color: color(m.fill()), Formatter: m.LostText}
		}
		budgets = append(budgets, opts.CustomData{Value: []any{i, minutes(m.Budget), m.Lost > m.Budget, m.Breached, minutes(lost), m.Lost > g.full}})
	}
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(slots(labels)), charts.WithYAxisOpts(valueAxis(g.full/minute, g.parts, t.Unit)),
		charts.WithGridOpts(opts.Grid{Left: "0", Right: "0", Top: "24", Bottom: "0", ContainLabel: opts.Bool(true)}))
	bar.AddSeries("lost", bars, charts.WithBarChartOpts(opts.BarChart{BarCategoryGap: "44%"}))
	more := charts.NewCustom()
	more.AddSeries("budget", budgets)
	more.AddSeries("nodata", unknown)
	bar.Overlap(more)
	return option(&bar.BaseConfiguration)
}

// slotLabel is the name of a month over its value, marked as in the scene.
func (m Month) slotLabel() any {
	label := map[string]any{"value": m.Label + "\n" + m.Value}
	switch {
	case m.Breached:
		label["textStyle"] = map[string]string{"color": color(Breached), "fontWeight": "bold"}
	case m.This:
		label["textStyle"] = map[string]string{"fontWeight": "bold"}
	}
	return label
}

// minutes returns a length in minutes, exact to the microsecond.
func minutes(t int64) float64 { return float64(t) / minute }

// Option returns the chart for ECharts: one line per quantile.
func (l Latency) Option() Option {
	g := l.grid(OnScreen())
	line := charts.NewLine()
	labels := make([]any, len(l.Days))
	for i, d := range l.Days {
		labels[i] = d.Label
	}
	line.SetGlobalOptions(
		charts.WithXAxisOpts(slots(labels)), charts.WithYAxisOpts(valueAxis(g.full/l.per(), g.parts, l.Unit)),
		charts.WithGridOpts(opts.Grid{Left: "0", Right: "72", Top: "24", Bottom: "0", ContainLabel: opts.Bool(true)}))
	for q, name := range l.Names {
		data := make([]opts.LineData, len(l.Days))
		for i, d := range l.Days {
			data[i] = opts.LineData{Value: "-"}
			if !d.None {
				data[i].Value = float64(d.Quantiles[q]) / float64(l.per())
			}
		}
		line.AddSeries(name, data,
			charts.WithLineChartOpts(opts.LineChart{Symbol: "circle", SymbolSize: 4, ShowSymbol: opts.Bool(true)}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: color(latencyRoles[q])}),
			charts.WithLineStyleOpts(opts.LineStyle{Color: color(latencyRoles[q]), Width: float32(latencyWidths[q] * PixelsPerMM)}))
	}
	return option(&line.BaseConfiguration)
}
