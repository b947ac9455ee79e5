package clickhouse_test

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/clickhouse/chtest"
	"github.com/upledger/upledger/sla/span"
)

// yield hands out checks, and then an error if there is one.
func yield(checks []sla.Check, err error) iter.Seq2[sla.Check, error] {
	return func(yield func(sla.Check, error) bool) {
		for _, c := range checks {
			if !yield(c, nil) {
				return
			}
		}
		if err != nil {
			yield(sla.Check{}, err)
		}
	}
}

// rowsOf counts the rows of a table.
func rowsOf(t *testing.T, s *chtest.Shard, table string) (n uint64) {
	t.Helper()
	if err := s.Conn.QueryRow(context.Background(), "SELECT count() FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// What Copy writes into any layout is what Runs reads from it.
func TestCopy(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	ctx := context.Background()
	for i, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			database := []string{"a", "b", "c", "d", "e"}[i]
			l.create(t, c, database)
			copied := "CREATE TABLE " + database + ".checks_copied (file String, part String, checks UInt64) ENGINE = MergeTree ORDER BY (file, part)"
			if i > 0 { // the recommended layout has it
				c.Shards[0].Exec(t, copied)
			}
			conform(t, l, rand.New(rand.NewPCG(9, uint64(i))), func(checks []sla.Check, o clickhouse.Options) *clickhouse.Cluster {
				o.Database, o.Hosts = database, c.Hosts()[:1]
				cl := mustOpen(t, o)
				for _, want := range []clickhouse.Copied{
					{Checks: int64(len(checks)), Written: int64(len(checks))}, {Checks: int64(len(checks)), Already: true},
				} {
					got, err := cl.Copy(ctx, "sha-of-the-file", yield(checks, nil))
					if err != nil || got != want {
						t.Fatalf("Copy = %+v, %v; want %+v", got, err, want)
					}
					if n := rowsOf(t, c.Shards[0], database+".checks"); n != uint64(len(checks)) {
						t.Fatalf("the table has %d rows, want %d", n, len(checks))
					}
				}
				return cl
			})
		})
	}
}

// A copy that broke off goes on with the first part that is missing.
func TestCopyGoesOn(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	layouts[0].create(t, c, "d")
	cl := mustOpen(t, clickhouse.Options{Hosts: c.Hosts(), Database: "d"})
	defer cl.Close()
	checks := make([]sla.Check, 1<<19+1000) // a part and a bit
	for i := range checks {
		checks[i] = sla.Check{Time: start.Add(sla.Micros(i) * span.Second), Monitor: "web", State: sla.Up, Detail: strings.Repeat("x", i%3)}
	}
	ctx := context.Background()
	broken := errors.New("the disk went away")
	if got, err := cl.Copy(ctx, "f", yield(checks[:1<<19+10], broken)); !errors.Is(err, broken) || got.Written != 1<<19 {
		t.Fatalf("Copy = %+v, %v; want a part and %v", got, err, broken)
	}
	want := clickhouse.Copied{Checks: int64(len(checks)), Written: 1000}
	if got, err := cl.Copy(ctx, "f", yield(checks, nil)); err != nil || got != want {
		t.Errorf("Copy = %+v, %v; want %+v", got, err, want)
	}
	if n := rowsOf(t, c.Shards[1], "d.checks"); n != uint64(len(checks)) {
		t.Errorf("the table has %d rows, want %d", n, len(checks))
	}
	series, err := cl.Runs(ctx, []sla.Watch{{Monitor: "web", MaxGap: span.Minute}}, start, checks[len(checks)-1].Time)
	wantRuns := []sla.Series{{Monitor: "web", Runs: []sla.Run{{State: sla.Up, First: start, Last: checks[len(checks)-1].Time, Checks: int64(len(checks))}}}}
	if diff := gocmp.Diff(wantRuns, series); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// What a column cannot hold is refused.
func TestCopyRefuses(t *testing.T) {
	c := chtest.Start(t, 1, chtest.Certificate{})
	c.Exec(t, "CREATE TABLE checks_copied (file String, part String, checks UInt64) ENGINE = Memory")
	good := sla.Check{Time: start, Monitor: "7", State: sla.Up}
	change := func(f func(*sla.Check)) sla.Check { k := good; f(&k); return k }
	tests := map[string]struct {
		columns string
		check   sla.Check
		want    string
	}{
		"fractions of a second": {"time DateTime, monitor String, state String", change(func(k *sla.Check) { k.Time++ }), "it cannot hold 2017-09-01T00:00:00.000001Z"},
		"a vantage":             {"time Int64, monitor String, state String", change(func(k *sla.Check) { k.Vantage = "a" }), `no column for the vantage, which 7 has: "a"`},
		"a latency":             {"time Int64, monitor String, state String", change(func(k *sla.Check) { k.Latency = 1 }), "no column for the latency"},
		"a long latency":        {"time Int64, monitor String, state String, latency UInt16", change(func(k *sla.Check) { k.Latency = 65536 }), "it cannot hold 65536"},
		"a name":                {"time Int64, monitor Int8, state String", change(func(k *sla.Check) { k.Monitor = "web" }), `it cannot hold "web"`},
		"a greater number":      {"time Int64, monitor Int8, state String", change(func(k *sla.Check) { k.Monitor = "128" }), "it cannot hold 128"},
		"less than nothing":     {"time Int64, monitor UInt64, state String", change(func(k *sla.Check) { k.Monitor = "-1" }), "it cannot hold -1"},
		"another table":         {"time Int64, monitor String, state Enum8('up'=1,'slow'=2)", change(func(k *sla.Check) { k.State = sla.Down }), "down"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c.Exec(t, "CREATE TABLE checks ("+test.columns+") ENGINE = Memory")
			defer c.Exec(t, "DROP TABLE checks")
			cl := mustOpen(t, clickhouse.Options{Hosts: c.Hosts()})
			defer cl.Close()
			_, err := cl.Copy(context.Background(), name, yield(slices.Repeat([]sla.Check{test.check}, 2), nil))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %q", err, test.want)
			}
			if n := rowsOf(t, c.Shards[0], "checks"); n != 0 {
				t.Errorf("%d rows were written", n)
			}
		})
	}
}
