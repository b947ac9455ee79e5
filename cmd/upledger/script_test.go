package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/upledger/upledger/sla/store"
)

// TestMain lets the scripts call this test binary as the command itself.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"upledger": main, "hold": hold})
}

// TestScript runs the scripts, which are the description of the command that
// its users can read.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("UPLEDGER_CONFIG", "")
			env.Setenv("UPLEDGER_DB", "")
			env.Setenv("REAL", mustAbs(t, "../../testdata/real"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCommand, "probes": probesCommand, "await": awaitCommand,
		},
	})
}

// exitCommand is `exit CODE PROGRAM ARGUMENT...`: the program must exit with
// exactly this code.
func exitCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE PROGRAM ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// probesCommand is `probes FILE FROM INTERVAL N [DOWN_FROM DOWN_TO]...`: it
// writes N checks of the monitor web, those at [DOWN_FROM, DOWN_TO) as down.
func probesCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || len(args)%2 != 0 {
		ts.Fatalf("usage: probes FILE FROM INTERVAL N [DOWN_FROM DOWN_TO]...")
	}
	at := func(text string) time.Time {
		t, err := time.Parse(time.RFC3339, text)
		ts.Check(err)
		return t
	}
	step, err := time.ParseDuration(args[2])
	ts.Check(err)
	n, err := strconv.Atoi(args[3])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("time,monitor,state\n")
	for i := range n {
		t, state := at(args[1]).Add(time.Duration(i)*step), "up"
		for d := args[4:]; len(d) > 0; d = d[2:] {
			if !t.Before(at(d[0])) && t.Before(at(d[1])) {
				state = "down"
			}
		}
		fmt.Fprintf(&b, "%s,web,%s\n", t.Format(time.RFC3339), state)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o644))
}

// awaitCommand is `await FILE`: it waits until another process has written it.
func awaitCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for range 300 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s did not appear within 30 s", args[0])
}

// hold is `hold STORE READY`: it holds a store open, says so by writing the
// file READY, and lets go when it is killed or after a minute.
func hold() {
	db, err := store.Open(context.Background(), os.Args[1])
	if err == nil {
		err = os.WriteFile(os.Args[2], nil, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	time.Sleep(time.Minute)
	db.Close()
}

// A breakOff is a log that the user interrupts after some of its bytes.
type breakOff struct {
	log       io.Reader
	left      int
	interrupt func()
}

func (b *breakOff) Read(p []byte) (int, error) {
	n, err := b.log.Read(p[:min(len(p), 512)])
	if b.left -= n; b.left <= 0 {
		b.interrupt()
	}
	return n, err
}

// manyChecks is a log of 5,000 checks.
func manyChecks() string {
	var b strings.Builder
	b.WriteString("time,monitor,state\n")
	for i := range int64(5_000) {
		fmt.Fprintf(&b, "%d,web,up\n", 1_700_000_000+i*60)
	}
	return b.String()
}

// TestInterrupted: an import that is broken off says so with its code, and
// leaves the store as it was.
func TestInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	rules := strings.Replace(realHost, "amcrohost: {interval: 13m}", "web: {interval: 1m}", 1)
	if err := os.WriteFile("upledger.yaml", []byte(rules), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("first.csv", []byte("time,monitor,state\n2023-01-01T00:00:00Z,web,up\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	call(t, "import", "first.csv")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	log := &breakOff{strings.NewReader(manyChecks()), 60_000, cancel}
	var stderr strings.Builder
	if code := run(ctx, []string{"import", "-"}, log, io.Discard, &stderr); code != codeInterrupted {
		t.Errorf("import exits with %d, want %d", code, codeInterrupted)
	}
	if got, want := stderr.String(), "upledger: interrupted\n"; got != want {
		t.Errorf("import said %q, want %q", got, want)
	}
	if log.left > 0 {
		t.Fatalf("%d bytes too few were read: nothing was broken off", log.left)
	}
	if got, want := string(call(t, "sql", "--format", "csv", "SELECT count(*) AS n FROM checks")), "n\n1\n"; got != want {
		t.Errorf("the store holds %q, want %q", got, want)
	}
	// The same log, not broken off, does come in.
	if code := run(t.Context(), []string{"import", "--quiet", "-"}, strings.NewReader(manyChecks()), io.Discard, &stderr); code != codeDone {
		t.Errorf("the second try exits with %d: %s", code, stderr.String())
	}
	if got, want := string(call(t, "sql", "--format", "csv", "SELECT count(*) AS n FROM checks")), "n\n5001\n"; got != want {
		t.Errorf("the store holds %q, want %q", got, want)
	}
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}
