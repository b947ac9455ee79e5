package clickhouse_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/clickhouse/chtest"
	"github.com/upledger/upledger/sla/span"
)

// start is midnight before the checks of most tests.
const start = sla.Instant(1_504_224_000_000_000) // 2017-09-01T00:00:00Z

// A layout is one way in which people keep checks: a table, how it is filled,
// and how it is read.
type layout struct {
	name    string
	ddl     []string // of every server; %s: name of the cluster
	into    string   // columns that row fills
	row     func(sla.Check) []any
	columns clickhouse.Columns
	unit    sla.Micros // of which all times are multiples

	monitors, vantages []string // nil: words that need quoting
	one                bool     // only the first server has the table
	split              bool     // series lie on several shards
	noSlow, noLatency  bool
}

func (l layout) create(t *testing.T, c *chtest.Cluster, database string) {
	servers := c.Shards
	if l.one {
		servers = servers[:1]
	}
	for _, s := range append([]string{"CREATE DATABASE " + database}, l.ddl...) {
		for _, server := range servers {
			server.Exec(t, strings.NewReplacer("DB.", database+".", "DB,", database+",", "CLUSTER", chtest.ClusterName).Replace(s))
		}
	}
}

// latencies lie around the slow_after of watchAll.
var latencies = []sla.Micros{0, 999_000, span.Second, 1_001_000, 1_999_000, 2 * span.Second, 2_001_000, 3 * span.Second}

// a history is the checks of several series, in the order in which they lie in
// the table.
func history(rng *rand.Rand, monitors []string, vantages []string, unit sla.Micros) []sla.Check {
	var checks []sla.Check
	for _, m := range monitors {
		for _, v := range vantages {
			now, state := start, sla.Up
			for range 100 + rng.IntN(500) {
				now = now.Add([]sla.Micros{0, unit, span.Minute, span.Minute, span.Minute, span.Minute, 3 * span.Minute,
					3*span.Minute + unit, 10 * span.Minute}[rng.IntN(9)])
				if rng.IntN(5) == 0 {
					state = []sla.State{sla.Up, sla.Slow, sla.Down}[rng.IntN(3)]
				}
				c := sla.Check{Time: now, Monitor: m, Vantage: v, State: state, Latency: latencies[rng.IntN(len(latencies))]}
				checks = append(checks, c)
				if rng.IntN(20) == 0 {
					checks = append(checks, c)
				}
			}
		}
	}
	rng.Shuffle(len(checks), func(i, j int) { checks[i], checks[j] = checks[j], checks[i] })
	return checks
}

// reference is what the model's own reduction makes of checks.
func reference(checks []sla.Check, watches []sla.Watch, from, asOf sla.Instant) []sla.Series {
	var all []sla.Series
	for _, w := range watches {
		var own []sla.Check
		for _, c := range checks {
			if c.Monitor == w.Monitor && c.Vantage == w.Vantage && from <= c.Time && c.Time <= asOf {
				own = append(own, c)
			}
		}
		if runs := sla.Reduce(own, sla.Monitor{MaxGap: w.MaxGap, SlowAfter: w.SlowAfter}); len(runs) > 0 {
			all = append(all, sla.Series{Service: w.Service, Monitor: w.Monitor, Vantage: w.Vantage, Runs: runs})
		}
	}
	return all
}

// watchAll watches every series twice: two services with rules of their own.
func watchAll(rng *rand.Rand, monitors, vantages []string) []sla.Watch {
	var list []sla.Watch
	for _, service := range []string{"crm", "shop"} {
		gap, slow := sla.Micros(1+rng.IntN(4))*span.Minute, sla.Micros(rng.IntN(3))*span.Second
		for _, m := range monitors {
			for _, v := range vantages {
				list = append(list, sla.Watch{Service: service, Monitor: m, Vantage: v, MaxGap: gap, SlowAfter: slow})
			}
		}
	}
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

const plainColumns = "time Int64, monitor String, vantage String, state Enum8('up'=1,'slow'=2,'down'=3), latency UInt32"

var layouts = []layout{
	{
		name: "recommended", ddl: recommended(), into: "time, monitor, vantage, state, latency", row: plainRow, unit: 1,
	},
	{
		name: "not sharded by the monitor", ddl: distributed("rand()", plainColumns), into: "time, monitor, vantage, state, latency",
		row: plainRow, unit: 1, split: true,
	},
	{
		name: "one table on one server, DateTime, words of its own, latency in fractions of a millisecond",
		ddl: []string{"CREATE TABLE DB.checks (ts DateTime, target FixedString(12), site Nullable(String), result String, rt Nullable(Float64), x UInt8) " +
			"ENGINE = MergeTree PARTITION BY toYYYYMM(ts) ORDER BY (target, ts)"},
		into: "ts, target, site, result, rt",
		row: func(k sla.Check) []any {
			return []any{k.Time.Time(), k.Monitor, orNull(k.Vantage), map[sla.State]string{sla.Up: "ok", sla.Slow: "late", sla.Down: "timeout"}[k.State],
				orNull((float64(k.Latency) + 0.25) / 1000)}
		},
		columns: clickhouse.Columns{Time: "ts", Monitor: "target", Vantage: "site", State: "result", Latency: "rt", LatencyUnit: clickhouse.Milliseconds,
			States: map[string]sla.State{"ok": sla.Up, "late": sla.Slow, "timeout": sla.Down, "error": sla.Down}},
		unit: span.Second, one: true,
	},
	{
		name: "monitors by number, milliseconds, an Enum without slow",
		ddl:  distributed("monitor", "`the time` UInt64, monitor UInt32, vantage UInt8, state Nullable(Enum16('fine'=-300,'bad'=7)), latency Nullable(UInt16)"),
		into: "`the time`, monitor, vantage, state, latency",
		row: func(k sla.Check) []any {
			return []any{uint64(k.Time / 1000), number[uint32](k.Monitor), number[uint8](k.Vantage), map[bool]string{true: "fine", false: "bad"}[k.State == sla.Up],
				orNull(uint16(k.Latency / 1000))}
		},
		columns: clickhouse.Columns{Time: "the time", TimeUnit: clickhouse.Milliseconds, LatencyUnit: clickhouse.Milliseconds,
			States: map[string]sla.State{"fine": sla.Up, "bad": sla.Down}},
		monitors: []string{"0", "7", "12", "4294967295"}, vantages: []string{"1", "2"}, unit: 1000, noSlow: true,
	},
	{
		name: "one vantage, ok by number, no latency, nanoseconds", ddl: distributed("cityHash64(monitor)", "t Int64, monitor String, ok UInt8"),
		into: "t, monitor, ok",
		row: func(k sla.Check) []any {
			return []any{int64(k.Time)*1000 + 999, k.Monitor, map[sla.State]uint8{sla.Up: 1}[k.State]}
		},
		columns: clickhouse.Columns{Time: "t", TimeUnit: clickhouse.Nanoseconds, State: "ok", Vantage: clickhouse.NoColumn,
			States: map[string]sla.State{"1": sla.Up, "0": sla.Down}},
		vantages: []string{""}, unit: 1, noSlow: true, noLatency: true,
	},
}

func recommended() []string {
	var list []string
	for _, s := range (clickhouse.Schema{Cluster: chtest.ClusterName, Old: true}).Statements() {
		s = strings.Replace(s, "CREATE TABLE ", "CREATE TABLE DB.", 1)
		list = append(list, strings.NewReplacer(" AS checks", " AS DB.checks", "currentDatabase()", "DB").Replace(s))
	}
	return list
}

func orNull[T comparable](v T) any {
	if v == *new(T) {
		return (*T)(nil)
	}
	return v
}

func number[T uint8 | uint32](text string) T {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		panic(err)
	}
	return T(n)
}

// distributed are the statements for a table on all servers.
func distributed(key, columns string) []string {
	return []string{
		"CREATE TABLE DB.checks_local (" + columns + ") ENGINE = MergeTree ORDER BY tuple()",
		"CREATE TABLE DB.checks AS DB.checks_local ENGINE = Distributed(CLUSTER, DB, checks_local, " + key + ")",
	}
}

func plainRow(k sla.Check) []any {
	return []any{int64(k.Time), k.Monitor, k.Vantage, k.State.String(), uint32(k.Latency)}
}

// fill writes checks through the first server.
func fill(t *testing.T, c *chtest.Cluster, l layout, database string, checks []sla.Check) {
	t.Helper()
	ctx := ch.Context(context.Background(), ch.WithSettings(ch.Settings{"insert_distributed_sync": 1}))
	batch, err := c.Shards[0].Conn.PrepareBatch(ctx, "INSERT INTO "+database+".checks ("+l.into+")")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range checks {
		if err := batch.Append(l.row(k)...); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	for i, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			for seed := range uint64(3) {
				database := fmt.Sprintf("d%d_%d", i, seed)
				l.create(t, c, database)
				conform(t, l, rand.New(rand.NewPCG(seed, uint64(i))), func(checks []sla.Check, o clickhouse.Options) *clickhouse.Cluster {
					fill(t, c, l, database, checks)
					o.Database, o.Hosts = database, c.Hosts()
					if l.one {
						o.Hosts = o.Hosts[:1]
					}
					return mustOpen(t, o)
				})
			}
		})
	}
}

// conform demands that a cluster makes the same runs of a random history as the
// model and as the store on this machine. keep puts the checks into a table and
// opens it.
func conform(t *testing.T, l layout, rng *rand.Rand, keep func([]sla.Check, clickhouse.Options) *clickhouse.Cluster) {
	t.Helper()
	monitors, vantages := l.monitors, l.vantages
	if monitors == nil {
		monitors = []string{"web", "it's", `back\slash`, "größe", "0"}
	}
	if vantages == nil {
		vantages = []string{"", "a", "b'"}
	}
	checks := history(rng, monitors, vantages, l.unit)
	for i := range checks {
		if l.noSlow && checks[i].State == sla.Slow {
			checks[i].State = sla.Down
		}
		if l.noLatency {
			checks[i].Latency = 0
		}
	}
	watches := watchAll(rng, monitors, vantages)
	from, asOf := edge(rng, checks, false, l.unit), edge(rng, checks, true, l.unit)
	var notes []string
	cl := keep(checks, clickhouse.Options{Columns: l.columns, BatchRows: int64(100 + rng.IntN(3000)),
		Note: func(n string) { notes = append(notes, n) }})
	defer cl.Close()
	got, err := cl.Runs(context.Background(), watches, from, asOf)
	if err != nil {
		t.Fatal(err)
	}
	want := reference(checks, watches, from, asOf)
	fold, textbook := onThisMachine(t, checks, watches, from, asOf)
	for who, runs := range map[string][]sla.Series{"the cluster": got, "the store": byWatch(watches, fold), "the SQL of the textbook": textbook} {
		if diff := gocmp.Diff(want, runs); diff != "" {
			t.Fatalf("the model (-) and %s (+) differ:\n%s", who, diff)
		}
	}
	if len(notes) > 0 && !l.split {
		t.Errorf("notes %q", notes)
	}
}

// byWatch puts series into the order of the watches.
func byWatch(watches []sla.Watch, list []sla.Series) []sla.Series {
	place := func(s sla.Series) int {
		return slices.IndexFunc(watches, func(w sla.Watch) bool {
			return w.Service == s.Service && w.Monitor == s.Monitor && w.Vantage == s.Vantage
		})
	}
	return slices.SortedFunc(slices.Values(list), func(a, b sla.Series) int { return cmp.Compare(place(a), place(b)) })
}

// edge is an instant at, right before or right after a check, from the first
// quarter of them or from the last half.
func edge(rng *rand.Rand, checks []sla.Check, late bool, unit sla.Micros) sla.Instant {
	sorted := slices.SortedFunc(slices.Values(checks), func(a, b sla.Check) int { return cmp.Compare(a.Time, b.Time) })
	i := rng.IntN(len(sorted)/4 + 1)
	if late {
		i = len(sorted) - 1 - rng.IntN(len(sorted)/2+1)
	}
	return sorted[i].Time.Add(sla.Micros(rng.IntN(3)-1) * unit)
}

func mustOpen(t *testing.T, o clickhouse.Options) *clickhouse.Cluster {
	t.Helper()
	cl, err := clickhouse.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return cl
}
