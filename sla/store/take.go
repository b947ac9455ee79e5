package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
)

// recordTables are what people recorded, as opposed to what probes saw.
var recordTables = []string{"incidents", "incident_outages", "maintenance", "changes", "corrections"}

// TakeRecords copies what people recorded – incidents, maintenance, changes and
// corrections – from the store at path into db, which must be empty. It returns
// an error that is fs.ErrNotExist if there is no such store.
func (db *DB) TakeRecords(ctx context.Context, path string) error {
	other := &DB{path: path}
	if err := other.locate(); err != nil {
		return err
	}
	fresh, err := isFresh(other.file)
	if err != nil {
		return err
	}
	if fresh {
		return fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	err = db.withConn(ctx, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "ATTACH "+quoted(other.file)+" AS other (READ_ONLY)"); err != nil {
			return openError(path, err)
		}
		return errors.Join(takeFrom(ctx, conn, path), detach(conn))
	})
	if err != nil {
		return fmt.Errorf("read store %s: %w", path, err)
	}
	return nil
}

// detach lets go of the other store, also when ctx has ended.
func detach(conn *sql.Conn) error {
	_, err := conn.ExecContext(context.Background(), "DETACH other")
	return err
}

func takeFrom(ctx context.Context, conn *sql.Conn, path string) error {
	var version int
	err := conn.QueryRowContext(ctx, "SELECT max(version) FROM other.stored.upledger").Scan(&version)
	if err != nil || version != schemaVersion {
		return &NotOursError{path, "is no store of this version of the program"}
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, table := range recordTables {
		if _, err := tx.ExecContext(ctx, "INSERT INTO stored."+table+" SELECT * FROM other.stored."+table); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO stored.imports SELECT * FROM other.stored.imports WHERE kind NOT IN ('checks', 'transitions')"); err != nil {
		return err
	}
	return tx.Commit()
}
