package store

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed instant.sql
var instantSQL string

//go:embed stage.sql
var stageSQL string

//go:embed settle.sql
var settleSQL string

//go:embed extend.sql
var extendSQL string

// A columnSet is the columns of a table: of a CSV file in the order of its
// header, of the other formats by name.
type columnSet struct {
	names []string
	delim byte     // CSV
	types []string // Parquet: DuckDB's names of the types
}

// columns returns the columns of the file.
func (im *importer) columns(ctx context.Context) (columnSet, error) {
	switch im.src.format {
	case CSV:
		h, err := im.src.readHeader()
		return columnSet{names: h.columns, delim: h.delim}, err
	case NDJSON:
		keys, err := im.src.firstObject()
		return columnSet{names: keys}, err
	}
	return im.parquetColumns(ctx)
}

func (im *importer) parquetColumns(ctx context.Context) (columnSet, error) {
	rows, err := im.conn.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet("+quoted(im.src.path)+", hive_partitioning = false))")
	if err != nil {
		return columnSet{}, &FileError{File: im.src.file, Reason: "is a damaged Parquet file (" + firstLine(err) + ")"}
	}
	defer rows.Close()
	var set columnSet
	for rows.Next() {
		var name, typ string
		if err := rows.Scan(&name, &typ); err != nil {
			return columnSet{}, err
		}
		set.names, set.types = append(set.names, name), append(set.types, typ)
	}
	return set, rows.Err()
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// quoted returns text as an SQL literal. What stands in FROM cannot be a
// parameter in a view.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// checkFields are the fields of a check, in the order of the view lines.
var checkFields = []struct{ field, as string }{
	{"time", "time"}, {"monitor", "monitor"}, {"vantage", "vantage"}, {"state", "state"}, {"ok", "ok"},
	{"latency_ms", "latency"}, {"detail", "detail"},
}

// importChecks imports checks or transitions.
func (im *importer) importChecks(ctx context.Context, kind Kind, columns columnSet) error {
	im.done.Kinds = []Kind{kind}
	if settled, err := im.direct(ctx, kind, columns); err != nil || settled {
		return err
	}
	if err := im.finish(); err != nil {
		return err
	}
	if already, err := im.already(ctx, kind); err != nil || already {
		im.done.Already = already
		return err
	}
	if err := im.stage(ctx, kind, columns); err != nil {
		return err
	}
	fresh, err := im.judgeSeries(ctx, kind)
	if err != nil {
		return err
	}
	rejects, total, err := im.stagedRejects(ctx, kind, columns)
	if err != nil {
		return err
	}
	if err := im.refuse(rejects, total); err != nil {
		return err
	}
	return im.settle(ctx, kind, fresh)
}

// stage reads the file into the table staged.
func (im *importer) stage(ctx context.Context, kind Kind, columns columnSet) error {
	view, err := im.linesView(kind, columns)
	if err != nil {
		return err
	}
	if err := im.macros(ctx); err != nil {
		return err
	}
	if _, err := im.conn.ExecContext(ctx, view); err != nil {
		return err
	}
	_, err = im.conn.ExecContext(ctx, stageSQL, kind == Transitions)
	return err
}

// macros makes the macros that read times.
func (im *importer) macros(ctx context.Context) error {
	if im.hasMacros {
		return nil
	}
	im.hasMacros = true
	for _, statement := range []string{fromLocalMacro(im.opt.Zone), instantSQL} {
		if _, err := im.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// linesView returns the definition of the view that stage.sql reads.
func (im *importer) linesView(kind Kind, columns columnSet) (string, error) {
	var list []string
	used := map[string]bool{}
	for _, f := range checkFields {
		column, expr := im.columnOf(f.field, columns)
		if expr == "" {
			expr = "NULL::VARCHAR"
		}
		used[column] = true
		list = append(list, expr+" AS "+f.as)
	}
	if err := im.requireFields(columns); err != nil {
		return "", err
	}
	for _, name := range columns.names {
		if !used[name] {
			im.done.Ignored = append(im.done.Ignored, name)
		}
	}
	broken, keep := "false", ""
	if im.src.format == NDJSON {
		broken, keep = "CASE WHEN json_valid(line) THEN json_type(line) <> 'OBJECT' ELSE true END", " WHERE trim(line) <> ''"
	}
	return fmt.Sprintf("CREATE TEMP VIEW lines AS SELECT n, %s AS broken, %s FROM (SELECT row_number() OVER () AS n, * FROM %s)%s",
		broken, strings.Join(list, ", "), im.reader(columns), keep), nil
}

func (im *importer) requireFields(columns columnSet) error {
	if im.src.format == NDJSON {
		return nil // line by line
	}
	has := func(field string) bool { _, expr := im.columnOf(field, columns); return expr != "" }
	for _, field := range []string{"time", "monitor", "state"} {
		if !has(field) && !(field == "state" && has("ok")) {
			return &FileError{im.src.file, 1, fmt.Sprintf("no column holds %s; there are %s; name it with --map column=%s",
				field, strings.Join(columns.names, ", "), field)}
		}
	}
	return nil
}

// columnOf returns the column that holds a field, and its text in SQL; "" if
// there is none.
func (im *importer) columnOf(field string, columns columnSet) (column, expr string) {
	if im.src.format == NDJSON {
		column = field
		for _, c := range im.opt.Map {
			if c.Field == field {
				column = c.Column
			}
		}
		if im.opt.Map.field(column) != field {
			return "", ""
		}
		path := `$."` + strings.ReplaceAll(strings.ReplaceAll(column, `\`, `\\`), `"`, `\"`) + `"`
		expr = "nullif(CASE WHEN json_valid(line) THEN line ->> " + quoted(path) + " END, '')"
		return column, im.worded(column, expr)
	}
	i := slices.IndexFunc(columns.names, func(c string) bool { return im.opt.Map.field(c) == field })
	if i < 0 {
		return im.partOf(field)
	}
	column = columns.names[i]
	if im.src.format == CSV {
		return column, im.worded(column, fmt.Sprintf("c%d", i+1))
	}
	return column, im.worded(column, parquetText(column, columns.types[i]))
}

// partOf returns what the folders above the file say of a field.
func (im *importer) partOf(field string) (column, expr string) {
	for _, f := range im.part {
		if im.opt.Map.field(f.name) == field {
			return f.name, im.worded(f.name, quoted(f.value))
		}
	}
	return "", ""
}

// parquetText returns SQL for the text of a column, as a log would write it.
func parquetText(column, typ string) string {
	name := `"` + strings.ReplaceAll(column, `"`, `""`) + `"`
	switch {
	case typ == "TIMESTAMP WITH TIME ZONE":
		return "strftime(" + name + " AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"
	case strings.HasPrefix(typ, "TIMESTAMP"):
		return "strftime(" + name + "::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f')"
	case typ == "DOUBLE" || typ == "FLOAT":
		return "coalesce(try_cast(" + name + " AS DECIMAL(18,3))::VARCHAR, " + name + "::VARCHAR)"
	}
	return "nullif(" + name + "::VARCHAR, '')"
}

// worded translates the values of a column.
func (im *importer) worded(column, expr string) string {
	c := im.opt.Map.column(column)
	if c == nil || len(c.Words) == 0 {
		return expr
	}
	var b strings.Builder
	b.WriteString("CASE " + expr)
	for _, w := range c.Words {
		b.WriteString(" WHEN " + quoted(w.Value) + " THEN " + quoted(w.Means))
	}
	b.WriteString(" ELSE " + expr + " END")
	return b.String()
}

// reader returns the table function that reads the file. Everything is told to
// it: what it would find out by itself could differ from file to file.
func (im *importer) reader(columns columnSet) string {
	path := quoted(im.src.path)
	switch im.src.format {
	case Parquet:
		return "read_parquet(" + path + ", hive_partitioning = false)"
	case NDJSON:
		return "read_csv(" + path + `, auto_detect = false, header = false, delim = chr(31), quote = '', escape = '',
			nullstr = '', columns = {'line': 'VARCHAR'}, max_line_size = 16777216, store_rejects = true, rejects_limit = 0)`
	}
	var defs []string
	for i := range columns.names {
		defs = append(defs, fmt.Sprintf("'c%d': 'VARCHAR'", i+1))
	}
	return fmt.Sprintf(`read_csv(%s, auto_detect = false, header = true, delim = %s, quote = '"', escape = '"',
		nullstr = '', columns = {%s}, store_rejects = true, rejects_limit = 0)`,
		path, quoted(string(columns.delim)), strings.Join(defs, ", "))
}

// settle takes the staged rows over in one transaction.
func (im *importer) settle(ctx context.Context, kind Kind, fresh []SeriesName) error {
	tx, err := im.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM staged WHERE problem IS NULL").Scan(&im.done.Rows)
	if err != nil {
		return err
	}
	number, err := im.record(ctx, tx, kind, im.done.Rows, im.done.Rejected)
	if err != nil {
		return err
	}
	if err := addSeries(ctx, tx, fresh, kind == Transitions, number); err != nil {
		return err
	}
	for _, statement := range []string{settleSQL, extendSQL} {
		if _, err := tx.ExecContext(ctx, statement, number); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func addSeries(ctx context.Context, tx *sql.Tx, fresh []SeriesName, fromLog bool, number int) error {
	for _, s := range fresh {
		_, err := tx.ExecContext(ctx, `INSERT INTO stored.series
			SELECT coalesce(max(series), 0) + 1, ?, ?, ?, ?, 0, 0 FROM stored.series`, s.Monitor, s.Vantage, fromLog, number)
		if err != nil {
			return err
		}
	}
	return nil
}
