package store

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

//go:embed direct.sql
var directSQL string

// direct imports a file of which every line is in order, in one pass: DuckDB
// reads, judges and writes it while its bytes are digested. It reports whether
// the file is settled. Anything out of the ordinary makes it give up and undo
// what it did; the import by way of a stage then finds the words for it. So it
// may accept less than the stage does, but nothing else, and nothing in another
// way.
func (im *importer) direct(ctx context.Context, kind Kind, columns columnSet) (settled bool, err error) {
	rows, ok := im.directRows(kind, columns)
	if !ok || im.staged {
		return false, nil
	}
	named, err := im.hasName(ctx, kind)
	if err != nil || named { // probably the same file: its digest will tell, at less cost
		return false, err
	}
	if err := im.macros(ctx); err != nil {
		return false, err
	}
	tx, err := im.conn.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	number, err := nextImport(ctx, tx)
	if err != nil {
		return false, err
	}
	list, err := im.candidates(ctx, tx, kind, rows)
	if err != nil || len(list) == 0 {
		return false, given(err)
	}
	statement := strings.NewReplacer("(rows)", "("+rows+")", "(series)", seriesSQL(list)).Replace(directSQL)
	done, err := tx.ExecContext(ctx, statement, number)
	if err != nil {
		return false, given(err)
	}
	return im.settleDirect(ctx, tx, kind, done)
}

// settleDirect commits what was read, unless the file's digest or its lines
// say otherwise.
func (im *importer) settleDirect(ctx context.Context, tx *sql.Tx, kind Kind, done sql.Result) (bool, error) {
	path := im.src.path
	if err := im.finish(); err != nil {
		return false, err
	}
	if path != im.src.path { // lines end in two ways, and DuckDB cannot have understood all
		return false, nil
	}
	if already, err := im.already(ctx, kind); err != nil || already {
		im.done.Already = already
		return already, err
	}
	rows, err := done.RowsAffected()
	if err != nil {
		return false, err
	}
	number, err := im.record(ctx, tx, kind, rows, 0)
	if err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO stored.series SELECT series, monitor, vantage, $1, $2, 0, 0 FROM candidates
		WHERE fresh AND series IN (SELECT series FROM stored.checks WHERE import = $2) ORDER BY series`, kind == Transitions, number)
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, extendSQL, number); err != nil {
		return false, err
	}
	if err := tx.Commit(); err != nil {
		return false, err
	}
	im.done.Rows, im.wasDirect = rows, true
	return true, nil
}

// outOfOrder is what direct.sql says of a line that it does not take.
const outOfOrder = "upledger: not in order"

// given returns nil for errors that lie in the file, which the stage will put
// into words, and others as they are.
func given(err error) error {
	if err == nil {
		return nil
	}
	for _, words := range []string{outOfOrder, "Conversion Error", "Invalid Input Error", "Out of Range Error"} {
		if strings.Contains(err.Error(), words) {
			return nil
		}
	}
	return err
}

// hasName reports whether a file of this name was imported as this kind.
func (im *importer) hasName(ctx context.Context, kind Kind) (bool, error) {
	var n int
	err := im.conn.QueryRowContext(ctx, "SELECT count(*) FROM stored.imports WHERE file = ? AND kind = ?", im.src.file, string(kind)).Scan(&n)
	return n > 0, err
}

// directRows returns a SELECT of time, monitor, vantage, state, latency and
// detail of every line. It is false where the file is written in a way that only
// the stage reads.
func (im *importer) directRows(kind Kind, columns columnSet) (string, bool) {
	if im.src.format == NDJSON || im.requireFields(columns) != nil {
		return "", false
	}
	column := func(field string) string { _, expr := im.columnOf(field, columns); return expr }
	at, ok := im.directTime(columns)
	if !ok {
		return "", false
	}
	state := "NULL::VARCHAR"
	if s := column("state"); s != "" {
		state = s
	} else if s := column("ok"); s != "" {
		state = "CASE " + s + " WHEN 'true' THEN 'up' WHEN '1' THEN 'up' WHEN 'false' THEN 'down' WHEN '0' THEN 'down' END"
	}
	code := "CASE " + state + " WHEN 'up' THEN 2 WHEN 'down' THEN 0 WHEN 'slow' THEN 1"
	if kind == Transitions {
		code += " WHEN 'unknown' THEN 3"
	}
	code += " END::UTINYINT"
	vantage, detail := column("vantage"), column("detail")
	if vantage == "" {
		vantage = "NULL::VARCHAR"
	}
	if detail == "" {
		detail = "NULL::VARCHAR"
	}
	return fmt.Sprintf("SELECT %s AS us, %s AS monitor, coalesce(%s, '') AS vantage, %s AS code, %s AS latency, %s AS detail FROM %s",
		at, column("monitor"), vantage, code, im.directLatency(columns), detail, im.directReader(columns)), true
}

// directTime returns SQL for the instant of a line in microseconds, NULL or an
// error where it is not written as in the first line.
func (im *importer) directTime(columns columnSet) (string, bool) {
	column, expr := im.columnOf("time", columns)
	i := slices.Index(columns.names, column)
	if i < 0 {
		return "", false
	}
	if im.opt.Map.column(column) != nil && len(im.opt.Map.column(column).Words) > 0 {
		return "", false
	}
	if im.src.format == Parquet {
		name := `"` + strings.ReplaceAll(column, `"`, `""`) + `"`
		switch columns.types[i] {
		case "TIMESTAMP WITH TIME ZONE":
			return "epoch_us(" + name + ")", true
		case "BIGINT":
			return "CASE WHEN " + name + " > 0 THEN epoch_instant(" + name + ", '') END", true
		}
		return "", false
	}
	shape, ok := shapeOf(im.src.firstCell(columns.delim, i))
	if !ok {
		return "", false
	}
	return fmt.Sprintf("CASE WHEN %s THEN %s END", strings.ReplaceAll(shape.holds, "{t}", expr), strings.ReplaceAll(shape.instant, "{t}", expr)), true
}

// A shape is a way to write times that DuckDB's cast reads as the stage does.
type shape struct{ holds, instant string }

// clockHolds makes the cast as strict as the stage where it is not: it takes
// 24:00:00, and a second of one digit and a point.
const clockHolds = "substr({t}, 12, 2) < '24' AND NOT contains({t}, '.Z')"

// shapeOf returns the shape of a time: UTC or with an offset, to the second or
// with a fraction, or epoch time in whole units.
func shapeOf(text string) (shape, bool) {
	blank := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, text)
	switch {
	case blank == "0000-00-00T00:00:00Z" || blank == "0000-00-00 00:00:00Z":
		return shape{"{t} LIKE '____-__-_____:__:__Z' AND " + clockHolds, "epoch_us({t}::TIMESTAMP)"}, true
	case blank == "0000-00-00T00:00:00.000Z":
		return shape{"{t} LIKE '____-__-_____:__:__.___Z' AND " + clockHolds, "epoch_us({t}::TIMESTAMP)"}, true
	case blank == "0000-00-00T00:00:00.000000Z":
		return shape{"{t} LIKE '____-__-_____:__:__.______Z' AND " + clockHolds, "epoch_us({t}::TIMESTAMP)"}, true
	case blank == "0000-00-00T00:00:00+00:00" || blank == "0000-00-00T00:00:00-00:00":
		return shape{"({t} LIKE '____-__-_____:__:__+__:__' OR {t} LIKE '____-__-_____:__:__-__:__') AND substr({t}, 21, 2) < '24' AND " + clockHolds,
			"epoch_us({t}::TIMESTAMPTZ)"}, true
	case len(blank) >= 9 && len(blank) <= 19 && strings.Trim(blank, "0") == "":
		return shape{"{t} >= '0' AND {t} < ':' AND {t}::BIGINT::VARCHAR = {t}", "epoch_instant({t}::BIGINT, '')"}, true
	}
	return shape{}, false
}

// directLatency returns SQL for the latency of a line in microseconds. The cast
// is that of the stage.
func (im *importer) directLatency(columns columnSet) string {
	_, t := im.columnOf("latency_ms", columns)
	if t == "" {
		return "NULL::BIGINT"
	}
	return fmt.Sprintf("CASE WHEN %[1]s IS NULL THEN NULL WHEN %[1]s::DECIMAL(18,3) >= 0 THEN (%[1]s::DECIMAL(18,3) * 1000)::BIGINT ELSE error('%[2]s') END", t, outOfOrder)
}

// directReader is reader with the latency read as a number from the start, and
// an error for the first line that is no row.
func (im *importer) directReader(columns columnSet) string {
	reader := strings.Replace(im.reader(columns), ", store_rejects = true, rejects_limit = 0", "", 1)
	column, expr := im.columnOf("latency_ms", columns)
	if m := im.opt.Map.column(column); im.src.format == CSV && expr != "" && (m == nil || len(m.Words) == 0) {
		reader = strings.Replace(reader, "'"+expr+"': 'VARCHAR'", "'"+expr+"': 'DECIMAL(18,3)'", 1)
	}
	return reader
}

// firstCell returns a cell of the first line after the header of a CSV file, ""
// if there is none.
func (s *source) firstCell(delim byte, column int) string {
	_, lines, _ := bytes.Cut(s.head, []byte{'\n'})
	r := csv.NewReader(bytes.NewReader(lines))
	r.Comma, r.FieldsPerRecord = rune(delim), -1
	cells, err := r.Read()
	if err != nil || column >= len(cells) {
		return ""
	}
	return cells[column]
}

// A candidate is a series that a file may have.
type candidate struct {
	SeriesName
	number int
	fresh  bool // not in the store yet
}

// between stands between the names of a monitor and a vantage.
const between = "\x1f"

// candidates lists the series that the file may have: those that some service
// has, or without such a list those of the file. It makes a table of them.
func (im *importer) candidates(ctx context.Context, tx *sql.Tx, kind Kind, rows string) ([]candidate, error) {
	known, err := allSeries(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := slices.Collect(maps.Keys(im.opt.Known))
	if im.opt.Known == nil {
		if names, err = seriesIn(ctx, tx, rows); err != nil {
			return nil, err
		}
	}
	next := 1
	for _, k := range known {
		next = max(next, k.id+1)
	}
	slices.SortFunc(names, SeriesName.compare)
	var list []candidate
	for _, name := range names {
		k, exists := known[name]
		switch {
		case strings.Contains(name.Monitor+name.Vantage, between), exists && k.fromLog != (kind == Transitions):
		case exists:
			list = append(list, candidate{name, k.id, false})
		default:
			list = append(list, candidate{name, next, true})
			next++
		}
	}
	return list, tableOf(ctx, tx, list)
}

// tableOf makes the table candidates.
func tableOf(ctx context.Context, tx *sql.Tx, list []candidate) error {
	var monitors, vantages []string
	var numbers []int64
	var fresh []bool
	for _, c := range list {
		monitors, vantages = append(monitors, c.Monitor), append(vantages, c.Vantage)
		numbers, fresh = append(numbers, int64(c.number)), append(fresh, c.fresh)
	}
	_, err := tx.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE candidates AS SELECT unnest($1::VARCHAR[]) AS monitor,
		unnest($2::VARCHAR[]) AS vantage, unnest($3::BIGINT[])::INTEGER AS series, unnest($4::BOOLEAN[]) AS fresh`, monitors, vantages, numbers, fresh)
	return err
}

// seriesSQL returns SQL for the number of the series of a line, NULL if it has
// none of the list. A join would be as fast, but DuckDB keeps no order of rows
// through a join, and rows out of order are reduced slowly.
func seriesSQL(list []candidate) string {
	names, numbers := make([]string, len(list)), make([]string, len(list))
	ascending := true
	for i, c := range list {
		names[i], numbers[i] = quoted(c.Monitor+between+c.Vantage), strconv.Itoa(c.number)
		ascending = ascending && c.number == list[0].number+i
	}
	code := "enum_code(try_cast(r.monitor || chr(31) || r.vantage AS ENUM(" + strings.Join(names, ", ") + ")))::INTEGER"
	if ascending {
		return "(" + code + " + " + numbers[0] + ")"
	}
	return "([" + strings.Join(numbers, ", ") + "]::INTEGER[])[" + code + " + 1]"
}

// seriesIn returns the series of a file.
func seriesIn(ctx context.Context, tx *sql.Tx, rows string) ([]SeriesName, error) {
	list, err := tx.QueryContext(ctx, "SELECT DISTINCT monitor, vantage FROM ("+rows+") WHERE monitor = trim(monitor) AND vantage = trim(vantage)")
	if err != nil {
		return nil, err
	}
	defer list.Close()
	var names []SeriesName
	for list.Next() {
		var n SeriesName
		if err := list.Scan(&n.Monitor, &n.Vantage); err != nil {
			return nil, err
		}
		names = append(names, n)
	}
	return names, list.Err()
}
