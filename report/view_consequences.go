package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// clauseNote fills in the note under a key figure: the clause about it, with
// check or cross; without a clause, what stands there else.
func (s scribe) clauseNote(f figure, name sla.ClauseName, without string) figure {
	f.Note, f.NoteTone = without, chart.Muted
	for _, c := range s.r.Clauses {
		if c.Clause != name {
			continue
		}
		f.Note = s.Text("figures.most", "limit", s.clauseValue(name, c.Limit, words.Down))
		switch {
		case !s.r.Measured.Valid(): // nobody knows whether it was kept
		case c.Met:
			f.NoteMark = chart.MarkCheck
		default:
			f.NoteMark, f.NoteTone = chart.MarkCross, chart.Breached
		}
	}
	return f
}

// clauseLegend says what check and cross beside a clause mean, as far as they
// are there.
func (s scribe) clauseLegend() []string {
	met, broken := 0, 0
	for _, c := range s.r.Clauses {
		if c.Met {
			met++
		} else {
			broken++
		}
	}
	var parts []string
	if met > 0 && s.r.Measured.Valid() {
		parts = append(parts, s.Text("figures.check"))
	}
	if broken > 0 && s.r.Measured.Valid() {
		parts = append(parts, s.Text("figures.cross"))
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{strings.Join(parts, " ")}
}

// clauseValue prints a number of outages or a length.
func (s scribe) clauseValue(name sla.ClauseName, value int64, r words.Rounding) string {
	if name == sla.ClauseMaxOutages {
		return s.Integer(value)
	}
	return s.Duration(sla.Micros(value), r)
}

// brokenClauses says which promises beside the percentage were not kept, "" if
// all were.
func (s scribe) brokenClauses() string {
	var parts []string
	for _, c := range s.r.Clauses {
		if c.Met {
			continue
		}
		actual := s.clauseValue(c.Clause, c.Actual, words.Up)
		switch c.Clause {
		case sla.ClauseMaxOutages:
			parts = append(parts, s.Count("rules.clauses.outages", int(c.Limit))+" ("+actual+")")
		case sla.ClauseMaxOutage:
			parts = append(parts, s.Text("rules.clauses.longest", "length", s.Duration(sla.Micros(c.Limit), words.Down))+" ("+actual+")")
		case sla.ClauseMaxMTTR:
			parts = append(parts, s.Text("rules.clauses.mttr", "length", s.Duration(sla.Micros(c.Limit), words.Down))+" ("+actual+")")
		}
	}
	return strings.Join(parts, s.Text("list.comma"))
}

// lastFigure is the credit where one is agreed, else the coverage.
func (s scribe) lastFigure() figure {
	if len(s.r.Objective.Credits) > 0 {
		return s.creditFigure()
	}
	f := figure{Label: s.Text("figures.coverage"), Value: s.coverage(), NoteTone: chart.Muted}
	if s.r.Coverage.Valid() {
		f.Note = s.Text("figures.measured")
	}
	return f
}

func (s scribe) creditFigure() figure {
	f := figure{Label: s.Text("figures.credit"), Value: s.Text("figures.credit.none"), NoteTone: chart.Muted}
	c, tiers := s.r.Credit, s.r.Objective.Credits
	switch {
	case s.r.Provisional || !s.r.Measured.Valid():
		f.Value = s.Nothing()
	case c.Percent.IsZero():
		f.Note = s.Text("figures.credit.from", "below", s.PercentAsWritten(tiers[0].Below.String()))
	default:
		f.Value, f.ValueTone = s.creditAmount(), chart.Breached
		f.Note = s.Text("rules.credit.tier", "credit", s.PercentAsWritten(c.Percent.String()), "below", s.PercentAsWritten(c.Tier.Below.String()))
	}
	return f
}

// creditAmount is the amount of the credit; without an agreed fee, its share.
func (s scribe) creditAmount() string {
	if c := s.r.Credit; c.Amount.Currency != "" {
		return s.Money(c.Amount.Cents, words.Clean(c.Amount.Currency))
	}
	return s.PercentAsWritten(s.r.Credit.Percent.String())
}

// consequenceKeys are the sentences that follow the verdict: what is owed, and
// which clauses were not kept.
func (s scribe) consequenceKeys() []string {
	var keys []string
	if c := s.r.Credit; !c.Percent.IsZero() {
		if c.Amount.Currency != "" {
			keys = append(keys, "credit")
		} else {
			keys = append(keys, "credit.share")
		}
	}
	if s.brokenClauses() != "" {
		keys = append(keys, "broken")
	}
	return keys
}

// A reconciliationView holds the incident log and what the provider said
// against what was measured.
type reconciliationView struct {
	Head    head
	Columns [4]string // entry, said, measured, difference
	Rows    []reconciliationRow
}

// A reconciliationRow is one entry of the log, or one outage without an entry.
type reconciliationRow struct {
	Entry, Claimed, Measured, Difference string
	Bold                                 bool
}

// fewReconciled is how many rows are printed whether or not they differ.
const fewReconciled = 12

func (s scribe) reconciliation() reconciliationView {
	list := s.r.Reconciliation
	if len(list) > fewReconciled {
		list = slices.DeleteFunc(slices.Clone(list), func(r sla.Reconciliation) bool {
			return r.Kind == sla.Drift && r.StartDrift == 0 && r.EndDrift == 0
		})
	}
	return s.reconciliationOf(list)
}

// reconciliationOf words every entry of a list, statements last.
func (s scribe) reconciliationOf(list []sla.Reconciliation) reconciliationView {
	v := reconciliationView{Head: head{s.Text("reconciliation.head"), []string{s.Text("reconciliation.note")}}}
	for i, key := range []string{"entry", "claimed", "measured", "difference"} {
		v.Columns[i] = s.Text("reconciliation." + key)
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b sla.Reconciliation) int {
		return cmp.Or(order(a)-order(b), cmp.Compare(startOf(a), startOf(b)))
	})
	for _, r := range list {
		v.Rows = append(v.Rows, s.reconciliationRow(r))
	}
	return v
}

// order puts what the provider said last.
func order(r sla.Reconciliation) int {
	if r.Kind == sla.Claim {
		return 1
	}
	return 0
}

func startOf(r sla.Reconciliation) sla.Instant {
	if r.Kind == sla.OutageWithoutIncident {
		return r.Measured.Start
	}
	return r.Logged.Start
}

func (s scribe) reconciliationRow(r sla.Reconciliation) reconciliationRow {
	id, kind := words.Clean(r.Incident), "reconciliation."+string(r.Kind)
	row := reconciliationRow{
		Claimed: s.Duration(r.Claimed, words.Up), Measured: s.Duration(r.Lost, words.Up), Difference: s.Text(kind + ".difference"),
	}
	switch r.Kind {
	case sla.OutageWithoutIncident:
		row.Entry = s.Text(kind, "when", s.when(r.Measured.Start, r.Measured.End))
		row.Claimed = s.Nothing()
	case sla.IncidentsOverlap:
		row.Entry = s.Text(kind, "id", id, "other", words.Clean(r.Other))
		row.Measured = s.Nothing()
	case sla.Claim:
		row.Entry, row.Bold = s.Text(kind, "id", id), true
		row.Difference = s.difference(r.Lost - r.Claimed)
	case sla.Drift:
		row.Entry = s.Text(kind, "id", id, "when", s.when(r.Logged.Start, r.Logged.End))
		row.Difference = s.drift(r)
	default:
		row.Entry = s.Text(kind, "id", id, "when", s.when(r.Logged.Start, r.Logged.End))
		if r.Unknown >= r.Logged.Len() {
			row.Measured, row.Difference = s.Nothing(), s.Text("reconciliation.silence")
		}
	}
	return row
}

// drift says how far start and end of an incident lie from what was measured.
func (s scribe) drift(r sla.Reconciliation) string {
	var parts []string
	if r.StartDrift != 0 {
		parts = append(parts, s.Text("reconciliation.start", "drift", s.difference(r.StartDrift)))
	}
	if r.EndDrift != 0 {
		parts = append(parts, s.Text("reconciliation.end", "drift", s.difference(r.EndDrift)))
	}
	if len(parts) == 0 {
		return s.Text("reconciliation.drift.difference")
	}
	return strings.Join(parts, s.Text("list.comma"))
}

// difference prints a length with its sign, and that there is none.
func (s scribe) difference(d sla.Micros) string {
	switch {
	case d < 0:
		return "\u2212" + s.Duration(-d, words.Up)
	case d > 0:
		return "+" + s.Duration(d, words.Up)
	}
	return s.Text("reconciliation.drift.difference")
}
