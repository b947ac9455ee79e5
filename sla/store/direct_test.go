package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla/store"
)

// Times, states and latencies, in order and not, as logs and their writers'
// mistakes have them.
var (
	oddTimes = []string{"2017-09-01T00:00:00Z", "2017-09-01 00:00:00Z", "2017-09-01T00:00:00.123Z", "2017-09-01T00:00:00.123456Z",
		"2017-09-01T00:00:00.1234567Z", "2017-09-01T00:00:00+02:00", "2017-09-01T00:00:00-09:30", "2017-09-01T00:00:00+24:00", "2017-09-01T24:00:00Z",
		"2017-09-01T00:00:60Z", "2017-09-01T00:00:0.Z", " 2017-09-01T00:00:0Z", "2017/09/01T00:00:00Z", "2017-09-31T00:00:00Z", "2017-02-29T00:00:00Z",
		"2017-09-01T00:00:00", "2017-09-01", "1504224000", "1504224000123", "1504224000123456", "1504224000123456789", "150422400", "0", "-5", "+1504224000",
		"01504224000", "1504224000.5", "1e9", "1_504_224_000", "1969-12-31T00:00:00Z", "2200-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "", "now",
		"2017-09-01t00:00:00z", "2017-09-01T0a:00:00Z", "٢٠١٧-09-01T00:00:00Z", "2017-09-01T00:00:00Z ", "2017-09-01T00-00:00Z", "-017-09-01T00:00:00Z"}
	oddStates    = []string{"up", "down", "slow", "UP", " up", "Down ", "unknown", "ok", "", "1"}
	oddLatencies = []string{"", "5", "5.5", "5.", ".5", "+5", "-5", "5 ", " 5", "1_000", "1e3", "12.3456", "12.3455", "nan", "inf", "123456789012", "1234567890123",
		"99999999.999", "0", "0.0004", "0x10"}
	oddNames = []string{"web", "web ", " web", "WEB", "api", "", "ünï", `"we""b"`}
)

// A file imported in one pass is the file imported by way of the stage: the same
// rows, or the same refusals.
func TestDirectImportIsTheStagedOne(t *testing.T) {
	good := func(i int) string { return fmt.Sprintf("2017-09-01T00:%02d:00Z,web,up,12.5,x\n", i%60) }
	var lines []string
	for _, v := range oddTimes {
		lines = append(lines, v+",web,up,12.5,\n")
	}
	for _, v := range oddStates {
		lines = append(lines, "2017-09-01T00:00:00Z,web,"+v+",12.5,\n")
	}
	for _, v := range oddLatencies {
		lines = append(lines, "2017-09-01T00:00:00Z,web,up,"+v+",\n")
	}
	for _, v := range oddNames {
		lines = append(lines, "2017-09-01T00:00:00Z,"+v+",up,1,\n")
	}
	lines = append(lines, "2017-09-01T00:00:00Z,web\n", "2017-09-01T00:00:00Z,web,up,1,x,y\n", "\n", "2017-09-01T00:00:00Z,web,up,1,\"a\nb\"\n",
		"2017-09-01T00:00:00Z,web,up,1,x\r\n", "2017-09-01T00:00:00Z,web,up,1,\xff\n")
	known := map[store.SeriesName]bool{{Monitor: "web"}: true, {Monitor: "ünï"}: true}
	direct, staged := mustOpen(t), mustOpen(t)
	store.Staged(staged)
	for i, line := range lines {
		// The odd line alone, first and last; with and without a list of what is known.
		for n, text := range []string{line, line + good(i), good(i) + line, strings.Repeat(good(i), 3000) + line} {
			opt := store.Import{MaxRejects: n % 2 * 10}
			if n > 1 {
				opt.Known = known
			}
			file := fmt.Sprintf("f%d-%d.csv", i, n)
			compareImports(t, direct, staged, file, "time,monitor,state,latency_ms,detail\n"+text, opt)
		}
	}
	if diff := cmp.Diff(checksOf(t, staged), checksOf(t, direct)); diff != "" {
		t.Errorf("rows staged (-) and direct (+):\n%s", diff)
	}
}

func compareImports(t *testing.T, direct, staged *store.DB, file, text string, opt store.Import) {
	t.Helper()
	var outcomes [2]string
	for i, db := range []*store.DB{direct, staged} {
		done, err := importText(t, db, file, text, opt)
		outcomes[i] = fmt.Sprintf("%+v %v", done, err)
	}
	if outcomes[0] != outcomes[1] {
		t.Errorf("%s: direct: %s\nstaged: %s", file, outcomes[0], outcomes[1])
	}
}

// checksOf returns every check of a store as text.
func checksOf(t *testing.T, db *store.DB) []string {
	t.Helper()
	var out []string
	for _, row := range store.Rows(t, db, `SELECT i.file, s.monitor, s.vantage, s.first, s.last, c.time, c.state, c.latency, c.detail
		FROM stored.checks c JOIN stored.series s USING (series) JOIN stored.imports i ON c.import = i.import ORDER BY ALL`) {
		out = append(out, fmt.Sprint(row...))
	}
	return out
}

// Parquet files of several types of columns.
func TestDirectImportOfParquet(t *testing.T) {
	maker := mustOpen(t)
	for i, columns := range []string{
		"make_timestamp(t)::TIMESTAMPTZ AS time, m AS monitor, 'up' AS state, l AS latency_ms",
		"make_timestamp(t) AS time, m AS monitor, 'up' AS state", // without a zone: refused
		"t AS time, m AS monitor, (l > 1)::BOOLEAN AS ok, (l * 1.0001)::DOUBLE AS latency_ms",
		"t // 1000000 AS time, m AS monitor, 'v' AS vantage, 'slow' AS state, l::INTEGER AS latency_ms",
		"(t // 1000000)::INTEGER AS time, m AS monitor, 'slow' AS state, NULL::DOUBLE AS latency_ms",
		"t AS time, NULL::VARCHAR AS monitor, 'slow' AS state",
		"make_timestamp(t)::VARCHAR || 'Z' AS time, m AS monitor, 'down' AS state, '7.25' AS latency_ms, 'd' AS detail",
		"-t AS time, m AS monitor, 'slow' AS state",
		"t AS time, m AS monitor, 'slow' AS state, ('nan')::DOUBLE AS latency_ms",
	} {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("p%d.parquet", i))
		store.Exec(t, maker, fmt.Sprintf(`COPY (SELECT %s FROM (SELECT 1504224000000000 + k * 60000000 AS t, 'web' || k %% 2 AS m, k * 1.5 AS l
			FROM range(50) r(k))) TO '%s' (FORMAT parquet)`, columns, path))
		direct, staged := mustOpen(t), mustOpen(t)
		store.Staged(staged)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		compareImports(t, direct, staged, filepath.Base(path), string(data), store.Import{})
		if diff := cmp.Diff(checksOf(t, staged), checksOf(t, direct)); diff != "" {
			t.Errorf("%s: rows staged (-) and direct (+):\n%s", columns, diff)
		}
	}
}

// A clean file is imported in one pass indeed.
func TestDirectImportIsDirect(t *testing.T) {
	for _, text := range []string{
		"time,monitor,state\n2017-09-01T00:00:00Z,web,up\n", "time;monitor;vantage;ok;latency_ms\n1504224000;web;a;true;5.5\n",
		"time,monitor,state,detail\n2017-09-01T00:00:00+02:00,web,up,\"a, b\"\n",
	} {
		db := mustOpen(t)
		mustImport(t, db, "c.csv", text, store.Import{})
		if n := store.DirectImports(db); n != 1 {
			t.Errorf("%q: %d files imported in one pass, want 1", text, n)
		}
	}
}
