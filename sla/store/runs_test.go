package store_test

import (
	gocmp "cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// runsOf imports lines of "clock state [latency_ms]" and returns the runs.
func runsOf(t *testing.T, kind store.Kind, slowAfter sla.Micros, lines ...string) []sla.Run {
	t.Helper()
	db := mustOpen(t)
	text := "time,monitor,state,latency_ms\n"
	for _, l := range lines {
		f := append(strings.Fields(l), "")
		text += "2017-09-01T" + f[0] + "Z,web," + f[1] + "," + f[2] + "\n"
	}
	mustImport(t, db, "log.csv", text, store.Import{Kind: kind})
	a := agreement()
	a.Services["crm"].Monitors[0].SlowAfter = slowAfter
	f := mustFacts(t, db, a, forever)
	if len(f.Series) != 1 || f.Series[0].FromLog != (kind == store.Transitions) {
		t.Fatalf("series = %+v, want one of kind %s", f.Series, kind)
	}
	return f.Series[0].Runs
}

func TestRuns(t *testing.T) {
	tests := map[string]struct {
		lines     []string
		slowAfter sla.Micros
		want      []string // state last_other first last next_other checks
	}{
		"a step of max_gap is no gap, one microsecond more is": {
			lines: []string{"10:00:00 up", "10:03:00 up", "10:06:00.000001 up"},
			want:  []string{"up - 10:00:00 10:03:00 - 2", "up - 10:06:00.000001 10:06:00.000001 - 1"},
		},
		"neighbours of another state": {
			lines: []string{"10:00:00 up", "10:01:00 down", "10:02:00 down", "10:05:00 up", "10:09:00 down"},
			want: []string{"up - 10:00:00 10:00:00 10:01:00 1", "down 10:00:00 10:01:00 10:02:00 10:05:00 2",
				"up 10:02:00 10:05:00 10:05:00 - 1", "down - 10:09:00 10:09:00 - 1"},
		},
		"unsorted, exact duplicates once, the worse of one instant": {
			lines: []string{"10:02:00 up", "10:01:00 up", "10:00:00 up", "10:01:00 down", "10:00:00 up", "10:02:00 slow"},
			want: []string{"up - 10:00:00 10:00:00 10:01:00 1", "down 10:00:00 10:01:00 10:01:00 10:02:00 1",
				"slow 10:01:00 10:02:00 10:02:00 - 1"},
		},
		"slower than slow_after is slow, as slow is not": {
			lines:     []string{"10:00:00 up 5000", "10:01:00 up 5000.001", "10:02:00 down 9000", "10:03:00 up"},
			slowAfter: 5 * span.Second,
			want: []string{"up - 10:00:00 10:00:00 10:01:00 1", "slow 10:00:00 10:01:00 10:01:00 10:02:00 1",
				"down 10:01:00 10:02:00 10:02:00 10:03:00 1", "up 10:02:00 10:03:00 10:03:00 - 1"},
		},
		"without slow_after nothing is": {
			lines: []string{"10:00:00 up 5000", "10:01:00 up 90000"},
			want:  []string{"up - 10:00:00 10:01:00 - 2"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, written(t, runsOf(t, store.Checks, test.slowAfter, test.lines...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A state log speaks until its next entry, however long that takes.
func TestRunsOfStateLog(t *testing.T) {
	got := written(t, runsOf(t, store.Transitions, span.Second, "01:00:00 up", "02:00:00 up", "10:00:00 down", "10:00:00 unknown",
		"11:00:00 unknown", "23:00:00 up"))
	want := []string{"up - 01:00:00 02:00:00 10:00:00 2", "down 02:00:00 10:00:00 10:00:00 11:00:00 1",
		"unknown 10:00:00 11:00:00 11:00:00 23:00:00 1", "up 11:00:00 23:00:00 23:00:00 - 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func written(t *testing.T, runs []sla.Run) []string {
	clock := func(i sla.Instant) string {
		if i == 0 {
			return "-"
		}
		return strings.TrimSuffix(strings.TrimPrefix(i.String(), "2017-09-01T"), "Z")
	}
	var out []string
	for _, r := range runs {
		out = append(out, fmt.Sprintf("%s %s %s %s %s %d", r.State, clock(r.LastOther), clock(r.First), clock(r.Last),
			clock(r.NextOther), r.Checks))
	}
	return out
}

// The fold agrees with two reductions in SQL and with that of package sla, on
// checks that come in order of time, of series, in none, twice, contradicting
// each other, slow and with gaps, and cut into many parts.
func TestReductionsAgree(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 17))
		checks := randomChecks(rng, at(t, "00:00:00"))
		order(rng, checks, seed%3)
		m := sla.Monitor{Name: "web", Interval: span.Minute, MaxGap: sla.Micros(1+rng.IntN(4)) * span.Minute, SlowAfter: sla.Micros(rng.IntN(3)) * span.Second}
		asOf := at(t, "00:00:00").Add(sla.Micros(20+rng.IntN(40)) * span.Hour)
		path := filepath.Join(t.TempDir(), "s.duckdb")
		fill(t, path, checks)
		ro, err := store.OpenReadOnly(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		store.Fine(ro, 500, span.Minute)
		a := agreement("", "a", "b")
		a.Services["crm"].Monitors[0] = m
		folded := map[string][]sla.Run{}
		for _, s := range mustFacts(t, ro, a, asOf).Series {
			folded[s.Vantage] = s.Runs
		}
		textbook := sqlRuns(t, ro, "testdata/runs_textbook.sql", m, asOf)
		packed := sqlRuns(t, ro, "testdata/runs_packed.sql", m, asOf)
		for _, v := range []string{"", "a", "b"} {
			own := slices.DeleteFunc(slices.Clone(checks), func(c sla.Check) bool { return c.Vantage != v || c.Time > asOf })
			want := sla.Reduce(own, m)
			for name, got := range map[string][]sla.Run{"the fold": folded[v], "runs_textbook.sql": textbook[v], "runs_packed.sql": packed[v]} {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("seed %d vantage %q: sla.Reduce and %s differ:\n%s", seed, v, name, diff)
				}
			}
		}
		if err := ro.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// order puts checks into an order of logs: 0 none, 1 by time, 2 by series and time.
func order(rng *rand.Rand, checks []sla.Check, kind uint64) {
	rng.Shuffle(len(checks), func(i, j int) { checks[i], checks[j] = checks[j], checks[i] })
	if kind > 0 {
		slices.SortStableFunc(checks, func(x, y sla.Check) int {
			byTime := int(x.Time - y.Time)
			if kind == 1 {
				return byTime
			}
			return gocmp.Or(gocmp.Compare(x.Vantage, y.Vantage), byTime)
		})
	}
}

func randomChecks(rng *rand.Rand, start sla.Instant) []sla.Check {
	var checks []sla.Check
	for _, v := range []string{"", "a", "b"} {
		now, state := start, sla.Up
		for range 1500 {
			now = now.Add([]sla.Micros{span.Minute, 1, span.Minute, span.Minute, span.Minute, span.Minute, 3 * span.Minute, 3*span.Minute + 1,
				10 * span.Minute}[rng.IntN(9)])
			if rng.IntN(5) == 0 {
				state = []sla.State{sla.Up, sla.Slow, sla.Down}[rng.IntN(3)]
			}
			c := sla.Check{Time: now, Monitor: "web", Vantage: v, State: state, Latency: sla.Micros(rng.IntN(3_000_000))}
			if rng.IntN(4) == 0 {
				c.Latency = 0 // not measured: NULL in the store
			}
			checks = append(checks, c)
			if rng.IntN(400) == 0 {
				checks = append(checks, c)
			}
		}
	}
	return checks
}

// fill makes a store of checks at path.
func fill(t *testing.T, path string, checks []sla.Check) {
	t.Helper()
	db, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	done, err := db.Append(context.Background(), "program", slices.Values(checks))
	if err != nil || done.Rows != int64(len(checks)) {
		t.Fatalf("Append = %+v, %v; want %d rows", done, err, len(checks))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// sqlRuns runs a reduction in SQL over all series of the store.
func sqlRuns(t *testing.T, db *store.DB, file string, m sla.Monitor, asOf sla.Instant) map[string][]sla.Run {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := map[int32]string{}
	var places, slow []string
	list := rowsOf(t, db, "SELECT series, vantage FROM stored.series ORDER BY series")
	for _, row := range list {
		names[row[0].(int32)] = row[1].(string)
		places, slow = append(places, fmt.Sprint(row[0])), append(slow, fmt.Sprint(int64(m.SlowAfter)))
	}
	query := strings.NewReplacer("{gap}", fmt.Sprint(int64(m.MaxGap)), "{slow_after}", fmt.Sprint(int64(m.SlowAfter)), "{as_of}", fmt.Sprint(int64(asOf)),
		"$1", "["+strings.Join(places, ", ")+"]", "$2", "["+strings.Join(places, ", ")+"]", "$3", "["+strings.Join(slow, ", ")+"]",
		"$4", fmt.Sprint(int64(m.MaxGap)), "$5", fmt.Sprint(int64(asOf)), "$6", "0", "$7", "60").Replace(string(text))
	runs := map[string][]sla.Run{}
	for _, row := range rowsOf(t, db, query) {
		i := func(n int) sla.Instant { return sla.Instant(row[n].(int64)) }
		name := names[row[0].(int32)]
		runs[name] = append(runs[name], sla.Run{State: sla.Down - sla.State(row[1].(int32)), LastOther: i(2), First: i(3),
			Last: i(4), NextOther: i(5), Checks: row[6].(int64)})
	}
	return runs
}

func rowsOf(t *testing.T, db *store.DB, query string) [][]any {
	t.Helper()
	_, rows, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	return all
}
