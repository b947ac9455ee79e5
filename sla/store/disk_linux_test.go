package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/upledger/upledger/sla/store"
)

// mountDisk makes a folder of so many bytes, for who may.
func mountDisk(t *testing.T, bytes int64) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Skipf("only root may mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// A disk that is full, and one that is read-only, leave the store as it is, and
// the message says so.
func TestSmallDisk(t *testing.T) {
	out := t.TempDir()
	file, three, base := filepath.Join(out, "killed.csv"), filepath.Join(out, "three.csv"), filepath.Join(out, "base")
	writeKilledLog(t, file)
	if err := os.WriteFile(three, []byte("time,monitor,state\n2017-09-01T10:00:00Z,web,up\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustDo(t, "import", base, three)
	info, err := os.Stat(base)
	if err != nil {
		t.Fatal(err)
	}
	dir := mountDisk(t, info.Size()+64<<10)
	path := filepath.Join(dir, "s.duckdb")
	copyStore(t, base, path)
	before := holdings(t, path)
	for _, job := range []string{"import", "stage", "rebuild"} {
		said, err := (killing{job: job, file: file}).command(path).CombinedOutput()
		if err == nil || !strings.Contains(string(said), "disk is full") || !strings.Contains(string(said), "nothing was") {
			t.Errorf("%s on a full disk: %v, %s; want that it is full", job, err, said)
		}
		if got := holdings(t, path); got != before {
			t.Errorf("after %s on a full disk the store holds %s, want %s", job, got, before)
		}
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, job := range []string{"import", "prune", "rebuild"} {
		said, err := (killing{job: job, file: file}).command(path).CombinedOutput()
		if err == nil || !strings.Contains(string(said), path) || !strings.Contains(strings.ToLower(string(said)), "read-only file system") {
			t.Errorf("%s on a read-only disk: %v, %s; want that it is read-only", job, err, said)
		}
	}
	ro, err := store.OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatalf("a store on a read-only disk cannot be read: %v", err)
	}
	if err := ro.Close(); err != nil {
		t.Error(err)
	}
}
