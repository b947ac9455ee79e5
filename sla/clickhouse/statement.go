package clickhouse

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/upledger/upledger/sla"
)

//go:embed runs.sql
var runsSQL string

//go:embed plan.sql
var planSQL string

//go:embed any.sql
var anySQL string

//go:embed strangers.sql
var strangersSQL string

// safeSettings are what every statement runs under, whatever the user's profile
// says. An answer that is less than the whole is an error: a shard that does
// not answer, a replica that lags behind, a limit whose overflow mode is to
// break off and to call what there is the result. Servers have those of them
// that their version knows.
var safeSettings = []string{
	"skip_unavailable_shards = 0",
	"fallback_to_stale_replicas_for_distributed_queries = 0",
	"max_parallel_replicas = 1",
	"optimize_skip_unused_shards = 0", // believes the sharding key, which rows may contradict
	"optimize_distributed_group_by_sharding_key = 0",
	"use_query_cache = 0",
	"limit = 0",
	"offset = 0",
	"extremes = 0",
	"prefer_column_name_to_alias = 0",
	"read_overflow_mode = 'throw'",
	"read_overflow_mode_leaf = 'throw'",
	"group_by_overflow_mode = 'throw'",
	"sort_overflow_mode = 'throw'",
	"result_overflow_mode = 'throw'",
	"timeout_overflow_mode = 'throw'",
	"timeout_overflow_mode_leaf = 'throw'",
	"set_overflow_mode = 'throw'",
	"distinct_overflow_mode = 'throw'",
	"transfer_overflow_mode = 'throw'",
	"join_overflow_mode = 'throw'",
}

// settings are those for a statement on this node. Merge: the shards send what
// they have of a group, and the node that was asked finishes it; else each
// shard finishes the groups that it has.
func (n *node) settings(o Options, merge bool) string {
	list := slices.DeleteFunc(slices.Clone(safeSettings), func(s string) bool {
		name, _, _ := strings.Cut(s, " ")
		return !n.known[name]
	})
	list = append(list, fmt.Sprintf("distributed_group_by_no_merge = %d", map[bool]int{false: 1, true: 0}[merge]))
	if o.Memory > 0 {
		list = append(list, fmt.Sprintf("max_memory_usage = %d", o.Memory))
	}
	return strings.Join(list, ", ")
}

// A job is the rules of a reduction: series are reduced together that share it.
type job struct {
	from, asOf        sla.Instant
	maxGap, slowAfter sla.Micros
}

// A name is the name of a series.
type name struct{ monitor, vantage string }

// A selection is the series that a statement is about.
type selection struct {
	monitors, vantages []string // sorted, each once
}

func selectionOf(names []name) selection {
	var s selection
	for _, n := range names {
		s.monitors, s.vantages = append(s.monitors, n.monitor), append(s.vantages, n.vantage)
	}
	slices.Sort(s.monitors)
	slices.Sort(s.vantages)
	s.monitors, s.vantages = slices.Compact(s.monitors), slices.Compact(s.vantages)
	return s
}

// where limits a statement to the span of a job and to monitors and vantages.
func (t *table) where(j job, s selection) string {
	parts := []string{t.during(j.from, j.asOf), t.monitor.among(s.monitors)}
	if t.vantage.name != "" {
		parts = append(parts, t.vantage.among(s.vantages))
	} else if !slices.Contains(s.vantages, "") {
		parts = append(parts, "0")
	}
	return strings.Join(parts, " AND ")
}

// series is what to group by, and the vantage as text. Where all series have
// one vantage, the monitor is enough: half the work of a GROUP BY.
func (t *table) series(s selection) (key, vantage string) {
	if len(s.vantages) == 1 || t.vantage.name == "" {
		return t.monitor.key(), literal(s.vantages[0])
	}
	return t.monitor.key() + ", " + t.vantage.key(), t.vantage.text()
}

// statement fills in a file of SQL, without its comments.
func (c *Cluster) statement(sql string, n *node, j job, names []name, merge bool) string {
	t, s := &c.table, selectionOf(names)
	key, vantage := t.series(s)
	return strings.NewReplacer("{table}", t.from, "{monitor}", t.monitor.text(), "{vantage}", vantage, "{series}", key,
		"{micros}", t.micros(), "{code}", t.code(c.opt, j.slowAfter), "{word}", t.state.text(), "{where}", t.where(j, s),
		"{gap}", fmt.Sprint(int64(min(j.maxGap, sla.Micros(latest)))), "{settings}", n.settings(c.opt, merge)).Replace(uncommented(sql))
}
