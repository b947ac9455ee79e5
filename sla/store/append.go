package store

import (
	"context"
	"encoding/csv"
	"io"
	"iter"
	"strconv"

	"github.com/upledger/upledger/sla"
)

// Append takes checks that a program yields, under a name that stands for their
// source. It is Import of the same checks in a file: the same rules, and the
// same checks under whatever name change nothing the second time.
func (db *DB) Append(ctx context.Context, name string, checks iter.Seq[sla.Check]) (Imported, error) {
	header := []string{"time", "monitor", "vantage", "state", "latency_ms", "detail"}
	return db.appendRows(ctx, name, Checks, header, func(yield func([]string) bool) {
		for c := range checks {
			latency := ""
			if c.Latency != 0 {
				latency = decimalMillis(c.Latency)
			}
			if !yield([]string{c.Time.String(), c.Monitor, c.Vantage, c.State.String(), latency, c.Detail}) {
				return
			}
		}
	})
}

// AppendTransitions is Append for entries of state logs.
func (db *DB) AppendTransitions(ctx context.Context, name string, log iter.Seq[sla.Transition]) (Imported, error) {
	header := []string{"time", "monitor", "vantage", "state"}
	return db.appendRows(ctx, name, Transitions, header, func(yield func([]string) bool) {
		for t := range log {
			if !yield([]string{t.Time.String(), t.Monitor, t.Vantage, t.State.String()}) {
				return
			}
		}
	})
}

func (db *DB) appendRows(ctx context.Context, name string, kind Kind, header []string, rows iter.Seq[[]string]) (Imported, error) {
	r, w := io.Pipe()
	go func() {
		out := csv.NewWriter(w)
		err := out.Write(header)
		for row := range rows {
			if err = out.Write(row); err != nil {
				break
			}
		}
		out.Flush()
		if err == nil {
			err = out.Error()
		}
		w.CloseWithError(err)
	}()
	defer r.Close()
	return db.ImportReader(ctx, name, r, Import{Kind: kind, Format: CSV})
}

// decimalMillis returns a length in milliseconds with three decimals.
func decimalMillis(d sla.Micros) string {
	digits := strconv.FormatInt(int64(d%1000), 10)
	for len(digits) < 3 {
		digits = "0" + digits
	}
	return strconv.FormatInt(int64(d/1000), 10) + "." + digits
}
