package store

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"iter"

	"github.com/upledger/upledger/sla"
)

//go:embed checks_of.sql
var checksOfSQL string

// A CheckFile is a file of checks that was imported.
type CheckFile struct {
	File   string // base name
	ID     string // of what was read: the SHA-256 of the bytes, and of how they were read if that was said
	Rows   int64
	number int
}

// CheckFiles returns the files of checks that were imported, in this order.
func (db *DB) CheckFiles(ctx context.Context) ([]CheckFile, error) {
	rows, err := db.db.QueryContext(ctx, `SELECT import, file, sha256, trim(mapping || ' ' || zone), "rows" FROM stored.imports WHERE kind = ? ORDER BY import`, string(Checks))
	if err != nil {
		return nil, fmt.Errorf("read store %s: %w", db.path, err)
	}
	defer rows.Close()
	var list []CheckFile
	for rows.Next() {
		var f CheckFile
		var reading string
		if err := rows.Scan(&f.number, &f.File, &f.ID, &reading, &f.Rows); err != nil {
			return nil, fmt.Errorf("read store %s: %w", db.path, err)
		}
		if reading != "" {
			sum := sha256.Sum256([]byte(f.ID + " " + reading))
			f.ID = hex.EncodeToString(sum[:])
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// ChecksOf yields the checks that came from a file, sorted. The last pair has an
// error if reading broke off.
func (db *DB) ChecksOf(ctx context.Context, f CheckFile) iter.Seq2[sla.Check, error] {
	return func(yield func(sla.Check, error) bool) {
		rows, err := db.db.QueryContext(ctx, checksOfSQL, f.number)
		if err != nil {
			yield(sla.Check{}, fmt.Errorf("read store %s: %w", db.path, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var c sla.Check
			var code uint8
			err := rows.Scan(&c.Time, &c.Monitor, &c.Vantage, &code, &c.Latency, &c.Detail)
			c.State = stateOf(code)
			if !yield(c, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(sla.Check{}, fmt.Errorf("read store %s: %w", db.path, err))
		}
	}
}
