package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A Window says of which time Facts are wanted.
type Window struct {
	Period  sla.Period
	AsOf    sla.Instant
	Trend   int  // number of periods before Period that are wanted too, for a trend
	Probing bool // whether checks and latencies are counted by day
}

// ForReport returns the window of a report with all that it can show.
func ForReport(p sla.Period, asOf sla.Instant) Window {
	return Window{Period: p, AsOf: asOf, Trend: sla.TrendLength - 1, Probing: true}
}

// Facts returns what sla.Evaluate needs for an agreement, a period and an
// instant: the checks and state logs of its services as runs, and the facts that
// name them. It reads the checks of the window, and as many around it as it
// takes to decide every outage that reaches into it.
func (db *DB) Facts(ctx context.Context, a sla.Agreement, w Window) (sla.Facts, error) {
	return db.FactsFrom(ctx, nil, a, w)
}

// FactsFrom is Facts with the runs of checks from elsewhere: an engine that
// holds the checks. State logs and all other facts come from the store.
func (db *DB) FactsFrom(ctx context.Context, engine sla.Runs, a sla.Agreement, w Window) (sla.Facts, error) {
	q := &asking{db: db, engine: engine, agreement: a, window: w}
	err := q.inOneState(ctx, func(tx *sql.Tx) (err error) {
		q.facts = sla.Facts{}
		if err := recorded(ctx, tx, a, w.AsOf, &q.facts); err != nil {
			return err
		}
		if q.facts.Inputs, err = inputs(ctx, tx); err != nil {
			return err
		}
		return q.series(ctx)
	})
	if err != nil {
		return sla.Facts{}, err
	}
	return q.facts, nil
}

// An asking is one call of Facts.
type asking struct {
	db        *DB
	engine    sla.Runs // nil: the store itself
	agreement sla.Agreement
	window    Window
	count     sla.Span // in whose days checks are counted
	known     map[SeriesName]knownSeries
	mark      mark
	facts     sla.Facts
}

// inOneState calls read with a transaction that sees one state of the store. The
// connections that fold checks make sure that they see the same; if an import
// has ended meanwhile, all is read again.
func (q *asking) inOneState(ctx context.Context, read func(tx *sql.Tx) error) error {
	err := errMoved
	for try := 0; try < 5 && errors.Is(err, errMoved); try++ {
		err = q.db.withConn(ctx, func(conn *sql.Conn) error {
			tx, err := conn.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			defer tx.Rollback()
			if q.known, err = allSeries(ctx, tx); err != nil {
				return err
			}
			if q.mark, err = markOf(ctx, tx); err != nil {
				return err
			}
			return read(tx)
		})
	}
	if err != nil {
		return fmt.Errorf("read store %s: %w", q.db.path, err)
	}
	return nil
}

// series reads the runs, of more and more time until they decide the period.
func (q *asking) series(ctx context.Context) error {
	w := q.window
	need, err := sla.Window(q.agreement, w.Period, w.AsOf, w.Trend, q.facts)
	if err != nil {
		return nil //nolint:nilerr // Evaluate refuses such a period, with this error
	}
	if w.Probing {
		if q.count, err = sla.Window(q.agreement, w.Period, w.AsOf, 0, sla.Facts{}); err != nil {
			return err
		}
	}
	watches := watchesOf(q.agreement)
	before, after := q.db.lookAround, q.db.lookAround
	for {
		known := span.Between(max(need.Start.Add(-before), 0), min(need.End.Add(after), w.AsOf))
		if known.Start <= q.firstCheck() {
			known.Start = 0
		}
		if known, err = q.stretch(ctx, watches, known); err != nil {
			return err
		}
		q.facts.Known = known
		if err := q.read(ctx, watches); err != nil {
			return err
		}
		earlier, later := sla.Decides(q.agreement, need, w.AsOf, q.facts)
		if earlier && later {
			if known.Start == 0 && known.End >= w.AsOf {
				q.facts.Known = sla.Span{}
			}
			return nil
		}
		if !earlier {
			before *= 8
		}
		if !later {
			after *= 8
		}
	}
}

// firstCheck returns the instant of the first check of the store.
func (q *asking) firstCheck() sla.Instant {
	if q.engine != nil {
		return 0
	}
	first := q.window.AsOf
	for _, k := range q.known {
		if !k.fromLog {
			first = min(first, k.first)
		}
	}
	return first
}

// inputs returns the files that facts came from.
func inputs(ctx context.Context, q queryer) ([]sla.Input, error) {
	rows, err := q.QueryContext(ctx, `SELECT kind, file, sha256, "rows", rejected FROM stored.imports ORDER BY kind, file, import`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []sla.Input
	for rows.Next() {
		var in sla.Input
		if err := rows.Scan(&in.Kind, &in.File, &in.SHA256, &in.Rows, &in.Rejected); err != nil {
			return nil, err
		}
		list = append(list, in)
	}
	return list, rows.Err()
}
