package clickhouse_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/clickhouse/chtest"
	"github.com/upledger/upledger/sla/span"
)

// A setting is a cluster with checks in its database d, and what the model makes
// of them.
type setting struct {
	cluster *chtest.Cluster
	watches []sla.Watch
	want    []sla.Series
	asOf    sla.Instant
}

func newSetting(t *testing.T) setting {
	t.Helper()
	s := setting{cluster: chtest.Start(t, 2, chtest.Certificate{}), asOf: start.Add(1000 * span.Hour)}
	rng := rand.New(rand.NewPCG(1, 2))
	monitors := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	layouts[0].create(t, s.cluster, "d")
	checks := history(rng, monitors, []string{"", "x"}, 1)
	fill(t, s.cluster, layouts[0], "d", checks)
	s.watches = watchAll(rng, monitors, []string{"", "x"})
	s.want = reference(checks, s.watches, start, s.asOf)
	return s
}

func (s setting) options() clickhouse.Options {
	return clickhouse.Options{Hosts: s.cluster.Hosts(), Database: "d"}
}

func (s setting) runs(ctx context.Context, cl *clickhouse.Cluster) ([]sla.Series, error) {
	return cl.Runs(ctx, s.watches, start, s.asOf)
}

// whole demands all runs.
func (s setting) whole(t *testing.T, cl *clickhouse.Cluster) {
	t.Helper()
	got, err := s.runs(context.Background(), cl)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(s.want, got); diff != "" {
		t.Fatal(diff)
	}
}

// refused demands an error that contains words, and no runs.
func (s setting) refused(t *testing.T, cl *clickhouse.Cluster, words string) error {
	t.Helper()
	got, err := s.runs(context.Background(), cl)
	if err == nil || got != nil || !strings.Contains(err.Error(), words) {
		t.Fatalf("Runs = %d series, %v; want an error with %q", len(got), err, words)
	}
	return err
}

// slow puts a view in the place of the second shard's table that takes its time
// for every block.
func (s setting) slow(t *testing.T) {
	s.cluster.Shards[1].Exec(t, "RENAME TABLE d.checks_local TO d.checks_fast")
	s.cluster.Shards[1].Exec(t, "CREATE VIEW d.checks_local AS SELECT * FROM d.checks_fast WHERE sleep(0.5) = 0")
}

// await waits until the shard works on a statement with these words, or on none.
func await(t *testing.T, shard *chtest.Shard, words string, working bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var n uint64
		err := shard.Conn.QueryRow(context.Background(), "SELECT count() FROM system.processes WHERE query NOT LIKE '%processes%' AND query LIKE '%"+words+"%'").Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		if (n > 0) == working {
			return
		}
	}
	t.Fatalf("%s: working on %q is not %t", shard.Host, words, working)
}

func TestDeadShardIsAnError(t *testing.T) {
	s := newSetting(t)
	lax := s.options()
	lax.User = "lax" // a profile that skips shards which do not answer
	own, skipping := mustOpen(t, s.options()), mustOpen(t, lax)
	defer own.Close()
	defer skipping.Close()
	s.whole(t, own)
	s.cluster.Shards[1].Kill()
	err := s.refused(t, own, "All connection tries failed")
	var said *clickhouse.ServerError
	if !errors.As(err, &said) || said.Host != s.cluster.Shards[0].Host || said.Code == 0 {
		t.Errorf("error %#v names neither the server nor its code", err)
	}
	s.refused(t, skipping, "All connection tries failed")
}

// A shard that dies while it counts, and while it reduces.
func TestShardKilledInMidQuery(t *testing.T) {
	for _, words := range []string{"hostName()", "arraySort"} {
		s := newSetting(t)
		cl := mustOpen(t, s.options())
		defer cl.Close()
		s.slow(t)
		go func() {
			await(t, s.cluster.Shards[1], words, true)
			s.cluster.Shards[1].Kill()
		}()
		s.refused(t, cl, s.cluster.Shards[0].Host)
	}
}

// The server that was asked dies: the other one is asked for the batch again,
// and says which shard is missing.
func TestAskedServerKilledInMidQuery(t *testing.T) {
	s := newSetting(t)
	cl := mustOpen(t, s.options())
	defer cl.Close()
	s.slow(t)
	go func() {
		await(t, s.cluster.Shards[1], "arraySort", true)
		s.cluster.Shards[0].Kill()
	}()
	s.refused(t, cl, "All connection tries failed")
}

// A cutter passes connections on to a server and cuts some of them off after so
// many bytes of the answers.
func cutter(t *testing.T, to string, after int64, cut func(connection int64) bool) (host string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var connections atomic.Int64
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				return
			}
			go func() { io.Copy(out, in); out.Close() }()
			go func(n int64) {
				if cut(n) {
					io.CopyN(in, out, after)
				} else {
					io.Copy(in, out)
				}
				in.Close()
				out.Close()
			}(connections.Add(1))
		}
	}()
	return l.Addr().String()
}

// Wherever a connection is cut, a batch is asked for again and comes whole, and
// if the second one is cut too, nothing comes.
func TestDroppedConnection(t *testing.T) {
	s := newSetting(t)
	refused := 0
	for after := int64(3000); after < 60_000; after += 15_001 {
		o := s.options()
		o.Parallel = 1
		o.Hosts = []string{cutter(t, s.cluster.Shards[0].Host, after, func(n int64) bool { return n == 1 })}
		cl := mustOpen(t, o)
		s.whole(t, cl)
		cl.Close()

		o.Hosts = []string{cutter(t, s.cluster.Shards[0].Host, after, func(int64) bool { return true })}
		cl, err := clickhouse.Open(context.Background(), o)
		if err != nil {
			refused++
			continue
		}
		if got, err := s.runs(context.Background(), cl); err != nil {
			refused++
		} else if diff := gocmp.Diff(s.want, got); diff != "" {
			t.Fatalf("cut after %d bytes: %s", after, diff)
		}
		cl.Close()
	}
	if refused == 0 {
		t.Error("no connection was cut early enough to fail")
	}
}

// Whatever a profile allows servers to leave out is an error instead.
func TestLimitsOfTheServer(t *testing.T) {
	s := newSetting(t)
	tests := map[string]struct {
		change func(*clickhouse.Options)
		code   int
	}{
		"a profile that breaks off":    {func(o *clickhouse.Options) { o.User, o.Password = "reader", "zwölf Boxkämpfer" }, 158},
		"a quota":                      {func(o *clickhouse.Options) { o.User = "poor" }, 201},
		"memory":                       {func(o *clickhouse.Options) { o.Memory = 100_000 }, 241},
		"a wrong password":             {func(o *clickhouse.Options) { o.User, o.Password = "reader", "geheim-4711" }, 193},
		"a database that is not there": {func(o *clickhouse.Options) { o.Database = "nowhere" }, 81},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := s.options()
			test.change(&o)
			cl, err := clickhouse.Open(context.Background(), o)
			for range 3 { // a quota wears out
				if err == nil {
					_, err = s.runs(context.Background(), cl)
				}
			}
			var said *clickhouse.ServerError
			if !errors.As(err, &said) || said.Code != test.code {
				t.Errorf("error = %v, want code %d", err, test.code)
			}
			if err != nil && o.Password != "" && strings.Contains(err.Error(), o.Password) {
				t.Errorf("%v tells the password", err)
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	s := newSetting(t)
	s.slow(t)
	o := s.options()
	o.Timeout = 100 * time.Millisecond
	cl := mustOpen(t, o)
	defer cl.Close()
	s.refused(t, cl, "took longer than it may")
}

// A cancelled reduction ends on the servers, too.
func TestCancel(t *testing.T) {
	s := newSetting(t)
	s.slow(t)
	cl := mustOpen(t, s.options())
	defer cl.Close()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		await(t, s.cluster.Shards[1], "hostName()", true)
		cancel()
	}()
	if got, err := s.runs(ctx, cl); !errors.Is(err, context.Canceled) || got != nil {
		t.Fatalf("Runs = %d series, %v; want context.Canceled", len(got), err)
	}
	for _, shard := range s.cluster.Shards {
		await(t, shard, "checks", false)
	}
}

// What was finished when a reduction broke off is not done again.
func TestResume(t *testing.T) {
	s := newSetting(t)
	ctx, cancel := context.WithCancel(context.Background())
	var seen []clickhouse.Progress
	o := s.options()
	o.BatchRows, o.Parallel = 1, 1 // a series a batch
	o.Progress = func(p clickhouse.Progress) {
		if seen = append(seen, p); len(seen) == 3 {
			cancel()
		}
	}
	cl := mustOpen(t, o)
	defer cl.Close()
	if _, err := s.runs(ctx, cl); !errors.Is(err, context.Canceled) {
		t.Fatalf("Runs = %v, want context.Canceled", err)
	}
	first := seen
	seen = nil
	s.whole(t, cl)
	last := seen[len(seen)-1]
	if want := first[0].AllBatches - len(first); len(seen) != want || last.Batches != want || last.AllBatches != want || last.Checks != last.AllChecks {
		t.Errorf("after %d of %d batches the second call took %d, the last with %+v; want %d", len(first), first[0].AllBatches, len(seen), last, want)
	}
	seen = nil
	s.whole(t, cl) // what succeeded is not kept: checks may have come since
	if len(seen) != first[0].AllBatches {
		t.Errorf("the third call took %d batches, want %d", len(seen), first[0].AllBatches)
	}
}

func TestTablesThatCannotBe(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	c.Exec(t, "CREATE TABLE plain (time DateTime, monitor String, state String) ENGINE = MergeTree ORDER BY (monitor, time)")
	c.Exec(t, "CREATE TABLE other (time DateTime, monitor String, ok UInt8, latency String) ENGINE = Distributed(checks, default, plain)")
	c.Shards[0].Exec(t, "INSERT INTO plain SELECT toDateTime(1504224000), 'web', 'weird'")
	c.Exec(t, "CREATE TABLE different (time DateTime, monitor String, state String) ENGINE = Distributed(checks, default, plain)")
	c.Shards[1].Exec(t, "DROP TABLE different")
	c.Shards[1].Exec(t, "CREATE TABLE different (time DateTime, monitor String, state String) ENGINE = Distributed(checks, default, other)")
	watch := []sla.Watch{{Service: "s", Monitor: "web", MaxGap: span.Minute}}
	tests := []struct {
		table   string
		hosts   []string
		columns clickhouse.Columns
		want    string
	}{
		{"missing", c.Hosts()[:1], clickhouse.Columns{}, "there is no table default.missing that default may read; 'upledger schema clickhouse' prints one"},
		{"plain", c.Hosts(), clickhouse.Columns{}, "several hosts would each hold a part of it; name a Distributed table, or one host"},
		{"plain", c.Hosts()[:1], clickhouse.Columns{Time: "ts", Vantage: "site"}, "there is no column ts for the time; there is no column site for the vantage; it has monitor, state, time"},
		{"plain", c.Hosts()[:1], clickhouse.Columns{Time: "monitor"}, "the column monitor is String; want DateTime, DateTime64 or an integer for the time"},
		{"other", c.Hosts(), clickhouse.Columns{State: "ok", Latency: clickhouse.NoColumn}, "the column ok is UInt8; say what its values mean, as in state=ok:1=up:0=down"},
		{"other", c.Hosts(), clickhouse.Columns{State: "latency"}, "the column latency is String; want a number for the latency"},
		{"plain", c.Hosts()[:1], clickhouse.Columns{}, `the column state says "weird" of the monitor web, which is no state; say what it means, as in state=state:weird=down`},
		{"different", []string{c.Hosts()[0], "127.0.0.1:1"}, clickhouse.Columns{}, "weird"},
		{"different", []string{"127.0.0.1:1", c.Hosts()[1]}, clickhouse.Columns{}, "Unknown identifier: state"},
	}
	for _, test := range tests {
		cl, err := clickhouse.Open(context.Background(), clickhouse.Options{Hosts: test.hosts, Table: test.table, Columns: test.columns})
		if err == nil {
			_, err = cl.Runs(context.Background(), watch, start, start.Add(span.Hour))
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("table %s on %d hosts: error = %v, want %q", test.table, len(test.hosts), err, test.want)
		}
	}
}

// Hosts whose tables differ are never mixed.
func TestHostsThatDiffer(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	c.Exec(t, "CREATE TABLE plain (time DateTime, monitor String, state String) ENGINE = MergeTree ORDER BY (monitor, time)")
	for i, s := range c.Shards {
		s.Exec(t, fmt.Sprintf("CREATE TABLE checks (time DateTime, monitor String, state String) ENGINE = Distributed(checks, default, plain, %s)", []string{"1", "2"}[i]))
		s.Exec(t, fmt.Sprintf("INSERT INTO plain SELECT toDateTime(1504224000), 'web-%d', 'up'", i))
	}
	cl := mustOpen(t, clickhouse.Options{Hosts: c.Hosts(), BatchRows: 1})
	defer cl.Close()
	watches := []sla.Watch{{Monitor: "web-0", MaxGap: 1}, {Monitor: "web-1", MaxGap: 1}}
	if _, err := cl.Runs(context.Background(), watches, start, start); err == nil || !strings.Contains(err.Error(), "another one here than on the other hosts") {
		t.Errorf("error = %v", err)
	}
}
