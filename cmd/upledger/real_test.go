package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A figures is what these tests read of a JSON report.
type figures struct {
	Objectives []struct {
		Verdict, Certainty string
		Availability       struct{ Measured, Worst, Best string }
		Microseconds       struct {
			Period, Maintenance, Excluded, Up, Degraded, Down, Denominator, Lost int64
			OutOfHours                                                           int64 `json:"out_of_hours"`
			NoData                                                               int64 `json:"no_data"`
		}
		Repair struct{ Outages int }
	}
	Inputs []struct{ Rows int64 }
}

// call runs the command and returns its standard output; it must exit with 0.
func call(t *testing.T, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != codeDone {
		t.Fatalf("upledger %s exits with %d: %s", strings.Join(args, " "), code, stderr.Bytes())
	}
	return stdout.Bytes()
}

// reported returns the figures of a period.
func reported(t *testing.T, config, db, period string) figures {
	t.Helper()
	out := call(t, "report", "--config", config, "--db", db, "--period", period, "--format", "json", "--out", "-")
	var f figures
	if err := json.Unmarshal(out, &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Objectives) != 1 {
		t.Fatalf("%s has %d objectives, want 1", period, len(f.Objectives))
	}
	m := f.Objectives[0].Microseconds
	if sum := m.OutOfHours + m.Maintenance + m.Excluded + m.NoData + m.Up + m.Degraded + m.Down; sum != m.Period {
		t.Errorf("%s: the labels sum to %d, the period has %d", period, sum, m.Period)
	}
	return f
}

// A probe is one row of the real log.
type probe struct {
	at     int64 // microseconds
	failed bool
}

func realProbes(t *testing.T) []probe {
	t.Helper()
	f, err := os.Open("../../testdata/real/amcrohost-2023-05.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var probes []probe
	for _, row := range rows[1:] {
		at, err := time.Parse(time.RFC3339, row[0])
		if err != nil {
			t.Fatal(err)
		}
		probes = append(probes, probe{at.UnixMicro(), row[2] == "failed"})
	}
	return probes
}

// fold computes a month straight from the probes: each holds until the next,
// at most 39 minutes; of two at one instant the failed one counts.
func fold(probes []probe, from, to int64) (up, down int64) {
	worst := map[int64]bool{}
	for _, p := range probes {
		worst[p.at] = worst[p.at] || p.failed
	}
	var times []int64
	for at := range worst {
		times = append(times, at)
	}
	slices.Sort(times)
	const maxGap = 39 * 60 * 1_000_000
	for i, at := range times {
		end := at + maxGap
		if i+1 < len(times) {
			end = min(end, times[i+1])
		}
		length := max(0, min(end, to)-max(at, from))
		if worst[at] {
			down += length
		} else {
			up += length
		}
	}
	return up, down
}

// percent is 1 − lost ÷ counted in percent, six decimals, rounded down.
func percent(lost, counted int64) string {
	if counted == 0 {
		return "n/a"
	}
	n := new(big.Int).Mul(big.NewInt(counted-lost), big.NewInt(100_000_000))
	n.Div(n, big.NewInt(counted))
	return fmt.Sprintf("%d.%06d", n.Int64()/1_000_000, n.Int64()%1_000_000)
}

const realHost = `version: 1
provider: {name: Example Ltd, locale: en, timezone: UTC}
services:
  host: {name: Web host, monitors: {amcrohost: {interval: 13m}}}
agreements:
  acme: {customer: Acme, objectives: [{service: host, target: "99"}]}
`

// TestRealProbes holds the reports over a real, gappy log against a fold over
// the same rows that shares nothing with the program.
func TestRealProbes(t *testing.T) {
	dir := t.TempDir()
	config, db := filepath.Join(dir, "upledger.yaml"), filepath.Join(dir, "upledger.duckdb")
	if err := os.WriteFile(config, []byte(realHost), 0o644); err != nil {
		t.Fatal(err)
	}
	probes := realProbes(t)
	call(t, "import", "--config", config, "--db", db, "--map", "t=time,target=monitor,result=state:success=up:failed=down",
		"../../testdata/real/amcrohost-2023-05.csv.gz")
	for month := time.May; month <= time.July; month++ {
		start := time.Date(2023, month, 1, 0, 0, 0, 0, time.UTC)
		from, to := start.UnixMicro(), start.AddDate(0, 1, 0).UnixMicro()
		up, down := fold(probes, from, to)
		f := reported(t, config, db, start.Format("2006-01"))
		o := f.Objectives[0]
		if f.Inputs[0].Rows != int64(len(probes)) {
			t.Errorf("%d rows, want %d", f.Inputs[0].Rows, len(probes))
		}
		m := o.Microseconds
		got := [...]int64{m.Period, m.Up, m.Down, m.NoData, m.Lost, m.Denominator}
		want := [...]int64{to - from, up, down, to - from - up - down, down, up + down}
		if got != want {
			t.Errorf("%v: period, up, down, no data, lost, denominator are %v, want %v", month, got, want)
		}
		if m.NoData == 0 {
			t.Errorf("%v: no time without data", month)
		}
		if got, want := o.Availability.Measured, percent(down, up+down); got != want {
			t.Errorf("%v: availability %s, want %s", month, got, want)
		}
		if month == time.July && o.Verdict != "n/a" {
			t.Errorf("July, without any check, is %s", o.Verdict)
		}
	}
}

const realCloud = `version: 1
provider: {name: Example Ltd, locale: en, timezone: UTC}
services:
  bigquery: {name: BigQuery}
agreements:
  acme: {customer: Acme, objectives: [{service: bigquery, target: "99.9", evidence: incidents}]}
`

// TestRealIncidents holds reports from a real incident log against the union
// of its spans.
func TestRealIncidents(t *testing.T) {
	dir := t.TempDir()
	config, db := filepath.Join(dir, "upledger.yaml"), filepath.Join(dir, "upledger.duckdb")
	if err := os.WriteFile(config, []byte(realCloud), 0o644); err != nil {
		t.Fatal(err)
	}
	const file = "../../testdata/real/gcp-bigquery.json"
	call(t, "import", "--config", config, "--db", db, file)
	for month, lost := range map[string]int64{ // in seconds, by hand
		"2021-08": 5_460,   // 24th, 02:50 to 04:21, two incidents that overlap
		"2021-10": 295_200, // 27th 09:00 to 30th 19:00, twice the same span: 3 d 10 h
		"2022-02": 311_820, // 22nd 05:45 to 25th 20:22: 3 d 14 h 37 min
		"2022-06": 522_541, // 11 040 + 2 285 + 509 216; the fourth lies within the third
		"2022-01": 0,
	} {
		start, err := time.Parse("2006-01", month)
		if err != nil {
			t.Fatal(err)
		}
		from, to := start.UnixMicro(), start.AddDate(0, 1, 0).UnixMicro()
		if union := unionOf(t, file, from, to); union != lost*1_000_000 {
			t.Errorf("%s: the spans of the file cover %d µs, not %d s", month, union, lost)
		}
		o := reported(t, config, db, month).Objectives[0]
		if o.Microseconds.Lost != lost*1_000_000 || o.Microseconds.NoData != 0 {
			t.Errorf("%s: lost %d µs, no data %d µs; want %d s and none", month, o.Microseconds.Lost, o.Microseconds.NoData, lost)
		}
		if got, want := o.Availability.Measured, percent(lost*1_000_000, to-from); got != want {
			t.Errorf("%s: availability %s, want %s", month, got, want)
		}
		if o.Certainty != "stated" {
			t.Errorf("%s: certainty %s, want stated", month, o.Certainty)
		}
	}
}

// unionOf returns the time in [from, to) that the incidents of a file cover.
func unionOf(t *testing.T, file string, from, to int64) int64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var log struct {
		Incidents []struct{ Started, Resolved time.Time }
	}
	data, err := io.ReadAll(f)
	if err == nil {
		err = json.Unmarshal(data, &log)
	}
	if err != nil {
		t.Fatal(err)
	}
	var spans [][2]int64
	for _, i := range log.Incidents {
		spans = append(spans, [2]int64{i.Started.UnixMicro(), i.Resolved.UnixMicro()})
	}
	slices.SortFunc(spans, func(a, b [2]int64) int { return int((a[0] - b[0]) / 1_000_000) })
	var sum int64
	reached := from
	for _, s := range spans {
		start, end := max(s[0], reached), min(s[1], to)
		sum += max(0, end-start)
		reached = max(reached, end)
	}
	return sum
}
