package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A fleet is monitors with three vantages each, checked every 60 s for some days.
type fleet struct{ monitors, days int }

func (f fleet) checks() int { return f.monitors * 3 * f.days * 1440 }

// benchFleet is 50 M checks, or as many millions as UPLEDGER_BENCH_MILLIONS says.
func benchFleet() fleet {
	millions := 50
	if n, err := strconv.Atoi(os.Getenv("UPLEDGER_BENCH_MILLIONS")); err == nil {
		millions = n
	}
	return fleet{millions * 1_000_000 / (3 * 30 * 1440), 30}
}

var benchStart = sla.Instant(time.Date(2017, 9, 1, 0, 0, 0, 0, time.UTC).UnixMicro())

// rowsSQL makes the checks of a fleet: a check a minute at a second of the
// series' own, with some failures of several minutes, and a latency.
func (f fleet) rowsSQL(sorted bool) string {
	if sorted {
		return f.minutesSQL(0, f.days*1440, "s, k")
	}
	return f.minutesSQL(0, f.days*1440, "k, s")
}

// minutesSQL makes the checks of some minutes.
func (f fleet) minutesSQL(from, to int, order string) string {
	return fmt.Sprintf(`SELECT (s + 1)::INTEGER AS series, (%d + k * 60000000 + hash(s) %% 60000000)::BIGINT AS time,
		(CASE WHEN hash(s * 31 + k // 7) %% 1000 = 0 THEN 0 ELSE 2 END)::UTINYINT AS state,
		(20000 + hash(s + k * 13) %% 180000)::BIGINT AS latency, NULL::VARCHAR AS detail, 1 AS import
		FROM range(%d, %d) a(k), range(%d) b(s) ORDER BY %s`, benchStart, from, to, f.monitors*3, order)
}

// path returns the path of the store of the fleet, which it makes if there is
// none yet. It is kept in $UPLEDGER_BENCH_DIR, if that is set.
func (f fleet) path(b *testing.B, sorted bool) string {
	b.Helper()
	dir := os.Getenv("UPLEDGER_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("%d-%d-%v.duckdb", f.monitors, f.days, sorted))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	db := openAt(b, path)
	mustExec(b, db, fmt.Sprintf(`INSERT INTO stored.series SELECT s + 1, 'm' || (s // 3), ['a', 'b', 'c'][s %% 3 + 1], false, 1, %d, %d FROM range(%d) t(s)`,
		benchStart, int64(benchStart)+int64(f.days)*86400e6-1, f.monitors*3))
	mustExec(b, db, "INSERT INTO stored.imports VALUES (1, 'checks', 'fleet.csv', NULL, '', '', '', '', 0, '', 1, 0)")
	if sorted {
		mustExec(b, db, "INSERT INTO stored.checks "+f.rowsSQL(sorted))
	}
	for day := 0; !sorted && day < f.days; day++ { // so that no more than a day is sorted at a time
		mustExec(b, db, "INSERT INTO stored.checks "+f.minutesSQL(day*1440, (day+1)*1440, "k, s"))
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// open opens the store of the fleet for reading and writing.
func (f fleet) open(b *testing.B, sorted bool) *DB {
	b.Helper()
	db := openAt(b, f.path(b, sorted))
	b.Cleanup(func() { db.Close() })
	return db
}

func (f fleet) agreement() sla.Agreement {
	s := sla.Service{ID: "all", Vantages: []sla.Vantage{{Name: "a", Weight: 1}, {Name: "b", Weight: 1}, {Name: "c", Weight: 1}}, LostIf: sla.Combine{Mode: sla.All}}
	for i := range f.monitors {
		s.Monitors = append(s.Monitors, sla.Monitor{Name: "m" + strconv.Itoa(i), Interval: span.Minute, MaxGap: 3 * span.Minute, Confirm: 1, Weight: 1})
	}
	s.WorksIf = sla.Combine{Mode: sla.Share}
	target, _ := sla.ParsePercent("99.9")
	return sla.Agreement{ID: "bench", Zone: time.UTC, Services: map[string]sla.Service{"all": s},
		Objectives: []sla.Objective{{ID: "all", Service: "all", Target: target, Period: sla.Month, Evidence: sla.ProbesThenIncidents}}}
}

// BenchmarkReduce holds the fold against a sum() of the same columns: three of
// them for runs alone, four where latencies are counted by day. The store is
// opened anew each time, as a command does; "warm", it has been read before.
// The reductions in SQL are those that the fold is tested with.
func BenchmarkReduce(b *testing.B) {
	f := benchFleet()
	for _, sorted := range []bool{false, true} {
		name := map[bool]string{false: "by-time", true: "by-series"}[sorted]
		path := f.path(b, sorted)
		b.Run(name+"/scan-3", func(b *testing.B) { anew(b, path, scan(3)) })
		b.Run(name+"/fold-3", func(b *testing.B) { anew(b, path, f.runs) })
		b.Run(name+"/scan-4", func(b *testing.B) { anew(b, path, scan(4)) })
		b.Run(name+"/fold-4", func(b *testing.B) { anew(b, path, f.facts) })
		b.Run(name+"/warm-scan-3", func(b *testing.B) { warm(b, path, scan(3)) })
		b.Run(name+"/warm-fold-3", func(b *testing.B) { warm(b, path, f.runs) })
		b.Run(name+"/warm-scan-4", func(b *testing.B) { warm(b, path, scan(4)) })
		b.Run(name+"/warm-fold-4", func(b *testing.B) { warm(b, path, f.facts) })
		for _, form := range []string{"packed", "textbook"} {
			if os.Getenv("UPLEDGER_BENCH_SQL") != "" {
				b.Run(name+"/sql-"+form, func(b *testing.B) { warm(b, path, f.sql(form)) })
			}
		}
	}
}

// anew measures do on a store that was just opened, opening included.
func anew(b *testing.B, path string, do func(*testing.B, *DB)) {
	before := processorTime()
	for b.Loop() {
		db, err := OpenReadOnly(context.Background(), path)
		if err != nil {
			b.Fatal(err)
		}
		do(b, db)
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processorTime()-before).Seconds()/float64(b.N), "cpu-s/op")
}

// warm measures do on a store that has been read before.
func warm(b *testing.B, path string, do func(*testing.B, *DB)) {
	db, err := OpenReadOnly(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	do(b, db)
	b.ResetTimer()
	before := processorTime()
	for b.Loop() {
		do(b, db)
	}
	b.ReportMetric((processorTime()-before).Seconds()/float64(b.N), "cpu-s/op")
}

// scan sums up the first columns that a fold reads.
func scan(columns int) func(*testing.B, *DB) {
	query := "SELECT " + strings.Join([]string{"sum(series)", "sum(time)", "sum(state)", "sum(latency)"}[:columns], ", ") + " FROM stored.checks"
	return func(b *testing.B, db *DB) {
		if _, err := db.db.Exec(query); err != nil {
			b.Fatal(err)
		}
	}
}

func (f fleet) runs(b *testing.B, db *DB) {
	series, err := db.Runs(context.Background(), watchesOf(f.agreement()), 0, benchStart.Add(1000*24*span.Hour))
	if err != nil || len(series) != f.monitors*3 {
		b.Fatal(len(series), err)
	}
}

func (f fleet) facts(b *testing.B, db *DB) {
	period := sla.PeriodContaining(sla.Month, benchStart, time.UTC)
	facts, err := db.Facts(context.Background(), f.agreement(), Window{Period: period, AsOf: period.End, Probing: true})
	if err != nil || len(facts.Series) != f.monitors*3 {
		b.Fatal(len(facts.Series), err)
	}
}

// sql reduces with one of the forms in SQL, and counts the runs.
func (f fleet) sql(form string) func(*testing.B, *DB) {
	return func(b *testing.B, db *DB) {
		text, err := os.ReadFile("testdata/runs_" + form + ".sql")
		if err != nil {
			b.Fatal(err)
		}
		var places, slow []string
		for i := range f.monitors * 3 {
			places, slow = append(places, strconv.Itoa(i+1)), append(slow, "0")
		}
		list := "[" + strings.Join(places, ", ") + "]"
		query := strings.NewReplacer("{gap}", "180000000", "{slow_after}", "0", "{as_of}", "9000000000000000", "$1", list, "$2", list,
			"$3", "["+strings.Join(slow, ", ")+"]", "$4", "180000000", "$5", "9000000000000000", "$6", fmt.Sprint(int64(benchStart)), "$7", "50").Replace(string(text))
		var n int64
		if err := db.db.QueryRow("SELECT count(*) FROM (" + query + ")").Scan(&n); err != nil || n < int64(f.monitors) {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkImport holds the import of a log of checks against DuckDB's own
// INSERT INTO … SELECT * FROM the same file.
func BenchmarkImport(b *testing.B) {
	dir := b.TempDir()
	maker := openAt(b, filepath.Join(dir, "maker.duckdb"))
	f := fleet{monitors: 385, days: 3} // 5 M checks
	known := map[SeriesName]bool{}
	for i := range f.monitors {
		for _, v := range []string{"a", "b", "c"} {
			known[SeriesName{"m" + strconv.Itoa(i), v}] = true
		}
	}
	for _, ext := range []string{"csv", "parquet"} {
		path := filepath.Join(dir, "fleet."+ext)
		at := "strftime(make_timestamp(time), '%Y-%m-%dT%H:%M:%SZ')"
		if ext == "parquet" {
			at = "make_timestamp(time)::TIMESTAMPTZ"
		}
		mustExec(b, maker, fmt.Sprintf(`COPY (SELECT %s AS time, 'm' || (series - 1) // 3 AS monitor, ['a', 'b', 'c'][(series - 1) %% 3 + 1] AS vantage,
			state_word(state) AS state, (latency / 1000)::DECIMAL(18,3)::DOUBLE AS latency_ms FROM (%s)) TO '%s'`, at, f.rowsSQL(false), path))
		b.Run(ext+"/bare", func(b *testing.B) {
			before := processorTime()
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				db := openAt(b, filepath.Join(dir, fmt.Sprintf("bare-%s-%d.duckdb", ext, i)))
				from := fmt.Sprintf("read_%s('%s')", ext, path)
				mustExec(b, db, "CREATE TABLE bare AS FROM "+from+" LIMIT 0")
				b.StartTimer()
				mustExec(b, db, "INSERT INTO bare SELECT * FROM "+from)
				closeAndRemove(b, db)
			}
			b.ReportMetric(float64(f.checks())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchecks/s")
			b.ReportMetric((processorTime()-before).Seconds()/float64(b.N), "cpu-s/op")
		})
		b.Run(ext+"/import", func(b *testing.B) {
			before := processorTime()
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				db := openAt(b, filepath.Join(dir, fmt.Sprintf("import-%s-%d.duckdb", ext, i)))
				b.StartTimer()
				done, err := db.Import(context.Background(), path, Import{Known: known})
				if err != nil || done.Rows != int64(f.checks()) || db.direct.Load() != 1 {
					b.Fatal(done.Rows, db.direct.Load(), err)
				}
				closeAndRemove(b, db)
			}
			b.ReportMetric(float64(f.checks())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchecks/s")
			b.ReportMetric((processorTime()-before).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

func openAt(b *testing.B, path string) *DB {
	b.Helper()
	db, err := Open(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	return db
}

func mustExec(b *testing.B, db *DB, statement string) {
	b.Helper()
	if _, err := db.db.Exec(statement); err != nil {
		b.Fatal(err)
	}
}

// closeAndRemove closes a store, which writes it out, and removes its file.
func closeAndRemove(b *testing.B, db *DB) {
	b.Helper()
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Remove(db.file); err != nil {
		b.Fatal(err)
	}
}

// processorTime is what the process has used of all processors: it tells ratios
// apart where other processes disturb the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
