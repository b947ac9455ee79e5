package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// Reconciliation writes what the incident log and the provider's statements
// say of an objective against what was measured, one entry a line; where there
// is nothing to compare, a sentence that says so. It returns an error if the
// document has no such objective.
func Reconciliation(w io.Writer, doc Document, objective string) error {
	s, err := scribeOf(doc, objective)
	if err != nil {
		return err
	}
	v := s.reconciliationOf(s.r.Reconciliation)
	if len(v.Rows) == 0 {
		_, err := fmt.Fprintln(w, s.Text("reconciliation.empty"))
		return err
	}
	rows := [][]string{v.Columns[:]}
	for _, r := range v.Rows {
		rows = append(rows, []string{r.Entry, r.Claimed, r.Measured, r.Difference})
	}
	return table(w, rows)
}

// table writes rows in aligned columns.
func table(w io.Writer, rows [][]string) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, cells := range rows {
		fmt.Fprintln(out, plainSpaces(strings.Join(cells, "\t")))
	}
	return out.Flush()
}

// A Comparison is what a policy makes of the facts.
type Comparison struct {
	Policy   sla.Policy
	Document Document
}

// Compare writes what several policies make of one objective, one a line, and
// then which of them give another verdict than the first. It returns an error
// if a document has no such objective.
func Compare(w io.Writer, objective string, list ...Comparison) error {
	var rows [][]string
	var scribes []scribe
	for _, c := range list {
		s, err := scribeOf(c.Document, objective)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			rows = append(rows, s.compareColumns())
		}
		rows = append(rows, s.compareRow(c.Policy))
		scribes = append(scribes, s)
	}
	if err := table(w, rows); err != nil || len(list) < 2 {
		return err
	}
	var flips []string
	for i, s := range scribes {
		if verdictOf(s.r) != verdictOf(scribes[0].r) {
			flips = append(flips, s.flip(list[i].Policy))
		}
	}
	if len(flips) == 0 {
		flips = []string{scribes[0].Text("compare.same")}
	}
	_, err := fmt.Fprintf(w, "\n%s\n", plainSpaces(strings.Join(flips, "\n")))
	return err
}

func (s scribe) compareColumns() []string {
	columns := []string{"policy", "verdict", "availability", "lost", "budget", "bounds", "rules"}
	for i, key := range columns {
		columns[i] = s.Text("compare." + key)
	}
	return columns
}

// compareRow is what a policy makes of the objective, in seven cells.
func (s scribe) compareRow(p sla.Policy) []string {
	lost, budget, bounds := s.Nothing(), s.Nothing(), s.Nothing()
	if s.r.Measured.Valid() {
		lost, budget = s.Duration(s.r.Sums.Lost, words.Up), s.Duration(s.r.Budget, words.Down)
		bounds = s.availability(s.r.Worst) + " – " + s.availability(s.r.Best)
	}
	return []string{
		string(p), s.Text("verdict." + string(verdictOf(s.r))), s.availability(s.r.Measured) + " (" + s.target() + ")",
		lost, budget, bounds, s.Text("compare.rules." + string(p)),
	}
}

// flip says that a policy gives another verdict, and by which figures.
func (s scribe) flip(p sla.Policy) string {
	kind := verdictOf(s.r)
	if kind == verdictNA {
		return s.Text("compare.flip.na", "policy", string(p))
	}
	return s.Text("compare.flip."+string(kind), "policy", string(p),
		"lost", s.Duration(s.r.Sums.Lost, words.Up), "budget", s.Duration(s.r.Budget, words.Down))
}
