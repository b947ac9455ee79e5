package clickhouse_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/clickhouse/chtest"
	"github.com/upledger/upledger/sla/span"
)

// handMade are histories whose runs a person has worked out, by the greatest gap
// of three minutes: checks as "clock state [latency in µs]", runs as "state
// last_other first last next_other checks". Only 10:00:00 to 11:00:00 is known.
var handMade = map[string]struct {
	checks    []string
	slowAfter sla.Micros
	want      []string
}{
	"a step of max_gap is no gap, one microsecond more is": {
		checks: []string{"10:00:00 up", "10:03:00 up", "10:06:00.000001 up"},
		want:   []string{"up - 10:00:00 10:03:00 - 2", "up - 10:06:00.000001 10:06:00.000001 - 1"},
	},
	"the same between two states": {
		checks: []string{"10:00:00 up", "10:03:00 down", "10:06:00.000001 up"},
		want:   []string{"up - 10:00:00 10:00:00 10:03:00 1", "down 10:00:00 10:03:00 10:03:00 - 1", "up - 10:06:00.000001 10:06:00.000001 - 1"},
	},
	"the four instants of a run": {
		checks: []string{"10:00:00 up", "10:01:00 up", "10:02:00 down", "10:03:00 down", "10:05:00 up"},
		want:   []string{"up - 10:00:00 10:01:00 10:02:00 2", "down 10:01:00 10:02:00 10:03:00 10:05:00 2", "up 10:03:00 10:05:00 10:05:00 - 1"},
	},
	"unsorted, exact duplicates once, the worse of one instant": {
		checks: []string{"10:02:00 up", "10:01:00 up", "10:00:00 up", "10:01:00 down", "10:00:00 up", "10:02:00 slow", "10:01:00 slow"},
		want:   []string{"up - 10:00:00 10:00:00 10:01:00 1", "down 10:00:00 10:01:00 10:01:00 10:02:00 1", "slow 10:01:00 10:02:00 10:02:00 - 1"},
	},
	"a duplicate does not make a run longer": {
		checks: []string{"10:00:00 down", "10:00:00 down", "10:00:00 down", "10:01:00 down"},
		want:   []string{"down - 10:00:00 10:01:00 - 2"},
	},
	"slower than slow_after is slow, as slow is not": {
		checks: []string{"10:00:00 up 5000000", "10:01:00 up 5000001", "10:02:00 down 9000000", "10:03:00 up", "10:04:00 slow 1"}, slowAfter: 5 * span.Second,
		want: []string{"up - 10:00:00 10:00:00 10:01:00 1", "slow 10:00:00 10:01:00 10:01:00 10:02:00 1",
			"down 10:01:00 10:02:00 10:02:00 10:03:00 1", "up 10:02:00 10:03:00 10:03:00 10:04:00 1", "slow 10:03:00 10:04:00 10:04:00 - 1"},
	},
	"of one instant, slow by its latency is worse than up": {
		checks: []string{"10:00:00 up 5000001", "10:00:00 up 10"}, slowAfter: 5 * span.Second,
		want: []string{"slow - 10:00:00 10:00:00 - 1"},
	},
	"without slow_after nothing is slow": {
		checks: []string{"10:00:00 up 4000000000", "10:01:00 up"},
		want:   []string{"up - 10:00:00 10:01:00 - 2"},
	},
	"both ends of what is known belong to it, no more": {
		checks: []string{"09:59:59.999999 down", "10:00:00 up", "10:58:30 up", "11:00:00 up", "11:00:00.000001 down"},
		want:   []string{"up - 10:00:00 10:00:00 - 1", "up - 10:58:30 11:00:00 - 2"},
	},
	"nothing that is known": {checks: []string{"09:00:00 up", "12:00:00 up"}},
	"one check":             {checks: []string{"10:30:00 slow"}, want: []string{"slow - 10:30:00 10:30:00 - 1"}},
	"a confirmed failure across the edge is what lies inside": {
		checks: []string{"09:58:00 down", "09:59:00 down", "10:00:00 down", "10:01:00 up"},
		want:   []string{"down - 10:00:00 10:00:00 10:01:00 1", "up 10:00:00 10:01:00 10:01:00 - 1"},
	},
}

// clock reads a time of the day of all tests.
func clock(t *testing.T, text string) sla.Instant {
	t.Helper()
	at, err := time.Parse("15:04:05", text)
	if err != nil {
		t.Fatal(err)
	}
	return start.Add(sla.Micros(at.Sub(at.Truncate(24 * time.Hour)).Microseconds()))
}

func TestHandMade(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	layouts[0].create(t, c, "d")
	var checks []sla.Check
	for name, history := range handMade {
		for _, line := range history.checks {
			f := strings.Fields(line + " 0")
			k := sla.Check{Time: clock(t, f[0]), Monitor: name, State: map[string]sla.State{"up": sla.Up, "slow": sla.Slow, "down": sla.Down}[f[1]]}
			fmt.Sscan(f[2], &k.Latency)
			checks = append(checks, k)
		}
	}
	fill(t, c, layouts[0], "d", checks)
	cl := mustOpen(t, clickhouse.Options{Hosts: c.Hosts(), Database: "d"})
	defer cl.Close()
	for name, history := range handMade {
		watch := []sla.Watch{{Monitor: name, MaxGap: 3 * span.Minute, SlowAfter: history.slowAfter}}
		series, err := cl.Runs(context.Background(), watch, clock(t, "10:00:00"), clock(t, "11:00:00"))
		if err != nil || len(series) > 1 {
			t.Fatalf("%s: %d series, %v", name, len(series), err)
		}
		var got []string
		for _, s := range series {
			got = written(s.Runs)
		}
		if diff := gocmp.Diff(history.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// The ends of a range belong to it, and so do both vantages only where they are
// watched.
func TestHasChecks(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	layouts[0].create(t, c, "d")
	fill(t, c, layouts[0], "d", []sla.Check{{Time: clock(t, "10:00:00"), Monitor: "web", Vantage: "a", State: sla.Up}})
	cl := mustOpen(t, clickhouse.Options{Hosts: c.Hosts(), Database: "d"})
	defer cl.Close()
	for _, test := range []struct {
		vantage, from, to string
		want              bool
	}{
		{"a", "10:00:00", "10:00:00", true}, {"a", "09:00:00", "10:00:00", true}, {"a", "10:00:00", "11:00:00", true},
		{"a", "09:00:00", "09:59:59.999999", false}, {"a", "10:00:00.000001", "11:00:00", false}, {"b", "09:00:00", "11:00:00", false},
	} {
		watch := []sla.Watch{{Monitor: "api", Vantage: "a"}, {Monitor: "web", Vantage: test.vantage}}
		got, err := cl.HasChecks(context.Background(), watch, clock(t, test.from), clock(t, test.to))
		if err != nil || got != test.want {
			t.Errorf("%+v: %t, %v", test, got, err)
		}
	}
}

// written is runs as handMade writes them.
func written(runs []sla.Run) []string {
	at := func(i sla.Instant) string {
		if i == 0 {
			return "-"
		}
		return i.Time().Format("15:04:05.999999")
	}
	var list []string
	for _, r := range runs {
		list = append(list, fmt.Sprintf("%s %s %s %s %s %d", r.State, at(r.LastOther), at(r.First), at(r.Last), at(r.NextOther), r.Checks))
	}
	return list
}
