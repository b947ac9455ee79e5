package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/upledger/upledger/sla"
)

var (
	//go:embed stats.sql
	statsSQL string
	//go:embed stats_imports.sql
	statsImportsSQL string
)

// Stats says what is in a store.
type Stats struct {
	Bytes   int64         // of the store's file, and of the log beside it that is not folded in yet
	Rows    int64         // of all series
	Series  []SeriesStats // by monitor and vantage
	Imports []KindStats   // in the order in which the kinds first came
	Facts   []FactStats   // incidents, maintenance, corrections, changes
	Prunes  int64         // that took something
	Pruned  int64         // rows that they took
}

// A SeriesStats says what is in a series.
type SeriesStats struct {
	SeriesName
	Kind  Kind // Checks or Transitions
	Rows  int64
	First sla.Instant // the earliest row
	Last  sla.Instant // the latest row

	// Gaps are the steps from one check to the next that are longer than MaxGap,
	// and Without is the length of these steps. A state log has none: it speaks
	// until the next entry.
	MaxGap  sla.Micros
	Assumed bool // MaxGap was not given: it is three times the mean step
	Gaps    int64
	Without sla.Micros
}

// A KindStats says what was imported of a kind, whether or not it is there still.
type KindStats struct {
	Kind     Kind
	Files    int64
	Rows     int64 // that were new then
	Rejected int64 // refused lines that were tolerated
}

// A FactStats says how many facts of a kind there are.
type FactStats struct {
	Kind Kind
	N    int64
}

// assumedSteps is how many mean steps a gap must exceed where no service says
// how long a check speaks.
const assumedSteps = 3

// Stats counts what is in the store. maxGap is the greatest step of a series that
// is no gap; for a series that it does not have, one is assumed.
func (db *DB) Stats(ctx context.Context, maxGap map[SeriesName]sla.Micros) (Stats, error) {
	var s Stats
	err := db.withConn(ctx, func(conn *sql.Conn) error { return s.count(ctx, conn) })
	if err == nil {
		err = s.gaps(ctx, db, maxGap)
	}
	if err == nil {
		s.Bytes, err = sizeOf(db.file, db.file+".wal")
	}
	if err != nil {
		return Stats{}, fmt.Errorf("read store %s: %w", db.path, err)
	}
	return s, nil
}

// count counts the rows of all tables.
func (s *Stats) count(ctx context.Context, conn *sql.Conn) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	err = each(ctx, tx, statsSQL, func(scan func(...any) error) error {
		one, fromLog := SeriesStats{Kind: Checks}, false
		err := scan(&one.Monitor, &one.Vantage, &fromLog, &one.Rows, &one.First, &one.Last)
		if fromLog {
			one.Kind = Transitions
		}
		s.Series, s.Rows = append(s.Series, one), s.Rows+one.Rows
		return err
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, statsImportsSQL, func(scan func(...any) error) error {
		var k KindStats
		err := scan(&k.Kind, &k.Files, &k.Rows, &k.Rejected)
		s.Imports = append(s.Imports, k)
		return err
	})
	if err != nil {
		return err
	}
	for _, kind := range []Kind{Incidents, Maintenance, Corrections, Changes} {
		f := FactStats{Kind: kind}
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM stored."+string(kind)).Scan(&f.N); err != nil {
			return err
		}
		s.Facts = append(s.Facts, f)
	}
	return tx.QueryRowContext(ctx, `SELECT count(*), coalesce(sum("rows"), 0)::BIGINT FROM stored.prunes`).Scan(&s.Prunes, &s.Pruned)
}

// gaps counts the gaps, by the runs of the checks: a run that follows a gap knows
// of no check before it. A window query over the checks would take a hundred
// times as long.
func (s *Stats) gaps(ctx context.Context, db *DB, maxGap map[SeriesName]sla.Micros) error {
	place := map[SeriesName]*SeriesStats{}
	var watches []sla.Watch
	var last sla.Instant
	for i := range s.Series {
		one := &s.Series[i]
		if one.Kind == Transitions {
			continue
		}
		one.MaxGap = maxGap[one.SeriesName]
		if one.MaxGap <= 0 {
			one.Assumed, one.MaxGap = true, max(1, one.Last.Sub(one.First)*assumedSteps/max(1, sla.Micros(one.Rows-1)))
		}
		place[one.SeriesName] = one
		watches = append(watches, sla.Watch{Monitor: one.Monitor, Vantage: one.Vantage, MaxGap: one.MaxGap})
		last = max(last, one.Last)
	}
	list, err := db.Runs(ctx, watches, 0, last)
	for _, series := range list {
		one := place[SeriesName{series.Monitor, series.Vantage}]
		for i, r := range series.Runs {
			if i > 0 && r.LastOther == 0 {
				one.Gaps++
				one.Without += r.First.Sub(series.Runs[i-1].Last)
			}
		}
	}
	return err
}

// sizeOf returns how long files are together; those that are not there count
// nothing.
func sizeOf(paths ...string) (bytes int64, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		bytes += info.Size()
	}
	return bytes, nil
}

// each calls take for every row of a query.
func each(ctx context.Context, q queryer, query string, take func(scan func(...any) error) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
