package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// An Import says how a log file is to be read. The zero Import finds out by
// itself, accepts every monitor and service, and tolerates no bad line.
type Import struct {
	Kind       Kind                // "": seen from the content
	Format     Format              // "": seen from the name and the content
	Map        Mapping             // names of columns and values of a foreign log
	Zone       *time.Location      // of times without a zone; nil refuses them
	MaxRejects int                 // refused lines that are tolerated
	Known      map[SeriesName]bool // that some service has; nil accepts all
	Services   map[string]bool     // ids of services; nil accepts all
	Progress   func(lines int64)   // told how many lines have been read
}

// A SeriesName names the checks of one monitor from one vantage.
type SeriesName struct{ Monitor, Vantage string }

func (n SeriesName) compare(o SeriesName) int {
	return cmp.Or(cmp.Compare(n.Monitor, o.Monitor), cmp.Compare(n.Vantage, o.Vantage))
}

// An Imported tells what became of a log file.
type Imported struct {
	File     string // base name
	SHA256   string // of the file's bytes, in hex
	Kinds    []Kind
	Rows     int64 // facts taken, of all kinds
	Rejected int64 // lines refused and tolerated
	Rejects  []Reject
	Already  bool     // the same file was imported before: nothing changed
	Ignored  []string // columns that no field was read from
}

// Import reads the log file at path into the store: all of it or, if more lines
// are refused than opt tolerates, nothing (*RejectsError). Importing the same
// bytes in the same way again changes nothing.
func (db *DB) Import(ctx context.Context, path string, opt Import) (Imported, error) {
	src, err := openFile(ctx, path, opt)
	if err != nil {
		return Imported{}, err
	}
	defer src.remove()
	return db.importSource(ctx, src, opt)
}

// ImportReader imports what r yields, under the given file name.
func (db *DB) ImportReader(ctx context.Context, name string, r io.Reader, opt Import) (Imported, error) {
	src, err := openSource(ctx, name, "", r, opt)
	if err != nil {
		return Imported{}, err
	}
	defer src.remove()
	return db.importSource(ctx, src, opt)
}

func (db *DB) importSource(ctx context.Context, src *source, opt Import) (Imported, error) {
	if db.readOnly {
		return Imported{}, fmt.Errorf("import %s: the store %s is open for reading only", src.file, db.path)
	}
	if opt.Kind != "" && !slices.Contains(kinds, opt.Kind) {
		return Imported{}, fmt.Errorf("import %s: kind %q is not known: want one of %s", src.file, opt.Kind, kindList())
	}
	db.importing.Lock()
	defer db.importing.Unlock()
	var done Imported
	err := db.withConn(ctx, func(conn *sql.Conn) error {
		im := &importer{conn: conn, src: src, opt: opt, staged: db.staged, done: Imported{File: src.file, SHA256: src.sha256}}
		err := im.run(ctx)
		done = im.done
		if err == nil && im.wasDirect {
			db.direct.Add(1)
		}
		return err
	})
	if err != nil {
		return Imported{}, importError(src.file, err)
	}
	if !done.Already {
		db.recordSources(ctx)
	}
	return done, nil
}

func kindList() string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

// importError says which file could not be imported, unless err does already.
func importError(file string, err error) error {
	var rejects *RejectsError
	var bad *FileError
	if errors.As(err, &rejects) || errors.As(err, &bad) {
		return err
	}
	if isFull(err) {
		return fmt.Errorf("import %s: the disk is full, nothing was imported; make room and import it again (%w)", file, err)
	}
	return fmt.Errorf("import %s: %w", file, err)
}

// withConn runs f on a connection of its own, so that its temporary tables end
// with it.
func (db *DB) withConn(ctx context.Context, f func(*sql.Conn) error) error {
	conn, err := db.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer conn.Raw(func(any) error { return driver.ErrBadConn })
	return f(conn)
}

// An importer takes one file into the store.
type importer struct {
	conn *sql.Conn
	src  *source
	opt  Import
	done Imported

	part      part // what the folders above the file say
	staged    bool // see DB
	hasMacros bool
	wasDirect bool
}

// run finds out what the file holds and imports it.
func (im *importer) run(ctx context.Context) error {
	if im.src.format == YAML || im.src.format == JSON {
		if err := im.finish(); err != nil {
			return err
		}
		if im.opt.Kind == Checks || im.opt.Kind == Transitions {
			return &FileError{File: im.src.file, Reason: string(im.opt.Kind) + " are read from CSV, NDJSON or Parquet"}
		}
		return im.importTree(ctx)
	}
	columns, err := im.columns(ctx)
	if err != nil {
		return err
	}
	im.part = partOf(im.src, columns.names)
	var fields []string
	for _, c := range slices.Concat(columns.names, im.part.names()) {
		if f := im.opt.Map.field(c); f != "" {
			fields = append(fields, f)
		}
	}
	if err := im.checkMapping(columns.names); err != nil {
		return err
	}
	kind := im.opt.Kind
	if kind == "" {
		kind = detectKind(im.src.file, fields)
	}
	switch kind {
	case "":
		return &FileError{im.src.file, 1, "holds no kind of log that is known; its columns are " + strings.Join(columns.names, ", ") +
			"; say which with --kind, and name them with --map column=field"}
	case Checks, Transitions:
		return im.importChecks(ctx, kind, columns)
	}
	if err := im.finish(); err != nil {
		return err
	}
	if im.src.format == Parquet {
		return &FileError{File: im.src.file, Reason: string(kind) + " are read from YAML, JSON, NDJSON or CSV"}
	}
	return im.importTable(ctx, kind, columns)
}

// finish reads the file to its end, so that its digest is known.
func (im *importer) finish() error {
	err := im.src.finish()
	im.done.SHA256 = im.src.sha256
	return err
}

// checkMapping refuses a mapping that names columns which are not there. The
// lines of NDJSON need not all have the same keys.
func (im *importer) checkMapping(columns []string) error {
	for _, c := range im.opt.Map {
		if im.src.format != NDJSON && !slices.Contains(columns, c.Column) && !slices.Contains(im.part.names(), c.Column) {
			return &FileError{im.src.file, 1, fmt.Sprintf("there is no column %q, which the mapping names; there are %s",
				c.Column, strings.Join(columns, ", "))}
		}
	}
	return nil
}

// zone is the name of the zone of times without one; "" if there is none.
func (im *importer) zone() string {
	if im.opt.Zone == nil {
		return ""
	}
	return im.opt.Zone.String()
}

// already reports whether the file was imported before as this kind. The same
// bytes read in another way are another import.
func (im *importer) already(ctx context.Context, kind Kind) (bool, error) {
	var n int
	var rows, rejected sql.NullInt64
	err := im.conn.QueryRowContext(ctx, `SELECT count(*), max("rows"), max(rejected) FROM stored.imports
		WHERE sha256 = ? AND kind = ? AND mapping = ? AND zone = ? AND part = ?`,
		im.src.sha256, string(kind), im.opt.Map.String(), im.zone(), im.part.String()).Scan(&n, &rows, &rejected)
	if n > 0 {
		im.done.Rows += rows.Int64
		im.done.Rejected += rejected.Int64
	}
	return n > 0, err
}

// record writes where the facts of a kind came from, and returns the number of
// the import.
func (im *importer) record(ctx context.Context, tx *sql.Tx, kind Kind, rows, rejected int64) (int, error) {
	number, err := nextImport(ctx, tx)
	if err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO stored.imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		number, string(kind), im.src.file, im.src.origin, im.src.sha256, im.opt.Map.String(), im.zone(), string(im.opt.Format),
		im.opt.MaxRejects, im.part.String(), rows, rejected)
	return number, err
}

// nextImport returns the number of the next import.
func nextImport(ctx context.Context, tx *sql.Tx) (int, error) {
	var number int
	err := tx.QueryRowContext(ctx, "SELECT coalesce(max(import), 0) + 1 FROM stored.imports").Scan(&number)
	return number, err
}

// refuse returns the error for the refused lines if they are too many.
func (im *importer) refuse(rejects []Reject, total int64) error {
	im.done.Rejects, im.done.Rejected = rejects, total
	if total <= int64(im.opt.MaxRejects) {
		return nil
	}
	return &RejectsError{File: im.src.file, Rejects: rejects, Total: total, Tolerated: im.opt.MaxRejects}
}

// isFull reports whether a write failed for want of room. DuckDB has no code for
// that, only the words of the system.
func isFull(err error) bool {
	return strings.Contains(err.Error(), "No space left on device") || strings.Contains(err.Error(), "File too large")
}
