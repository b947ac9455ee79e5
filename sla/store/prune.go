package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/upledger/upledger/sla"
)

var (
	//go:embed leaving.sql
	leavingSQL string
	//go:embed leaving_series.sql
	leavingSeriesSQL string
	//go:embed leaving_quarters.sql
	leavingQuartersSQL string
	//go:embed leave.sql
	leaveSQL string
	//go:embed left.sql
	leftSQL string
)

// A Cut says which checks and state log entries are to be taken out of a store.
type Cut struct {
	Before sla.Instant    // > 0; what lies at this instant stays
	Zone   *time.Location // whose months Pruned counts; nil: UTC
	DryRun bool           // only say what would go
}

// A Pruned tells what a Cut took, or would take.
type Pruned struct {
	Rows   int64
	Series []PrunedSeries // that lose something, by monitor and vantage
	Months []PrunedMonth  // that lose something, in order
}

// A PrunedSeries is what a series loses.
type PrunedSeries struct {
	SeriesName
	Kind  Kind // Checks or Transitions
	Rows  int64
	First sla.Instant // of the rows that go
	Last  sla.Instant // of the rows that go
}

// A PrunedMonth is what a calendar month loses.
type PrunedMonth struct {
	Year  int
	Month time.Month
	Rows  int64
}

// Prune takes out the checks and the state log entries before an instant, in
// one transaction: all or none. Of a state log the entry stays that speaks at
// the instant. What people recorded stays, and so does the record of the files:
// importing one of them again still changes nothing, so that no part of it comes
// back. A series that has nothing left is forgotten. The freed room in the file
// is used again; the file itself need not become smaller.
func (db *DB) Prune(ctx context.Context, cut Cut) (Pruned, error) {
	if db.readOnly && !cut.DryRun {
		return Pruned{}, fmt.Errorf("prune: the store %s is open for reading only", db.path)
	}
	if cut.Before <= 0 {
		return Pruned{}, errors.New("prune: want an instant after 1970")
	}
	db.importing.Lock()
	defer db.importing.Unlock()
	var done Pruned
	err := db.withConn(ctx, func(conn *sql.Conn) (err error) {
		done, err = cut.make(ctx, conn)
		return err
	})
	if err != nil {
		return Pruned{}, pruneError(db.path, err)
	}
	if done.Rows > 0 && !cut.DryRun {
		// What is committed is safe. To fold it into the file now is only tidy: Close
		// does it too, and says so if it cannot.
		_, _ = db.db.ExecContext(ctx, "CHECKPOINT")
		db.recordSources(ctx)
	}
	return done, nil
}

// pruneError says that nothing was taken.
func pruneError(path string, err error) error {
	if isFull(err) {
		return fmt.Errorf("prune %s: the disk is full, nothing was removed; make room and try again (%w)", path, err)
	}
	return fmt.Errorf("prune %s: %w", path, err)
}

// make counts what goes, and removes it.
func (c Cut) make(ctx context.Context, conn *sql.Conn) (Pruned, error) {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return Pruned{}, err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, leavingSQL, int64(c.Before)); err != nil {
		return Pruned{}, err
	}
	done, err := c.count(ctx, tx)
	if err != nil || c.DryRun || done.Rows == 0 {
		return done, err
	}
	if _, err := tx.ExecContext(ctx, leaveSQL, int64(c.Before)); err != nil {
		return done, err
	}
	if _, err := tx.ExecContext(ctx, leftSQL); err != nil {
		return done, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO stored.prunes SELECT $1, $2, coalesce(max(import), 0) FROM stored.imports`, int64(c.Before), done.Rows)
	if err != nil {
		return done, err
	}
	return done, tx.Commit()
}

// count counts what goes, by series and by month.
func (c Cut) count(ctx context.Context, tx *sql.Tx) (done Pruned, err error) {
	err = each(ctx, tx, leavingSeriesSQL, func(scan func(...any) error) error {
		s, fromLog := PrunedSeries{Kind: Checks}, false
		err := scan(&s.Monitor, &s.Vantage, &fromLog, &s.Rows, &s.First, &s.Last)
		if fromLog {
			s.Kind = Transitions
		}
		done.Series, done.Rows = append(done.Series, s), done.Rows+s.Rows
		return err
	}, int64(c.Before))
	if err != nil {
		return done, err
	}
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	err = each(ctx, tx, leavingQuartersSQL, func(scan func(...any) error) error {
		var start sla.Instant
		var rows int64
		err := scan(&start, &rows)
		year, month, _ := time.UnixMicro(int64(start)).In(zone).Date()
		if n := len(done.Months); n > 0 && done.Months[n-1].Year == year && done.Months[n-1].Month == month {
			done.Months[n-1].Rows += rows
			return err
		}
		done.Months = append(done.Months, PrunedMonth{year, month, rows})
		return err
	}, int64(c.Before))
	return done, err
}
