package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla/store"
)

// Folders named column=value stand for a column, the same bytes in two of them
// are two files, and a column of the file itself goes first.
func TestFoldersAsColumns(t *testing.T) {
	root := t.TempDir()
	maker, db := mustOpen(t), mustOpen(t)
	write := func(folder, columns string) string {
		dir := filepath.Join(root, folder)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "data.parquet")
		store.Exec(t, maker, fmt.Sprintf("COPY (SELECT %s) TO '%s' (FORMAT parquet)", columns, path))
		return path
	}
	plain := "1504224000::BIGINT AS time, 'up' AS state"
	var got []string
	for _, path := range []string{
		write("year=2017/monitor=web/vantage=a", plain), write("monitor=web/vantage=b%2Fc", plain), write("monitor=api", plain),
		write("monitor=api/again", "1504224060::BIGINT AS time, 'web' AS monitor, 'down' AS state"), write("monitor=web/vantage=a", plain),
	} {
		done, err := db.Import(context.Background(), path, store.Import{})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(done.Rows, done.Already))
	}
	for _, row := range store.Rows(t, db, "SELECT monitor, vantage, state FROM checks ORDER BY ALL") {
		got = append(got, fmt.Sprint(row...))
	}
	// The fifth file differs from the first by a folder that says nothing of a check: it is another file.
	want := []string{"1 false", "1 false", "1 false", "1 false", "1 false", "apiup", "webdown", "webaup", "webaup", "webb/cup"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if done, err := db.Import(context.Background(), filepath.Join(root, "monitor=api", "data.parquet"), store.Import{}); err != nil || !done.Already {
		t.Errorf("again: %+v, %v; want already imported", done, err)
	}
}
