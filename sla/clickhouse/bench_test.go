package clickhouse_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/clickhouse/chtest"
	"github.com/upledger/upledger/sla/span"
)

// perSeries is the checks of a series in a month of 30 days, one a minute.
const perSeries = 30 * 24 * 60

// A fleet is a month of checks on two shards, one vantage a monitor: up but for
// every 2,000th stretch of seven checks, which is down, about three outages
// a monitor.
type fleet struct {
	cluster *chtest.Cluster
	watches []sla.Watch
	checks  int
}

func newFleet(b *testing.B, monitors int) fleet {
	b.Helper()
	f := fleet{cluster: chtest.Start(b, 2, chtest.Certificate{}), checks: monitors * perSeries}
	for _, statement := range (clickhouse.Schema{Cluster: chtest.ClusterName, Old: true}).Statements() {
		f.cluster.Exec(b, statement)
	}
	for i, s := range f.cluster.Shards {
		for from := 0; from < monitors; from += 64 { // parts as a month of inserts leaves them
			n := min(64, monitors-from) * perSeries
			s.Exec(b, "INSERT INTO checks_local (time, monitor, vantage, state, latency) "+
				month(from, n, fmt.Sprint(int64(start))+" + %s * 60000000")+fmt.Sprintf(" WHERE cityHash64(m) %% 2 = %d", i))
		}
		s.Exec(b, "OPTIMIZE TABLE checks_local FINAL")
	}
	f.watches = watch(monitors)
	return f
}

// cpu is how long the servers have worked so far.
func (f fleet) cpu(b *testing.B) (sum time.Duration) {
	for _, s := range f.cluster.Shards {
		sum += s.CPU(b)
	}
	return sum
}

// report says how many checks were read in a second, by the clock and by the
// servers' work.
func report(b *testing.B, checks int, work time.Duration) {
	all := float64(checks) * float64(b.N)
	b.ReportMetric(all/b.Elapsed().Seconds()/1e6, "Mchecks/s")
	b.ReportMetric(all/work.Seconds()/1e6, "Mchecks/s/core")
}

// counter passes connections on and counts the bytes of the answers.
func counter(b *testing.B, to string, bytes *atomic.Int64) (host string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			go func() { io.Copy(out, in); out.Close() }()
			go func() { io.Copy(io.MultiWriter(in, tally{bytes}), out); in.Close() }()
		}
	}()
	return l.Addr().String()
}

type tally struct{ n *atomic.Int64 }

func (t tally) Write(p []byte) (int, error) { t.n.Add(int64(len(p))); return len(p), nil }

func benchMonitors(b *testing.B) int {
	text := os.Getenv("UPLEDGER_BENCH_MONITORS")
	if text == "" {
		return 116
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// watch returns the watches of so many monitors.
func watch(monitors int) []sla.Watch {
	var list []sla.Watch
	for m := range monitors {
		list = append(list, sla.Watch{Service: "s", Monitor: fmt.Sprintf("https://host-%d.example.com/health", m), MaxGap: 3 * span.Minute, SlowAfter: span.Second})
	}
	return list
}

// month is a SELECT of so many checks of the monitors from a number on, with
// time as the given expression of a number of minutes.
func month(from, checks int, time string) string {
	return fmt.Sprintf("SELECT %s, concat('https://host-', toString(intDiv(number, %d) + %d), '.example.com/health') AS m, '', "+
		"CAST(if(cityHash64(m, intDiv(number, 7)) %% 2000 = 0, 3, 1), 'Enum8(\\'up\\' = 1, \\'slow\\' = 2, \\'down\\' = 3)'), "+
		"toUInt32(20000 + cityHash64(number) %% 200000) FROM numbers(%d)", fmt.Sprintf(time, fmt.Sprintf("(number %% %d)", perSeries)), perSeries, from, checks)
}

// BenchmarkRuns reduces a month of checks on two shards and reads the same
// columns on the same servers for comparison. UPLEDGER_BENCH_MONITORS says how
// many monitors (116 are five million checks); twice as many show the growth.
func BenchmarkRuns(b *testing.B) {
	f := newFleet(b, benchMonitors(b))
	var disk uint64
	err := f.cluster.Shards[0].Conn.QueryRow(context.Background(), "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'checks_local'").Scan(&disk)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("scan", func(b *testing.B) {
		before := f.cpu(b)
		for b.Loop() {
			err := f.cluster.Shards[0].Conn.QueryRow(context.Background(), "SELECT sum(time), sum(length(monitor)), sum(length(vantage)), sum(toInt8(state)), "+
				"sum(latency), count() FROM checks").Scan(new(int64), new(uint64), new(uint64), new(int64), new(uint64), new(uint64))
			if err != nil {
				b.Fatal(err)
			}
		}
		report(b, f.checks, f.cpu(b)-before)
		b.ReportMetric(2*float64(disk)/float64(f.checks), "B/check-on-disk")
	})
	for _, part := range []int{2, 1} {
		b.Run(fmt.Sprintf("runs-1-of-%d", part), func(b *testing.B) {
			var bytes atomic.Int64
			cl, err := clickhouse.Open(context.Background(), clickhouse.Options{Hosts: []string{counter(b, f.cluster.Shards[0].Host, &bytes)}})
			if err != nil {
				b.Fatal(err)
			}
			defer cl.Close()
			runs := 0
			before := f.cpu(b)
			for b.Loop() {
				series, err := cl.Runs(context.Background(), f.watches[:len(f.watches)/part], start, start.Add(31*24*span.Hour))
				if err != nil {
					b.Fatal(err)
				}
				runs = 0
				for _, s := range series {
					runs += len(s.Runs)
				}
			}
			report(b, f.checks/part, f.cpu(b)-before)
			b.ReportMetric(float64(bytes.Load())/float64(b.N)/float64(runs), "B/run-travelled")
			b.ReportMetric(float64(runs), "runs")
		})
	}
}

// BenchmarkRunsCurrent is the same on a current ClickHouse with its recommended
// table, without servers: see TestConformanceCurrent.
func BenchmarkRunsCurrent(b *testing.B) {
	lib := os.Getenv("UPLEDGER_CHDB")
	if lib == "" {
		b.Skip("UPLEDGER_CHDB does not name a libchdb.so")
	}
	conn, monitors := startChdb(b, lib), benchMonitors(b)
	for _, statement := range (clickhouse.Schema{}).Statements() {
		conn.exec(b, statement)
	}
	for from := 0; from < monitors; from += 64 {
		conn.exec(b, "INSERT INTO checks (time, monitor, vantage, state, latency) "+
			month(from, min(64, monitors-from)*perSeries, "fromUnixTimestamp64Micro(toInt64("+fmt.Sprint(int64(start))+" + %s * 60000000))"))
	}
	conn.exec(b, "OPTIMIZE TABLE checks FINAL")
	disk, err := conn.ask("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'checks'")
	if err != nil {
		b.Fatal(err)
	}
	var bytes []float64
	if err := json.Unmarshal(disk, &bytes); err != nil {
		b.Fatal(err)
	}
	checks := monitors * perSeries
	b.Run("scan", func(b *testing.B) {
		before := chtest.CPU(b, conn.pid)
		for b.Loop() {
			conn.exec(b, "SELECT sum(toUnixTimestamp64Micro(time)), sum(length(monitor)), sum(length(vantage)), sum(toInt8(state)), sum(latency) FROM checks")
		}
		report(b, checks, chtest.CPU(b, conn.pid)-before)
		b.ReportMetric(bytes[0]/float64(checks), "B/check-on-disk")
	})
	b.Run("runs", func(b *testing.B) {
		cl, err := clickhouse.OpenOn(context.Background(), clickhouse.Options{}, conn)
		if err != nil {
			b.Fatal(err)
		}
		before := chtest.CPU(b, conn.pid)
		for b.Loop() {
			if _, err := cl.Runs(context.Background(), watch(monitors), start, start.Add(31*24*span.Hour)); err != nil {
				b.Fatal(err)
			}
		}
		report(b, checks, chtest.CPU(b, conn.pid)-before)
	})
}
