package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/upledger/upledger/sla"
)

// A knownSeries is a series that the store has.
type knownSeries struct {
	id      int
	fromLog bool
	file    string // that it first came from
	first   sla.Instant
	last    sla.Instant
}

// allSeries returns the series of the store by name.
func allSeries(ctx context.Context, q queryer) (map[SeriesName]knownSeries, error) {
	rows, err := q.QueryContext(ctx, `SELECT s.monitor, s.vantage, s.series, s.from_log, coalesce(i.file, ''), s.first, s.last
		FROM stored.series s LEFT JOIN stored.imports i USING (import)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[SeriesName]knownSeries{}
	for rows.Next() {
		var name SeriesName
		var s knownSeries
		if err := rows.Scan(&name.Monitor, &name.Vantage, &s.id, &s.fromLog, &s.file, &s.first, &s.last); err != nil {
			return nil, err
		}
		known[name] = s
	}
	return known, rows.Err()
}

// judgeSeries refuses the lines of series that cannot be taken, and returns the
// series that are new to the store.
func (im *importer) judgeSeries(ctx context.Context, kind Kind) ([]SeriesName, error) {
	names, err := im.stagedSeries(ctx)
	if err != nil {
		return nil, err
	}
	known, err := allSeries(ctx, im.conn)
	if err != nil {
		return nil, err
	}
	var fresh []SeriesName
	for _, name := range names {
		old, exists := known[name]
		problem := im.unknownSeries(name)
		if problem == "" && exists && old.fromLog != (kind == Transitions) {
			problem = "mixed:" + old.file
		}
		if problem == "" {
			if !exists {
				fresh = append(fresh, name)
			}
			continue
		}
		_, err := im.conn.ExecContext(ctx, `UPDATE staged SET problem = ?, value = CASE WHEN ? THEN vantage ELSE monitor END
			WHERE problem IS NULL AND monitor = ? AND vantage = ?`, problem, problem == "vantage unknown", name.Monitor, name.Vantage)
		if err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

func (im *importer) stagedSeries(ctx context.Context) ([]SeriesName, error) {
	rows, err := im.conn.QueryContext(ctx, "SELECT DISTINCT monitor, vantage FROM staged WHERE problem IS NULL ORDER BY ALL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []SeriesName
	for rows.Next() {
		var n SeriesName
		if err := rows.Scan(&n.Monitor, &n.Vantage); err != nil {
			return nil, err
		}
		names = append(names, n)
	}
	return names, rows.Err()
}

// unknownSeries returns the problem of a series that no service has.
func (im *importer) unknownSeries(name SeriesName) string {
	if im.opt.Known == nil || im.opt.Known[name] {
		return ""
	}
	for k := range im.opt.Known {
		if k.Monitor == name.Monitor {
			return "vantage unknown"
		}
	}
	return "monitor unknown"
}

// stagedRejects returns the refused lines with their places, the first ones of
// them, and how many there are.
func (im *importer) stagedRejects(ctx context.Context, kind Kind, columns columnSet) ([]Reject, int64, error) {
	var total int64
	if err := im.conn.QueryRowContext(ctx, "SELECT count(*) FROM staged WHERE problem IS NOT NULL").Scan(&total); err != nil {
		return nil, 0, err
	}
	broken, err := im.brokenLines(ctx)
	total += int64(len(broken))
	if err != nil || total == 0 {
		return nil, 0, err
	}
	rows, err := im.conn.QueryContext(ctx, fmt.Sprintf(`SELECT n, problem, coalesce(value, ''), monitor, vantage FROM staged
		WHERE problem IS NOT NULL ORDER BY n LIMIT %d`, maxListed))
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var judged []judgedLine
	for rows.Next() {
		var j judgedLine
		if err := rows.Scan(&j.n, &j.problem, &j.value, &j.name.Monitor, &j.name.Vantage); err != nil {
			return nil, 0, err
		}
		judged = append(judged, j)
	}
	if err := rows.Err(); err != nil {
		return nil, 0, err
	}
	rejects, err := im.locate(kind, columns, judged, broken)
	return rejects, total, err
}

// A judgedLine is a line of the table staged that has a problem.
type judgedLine struct {
	n       int64
	problem string
	value   string
	name    SeriesName
}

// A brokenLine is a line that is no row of the table at all.
type brokenLine struct {
	offset int64 // of the line's first byte
	column int
	what   string // DuckDB's word for it
	text   string // DuckDB's message
}

// brokenLines returns the lines that DuckDB's reader set aside, by offset.
func (im *importer) brokenLines(ctx context.Context) (map[int64]brokenLine, error) {
	if im.src.format == Parquet {
		return nil, nil
	}
	rows, err := im.conn.QueryContext(ctx, `SELECT line_byte_position - 1, coalesce(column_idx, 0), error_type::VARCHAR, error_message
		FROM reject_errors ORDER BY ALL DESC`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	broken := map[int64]brokenLine{}
	for rows.Next() {
		var b brokenLine
		if err := rows.Scan(&b.offset, &b.column, &b.what, &b.text); err != nil {
			return nil, err
		}
		broken[b.offset] = b // of several reasons the first column's
	}
	return broken, rows.Err()
}

// reject puts a judged line into words.
func (im *importer) reject(kind Kind, j judgedLine) Reject {
	states := "want up, slow or down"
	if kind == Transitions {
		states = "want up, slow, down or unknown"
	}
	r := Reject{File: im.src.file, Value: shorten(j.value)}
	word, rest, _ := strings.Cut(j.problem, " ")
	switch {
	case strings.HasPrefix(j.problem, "mixed:"):
		r.Field, r.Reason = "monitor", mixedReason(kind, j)
	case word == "broken":
		r.Reason = "is no JSON object"
	case rest == "missing":
		r.Field, r.Reason = word, "is missing"
	case word == "time":
		code, _ := strconv.Atoi(rest)
		r.Field, r.Reason = "time", timeReason(int64(code), im.opt.Zone)
	case word == "ok":
		r.Field, r.Reason = "ok", "want true, false, 1 or 0"
	case word == "unknown":
		r.Field, r.Reason = "state", states+" (a log of changes is imported with --kind transitions)"
	case word == "state":
		r.Field, r.Reason = "state", states
	case word == "latency":
		r.Field, r.Reason = "latency_ms", "want milliseconds as a number that is not negative"
	case j.problem == "vantage unknown":
		r.Field, r.Reason = "vantage", "no service with monitor "+strconv.Quote(j.name.Monitor)+" lists this vantage"
	case j.problem == "monitor unknown":
		r.Field, r.Reason = "monitor", "no service has this monitor"
	}
	return r
}

func mixedReason(kind Kind, j judgedLine) string {
	have, want := Transitions, Checks
	if kind == Transitions {
		have, want = Checks, Transitions
	}
	_, file, _ := strings.Cut(j.problem, ":")
	at := ""
	if j.name.Vantage != "" {
		at = " at vantage " + strconv.Quote(j.name.Vantage)
	}
	return fmt.Sprintf("has %s%s already (from %s); it cannot have %s too", have, at, file, want)
}

// shorten cuts very long text for messages.
func shorten(text string) string {
	if r := []rune(text); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return text
}

func countReason(got, want int) string {
	return fmt.Sprintf("has %d columns, the first line has %d", got, want)
}
