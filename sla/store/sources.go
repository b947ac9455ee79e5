package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// sources is what a store was made of: enough to make it again. It is kept in
// the tables imports and prunes, and once more beside the store, as JSON, for the
// day on which the store cannot be opened.
type sources struct {
	Schema  string           `json:"schema"`
	Imports []recordedImport `json:"imports"`
	Prunes  []recordedPrune  `json:"prunes"`
}

const sourcesSchema = "upledger.sources/1"

// A recordedImport is a row of stored.imports.
type recordedImport struct {
	Number     int     `json:"import"`
	Kind       Kind    `json:"kind"`
	File       string  `json:"file"`
	Path       *string `json:"path"` // nil: it was no file
	SHA256     string  `json:"sha256"`
	Mapping    string  `json:"mapping,omitempty"`
	Zone       string  `json:"zone,omitempty"`
	Format     Format  `json:"format,omitempty"`
	MaxRejects int     `json:"max_rejects,omitempty"`
	Rows       int64   `json:"rows"`
	Rejected   int64   `json:"rejected,omitempty"`
}

// A recordedPrune is a row of stored.prunes.
type recordedPrune struct {
	Before int64 `json:"before"`
	Rows   int64 `json:"rows"`
	After  int   `json:"after_import"`
}

// sourcesFile is the file beside a store. It does not end in .json, so that
// nobody who imports *.json meets it.
func sourcesFile(store string) string { return store + ".sources" }

// readSources reads what the tables say.
func readSources(ctx context.Context, q queryer) (sources, error) {
	s := sources{Schema: sourcesSchema, Imports: []recordedImport{}, Prunes: []recordedPrune{}}
	err := each(ctx, q, `SELECT import, kind, file, path, sha256, mapping, zone, format, max_rejects, "rows", rejected
		FROM stored.imports ORDER BY import`, func(scan func(...any) error) error {
		var i recordedImport
		err := scan(&i.Number, &i.Kind, &i.File, &i.Path, &i.SHA256, &i.Mapping, &i.Zone, &i.Format, &i.MaxRejects, &i.Rows, &i.Rejected)
		s.Imports = append(s.Imports, i)
		return err
	})
	if err != nil {
		return s, err
	}
	err = each(ctx, q, `SELECT before, "rows", after_import FROM stored.prunes ORDER BY rowid`, func(scan func(...any) error) error {
		var p recordedPrune
		err := scan(&p.Before, &p.Rows, &p.After)
		s.Prunes = append(s.Prunes, p)
		return err
	})
	return s, err
}

// loadSources reads what the file beside a store says.
func loadSources(store string) (sources, error) {
	path := sourcesFile(store)
	data, err := os.ReadFile(path)
	if err != nil {
		return sources{}, err
	}
	var s sources
	if err := json.Unmarshal(data, &s); err != nil {
		return sources{}, &FileError{File: path, Reason: "is damaged (" + err.Error() + ")"}
	}
	if s.Schema != sourcesSchema {
		return sources{}, &FileError{File: path, Reason: fmt.Sprintf("was written by another version of this program: its schema is %q, not %q", s.Schema, sourcesSchema)}
	}
	return s, nil
}

// write writes the file beside a store, whole or not at all, unless it says the
// same already.
func (s sources) write(store string) error {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	path := sourcesFile(store)
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, data) {
		return nil
	}
	temp := path + ".new" // of one writer: it has the store
	if err := writeSynced(temp, data); err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(temp)))
	}
	return os.Rename(temp, path)
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFile makes sure that a file, or the names in a folder, are on the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// eagerSources is up to how many imports the file beside the store is written
// after each of them. Beyond, it would cost more than the imports; Close writes
// it in any case.
const eagerSources = 200

// recordSources brings the file beside the store up to date after an import or a
// prune. What these committed stands whether or not that succeeds: Close tries
// again and says so if it cannot.
func (db *DB) recordSources(ctx context.Context) {
	var n int
	err := db.db.QueryRowContext(ctx, "SELECT count(*) FROM stored.imports").Scan(&n)
	if err == nil && n <= eagerSources {
		_ = db.writeSources(ctx)
	}
}

// writeSources writes the file beside the store. A store without anything has
// none, and a temporary store neither.
func (db *DB) writeSources(ctx context.Context) error {
	if db.readOnly || db.temp != "" {
		return nil
	}
	s, err := readSources(ctx, db.db)
	if err != nil || len(s.Imports) == 0 {
		return err
	}
	if err := s.write(db.file); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(sourcesFile(db.file)), err)
	}
	return nil
}
