package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// Query runs one SELECT (or FROM, WITH, DESCRIBE, SHOW) over the views of a
// store that was opened read-only. It returns the names of the columns and the
// rows, whose values are those of database/sql; NULL is nil. The last pair of
// rows has an error if reading broke off. The rows must be ranged over.
func (db *DB) Query(ctx context.Context, query string) ([]string, iter.Seq2[[]any, error], error) {
	if !db.readOnly {
		return nil, nil, errors.New("query: the store must be opened read-only")
	}
	if err := db.selectOnly(ctx, query); err != nil {
		return nil, nil, err
	}
	rows, err := db.db.QueryContext(ctx, query)
	if err != nil {
		return nil, nil, queryError(err)
	}
	columns, err := rows.Columns()
	if err != nil {
		rows.Close()
		return nil, nil, queryError(err)
	}
	return columns, func(yield func([]any, error) bool) {
		defer rows.Close()
		for rows.Next() {
			row, targets := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				targets[i] = &row[i]
			}
			if err := rows.Scan(targets...); err != nil {
				yield(nil, queryError(err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, queryError(err))
		}
	}, nil
}

// selectOnly refuses everything but a single statement that only reads. DuckDB
// itself parses the query: it turns only such statements into JSON.
func (db *DB) selectOnly(ctx context.Context, query string) error {
	var text string
	err := db.db.QueryRowContext(ctx, "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", query).Scan(&text)
	if err != nil {
		return queryError(err)
	}
	var parsed struct {
		Error      bool              `json:"error"`
		Type       string            `json:"error_type"`
		Message    string            `json:"error_message"`
		Statements []json.RawMessage `json:"statements"`
	}
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return queryError(err)
	}
	switch {
	case parsed.Error && parsed.Type == "parser":
		return fmt.Errorf("query: %s", parsed.Message)
	case parsed.Error:
		return errors.New("query: only a statement that reads is allowed, such as SELECT")
	case len(parsed.Statements) != 1:
		return fmt.Errorf("query: want one statement, not %d", len(parsed.Statements))
	}
	return nil
}

// queryError returns DuckDB's message without what only its developers need.
func queryError(err error) error {
	text := err.Error()
	if strings.Contains(text, "disabled by configuration") || strings.Contains(text, "disabled through configuration") {
		return errors.New("query: only the tables of the store can be read, no files")
	}
	return fmt.Errorf("query: %w", err)
}
