package clickhouse_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
)

// current is the recommended layout for current versions, with a time that the
// old one does not have.
var current = layout{
	name: "recommended for current versions", ddl: clickhouse.Schema{}.Statements(), into: "time, monitor, vantage, state, latency",
	row: func(k sla.Check) []any {
		return []any{k.Time.Time().Format("2006-01-02 15:04:05.000000"), k.Monitor, k.Vantage, k.State.String(), k.Latency}
	},
	unit: 1,
}

// The statements give the same runs on a current ClickHouse. This proves the SQL
// and not the protocol: libchdb.so has no server.
func TestConformanceCurrent(t *testing.T) {
	lib := os.Getenv("UPLEDGER_CHDB")
	if lib == "" {
		t.Skip("UPLEDGER_CHDB does not name a libchdb.so (npm: @chdb/lib-linux-x64-gnu)")
	}
	conn := startChdb(t, lib)
	for i, l := range append([]layout{current, nanoseconds}, layouts...) {
		t.Run(l.name, func(t *testing.T) {
			for seed := range uint64(4) {
				conform(t, l, rand.New(rand.NewPCG(seed, uint64(i))), func(checks []sla.Check, o clickhouse.Options) *clickhouse.Cluster {
					database := fmt.Sprintf("d%d_%d", i, seed)
					conn.exec(t, "CREATE DATABASE "+database)
					conn.exec(t, "USE "+database)
					for _, s := range l.ddl {
						if s = strings.NewReplacer("DB.", "", "checks_local", "checks", "checks_copied_local", "checks_copied").Replace(s); !strings.Contains(s, "Distributed") {
							conn.exec(t, s)
						}
					}
					conn.fill(t, l, checks)
					o.Database = database
					cl, err := clickhouse.OpenOn(context.Background(), o, conn)
					if err != nil {
						t.Fatal(err)
					}
					return cl
				})
			}
		})
	}
}

// nanoseconds is a table whose times are finer than the model's.
var nanoseconds = layout{
	name: "DateTime64(9), LowCardinality and Decimal", ddl: []string{"CREATE TABLE checks (time DateTime64(9, 'Europe/Berlin'), " +
		"monitor LowCardinality(String), vantage LowCardinality(Nullable(String)), state LowCardinality(String), latency Nullable(Decimal(18, 3))) " +
		"ENGINE = MergeTree ORDER BY (monitor, time)"},
	into: "time, monitor, vantage, state, latency",
	row: func(k sla.Check) []any {
		local, _ := time.LoadLocation("Europe/Berlin")
		return []any{k.Time.Time().In(local).Format("2006-01-02 15:04:05.000000") + "999", k.Monitor, orNull(k.Vantage), k.State.String(),
			orNull(float64(k.Latency) / 1000)}
	},
	columns: clickhouse.Columns{LatencyUnit: clickhouse.Milliseconds}, unit: 1,
}

// chdbConn is a connection whose server is a process with libchdb.so.
type chdbConn struct {
	driver.Conn // nil: what is not here is not used
	pid         int
	mu          sync.Mutex
	in          io.Writer
	out         io.Reader
}

func startChdb(t testing.TB, lib string) *chdbConn {
	t.Helper()
	program := filepath.Join(t.TempDir(), "chdb")
	if out, err := exec.Command("go", "build", "-o", program, "./chtest/chdb").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	process := exec.Command(program, lib, t.TempDir())
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, answers, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	process.ExtraFiles = []*os.File{answers}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	answers.Close()
	t.Cleanup(func() { in.Close(); out.Close(); process.Process.Kill(); process.Wait() })
	return &chdbConn{pid: process.Process.Pid, in: in, out: out}
}

func (c *chdbConn) ask(statement string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := fmt.Fprintf(c.in, "%08x%s", len(statement), statement); err != nil {
		return nil, err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(c.out, head); err != nil {
		return nil, err
	}
	n, err := strconv.ParseUint(string(head), 16, 32)
	if err != nil {
		return nil, err
	}
	answer := make([]byte, n)
	if _, err := io.ReadFull(c.out, answer); err != nil {
		return nil, err
	}
	if answer[0] == '-' {
		return nil, errors.New(string(answer[1:]))
	}
	return answer[1:], nil
}

func (c *chdbConn) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := c.ask(statement); err != nil {
		t.Fatalf("%.200s: %v", statement, err)
	}
}

func (c *chdbConn) fill(t *testing.T, l layout, checks []sla.Check) {
	var b strings.Builder
	b.WriteString("INSERT INTO checks (" + l.into + ") FORMAT JSONCompactEachRow\n")
	for _, k := range checks {
		row := l.row(k)
		for i, v := range row {
			if at, ok := v.(time.Time); ok {
				row[i] = at.Unix()
			}
		}
		line, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	c.exec(t, b.String())
}

func (c *chdbConn) Close() error { return nil }

func (c *chdbConn) Query(_ context.Context, query string, _ ...any) (driver.Rows, error) {
	answer, err := c.ask(query)
	return &chdbRows{lines: bytes.Split(bytes.TrimSuffix(answer, []byte("\n")), []byte("\n"))}, err
}

type chdbRows struct {
	driver.Rows
	lines [][]byte
	line  []byte
}

func (r *chdbRows) Next() bool {
	if len(r.lines) == 0 || len(r.lines[0]) == 0 {
		return false
	}
	r.line, r.lines = r.lines[0], r.lines[1:]
	return true
}

func (r *chdbRows) Err() error   { return nil }
func (r *chdbRows) Close() error { return nil }

func (r *chdbRows) Scan(dest ...any) error {
	var cells []json.RawMessage
	if err := json.Unmarshal(r.line, &cells); err != nil {
		return err
	}
	for i, d := range dest {
		if small, ok := d.(*[]uint8); ok { // which JSON takes for text
			var list []uint16
			if err := json.Unmarshal(cells[i], &list); err != nil {
				return err
			}
			for _, v := range list {
				*small = append(*small, uint8(v))
			}
			continue
		}
		if err := json.Unmarshal(cells[i], d); err != nil {
			return err
		}
	}
	return nil
}
