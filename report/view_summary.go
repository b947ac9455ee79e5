package report

import (
	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// summary is the list in front of several objectives, worst first like them.
func summary(w words.Words, doc Document, objectives []objectiveView) *summaryView {
	v := &summaryView{Head: head{Title: w.Text("summary.head")}}
	for i, key := range []string{"columns", "verdict", "measured", "target", "left", "bar", "credit"} {
		v.Columns[i] = w.Text("summary." + key)
	}
	met, unproven := 0, 0
	for i, r := range worstFirst(doc.Result.Objectives) {
		switch verdictOf(r) {
		case verdictMetUnproven:
			unproven++
			met++
		case verdictMet, verdictOnTrack:
			met++
		}
		v.Rows = append(v.Rows, newScribe(w, doc, r).summaryRow(objectives[i]))
	}
	v.Sentence = w.Text("summary.sentence", "met", w.Integer(int64(met)), "n", w.Integer(int64(len(objectives))))
	if unproven > 0 {
		v.Sentence += w.Text("list.comma") + w.Text("summary.unproven", "k", w.Integer(int64(unproven)))
	}
	return v
}

func (s scribe) summaryRow(o objectiveView) summaryRow {
	row := summaryRow{
		Anchor: o.Anchor, Mark: o.Verdict.Mark, Tone: o.Verdict.WordTone, Name: o.Name, Period: o.Period,
		Word: o.Verdict.Word, Measured: o.Verdict.Measured, Target: s.target(), Left: s.Nothing(),
		Bar: chart.Share{NoData: true}, Credit: s.Nothing(),
	}
	if s.r.Measured.Valid() {
		row.Left = s.Duration(s.r.Remaining, words.Down)
		row.Bar = chart.Share{Spent: int64(s.r.Sums.Lost), Budget: int64(s.r.Budget)}
	}
	switch c := s.r.Credit; {
	case len(s.r.Objective.Credits) == 0 || s.r.Provisional || s.r.Verdict == sla.VerdictNA:
	case c.Percent.IsZero():
		row.Credit = s.Text("figures.credit.none")
	default:
		row.Credit = s.creditAmount()
	}
	return row
}
