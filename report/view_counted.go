package report

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

func (s scribe) counted() countedView {
	return countedView{
		Title: s.Text("counted.head"), Waterfall: s.waterfall(), Formulas: s.formulas(),
		Rules: s.rules(), Exceptions: s.exceptions(), Reconciliation: s.reconciliation(), Definitions: s.definitions(),
	}
}

// A fall is one row of the waterfall before it is put into words.
type fall struct {
	sign, name string
	length     sla.Micros
	from       sla.Micros // where its bar begins
	fill       chart.Role
	total      bool
	doubtful   bool // bold where it is not zero
}

func (s scribe) waterfall() waterfallView {
	v := waterfallView{
		Head:  head{s.Text("waterfall.head"), []string{s.Text("waterfall.note"), s.Text("waterfall.note.bars")}},
		Chart: chart.Waterfall{Scale: int64(s.r.Sums.Period)}, Alt: s.Text("waterfall.alt"),
	}
	for _, f := range s.falls() {
		v.Rows = append(v.Rows, waterfallRow{
			Sign: f.sign, Name: f.name, Duration: s.Duration(f.length, words.Down), Seconds: s.Seconds(f.length),
			Total: f.total, Bold: f.total || f.doubtful && f.length > 0, Muted: f.length == 0 && !f.total,
		})
		v.Chart.Bars = append(v.Chart.Bars, chart.WaterfallBar{From: int64(f.from), Length: int64(f.length), Fill: f.fill})
	}
	return v
}

// falls are the rows of the waterfall: what the agreement takes out of the
// calendar, from its right end, and what the rest is made of.
func (s scribe) falls() []fall {
	sums, label := s.r.Sums, func(l sla.Label) string { return s.Text("label." + string(l)) }
	rows := []fall{{name: s.Text("waterfall.calendar"), length: sums.Period, fill: chart.Bar}}
	right := sums.Period
	out := func(l sla.Label, length sla.Micros) {
		right -= length
		rows = append(rows, fall{sign: "−", name: label(l), length: length, from: right, fill: chartRole[l], doubtful: l == sla.LabelNoData})
	}
	out(sla.LabelOutOfHours, sums.OutOfHours)
	rule := s.r.Objective.Maintenance
	up := rule != nil && rule.CountAsUp
	if !up {
		out(sla.LabelMaintenance, sums.Maintenance)
	}
	out(sla.LabelExcluded, sums.Excluded)
	silent := s.r.Objective.NoData
	if silent != sla.NoDataUp && silent != sla.NoDataDown {
		out(sla.LabelNoData, sums.NoData)
	}
	rows = append(rows, fall{sign: "=", name: label("denominator"), length: sums.Denominator, fill: chart.Bar, total: true})
	var at sla.Micros
	of := func(name string, l sla.Label, length sla.Micros) {
		rows = append(rows, fall{name: name, length: length, from: at, fill: chartRole[l], doubtful: l == sla.LabelNoData})
		at += length
	}
	of(s.Text("waterfall.of", "label", label(sla.LabelUp)), sla.LabelUp, sums.Up)
	if up {
		of(s.Text("waterfall.of", "label", s.Text("waterfall.maintenance.counted")), sla.LabelMaintenance, sums.Maintenance)
	}
	if silent == sla.NoDataUp || silent == sla.NoDataDown {
		of(s.Text("waterfall.of", "label", s.Text("waterfall."+string(silent)+".counted")), sla.LabelNoData, sums.NoData)
	}
	of(s.degradedName(label(sla.LabelDegraded)), sla.LabelDegraded, sums.Degraded)
	of(s.Text("waterfall.of", "label", label(sla.LabelDown)), sla.LabelDown, sums.Down)
	return append(rows, fall{name: label("remainder"), length: sums.Remainder(), total: true})
}

// degradedName says how many users were hit where it was always the same share.
func (s scribe) degradedName(label string) string {
	share := sla.UnknownLoss
	for _, row := range s.r.Ledger {
		if row.Label != sla.LabelDegraded {
			continue
		}
		if share != sla.UnknownLoss && share != row.Loss {
			return s.Text("waterfall.of", "label", label)
		}
		share = row.Loss
	}
	if share == sla.UnknownLoss {
		return s.Text("waterfall.of", "label", label)
	}
	return s.Text("waterfall.of.share", "label", label, "share", s.Users(int64(share)))
}

// formulas are the computations with the figures put in.
func (s scribe) formulas() []formula {
	seen := formula{s.Text("formula.seen"), s.Text("formula.seen.text"), s.availability(s.r.AsSeen)}
	if !s.r.Measured.Valid() {
		return []formula{{s.Text("formula.availability"), s.Text("formula.na"), s.NA()}, seen}
	}
	lost, denominator := s.Seconds(s.r.Sums.Lost), s.Seconds(s.r.Sums.Denominator)
	list := []formula{
		{s.Text("formula.lost"), s.lostFormula(), lost},
		{s.Text("formula.availability"), s.availabilityFormula(lost, denominator), s.availability(s.r.Measured)},
		{s.Text("formula.budget"), s.budgetFormula(denominator), s.Seconds(s.r.Budget)},
		{s.Text("formula.verdict"), s.verdictFormula(lost), s.Text("formula." + string(verdictOf(s.r)))},
		seen,
	}
	if len(s.r.Corrections) > 0 {
		list = append(list, formula{s.Text("formula.uncorrected"), s.Text("formula.uncorrected.text"), s.availability(s.r.WithoutCorrections)})
	}
	return list
}

// lostFormula writes the lost time as a sum of lengths of equal loss.
func (s scribe) lostFormula() string {
	lengths, rows := map[sla.Loss]sla.Micros{}, 0
	for _, row := range s.r.Ledger {
		if row.Counted && row.Charged > 0 {
			lengths[row.Charged] += row.Len()
			rows++
		}
	}
	var losses []sla.Loss
	for loss := range lengths {
		losses = append(losses, loss)
	}
	slices.SortFunc(losses, func(a, b sla.Loss) int { return cmp.Compare(b, a) })
	switch {
	case rows == 0:
		return s.Text("formula.lost.none")
	case len(losses) > 3:
		return s.Text("formula.lost.many", "n", s.Integer(int64(rows)))
	}
	var terms []string
	for _, loss := range losses {
		terms = append(terms, s.Seconds(lengths[loss])+" × "+s.Digits(int64(loss)*100, true))
	}
	return strings.Join(terms, " + ")
}

func (s scribe) availabilityFormula(lost, denominator string) string {
	millionths := s.r.Measured.Millionths()
	hi, lo := bits.Mul64(uint64(s.r.Measured.Denominator-s.r.Measured.Lost), 100_000_000)
	exact := bits.Rem64(hi, lo, uint64(s.r.Measured.Denominator)) == 0
	digits := s.Digits(millionths, exact)
	if exact && millionths%1000 == 0 {
		return s.Text("formula.availability.text", "lost", lost, "denominator", denominator, "digits", digits)
	}
	return s.Text("formula.availability.down", "lost", lost, "denominator", denominator, "digits", digits)
}

func (s scribe) budgetFormula(denominator string) string {
	if s.r.Provisional {
		return s.Text("formula.budget.whole", "target", s.target())
	}
	free := uint64(100_000_000 - s.r.Objective.Target.Millionths())
	hi, lo := bits.Mul64(free, uint64(s.r.Sums.Denominator))
	if bits.Rem64(hi, lo, 100_000_000) != 0 {
		return s.Text("formula.budget.down", "target", s.target(), "denominator", denominator)
	}
	return s.Text("formula.budget.text", "target", s.target(), "denominator", denominator)
}

func (s scribe) verdictFormula(lost string) string {
	budget := s.Seconds(s.r.Budget)
	if s.r.Remaining < 0 {
		return s.Text("formula.verdict.breached", "lost", lost, "budget", budget, "left", s.Seconds(-s.r.Remaining))
	}
	return s.Text("formula.verdict.met", "lost", lost, "budget", budget, "left", s.Seconds(s.r.Remaining))
}

// ledger words every row of the ledger.
func (s scribe) ledger() ledgerView {
	v := ledgerView{
		Head:    head{s.Text("ledger.head"), []string{s.Text("ledger.note")}},
		Columns: [5]string{s.Text("ledger.start"), s.Text("ledger.end"), s.Text("ledger.seconds"), s.Text("ledger.label"), s.Text("ledger.cause")},
		SumWord: s.Text("ledger.sum"), Sum: s.Seconds(s.r.Sums.Period), Count: s.Count("ledger.rows", len(s.r.Ledger)),
	}
	for _, row := range s.r.Ledger {
		v.Rows = append(v.Rows, ledgerRow{
			Start: s.ledgerTime(row.Start), End: s.ledgerTime(row.End), Seconds: s.Seconds(row.Len()),
			Label: s.Text("label." + string(row.Label)), Cause: s.rowCause(row), Kind: string(row.Label),
			From: s.at(row.Start).Format(time.RFC3339Nano), To: s.at(row.End).Format(time.RFC3339Nano),
			Length: strconv.FormatFloat(float64(row.Len())/float64(span.Second), 'f', -1, 64),
		})
	}
	return v
}

func (s scribe) ledgerTime(i sla.Instant) string {
	at := s.at(i)
	if s.twoYears() {
		return s.DateTable(at, true) + " " + s.Clock(at, true)
	}
	return s.DateShort(at) + " " + s.Clock(at, true)
}

func (s scribe) rowCause(row sla.Row) string {
	if row.Cause == "" {
		return ""
	}
	return s.causeName(row.Cause)
}
