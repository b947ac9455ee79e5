package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// A window is the closed range of instants from which checks are read.
type window struct{ from, to int64 }

func (w window) where() string { return fmt.Sprintf("time >= %d AND time <= %d", w.from, w.to) }

// A reduction folds the rows of a window in parallel: part by part, each by one
// worker, and joins the pieces in the order of the parts.
type reduction struct {
	db      *DB
	plan    *plan
	where   string
	mark    mark // of the store when the reduction was asked for
	parts   []string
	mu      sync.Mutex
	next    int             // part to be folded next
	done    map[int][]piece // parts that wait for one before them
	joined  int             // parts in strands
	strands []strand
}

// errMoved says that the store changed between two connections' first looks.
var errMoved = errors.New("the store changes all the time")

// reduce folds all rows of the window by the rules of the plan.
func (db *DB) reduce(ctx context.Context, p *plan, w window, m mark) ([]strand, error) {
	r := &reduction{db: db, plan: p, where: w.where() + p.onlySeries(m.series), mark: m, done: map[int][]piece{}}
	r.strands = make([]strand, len(p.rules))
	for i, rule := range p.rules {
		r.strands[i] = newStrand(rule)
	}
	if err := r.divide(ctx, w); err != nil {
		return nil, err
	}
	if err := r.parallel(ctx); err != nil {
		return nil, err
	}
	if err := r.again(ctx); err != nil {
		return nil, err
	}
	return r.strands, nil
}

// partsPerWorker evens out that some parts hold more rows than others.
const partsPerWorker = 4

// divide cuts the rows into parts that DuckDB can tell apart by the least and
// the greatest value of its row groups, without looking at the rows: by time
// where the table is in order of time, by series where it is sorted by series.
// (Ranges of rowid would fit any table, but that column costs as much as the
// other four together.) The first rows show how the table is; a wrong guess
// costs time, not more.
func (r *reduction) divide(ctx context.Context, w window) error {
	n := int64(runtime.GOMAXPROCS(0)) * partsPerWorker
	if n = min(n, r.mark.rows/r.db.partRows); n < 2 {
		r.parts = []string{r.where}
		return nil
	}
	reader, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer reader.close()
	bySeries, err := reader.isBySeries(ctx)
	if err != nil {
		return err
	}
	if bySeries {
		r.bySeries(n)
		return nil
	}
	from, to, err := reader.extent(ctx, w)
	if err != nil {
		return err
	}
	step := (to-from)/n + 1
	for at := from; at <= to; at += step {
		r.parts = append(r.parts, fmt.Sprintf("%s AND time >= %d AND time < %d", r.where, at, at+step))
	}
	return nil
}

// bySeries divides the series of the plan into n ranges.
func (r *reduction) bySeries(n int64) {
	rules := r.plan.rules
	size := (len(rules) + int(n) - 1) / int(n)
	from := int32(0)
	for i := size; ; i += size {
		if i >= len(rules) {
			r.parts = append(r.parts, fmt.Sprintf("%s AND series >= %d", r.where, from))
			return
		}
		to := rules[i].series
		r.parts = append(r.parts, fmt.Sprintf("%s AND series >= %d AND series < %d", r.where, from, to))
		from = to
	}
}

// onlySeries restricts a query to the series of the plan where they are few of
// all.
func (p *plan) onlySeries(all int) string {
	if len(p.rules)*4 > all {
		return ""
	}
	return " AND series IN (" + p.seriesList() + ")"
}

// seriesList returns the numbers of the series.
func (p *plan) seriesList() string {
	var list []string
	for i, r := range p.rules {
		if i == 0 || r.series != p.rules[i-1].series {
			list = append(list, strconv.Itoa(int(r.series)))
		}
	}
	return strings.Join(list, ", ")
}

// parallel runs the workers, until all parts are joined or one fails.
func (r *reduction) parallel(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(r.parts)) {
		workers.Go(func() {
			if err := r.work(ctx); err != nil {
				cancel(err)
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// query returns the statement that gives the rows where a condition holds.
func (p *plan) query(condition string) string {
	columns := "series, time, state"
	if p.latency {
		columns += ", latency"
	}
	return "SELECT " + columns + " FROM stored.checks WHERE " + condition
}

// open opens a reader that sees the store as it was when r was asked for.
func (r *reduction) open(ctx context.Context) (*reader, error) {
	reader, err := r.db.newReader()
	if err != nil {
		return nil, err
	}
	if err := reader.snapshot(ctx, r.mark); err != nil {
		reader.close()
		return nil, err
	}
	return reader, nil
}

// work folds parts until there is none left.
func (r *reduction) work(ctx context.Context) error {
	reader, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer reader.close()
	f := r.plan.newFold()
	for {
		r.mu.Lock()
		n := r.next
		r.next++
		r.mu.Unlock()
		if n >= len(r.parts) {
			return nil
		}
		if err := reader.stream(ctx, r.plan.query(r.parts[n]), f.take); err != nil {
			return err
		}
		r.deliver(n, f.cut())
	}
}

// deliver joins the pieces of a part to the strands, once all parts before it
// are.
func (r *reduction) deliver(part int, pieces []piece) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done[part] = pieces
	for {
		pieces, ok := r.done[r.joined]
		if !ok {
			return
		}
		for i := range pieces {
			r.strands[pieces[i].rule].append(&pieces[i].strand)
		}
		delete(r.done, r.joined)
		r.joined++
	}
}

// sortRows is how many rows are sorted at a time, so that memory is bounded.
const sortRows = 16 << 20

// again reduces the scattered strands anew, from rows that DuckDB sorts.
func (r *reduction) again(ctx context.Context) error {
	var batch []int
	rows := int64(0)
	for i := range r.strands {
		if !r.strands[i].scattered {
			continue
		}
		if rows += r.strands[i].rows; len(batch) > 0 && rows > sortRows && r.plan.rules[i].series != r.plan.rules[i-1].series {
			if err := r.sorted(ctx, batch); err != nil {
				return err
			}
			batch, rows = nil, r.strands[i].rows
		}
		batch = append(batch, i)
	}
	if len(batch) == 0 {
		return nil
	}
	return r.sorted(ctx, batch)
}

// sorted reduces the rules in batch from sorted rows.
func (r *reduction) sorted(ctx context.Context, batch []int) error {
	reader, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer reader.close()
	rules := make([]rule, len(batch))
	for i, n := range batch {
		rules[i] = r.plan.rules[n]
	}
	p := newPlan(rules, r.plan.days)
	o := &inOrder{fold: p.newFold(), held: make([]heldCheck, len(rules))}
	series := p.seriesList()
	query := r.plan.query(r.where + " AND series IN (" + series + ") ORDER BY series, time")
	if err := reader.stream(ctx, query, o.take); err != nil {
		return err
	}
	for _, piece := range o.cut() {
		r.strands[batch[piece.rule]] = piece.strand
	}
	return nil
}

// A mark tells states of a store apart: every import and every prune changes it.
type mark struct {
	imports, last, prunes int64
	rows                  int64 // of stored.checks
	series                int   // of stored.series
}

// markOf returns the state of the store that a transaction sees.
func markOf(ctx context.Context, tx *sql.Tx) (mark, error) {
	var m mark
	err := tx.QueryRowContext(ctx, readMark).Scan(&m.imports, &m.last, &m.prunes, &m.rows, &m.series)
	return m, err
}

// readMark is one row, of integers.
const readMark = `SELECT (SELECT count(*) FROM stored.imports), (SELECT coalesce(max(import), 0)::BIGINT FROM stored.imports),
	(SELECT count(*) FROM stored.prunes), (SELECT count(*) FROM stored.checks), (SELECT count(*) FROM stored.series)`

// snapshot begins a transaction that sees the store in the state of m.
func (r *reader) snapshot(ctx context.Context, m mark) error {
	if err := r.stream(ctx, "BEGIN TRANSACTION READ ONLY", func(chunk) error { return nil }); err != nil {
		return err
	}
	var seen mark
	err := r.stream(ctx, readMark, func(c chunk) error {
		at := func(i int) int64 { return column[int64](c, i)[0] }
		seen = mark{at(0), at(1), at(2), at(3), int(at(4))}
		return nil
	})
	if err == nil && seen != m {
		return errMoved
	}
	return err
}

// isBySeries reports whether the table begins with many rows of few series.
func (r *reader) isBySeries(ctx context.Context) (bool, error) {
	same, rows := 0, 0
	err := r.stream(ctx, "SELECT series FROM stored.checks LIMIT 4096", func(c chunk) error {
		series := column[int32](c, 0)
		for i := range series {
			if i > 0 && series[i] == series[i-1] {
				same++
			}
		}
		rows += len(series)
		return nil
	})
	return same*2 > rows, err
}

// extent returns the first and the last instant of the checks in w.
func (r *reader) extent(ctx context.Context, w window) (from, to int64, err error) {
	err = r.stream(ctx, "SELECT coalesce(min(time), 0), coalesce(max(time), 0) FROM stored.checks", func(c chunk) error {
		from, to = max(w.from, column[int64](c, 0)[0]), min(w.to, column[int64](c, 1)[0])
		return nil
	})
	return from, to, err
}
