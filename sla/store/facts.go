package store

import (
	"cmp"
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"maps"
	"math/bits"
	"slices"

	"github.com/upledger/upledger/sla"
)

//go:embed runs.sql
var runsSQL string

// Facts returns everything that was known at asOf about the services of a:
// their checks and state logs as runs, and the facts that name them.
func (db *DB) Facts(ctx context.Context, a sla.Agreement, asOf sla.Instant) (sla.Facts, error) {
	var f sla.Facts
	err := db.withConn(ctx, func(conn *sql.Conn) error {
		tx, err := conn.BeginTx(ctx, nil) // one state of the store for all questions
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if f.Series, err = series(ctx, tx, a, asOf); err != nil {
			return err
		}
		if err := recorded(ctx, tx, a, asOf, &f); err != nil {
			return err
		}
		f.Inputs, err = inputs(ctx, tx)
		return err
	})
	if err != nil {
		return sla.Facts{}, fmt.Errorf("read store %s: %w", db.path, err)
	}
	return f, nil
}

// A member is one series as one service sees it, with that service's rules.
type member struct {
	series    knownSeries
	service   string
	name      SeriesName
	maxGap    sla.Micros
	slowAfter sla.Micros
}

// foreverGap is a gap that no step exceeds: a state log speaks until the next
// entry.
const foreverGap = sla.Micros(1) << 61

// members returns the series that the services of a see, sorted.
func members(a sla.Agreement, known map[SeriesName]knownSeries) []member {
	var list []member
	for _, id := range slices.Sorted(maps.Keys(a.Services)) {
		s := a.Services[id]
		vantages := s.Vantages
		if len(vantages) == 0 {
			vantages = []sla.Vantage{{}}
		}
		for _, m := range s.Monitors {
			for _, v := range vantages {
				name := SeriesName{m.Name, v.Name}
				if k, ok := known[name]; ok {
					list = append(list, newMember(k, id, name, m))
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.service, b.service), cmp.Compare(a.name.Monitor, b.name.Monitor),
			cmp.Compare(a.name.Vantage, b.name.Vantage))
	})
	return list
}

func newMember(k knownSeries, service string, name SeriesName, m sla.Monitor) member {
	if k.fromLog {
		return member{k, service, name, foreverGap, 0}
	}
	return member{k, service, name, m.MaxGap, m.SlowAfter}
}

// series returns the runs of all members that have any.
func series(ctx context.Context, q queryer, a sla.Agreement, asOf sla.Instant) ([]sla.Series, error) {
	known, err := allSeries(ctx, q)
	if err != nil {
		return nil, err
	}
	list := members(a, known)
	runs := make([][]sla.Run, len(list))
	byGap := map[sla.Micros][]int{}
	for i, m := range list {
		byGap[m.maxGap] = append(byGap[m.maxGap], i)
	}
	first, last, err := extent(ctx, q, asOf)
	if err != nil {
		return nil, err
	}
	width := bits.Len64(uint64(last-first)) + 2
	most := min(1<<min(64-width, 30)-1, 1<<20)
	for _, gap := range slices.Sorted(maps.Keys(byGap)) {
		for batch := range slices.Chunk(byGap[gap], most) {
			if err := reduce(ctx, q, list, batch, gap, asOf, first, width, runs); err != nil {
				return nil, err
			}
		}
	}
	var all []sla.Series
	for i, m := range list {
		if len(runs[i]) > 0 {
			all = append(all, sla.Series{Service: m.service, Monitor: m.name.Monitor, Vantage: m.name.Vantage,
				FromLog: m.series.fromLog, Runs: runs[i]})
		}
	}
	return all, nil
}

// extent returns the first and the last instant of all checks up to asOf.
func extent(ctx context.Context, q queryer, asOf sla.Instant) (first, last int64, err error) {
	rows, err := q.QueryContext(ctx, "SELECT coalesce(min(time), 0), coalesce(max(time), 0) FROM stored.checks WHERE time <= ?", int64(asOf))
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&first, &last); err != nil {
			return 0, 0, err
		}
	}
	return first, last, rows.Err()
}

// reduce runs runs.sql over the members in batch, which have one greatest gap.
func reduce(ctx context.Context, q queryer, list []member, batch []int, gap sla.Micros,
	asOf sla.Instant, first int64, width int, runs [][]sla.Run) error {
	var ids, places, slow []int64
	for place, i := range batch {
		ids = append(ids, int64(list[i].series.id))
		places = append(places, int64(place))
		slow = append(slow, int64(list[i].slowAfter))
	}
	rows, err := q.QueryContext(ctx, runsSQL, ids, places, slow, int64(gap), int64(asOf), first, width)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var place, code int
		var r sla.Run
		if err := rows.Scan(&place, &code, &r.LastOther, &r.First, &r.Last, &r.NextOther, &r.Checks); err != nil {
			return err
		}
		r.State = stateOf(code)
		runs[batch[place]] = append(runs[batch[place]], r)
	}
	return rows.Err()
}

// stateOf returns the state that stored.checks writes as code, worst first.
func stateOf(code int) sla.State { return sla.Down - sla.State(code) }

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
