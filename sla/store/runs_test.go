package store_test

import (
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

// fold is the reduction as one would do it by hand.
func fold(checks []sla.Check, gap, slowAfter sla.Micros, asOf sla.Instant) []sla.Run {
	worst := map[sla.Instant]sla.State{}
	for _, c := range checks {
		if c.State == sla.Up && slowAfter > 0 && c.Latency > slowAfter {
			c.State = sla.Slow
		}
		if c.Time <= asOf {
			worst[c.Time] = max(worst[c.Time], c.State)
		}
	}
	var times []sla.Instant
	for at := range worst {
		times = append(times, at)
	}
	slices.Sort(times)
	var runs []sla.Run
	for i, at := range times {
		near := i > 0 && at.Sub(times[i-1]) <= gap
		if near && runs[len(runs)-1].State == worst[at] {
			last := &runs[len(runs)-1]
			last.Last, last.Checks = at, last.Checks+1
			continue
		}
		r := sla.Run{State: worst[at], First: at, Last: at, Checks: 1}
		if near {
			runs[len(runs)-1].NextOther, r.LastOther = at, times[i-1]
		}
		runs = append(runs, r)
	}
	return runs
}

// The fast reduction, the textbook query and a fold by hand agree on checks that
// come unsorted, twice, contradicting each other, slow and with gaps.
func TestReductionsAgree(t *testing.T) {
	textbook, err := os.ReadFile("testdata/runs_textbook.sql")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 17))
		checks := randomChecks(rng, at(t, "00:00:00"))
		gap := sla.Micros(1+rng.IntN(4)) * span.Minute
		slow := sla.Micros(rng.IntN(3)) * span.Second
		asOf := at(t, "00:00:00").Add(sla.Micros(20+rng.IntN(40)) * span.Hour)
		path := filepath.Join(t.TempDir(), "s.duckdb")
		fill(t, path, checks)
		ro, err := store.OpenReadOnly(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		a := agreement("", "a", "b")
		a.Services["crm"].Monitors[0].MaxGap, a.Services["crm"].Monitors[0].SlowAfter = gap, slow
		fast := map[string][]sla.Run{}
		for _, s := range mustFacts(t, ro, a, asOf).Series {
			fast[s.Vantage] = s.Runs
		}
		query := strings.NewReplacer("{gap}", fmt.Sprint(int64(gap)), "{slow_after}", fmt.Sprint(int64(slow)),
			"{as_of}", fmt.Sprint(int64(asOf))).Replace(string(textbook))
		slowly := textbookRuns(t, ro, query)
		for _, v := range []string{"", "a", "b"} {
			own := slices.DeleteFunc(slices.Clone(checks), func(c sla.Check) bool { return c.Vantage != v })
			want := fold(own, gap, slow, asOf)
			if diff := cmp.Diff(want, fast[v]); diff != "" {
				t.Fatalf("seed %d vantage %q: fold and runs.sql differ:\n%s", seed, v, diff)
			}
			if diff := cmp.Diff(want, slowly[v]); diff != "" {
				t.Fatalf("seed %d vantage %q: fold and runs_textbook.sql differ:\n%s", seed, v, diff)
			}
		}
		if err := ro.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func randomChecks(rng *rand.Rand, start sla.Instant) []sla.Check {
	var checks []sla.Check
	for _, v := range []string{"", "a", "b"} {
		now, state := start, sla.Up
		for range 1500 {
			now = now.Add([]sla.Micros{0, 1, span.Minute, span.Minute, span.Minute, span.Minute, 3 * span.Minute, 3*span.Minute + 1,
				10 * span.Minute}[rng.IntN(9)])
			if rng.IntN(5) == 0 {
				state = []sla.State{sla.Up, sla.Slow, sla.Down}[rng.IntN(3)]
			}
			c := sla.Check{Time: now, Monitor: "web", Vantage: v, State: state, Latency: sla.Micros(rng.IntN(3_000_000))}
			checks = append(checks, c)
			if rng.IntN(20) == 0 {
				checks = append(checks, c)
			}
		}
	}
	rng.Shuffle(len(checks), func(i, j int) { checks[i], checks[j] = checks[j], checks[i] })
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

func textbookRuns(t *testing.T, db *store.DB, query string) map[string][]sla.Run {
	t.Helper()
	names := map[int32]string{}
	for _, row := range rowsOf(t, db, "SELECT series, vantage FROM stored.series") {
		names[row[0].(int32)] = row[1].(string)
	}
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
