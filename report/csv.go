package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// LedgerCSV writes the ledger of every objective of doc, in their order, one
// row a line: its ends as RFC 3339 in UTC, its length in microseconds, its label
// and what is behind it. Losses are parts per million, empty where nobody
// knows. Sentences are English whatever the language of the document. A cell
// that a spreadsheet would take for a formula begins with an apostrophe.
func LedgerCSV(w io.Writer, doc Document) error {
	english, err := words.In("en")
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	header := []string{"objective", "start", "end", "microseconds", "label", "loss", "charged", "seen",
		"cause", "incident", "maintenance", "correction", "suppressed", "why"}
	if err := out.Write(header); err != nil {
		return err
	}
	for _, o := range doc.Result.Objectives {
		s := newScribe(english, doc, o)
		for _, row := range o.Ledger {
			if err := out.Write(s.ledgerCells(row)); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func (s scribe) ledgerCells(row sla.Row) []string {
	cells := []string{
		s.r.Objective.ID, row.Start.String(), row.End.String(), strconv.FormatInt(int64(row.Len()), 10), string(row.Label),
		lossCell(row.Loss), lossCell(row.Charged), lossCell(row.Seen), string(row.Cause), row.Incident, row.Maintenance,
		row.Correction, strconv.FormatBool(row.Suppressed), plainSpaces(s.why(row)),
	}
	for i, cell := range cells {
		cells[i] = noFormula(cell)
	}
	return cells
}

func lossCell(l sla.Loss) string {
	if l == sla.UnknownLoss {
		return ""
	}
	return strconv.FormatInt(int64(l), 10)
}

// noFormula puts an apostrophe before text that a spreadsheet would compute.
func noFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
