package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// why says in a sentence what gave a row of the ledger its label.
func (s scribe) why(row sla.Row) string {
	id := row.Incident
	switch row.Why {
	case sla.WhyMaintenance:
		id = row.Maintenance
	case sla.WhyCorrection:
		id = row.Correction
	}
	return s.code("why.", string(row.Why), "id", words.Clean(id), "cause", s.causePath(row.Cause))
}

// plainSpaces turns the no-break spaces of a text into plain ones, for places
// where people search and programs compare.
func plainSpaces(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}

// Ledger writes the rows of an objective's ledger that overlap within, one a
// line: when in the agreement's zone, label, length, loss, cause and why. Rows
// are not cut. An empty span stands for the instant at its start. Ledger
// returns an error if the document has no such objective.
func Ledger(w io.Writer, doc Document, objective string, within sla.Span) error {
	s, err := scribeOf(doc, objective)
	if err != nil {
		return err
	}
	if within.Empty() {
		within.End = within.Start + 1
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	header := []string{"ledger.start", "ledger.end", "ledger.label", "ledger.length", "ledger.loss", "ledger.cause", "ledger.why"}
	for i, key := range header {
		header[i] = s.Text(key)
	}
	fmt.Fprintln(out, strings.Join(header, "\t"))
	for _, row := range s.rowsIn(within) {
		loss := s.Nothing()
		if row.Loss != sla.UnknownLoss {
			loss = s.Users(int64(row.Loss))
		}
		cells := []string{s.ledgerTime(row.Start), s.ledgerTime(row.End), s.Text("label." + string(row.Label)),
			s.Duration(row.Len(), words.Down), loss, s.rowCause(row), s.why(row)}
		fmt.Fprintln(out, plainSpaces(strings.Join(cells, "\t")))
	}
	return out.Flush()
}

func scribeOf(doc Document, objective string) (scribe, error) {
	w, err := doc.words()
	if err != nil {
		return scribe{}, err
	}
	for _, r := range doc.Result.Objectives {
		if r.Objective.ID == objective {
			return newScribe(w, doc, r), nil
		}
	}
	return scribe{}, fmt.Errorf("agreement %s has no objective %q", doc.Result.Agreement.ID, objective)
}

// Lines writes one line for each objective of the documents, in their order:
// agreement, objective, verdict, availability and target, bounds, what is left
// of the budget, and how sure the verdict is.
func Lines(w io.Writer, docs ...Document) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, doc := range docs {
		in, err := doc.words()
		if err != nil {
			return err
		}
		for _, r := range doc.Result.Objectives {
			fmt.Fprintln(out, plainSpaces(strings.Join(newScribe(in, doc, r).line(), "\t")))
		}
	}
	return out.Flush()
}

// line is an objective in eight cells.
func (s scribe) line() []string {
	r := s.r
	bounds, left := s.Nothing(), s.Nothing()
	if r.Measured.Valid() {
		bounds = s.availability(r.Worst) + " – " + s.availability(r.Best)
		left = s.Text("budget.left") + " " + s.Duration(r.Remaining, words.Down)
		if r.Remaining < 0 {
			left = s.Text("budget.over") + " " + s.Duration(-r.Remaining, words.Up)
		}
	}
	return []string{
		words.Clean(s.doc.Result.Agreement.ID), words.Clean(r.Objective.ID), s.period, s.Text("verdict." + string(verdictOf(r))),
		s.availability(r.Measured) + " (" + s.target() + ")", bounds, left, s.code("certainty.", string(r.Certainty)),
	}
}
