// Fleet writes the logs of a made-up company, to try upledger at any size: so
// many monitors with three vantages each, checked every minute for so many days,
// and the agreement file that goes with them.
//
//	go run ./examples/fleet -monitors 1000 -days 30 -format parquet DIR
//
// The checks come in order of time, as probes log them. Every series fails now
// and then for seven minutes, about one minute in a thousand.
package main

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2"
)

func main() {
	monitors := flag.Int("monitors", 1000, "number of monitors, each with three vantages")
	days := flag.Int("days", 30, "days from 1 September 2017, UTC")
	format := flag.String("format", "parquet", "parquet or csv")
	flag.Parse()
	if err := write(flag.Arg(0), *monitors, *days, *format); err != nil {
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
}

// checksSQL gives the checks: a monitor's at a second of its own in the minute.
const checksSQL = `SELECT %s AS time, 'm' || (s // 3) AS monitor, ['a', 'b', 'c'][s %% 3 + 1] AS vantage,
	CASE WHEN hash(s * 31 + k // 7) %% 1000 = 0 THEN 'down' ELSE 'up' END AS state,
	((20000 + hash(s + k * 13) %% 180000) / 1000)::DOUBLE AS latency_ms
	FROM (SELECT k, s, make_timestamp(1504224000000000 + k * 60000000 + (s %% 60) * 1000000) AS t FROM range(%d) a(k), range(%d) b(s)) ORDER BY k, s`

func write(dir string, monitors, days int, format string) error {
	if dir == "" || (format != "parquet" && format != "csv") {
		return fmt.Errorf("want a folder, and -format parquet or csv")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "upledger.yaml"), []byte(agreement(monitors)), 0o644); err != nil {
		return err
	}
	at := "t::TIMESTAMPTZ"
	if format == "csv" {
		at = "strftime(t, '%Y-%m-%dT%H:%M:%SZ')"
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	path := filepath.Join(dir, "checks."+format)
	_, err = db.Exec("SET TimeZone = 'UTC'; COPY (" + fmt.Sprintf(checksSQL, at, days*1440, monitors*3) + ") TO '" + strings.ReplaceAll(path, "'", "''") + "'")
	return err
}

// agreement promises 99.9 % of all monitors together: their mean.
func agreement(monitors int) string {
	var b strings.Builder
	b.WriteString("version: 1\nprovider: {name: Fleet, locale: en, timezone: UTC}\nservices:\n  all:\n    name: All monitors\n" +
		"    vantages: {a: 1, b: 1, c: 1}\n    lost_if: share\n    works_if: share\n    monitors:\n")
	for m := range monitors {
		fmt.Fprintf(&b, "      m%d: {interval: 60s}\n", m)
	}
	b.WriteString("agreements:\n  fleet: {customer: Everybody, objectives: [{service: all, target: \"99.9\"}]}\n")
	return b.String()
}
