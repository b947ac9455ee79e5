package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A DB is an open store. Its methods may be called by several goroutines.
type DB struct {
	db       *sql.DB
	path     string // as the caller names it
	file     string // absolute, without symbolic links: DuckDB's cache knows it by this
	temp     string // folder of a Temporary store
	readOnly bool

	partRows   int64      // least number of rows that are worth a part of a reduction of their own
	staged     bool       // checks are imported by way of a stage, even if all are in order
	lookAround sla.Micros // how much time before and after its window is read at first

	importing sync.Mutex   // one import at a time
	direct    atomic.Int64 // imports that needed no stage
}

// Temporary is the path of a store that lives only as long as it is open. It is
// kept in a file of the system's folder for such, so that it may hold more than
// memory does.
const Temporary = ":temporary:"

//go:embed schema.sql
var schemaSQL string

// schemaVersion is what stored.upledger holds.
const schemaVersion = 2

// Open opens the store at path for reading and importing, and creates it if
// there is no such file. It returns a *NotOursError for a file that is no store
// and a *LockedError for one that another process has open.
func Open(ctx context.Context, path string) (*DB, error) {
	return open(ctx, path, false)
}

// OpenReadOnly opens the store at path, which must exist, for reading. Such a
// store can touch no other file, whatever Query is asked.
func OpenReadOnly(ctx context.Context, path string) (*DB, error) {
	if path == Temporary {
		return nil, errors.New("a temporary store cannot be opened read-only")
	}
	return open(ctx, path, true)
}

func open(ctx context.Context, path string, readOnly bool) (*DB, error) {
	db := &DB{path: path, readOnly: readOnly, partRows: 1 << 20, lookAround: 24 * span.Hour}
	if err := db.locate(); err != nil {
		return nil, err
	}
	fresh, err := isFresh(db.file)
	if err != nil {
		return nil, err
	}
	if fresh && readOnly {
		return nil, fmt.Errorf("%s: %w; import a log file first", path, fs.ErrNotExist)
	}
	if fresh && db.temp == "" {
		if err := db.found(ctx); err != nil {
			return nil, fmt.Errorf("create store %s: %w", path, err)
		}
		fresh = false
	}
	dsn := db.file
	if readOnly {
		dsn += "?access_mode=READ_ONLY"
	}
	connector, err := duckdb.NewConnector(dsn, nil)
	if err != nil {
		return nil, errors.Join(openError(path, err), db.clear())
	}
	db.db = sql.OpenDB(connector)
	if err := db.prepare(ctx, fresh); err != nil {
		return nil, errors.Join(err, db.db.Close(), db.clear())
	}
	return db, nil
}

// locate finds the one name under which DuckDB shall know the file. The driver
// parses it as a URL, so that some characters would cut the name or the options
// silently. Under two names, one process could open a file twice and ruin it.
func (db *DB) locate() (err error) {
	if db.path == Temporary {
		db.temp, err = os.MkdirTemp("", "upledger-*")
		db.file = filepath.Join(db.temp, "store.duckdb")
		return err
	}
	if i := strings.IndexAny(db.path, "?#%"); i >= 0 {
		return fmt.Errorf("%s: the path of a store must not contain %q", db.path, db.path[i])
	}
	if db.file, err = filepath.Abs(db.path); err != nil {
		return fmt.Errorf("%s: %w", db.path, err)
	}
	if real, err := filepath.EvalSymlinks(db.file); err == nil {
		db.file = real
	} else if dir, err := filepath.EvalSymlinks(filepath.Dir(db.file)); err == nil {
		db.file = filepath.Join(dir, filepath.Base(db.file))
	}
	return nil
}

// clear removes a Temporary store.
func (db *DB) clear() error {
	if db.temp == "" {
		return nil
	}
	return os.RemoveAll(db.temp)
}

// isFresh reports whether there is no file at path yet. It looks at the first
// bytes itself, since DuckDB also opens CSV files and others as databases.
func isFresh(path string) (bool, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return false, fmt.Errorf("%s: the folder %s does not exist", path, filepath.Dir(path))
		}
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return false, &NotOursError{path, "is a folder"}
	}
	head := make([]byte, 12)
	if _, err := io.ReadFull(f, head); err != nil || string(head[8:]) != "DUCK" {
		return false, &NotOursError{path, "is not a DuckDB database"}
	}
	return false, nil
}

var lockHolder = regexp.MustCompile(`\(PID (\d+)\)`)

// openError puts DuckDB's message into this package's terms.
func openError(path string, err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "Could not set lock"):
		locked := &LockedError{Path: path}
		if m := lockHolder.FindStringSubmatch(text); m != nil {
			locked.PID, _ = strconv.Atoi(m[1])
		}
		return locked
	case strings.Contains(text, "not a valid DuckDB database"), strings.Contains(text, "version number"),
		strings.Contains(text, "Serialization"), strings.Contains(text, "checksum"), strings.Contains(text, "orrupt"),
		strings.Contains(text, "read enough bytes"):
		return &NotOursError{path, "is damaged, or a database of another version of DuckDB; 'upledger rebuild' makes it again from its log files"}
	}
	if isFull(err) {
		return fmt.Errorf("open store %s: the disk is full, nothing was changed; make room (%w)", path, err)
	}
	return fmt.Errorf("open store %s: %w", path, err)
}

// memoryLimit is how much memory DuckDB may take, in MiB: what its threads need
// to work with, but not what is there to keep a store in. The system's own cache
// of files does that.
func memoryLimit() int { return 512 + 256*runtime.GOMAXPROCS(0) }

// prepare sets what every store needs and makes sure that it is one.
func (db *DB) prepare(ctx context.Context, fresh bool) error {
	settings := []string{"SET GLOBAL TimeZone = 'UTC'", "SET GLOBAL autoinstall_known_extensions = false",
		"SET GLOBAL autoload_known_extensions = false", fmt.Sprintf("SET GLOBAL memory_limit = '%d MiB'", memoryLimit())}
	for _, s := range settings {
		if _, err := db.db.ExecContext(ctx, s); err != nil {
			return openError(db.path, err)
		}
	}
	if fresh {
		return db.create(ctx)
	}
	if err := db.recognise(ctx); err != nil || !db.readOnly {
		return err
	}
	for _, s := range []string{"SET GLOBAL enable_external_access = false", "SET GLOBAL lock_configuration = true"} {
		if _, err := db.db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("harden store %s: %w", db.path, err)
		}
	}
	return nil
}

// found makes an empty store in one step: under another name first, so that a
// process that is killed meanwhile leaves no half of one. If another process
// makes one at the same time, the first stays.
func (db *DB) found(ctx context.Context) error {
	f, err := os.CreateTemp(filepath.Dir(db.file), filepath.Base(db.file)+".*.new")
	if err != nil {
		return err
	}
	name := f.Name()
	if err := errors.Join(f.Close(), os.Remove(name)); err != nil {
		return err
	}
	connector, err := duckdb.NewConnector(name, nil)
	if err != nil {
		return errors.Join(openError(db.path, err), removeStore(name))
	}
	made := &DB{path: db.path, db: sql.OpenDB(connector)}
	if err = made.prepare(ctx, true); err == nil {
		_, err = made.db.ExecContext(ctx, "CHECKPOINT") // its log has another name, too
	}
	if err = errors.Join(err, made.db.Close()); err == nil {
		err = putInPlace(name, db.file)
	}
	return errors.Join(err, removeStore(name))
}

// putInPlace gives a file its name, unless there is one of that name.
func putInPlace(made, name string) error {
	err := os.Link(made, name)
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		if _, err := os.Stat(name); err != nil {
			return fmt.Errorf("%s is a link to a file that is not there", name)
		}
		return nil
	}
	return os.Rename(made, name) // some file systems have no links
}

func (db *DB) create(ctx context.Context) error {
	tx, err := db.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("create store %s: %w", db.path, err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, schemaSQL); err != nil {
		return fmt.Errorf("create store %s: %w", db.path, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("create store %s: %w", db.path, err)
	}
	return nil
}

// recognise refuses databases that this program did not make.
func (db *DB) recognise(ctx context.Context) error {
	var version int
	err := db.db.QueryRowContext(ctx, "SELECT max(version) FROM stored.upledger").Scan(&version)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &NotOursError{db.path, "is a DuckDB database, but not a store"}
	}
	if version > schemaVersion {
		return &NotOursError{db.path, "was written by a newer version of this program"}
	}
	if version < schemaVersion {
		return &NotOursError{db.path, "was written by an older version of this program; make it anew from its log files"}
	}
	return nil
}

// Close writes everything to the file, and what it was made of to the one beside
// it (see Rebuild), and closes the store.
func (db *DB) Close() error {
	var err error
	if !db.readOnly && db.temp == "" {
		err = db.writeOut()
	}
	return errors.Join(err, db.db.Close(), db.clear())
}

// writeOut folds into the file what DuckDB has in a log beside it. That log keeps
// it as safely, so that nothing is lost where there is no room for more.
func (db *DB) writeOut() error {
	beside := db.writeSources(context.Background())
	_, err := db.db.Exec("CHECKPOINT")
	switch {
	case err == nil:
		return beside
	case isFull(err):
		return fmt.Errorf("write store %s: the disk is full; what was taken in is safe in %s.wal: make room, and the next import or prune puts it in its place (%s)",
			db.path, db.path, firstLine(err))
	}
	return fmt.Errorf("write store %s: %w", db.path, err)
}
