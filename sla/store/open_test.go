package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla/store"
)

// TestMain also plays the other process, that holds a store or is killed.
func TestMain(m *testing.M) {
	if job := os.Getenv("UPLEDGER_TEST_JOB"); job != "" {
		limitFiles(os.Getenv("UPLEDGER_TEST_LIMIT"))
		os.Exit(doJob(job, os.Getenv("UPLEDGER_TEST_STORE"), os.Getenv("UPLEDGER_TEST_FILE")))
	}
	path := os.Getenv("UPLEDGER_TEST_HOLD")
	if path == "" {
		os.Exit(m.Run())
	}
	if _, err := store.Open(context.Background(), path); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	os.Stdin.Read(make([]byte, 1)) // until the parent lets go
}

func TestOpenLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.duckdb")
	holder := exec.Command(os.Args[0])
	holder.Env = append(os.Environ(), "UPLEDGER_TEST_HOLD="+path)
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); holder.Wait() }()
	word := make([]byte, 5)
	if _, err := out.Read(word); err != nil || string(word) != "held\n" {
		t.Fatalf("the other process says %q, %v", word, err)
	}
	for _, open := range []func(context.Context, string) (*store.DB, error){store.Open, store.OpenReadOnly} {
		_, err = open(context.Background(), path)
		var locked *store.LockedError
		if !errors.As(err, &locked) || locked.PID != holder.Process.Pid || locked.Path != path {
			t.Errorf("err = %v, want a LockedError of process %d", err, holder.Process.Pid)
		}
	}
}

func TestOpenNotOurs(t *testing.T) {
	dir := t.TempDir()
	ours := filepath.Join(dir, "ours.duckdb")
	fill(t, ours, nil)
	data, err := os.ReadFile(ours)
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Clone(data)
	newer[12] = 255 // DuckDB's version of the file
	files := map[string]string{"text": "hello, this is a text file\n", "csv.duckdb": "time,monitor,state\n", "empty": "",
		"sqlite": "SQLite format 3\x00 and so on", "newer.duckdb": string(newer), "short.duckdb": string(data[:5000])}
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(context.Background(), path)
		if !errors.Is(err, store.ErrNotOurs) || !strings.HasPrefix(err.Error(), path) {
			t.Errorf("%s: err = %v, want ErrNotOurs", name, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != content {
			t.Errorf("%s was changed", name)
		}
	}
	if _, err := store.Open(context.Background(), dir); !errors.Is(err, store.ErrNotOurs) {
		t.Errorf("folder: err = %v, want ErrNotOurs", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a?b", "a#b", "a%b", "no/such/folder"} {
		if _, err := store.Open(context.Background(), filepath.Join(dir, name)); err == nil {
			t.Errorf("Open(%q) did not refuse", name)
		}
	}
	if _, err := store.OpenReadOnly(context.Background(), filepath.Join(dir, "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v, want fs.ErrNotExist", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("files were made: %v, %v", entries, err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(context.Background(), link); err == nil || !strings.Contains(err.Error(), "is a link to a file that is not there") {
		t.Errorf("a link to nothing: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("files were made: %v, %v", entries, err)
	}
	db, err := store.Open(context.Background(), filepath.Join(dir, "a b:ü.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// A store in a folder that cannot be written to is refused, and nothing remains.
func TestOpenReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		dir = "/proc" // root may write everywhere else
	}
	if _, err := store.Open(context.Background(), filepath.Join(dir, "s.duckdb")); err == nil {
		t.Error("Open did not refuse")
	}
}

func TestQuery(t *testing.T) {
	dir := t.TempDir()
	path, csv := filepath.Join(dir, "s.duckdb"), filepath.Join(dir, "secret.csv")
	db, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	mustImport(t, db, "c.csv", "time,monitor,state\n2017-09-01T10:00:00Z,web,up\n2017-09-01T10:01:00Z,web,down\n", store.Import{})
	if _, err := db.Import(context.Background(), "testdata/september.yaml", store.Import{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.Query(context.Background(), "SELECT 1"); err == nil {
		t.Error("Query on a store that can be written to did not refuse")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(csv, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ro, err := store.OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	reads := map[string]string{
		"SELECT state, count(*) FROM checks GROUP BY ALL ORDER BY state": "[[down 1] [up 1]]",
		"SELECT id, impact::VARCHAR FROM incidents ORDER BY id":          "[[2017-09-21-deploy 1.000000] [2017-09-22-uplink 0.400000]]",
		"SELECT count(*) FROM incident_outages":                          "[[2]]",
		"FROM imports SELECT count(*);":                                  "[[5]]",
		"WITH x AS (SELECT 1 AS a) SELECT a FROM x -- a comment":         "[[1]]",
		"SELECT list(id ORDER BY id) FROM corrections":                   "[[[c1 c2]]]",
		"SELECT count(*) FROM maintenance, transitions, changes":         "[[0]]",
	}
	for query, want := range reads {
		if got := fmt.Sprint(rowsOf(t, ro, query)); got != want {
			t.Errorf("%s = %s, want %s", query, got, want)
		}
	}
	refused := []string{"DELETE FROM stored.checks", "SELECT 1; SELECT 2", "", "SELCT", "CREATE TEMP TABLE x (a INT)", "ATTACH ':memory:' AS m",
		"COPY (SELECT 1) TO '" + csv + "'", "SET threads = 1", "PRAGMA database_list", "INSTALL httpfs", "SELECT * FROM nothing",
		"SELECT * FROM read_csv('" + csv + "')", "SELECT * FROM '" + csv + "'", "SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM glob('/*')"}
	for _, query := range refused {
		_, rows, err := ro.Query(context.Background(), query)
		if err == nil {
			for _, rowErr := range rows {
				err = rowErr
			}
		}
		if err == nil {
			t.Errorf("%q was not refused", query)
		}
	}
	if _, err := ro.Import(context.Background(), csv, store.Import{}); err == nil {
		t.Error("Import into a store opened read-only did not refuse")
	}
}
