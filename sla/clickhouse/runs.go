package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/upledger/upledger/sla"
)

// Runs implements sla.Runs: the reduction happens on the cluster, batch by
// batch, and only runs travel. If it breaks off, or ctx ends it, the batches
// that were finished are kept until the next call, which takes them up if it
// asks for the same rules and the same span of time.
func (c *Cluster) Runs(ctx context.Context, watches []sla.Watch, from, asOf sla.Instant) ([]sla.Series, error) {
	wanted := map[job]map[name]bool{}
	for _, w := range watches {
		j := jobOf(w, from, asOf)
		if wanted[j] == nil {
			wanted[j] = map[name]bool{}
		}
		wanted[j][nameOf(w)] = true
	}
	done := c.takeUp(wanted)
	if err := c.reduceAll(ctx, wanted, done); err != nil {
		c.keep(done)
		return nil, fmt.Errorf("reduce checks on the cluster: %w", err)
	}
	var all []sla.Series
	for _, w := range watches {
		if runs := done[jobOf(w, from, asOf)][nameOf(w)]; len(runs) > 0 {
			all = append(all, sla.Series{Service: w.Service, Monitor: w.Monitor, Vantage: w.Vantage, Runs: runs})
		}
	}
	return all, nil
}

func jobOf(w sla.Watch, from, asOf sla.Instant) job { return job{from, asOf, w.MaxGap, w.SlowAfter} }
func nameOf(w sla.Watch) name                       { return name{w.Monitor, w.Vantage} }

// takeUp returns what an earlier call has finished of the jobs.
func (c *Cluster) takeUp(wanted map[job]map[name]bool) map[job]map[name][]sla.Run {
	c.mu.Lock()
	defer c.mu.Unlock()
	done := map[job]map[name][]sla.Run{}
	for j := range wanted {
		done[j] = map[name][]sla.Run{}
		for n, runs := range c.kept[j] {
			done[j][n] = runs
		}
		delete(c.kept, j)
	}
	return done
}

// keep remembers what is finished of jobs that broke off.
func (c *Cluster) keep(done map[job]map[name][]sla.Run) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for j, series := range done {
		c.kept[j] = series
	}
}

// reduceAll reduces what is wanted and not done.
func (c *Cluster) reduceAll(ctx context.Context, wanted map[job]map[name]bool, done map[job]map[name][]sla.Run) error {
	missing := map[job][]name{}
	var union []name
	var some job
	for j, names := range wanted {
		for n := range names {
			if _, ok := done[j][n]; !ok {
				missing[j], union, some = append(missing[j], n), append(union, n), j
			}
		}
	}
	slices.SortFunc(union, compareNames)
	known, err := c.measure(ctx, some, slices.Compact(union)) // all jobs of a call have one span
	if err != nil {
		return err
	}
	c.noteSplit(known)
	var list []batch
	for j, names := range missing {
		list = append(list, c.batches(j, names, known)...)
	}
	return c.work(ctx, list, known, done)
}

// noteSplit tells of series that lie on several shards.
func (c *Cluster) noteSplit(known sizes) {
	split := 0
	for _, s := range known {
		if s.split {
			split++
		}
	}
	if split > 0 {
		c.note(fmt.Sprintf("%d of %d series lie on more than one shard: their checks travel to one server and are reduced there, which is slower. "+
			"Shard by the monitor to avoid it, as 'upledger schema clickhouse' does", split, len(known)))
	}
}

// work reduces batches, Parallel of them at a time, and ends at the first error.
func (c *Cluster) work(ctx context.Context, list []batch, known sizes, done map[job]map[name][]sla.Run) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	progress := Progress{AllBatches: len(list)}
	for _, b := range list {
		progress.AllChecks += b.checks
	}
	var mu sync.Mutex
	var workers sync.WaitGroup
	queue := make(chan int, len(list))
	for i := range list {
		queue <- i
	}
	close(queue)
	for range min(c.opt.Parallel, len(list)) {
		workers.Go(func() {
			for i := range queue {
				runs, err := c.reduce(ctx, i, list[i], known)
				if err != nil {
					stop(err)
					return
				}
				mu.Lock()
				for n, r := range runs {
					done[list[i].job][n] = r
				}
				progress.Batches, progress.Checks = progress.Batches+1, progress.Checks+list[i].checks
				if c.opt.Progress != nil {
					c.opt.Progress(progress)
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// errLess says that a table gave less than it had counted before. Rows that are
// deleted or merged away meanwhile do that, too; nobody can tell the difference.
var errLess = errors.New("the table gave fewer checks than it counted a moment before; ask again when nothing is being deleted from it")

// reduce reduces one batch: all of it or nothing.
func (c *Cluster) reduce(ctx context.Context, first int, b batch, known sizes) (map[name][]sla.Run, error) {
	var got map[name][]sla.Run
	err := c.anyNode(ctx, first, func(ctx context.Context, n *node) error {
		got = map[name][]sla.Run{}
		return c.reduceOn(ctx, n, b, known, got)
	})
	return got, err
}

func (c *Cluster) reduceOn(ctx context.Context, n *node, b batch, known sizes, got map[name][]sla.Run) error {
	wanted := map[name]bool{}
	for _, one := range b.names {
		wanted[one] = true
	}
	err := c.read(ctx, n, c.statement(runsSQL, n, b.job, b.names, b.merge), func(rows driver.Rows) error {
		var a answer
		if err := a.scan(rows); err != nil {
			return err
		}
		if !wanted[a.of] { // a monitor of one series, a vantage of another
			return nil
		}
		if a.least == 0 {
			return c.stranger(ctx, n, b.job, a.of)
		}
		if _, twice := got[a.of]; twice {
			return fmt.Errorf("the series %s from %q came from two shards, where it was on one before; ask again", a.of.monitor, a.of.vantage)
		}
		if int64(a.checks) < known[a.of].checks {
			return errLess
		}
		got[a.of] = a.runs()
		return nil
	})
	if err != nil {
		return err
	}
	if len(got) < len(b.names) {
		return errLess
	}
	return nil
}

// An answer is a row of runs.sql.
type answer struct {
	of            name
	checks        uint64
	least         uint8
	firsts, lasts []int64
	states        []uint8
	distinct      []uint32
}

func (a *answer) scan(rows driver.Rows) error {
	err := rows.Scan(&a.of.monitor, &a.of.vantage, &a.checks, &a.least, &a.firsts, &a.lasts, &a.states, &a.distinct)
	if err != nil {
		return err
	}
	if n := len(a.firsts); a.least > 0 && (n == 0 || n != len(a.lasts) || n != len(a.states) || n != len(a.distinct) || a.states[0]&follows != 0) {
		return fmt.Errorf("the answer for %s from %q is not one of this statement", a.of.monitor, a.of.vantage)
	}
	return nil
}

// follows is what a state carries beside itself if no gap lies before its run.
const follows = 4

// runs puts the lists together.
func (a *answer) runs() []sla.Run {
	runs := make([]sla.Run, len(a.firsts))
	for i := range runs {
		runs[i] = sla.Run{State: sla.State(a.states[i] &^ follows), First: sla.Instant(a.firsts[i]), Last: sla.Instant(a.lasts[i]),
			Checks: int64(a.distinct[i])}
		if a.states[i]&follows != 0 {
			runs[i].LastOther, runs[i-1].NextOther = runs[i-1].Last, runs[i].First
		}
	}
	return runs
}

// stranger tells which word of a series has no meaning.
func (c *Cluster) stranger(ctx context.Context, n *node, j job, of name) error {
	var monitor, word string
	err := c.read(ctx, n, c.statement(strangersSQL, n, j, []name{of}, false), func(rows driver.Rows) error {
		return rows.Scan(&monitor, &word)
	})
	if err != nil {
		return err
	}
	return fmt.Errorf("table %s: the column %s says %q of the monitor %s, which is no state; say what it means, as in state=%s:%s=down",
		c.table.from, c.table.state.name, word, of.monitor, c.table.state.name, word)
}
