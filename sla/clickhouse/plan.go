package clickhouse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/upledger/upledger/sla"
)

// A series may lie on several shards if the sharding key is not the monitor.
// size is how many checks of it lie where.
type size struct {
	checks  int64
	servers []string
	split   bool // on more than one shard
}

// sizes counts the checks of every series among names.
type sizes map[name]*size

// namesAtATime is how many series one statement names at most: servers limit
// the size of what they parse.
const namesAtATime = 1000

// measure counts the checks of every series.
func (c *Cluster) measure(ctx context.Context, j job, names []name) (sizes, error) {
	all := sizes{}
	for chunk := range slices.Chunk(names, namesAtATime) {
		var found sizes
		err := c.anyNode(ctx, 0, func(ctx context.Context, n *node) error {
			found = sizes{}
			return c.read(ctx, n, c.statement(planSQL, n, j, chunk, false), func(rows driver.Rows) error {
				var of name
				var server string
				var checks uint64
				err := rows.Scan(&of.monitor, &of.vantage, &server, &checks)
				found.add(of, server, int64(checks))
				return err
			})
		})
		if err != nil {
			return nil, fmt.Errorf("count checks: %w", err)
		}
		for _, one := range chunk {
			if s := found[one]; s != nil {
				all[one] = s
			}
		}
	}
	return all, nil
}

// HasChecks reports whether any watched series has a check in the closed range
// of instants from…to. Where there is none, there is no need to look for runs.
func (c *Cluster) HasChecks(ctx context.Context, watches []sla.Watch, from, to sla.Instant) (bool, error) {
	var names []name
	for _, w := range watches {
		names = append(names, nameOf(w))
	}
	slices.SortFunc(names, compareNames)
	names = slices.Compact(names)
	found := false
	for len(names) > 0 {
		// One vantage at a time: a statement asks for all monitors and vantages of its names.
		end := slices.IndexFunc(names, func(n name) bool { return n.vantage != names[0].vantage })
		if end < 0 || end > namesAtATime {
			end = min(len(names), namesAtATime)
		}
		chunk := names[:end]
		names = names[end:]
		err := c.anyNode(ctx, 0, func(ctx context.Context, n *node) error {
			return c.read(ctx, n, c.statement(anySQL, n, job{from: from, asOf: to}, chunk, false), func(driver.Rows) error {
				found = true
				return nil
			})
		})
		if err != nil {
			return false, fmt.Errorf("look for checks on the cluster: %w", err)
		}
		if found {
			break
		}
	}
	return found, nil
}

func (s sizes) add(of name, server string, checks int64) {
	if s[of] == nil {
		s[of] = &size{}
	} else {
		s[of].split = true
	}
	s[of].checks += checks
	s[of].servers = append(s[of].servers, server)
}

// A batch is the series that one statement reduces.
type batch struct {
	job    job
	names  []name
	checks int64
	merge  bool // series that lie on several shards
}

// isFull reports whether a name must not be added, after which a server would
// have so many checks. A new vantage is a good place to cut: one vantage is
// grouped faster than several.
func (b *batch) isFull(n name, load, most int64) bool {
	switch count := len(b.names); {
	case count == 0:
		return false
	case count == namesAtATime, load > most:
		return true
	default:
		return b.names[count-1].vantage != n.vantage && load > most/4
	}
}

// compareNames sorts by vantage and monitor.
func compareNames(a, b name) int {
	return cmp.Or(cmp.Compare(a.vantage, b.vantage), cmp.Compare(a.monitor, b.monitor))
}

// batches divides the series of a job so that no server reduces more than
// BatchRows checks of a batch. Series on several shards are apart: of those the
// server that is asked gets all checks.
func (c *Cluster) batches(j job, names []name, known sizes) []batch {
	names = slices.Clone(names)
	slices.SortFunc(names, compareNames)
	var list []batch
	for _, merge := range []bool{false, true} {
		one := batch{job: j, merge: merge}
		load := map[string]int64{}
		for _, n := range names {
			s := known[n]
			if s == nil || s.split != merge {
				continue
			}
			server := s.servers[0]
			if merge {
				server = "" // the one that is asked
			}
			if one.isFull(n, load[server]+s.checks, c.opt.BatchRows) {
				list = append(list, one)
				one, load = batch{job: j, merge: merge}, map[string]int64{}
			}
			one.names, one.checks = append(one.names, n), one.checks+s.checks
			load[server] += s.checks
		}
		if len(one.names) > 0 {
			list = append(list, one)
		}
	}
	return list
}
