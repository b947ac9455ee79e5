package store

import (
	"testing"

	"github.com/upledger/upledger/sla"
)

// Fine makes reductions of db consist of parts of so few rows, and Facts read
// so little time around a window at first.
func Fine(db *DB, partRows int64, lookAround sla.Micros) {
	db.partRows, db.lookAround = partRows, lookAround
}

// Staged makes imports of checks into db go by way of a stage.
func Staged(db *DB) { db.staged = true }

// DirectImports returns how many files were imported without a stage.
func DirectImports(db *DB) int64 { return db.direct.Load() }

// Exec runs a statement in the store of a test.
func Exec(t testing.TB, db *DB, statement string) {
	t.Helper()
	if _, err := db.db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// Rows runs a query in the store of a test, which need not be read-only.
func Rows(t testing.TB, db *DB, query string) [][]any {
	t.Helper()
	rows, err := db.db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
