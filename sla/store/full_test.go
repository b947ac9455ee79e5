package store_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/upledger/upledger/sla/store"
)

// limitFiles makes writes beyond so many bytes of a file fail, as they do on a
// full disk.
func limitFiles(bytes string) {
	n, err := strconv.ParseUint(bytes, 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		panic(err)
	}
}

// Wherever there is no more room, the store holds all of what was asked for or
// nothing, as the process says, and with more room a second run completes it.
func TestNoRoomInFile(t *testing.T) {
	dir := t.TempDir()
	k := killing{job: "import", before: filepath.Join(dir, "base"), file: filepath.Join(dir, "killed.csv")}
	writeKilledLog(t, k.file)
	three := filepath.Join(dir, "three.csv")
	if err := os.WriteFile(three, []byte("time,monitor,state\n2017-09-01T10:00:00Z,web,up\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustDo(t, "import", k.before, three)
	for _, job := range []string{"import", "stage", "prune", "rebuild"} {
		k.job = job
		t.Run(job, func(t *testing.T) { k.withoutRoom(t) })
		if job == "stage" {
			mustDo(t, "import", k.before, k.file)
		}
	}
}

// withoutRoom does the job with less and less room.
func (k killing) withoutRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.duckdb")
	copyStore(t, k.before, path)
	before := holdings(t, path)
	mustDo(t, k.job, path, k.file)
	after := holdings(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, eighth := range []int64{0, 2, 5} { // of the store's size
		copyStore(t, k.before, path)
		cmd := k.command(path)
		cmd.Env = append(cmd.Env, fmt.Sprint("UPLEDGER_TEST_LIMIT=", 16<<10+info.Size()*eighth/8))
		said, err := cmd.CombinedOutput()
		got := holdings(t, path)
		want := after
		if err != nil {
			failed++
			if strings.Contains(string(said), "nothing was") {
				want = before
			}
		}
		if got != want {
			t.Errorf("with %d/8 of the room the job says %q, and the store holds %s", eighth, said, got)
		}
		if err != nil && !strings.Contains(string(said), "disk is full") {
			t.Errorf("with %d/8 of the room the job says %q, want that the disk is full", eighth, said)
		}
		mustDo(t, k.job, path, k.file)
		if got := holdings(t, path); got != after {
			t.Errorf("done again, the store holds %s, want %s", got, after)
		}
	}
	if failed == 0 {
		t.Error("there was always room enough")
	}
}

// A Parquet file that is cut short is refused wherever it is cut.
func TestParquetCutShort(t *testing.T) {
	whole, err := os.ReadFile("testdata/checks.parquet")
	if err != nil {
		t.Fatal(err)
	}
	db := mustOpen(t)
	for n := 4; n < len(whole); n += 37 {
		_, err := importText(t, db, "c.parquet", string(whole[:n]), store.Import{})
		if err == nil || !strings.HasPrefix(err.Error(), "c.parquet: is a damaged Parquet file") {
			t.Errorf("cut after %d of %d bytes: %v", n, len(whole), err)
		}
	}
	if s, err := db.Stats(context.Background(), nil); err != nil || s.Rows > 0 || len(s.Imports) > 0 {
		t.Errorf("the store holds %+v, %v; want nothing", s, err)
	}
}
