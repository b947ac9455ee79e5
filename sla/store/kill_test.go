package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// doJob is the process that is killed. It returns its exit code.
func doJob(job, path, file string) int {
	err := errors.New("no such job")
	switch job {
	case "first", "import", "stage":
		err = withStore(path, func(db *store.DB) error {
			if job == "stage" {
				store.Staged(db)
			}
			_, err := db.Import(context.Background(), file, store.Import{})
			return err
		})
	case "prune":
		err = withStore(path, func(db *store.DB) error {
			_, err := db.Prune(context.Background(), store.Cut{Before: killedHalf})
			return err
		})
	case "rebuild":
		_, err = store.Rebuild(context.Background(), path, store.Rebuilding{})
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// withStore opens a store for f and closes it.
func withStore(path string, f func(*store.DB) error) error {
	db, err := store.Open(context.Background(), path)
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

// The log of the killed has killedRows checks, one a second of ten monitors in
// turn, of which half lie before killedHalf. What is in the store before it are
// three checks that lie later.
const (
	killedRows  = 200_000
	killedStart = 1_500_000_000 * span.Instant(span.Second)
	killedHalf  = killedStart + killedRows/2*span.Instant(span.Second)
)

// A killing is a job that is killed at random instants.
type killing struct {
	job    string
	before string // the store before the job, to be copied
	file   string
	states map[string]string // what the store may hold after it, as holdings has it, and what to call that
	after  string            // what it holds when the job is done
}

// TestKilled kills processes at random instants of their work: the store opens
// afterwards and holds all of it or nothing, and a second run completes it.
// UPLEDGER_KILLS says how many; few by default.
func TestKilled(t *testing.T) {
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("UPLEDGER_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	file, base, full, damaged := filepath.Join(dir, "killed.csv"), filepath.Join(dir, "base"), filepath.Join(dir, "full"), filepath.Join(dir, "damaged")
	writeKilledLog(t, file)
	three := filepath.Join(dir, "three.csv")
	if err := os.WriteFile(three, []byte("time,monitor,state\n2017-09-01T10:00:00Z,web,up\n2017-09-01T10:01:00Z,web,up\n2017-09-01T10:02:00Z,web,up\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustDo(t, "import", base, three)
	copyStore(t, base, full)
	mustDo(t, "import", full, file)
	copyStore(t, full, damaged)
	if err := os.WriteFile(damaged, []byte("this store is damaged, and not a little"), 0o600); err != nil {
		t.Fatal(err)
	}
	const nothing, all, half = "3 in 1 series of 1 imports, 0 prunes", "200003 in 11 series of 2 imports, 0 prunes", "100003 in 11 series of 2 imports, 1 prunes"
	list := []killing{
		{"first", filepath.Join(dir, "none"), three, map[string]string{"none": "nothing", "0 in 0 series of 0 imports, 0 prunes": "nothing", nothing: "all"}, nothing},
		{"import", base, file, map[string]string{nothing: "nothing", all: "all"}, all},
		{"stage", base, file, map[string]string{nothing: "nothing", all: "all"}, all},
		{"prune", full, "", map[string]string{all: "nothing", half: "all"}, half},
		{"rebuild", damaged, "", map[string]string{"damaged": "nothing", all: "all"}, all},
	}
	rng := rand.New(rand.NewPCG(uint64(kills), 4))
	for i, k := range list {
		t.Run(k.job, func(t *testing.T) { k.run(t, rng, (kills+len(list)-1-i)/len(list)) })
	}
}

// writeKilledLog writes the log that is imported.
func writeKilledLog(t *testing.T, path string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("time,monitor,state\n")
	for i := range killedRows {
		state := "up"
		if i%1000 < 10 {
			state = "down"
		}
		fmt.Fprintf(&b, "%s,m%d,%s\n", killedStart.Add(span.Micros(i)*span.Second), i%10, state)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run kills the job n times.
func (k killing) run(t *testing.T, rng *rand.Rand, n int) {
	path := filepath.Join(t.TempDir(), "s.duckdb")
	copyStore(t, k.before, path)
	start := time.Now()
	mustDo(t, k.job, path, k.file)
	whole := time.Since(start)
	if got := holdings(t, path); got != k.after {
		t.Fatalf("the job leaves %s, want %s", got, k.after)
	}
	seen := map[string]int{}
	for range n {
		copyStore(t, k.before, path)
		delay := time.Duration(rng.Int64N(int64(whole) * 11 / 10))
		was := "killed"
		if !killed(t, k.command(path), delay) {
			was = "done"
		}
		got := holdings(t, path)
		state, ok := k.states[got]
		if !ok {
			t.Fatalf("killed after %v, the store holds %s, want one of %v", delay, got, k.states)
		}
		seen[was+", "+state]++
		mustDo(t, k.job, path, k.file)
		if got := holdings(t, path); got != k.after {
			t.Fatalf("killed after %v and done again, the store holds %s, want %s", delay, got, k.after)
		}
	}
	t.Logf("%d times within %v: %v", n, whole, seen)
}

func (k killing) command(path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "UPLEDGER_TEST_JOB="+k.job, "UPLEDGER_TEST_STORE="+path, "UPLEDGER_TEST_FILE="+k.file)
	return cmd
}

// killed starts a process and kills it after a while, if it is not done before.
func killed(t *testing.T, cmd *exec.Cmd, after time.Duration) bool {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	var exit *exec.ExitError
	err := cmd.Wait()
	if err != nil && (!errors.As(err, &exit) || exit.Exited()) {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return err != nil
}

// mustDo does a job in another process.
func mustDo(t *testing.T, job, path, file string) {
	t.Helper()
	if said, err := (killing{job: job, file: file}).command(path).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", job, err, said)
	}
}

// holdings says what a store holds, as those see it who only read and as those
// who write, and that its series and imports agree with its checks.
func holdings(t *testing.T, path string) string {
	t.Helper()
	db, err := store.OpenReadOnly(context.Background(), path)
	switch {
	case errors.Is(err, store.ErrNotOurs):
		return "damaged"
	case errors.Is(err, fs.ErrNotExist):
		return "none"
	}
	if err != nil {
		t.Fatalf("the store does not open for reading: %v", err)
	}
	const query = `SELECT (SELECT count(*) FROM stored.checks) || ' in ' || (SELECT count(*) FROM stored.series) || ' series of '
		|| (SELECT count(*) FROM stored.imports) || ' imports, ' || (SELECT count(*) FROM stored.prunes) || ' prunes'
		|| CASE WHEN EXISTS (FROM (SELECT series, min(time) AS first, max(time) AS last FROM stored.checks GROUP BY series) c
			FULL JOIN stored.series s USING (series) WHERE s.first IS DISTINCT FROM c.first OR s.last IS DISTINCT FROM c.last)
			THEN ', its series at odds with its checks' ELSE '' END
		|| CASE WHEN (SELECT count(*) FROM stored.checks) <> (SELECT coalesce(sum("rows"), 0) FROM stored.imports) - (SELECT coalesce(sum("rows"), 0) FROM stored.prunes)
			THEN ', its imports at odds with its checks' ELSE '' END`
	reads := rowsOf(t, db, query)[0][0].(string)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err = withStore(path, func(db *store.DB) error {
		if writes := store.Rows(t, db, query)[0][0].(string); writes != reads {
			return fmt.Errorf("who reads sees %s, who writes %s", reads, writes)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return reads
}

// copyStore copies the files of a store that is closed over those of another.
func copyStore(t *testing.T, from, to string) {
	t.Helper()
	old, err := filepath.Glob(to + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	for _, end := range []string{"", ".sources"} {
		data, err := os.ReadFile(from + end)
		if err == nil {
			err = os.WriteFile(to+end, data, 0o600)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
}
