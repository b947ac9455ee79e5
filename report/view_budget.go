package report

import (
	"slices"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

func (s scribe) budget() budgetView {
	b := budgetView{Head: head{Title: s.Text("budget.head")}}
	if !s.r.Measured.Valid() {
		b.Empty = s.Text("budget.empty")
		return b
	}
	bounds := s.r.Best.Lost != s.r.Worst.Lost
	b.Head.Notes = s.budgetNotes(bounds)
	b.SpentWord, b.Spent = s.Text("budget.spent"), s.Duration(s.r.Sums.Lost, words.Up)
	b.LeftWord, b.Left, b.LeftTone = s.Text("budget.left"), s.Duration(s.r.Remaining, words.Down), chart.Ink
	if s.r.Remaining < 0 {
		b.LeftWord, b.Left, b.LeftTone = s.Text("budget.over"), s.Duration(-s.r.Remaining, words.Up), chart.Breached
	}
	whole := s.Duration(s.r.Budget, words.Down)
	b.Chart = chart.Budget{
		Budget: int64(s.r.Budget), Lost: int64(s.r.Sums.Lost), Best: int64(s.r.Best.Lost), Worst: int64(s.r.Worst.Lost),
		Bounds: bounds, Mark: s.Text("budget.mark", "budget", whole),
		ZeroMinutes: s.Text("unit.min", "n", "0"), ZeroSeconds: s.Text("unit.s", "n", "0"), ZeroHours: s.Text("unit.h", "n", "0"),
	}
	b.Table = dataTable{Caption: s.Text("budget.alt", "spent", b.Spent, "budget", whole),
		Columns: []string{s.Text("table.part"), s.Text("table.length")}}
	row := func(name string, d sla.Micros, r words.Rounding) {
		b.Table.Rows = append(b.Table.Rows, []string{name, s.Duration(d, r)})
	}
	for i, o := range s.r.Outages {
		if o.Lost > 0 {
			b.Chart.Parts = append(b.Chart.Parts, chart.BudgetPart{Lost: int64(o.Lost), Label: s.Duration(o.Lost, words.Up)})
			row(s.Text("budget.table.outage", "n", s.Integer(int64(i+1))), o.Lost, words.Up)
		}
	}
	if silent := s.chargedSilence(); silent > 0 {
		b.Chart.Parts = append(b.Chart.Parts, chart.BudgetPart{Lost: int64(silent), Label: s.Duration(silent, words.Up)})
		row(s.Text("cause.no-data"), silent, words.Up)
	}
	row(b.SpentWord, s.r.Sums.Lost, words.Up)
	row(s.Text("budget.table.budget"), s.r.Budget, words.Down)
	row(s.Text("budget.table.best"), s.r.Best.Lost, words.Up)
	row(s.Text("budget.table.worst"), s.r.Worst.Lost, words.Up)
	return b
}

func (s scribe) budgetNotes(bounds bool) []string {
	share := s.Digits(100_000_000-s.r.Objective.Target.Millionths(), true)
	first := s.Text("budget.note", "share", share, "counted", s.KeyDuration(s.r.Sums.Denominator, words.Down))
	if s.r.Provisional {
		first = s.Text("budget.note.whole", "share", share)
	}
	if !bounds {
		return []string{first}
	}
	key := "budget.note.bounds"
	if s.r.Certainty == sla.Stated {
		key += ".stated"
	}
	return []string{first + " " + s.Text(key, "best", s.Duration(s.r.Best.Lost, words.Up), "worst", s.Duration(s.r.Worst.Lost, words.Up))}
}

// chargedSilence is what silence cost outside of outages.
func (s scribe) chargedSilence() sla.Micros {
	var sum sla.Micros
	for _, row := range s.r.Ledger {
		inOutage := func(o sla.Outage) bool { return o.Overlaps(row.Span) }
		if row.Label == sla.LabelNoData && row.Charged == sla.FullLoss && !slices.ContainsFunc(s.r.Outages, inOutage) {
			sum += row.Len()
		}
	}
	return sum
}

func (s scribe) figures() figuresView {
	rep := s.r.Repair
	outages := s.Integer(int64(rep.Outages))
	if !s.r.Measured.Valid() {
		outages = s.NA()
	}
	mttr, mttrLabel, median := s.NA(), s.Text("figures.mttr.none"), ""
	if rep.N > 0 {
		mttr, mttrLabel = s.KeyDuration(rep.MTTR, words.Up), s.Text("figures.mttr", "n", s.Integer(int64(rep.N)))
		median = s.Text("figures.median", "median", s.KeyDuration(rep.Median, words.Up))
	}
	mtbf, between := s.NA(), ""
	if rep.Outages > 0 {
		mtbf, between = s.KeyDuration(rep.MTBF, words.Down), s.Text("figures.between")
	}
	return figuresView{Head: head{s.Text("figures.head"), s.clauseLegend()}, Figures: [5]figure{
		s.clauseNote(figure{Label: s.Text("figures.outages"), Value: outages}, sla.ClauseMaxOutages, ""),
		s.clauseNote(s.longestFigure(), sla.ClauseMaxOutage, ""),
		s.clauseNote(figure{Label: mttrLabel, Value: mttr}, sla.ClauseMaxMTTR, median),
		{Label: s.Text("figures.mtbf"), Value: mtbf, Note: between, NoteTone: chart.Muted},
		s.lastFigure(),
	}}
}

// longestFigure is the greatest counted length of an outage. Its label says so
// where the table of outages prints a greater one, the full length.
func (s scribe) longestFigure() figure {
	var longest sla.Outage
	cut := false
	for _, o := range s.r.Outages {
		if o.Counted > longest.Counted {
			longest = o
		}
		cut = cut || o.Counted > 0 && o.Len() > o.Counted
	}
	f := figure{Label: s.Text("figures.longest"), Value: s.Nothing()}
	if longest.Counted > 0 {
		f.Value = s.KeyDuration(longest.Counted, words.Up)
	}
	if cut {
		f.Label = s.Text("figures.longest.counted")
	}
	return f
}
