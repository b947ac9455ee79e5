package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// A made store was made of files of all kinds and ways to read them, with two
// prunes between them.
type made struct {
	path string
	dir  string // of the files
}

func makeStore(t *testing.T) made {
	t.Helper()
	m := made{filepath.Join(t.TempDir(), "s.duckdb"), t.TempDir()}
	db, err := store.Open(context.Background(), m.path)
	if err != nil {
		t.Fatal(err)
	}
	m.add(t, db, "checks.csv", minutes(t, "2017-08-31T22:00:00Z", 300, "web,,up"), store.Import{})
	m.add(t, db, "checks.csv.gz", pack(t, minutes(t, "2017-09-01T03:00:00Z", 100, "web,,down")), store.Import{})
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	m.add(t, db, "foreign.txt", "t,target,result\n2017-09-01 12:00,web,ok\n2017-09-01 12:01,web,failed\n2017-09-01 12:02,old,ok\n",
		store.Import{Kind: store.Checks, Format: store.CSV, Zone: berlin, Map: mustMap(t, "t=time,target=monitor,result=state:ok=up:failed=down")})
	m.prune(t, db, "2017-09-01T00:00:00Z")
	m.add(t, db, "bad.csv", minutes(t, "2017-09-01T05:00:00Z", 50, "web,,up")+"x,web,,up\n2017-09-01T09:00:00Z,stranger,,up\n",
		store.Import{MaxRejects: 2, Known: strangers})
	m.add(t, db, "late.csv", minutes(t, "2017-08-31T20:00:00Z", 10, "late,a,up"), store.Import{})
	m.prune(t, db, "2017-08-31T20:05:00Z")
	m.add(t, db, "log.csv", "time,monitor,state\n2017-08-01T00:00:00Z,panel,up\n2017-08-02T00:00:00Z,panel,down\n", store.Import{Kind: store.Transitions})
	facts, err := os.ReadFile("testdata/september.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m.add(t, db, "september.yaml", string(facts), store.Import{})
	m.add(t, db, "again.yaml", string(facts)+"\n# the same facts count once\n", store.Import{})
	m.prune(t, db, "2017-09-01T00:30:00Z")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return m
}

// strangers are the monitors that bad.csv may have.
var strangers = map[store.SeriesName]bool{{Monitor: "web"}: true}

func (m made) add(t *testing.T, db *store.DB, name, text string, opt store.Import) {
	t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Import(context.Background(), path, opt); err != nil {
		t.Fatal(err)
	}
}

func (m made) prune(t *testing.T, db *store.DB, before string) {
	t.Helper()
	if done, err := db.Prune(context.Background(), store.Cut{Before: instant(t, before)}); err != nil || done.Rows == 0 {
		t.Fatalf("Prune = %+v, %v; want it to take something", done, err)
	}
}

// minutes is a log of n checks, one a minute.
func minutes(t *testing.T, from string, n int, rest string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("time,monitor,vantage,state\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,%s\n", instant(t, from).Add(sla.Micros(i)*span.Minute), rest)
	}
	return b.String()
}

// contents returns all that a store holds. The numbers of series mean nothing.
func contents(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := store.OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	for _, name := range []string{"imports", "prunes", "incidents", "incident_outages", "maintenance", "changes", "corrections"} {
		all[name] = table(t, db, "SELECT * FROM stored."+name+" ORDER BY ALL")
	}
	all["series"] = table(t, db, "SELECT * EXCLUDE (series) FROM stored.series ORDER BY ALL")
	all["checks"] = table(t, db, "SELECT s.monitor, s.vantage, c.* EXCLUDE (series) FROM stored.checks c JOIN stored.series s USING (series) ORDER BY ALL")
	all["facts"] = fmt.Sprintf("%+v", mustFacts(t, db, agreement("", "a"), forever))
	return all
}

func table(t *testing.T, db *store.DB, query string) string {
	t.Helper()
	var b strings.Builder
	for _, row := range rowsOf(t, db, query) {
		fmt.Fprintln(&b, row...)
	}
	return b.String()
}

// files returns the names of the files beside the store.
func (m made) files(t *testing.T) []string {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(m.path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name())
	}
	return names
}

var rebuilding = store.Rebuilding{Known: strangers}

// A store that is made again is the same store, in every table and fact.
func TestRebuild(t *testing.T) {
	m := makeStore(t)
	before := contents(t, m.path)
	if n := strings.Count(before["imports"], "\n"); n != 6+2*4 {
		t.Fatalf("%d imports, want those of 6 tables and of 2 files with 4 kinds", n)
	}
	old, err := os.Stat(m.path)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	how := rebuilding
	how.Done = func(done store.Imported) {
		if files = append(files, done.File); len(files) == 1 {
			isLocked(t, m.path)
		}
	}
	done, err := store.Rebuild(context.Background(), m.path, how)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"checks.csv", "checks.csv.gz", "foreign.txt", "bad.csv", "late.csv", "log.csv", "september.yaml", "again.yaml"}
	if !slices.Equal(files, want) || done.Files != 8 || done.Broken != nil || len(done.Lost) > 0 {
		t.Errorf("made of %v (%+v), want %v", files, done, want)
	}
	// 150 of web's first 300 minutes lie after 00:30, then 100, 2 and 50 more, and 1 of the log
	if done.Rows != 150+100+2+1+50+1 {
		t.Errorf("%d rows, want 304", done.Rows)
	}
	if diff := cmp.Diff(before, contents(t, m.path)); diff != "" {
		t.Error(diff)
	}
	if now, err := os.Stat(m.path); err != nil || os.SameFile(old, now) {
		t.Errorf("the store is the old file (%v)", err)
	}
	if got := m.files(t); !slices.Equal(got, []string{"s.duckdb", "s.duckdb.sources"}) {
		t.Errorf("there are %v, want the store and what it was made of", got)
	}
}

// isLocked makes sure that no other process can open a store for writing.
func isLocked(t *testing.T, path string) {
	t.Helper()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "UPLEDGER_TEST_HOLD="+path)
	if said, err := other.CombinedOutput(); err == nil || !strings.Contains(string(said), "has the store open") {
		t.Errorf("another process says %q, want that the store is open", said)
	}
}

// Whatever happens to the bytes of a store, it can be made again.
func TestRebuildDamaged(t *testing.T) {
	m := makeStore(t)
	before := contents(t, m.path)
	good, err := os.ReadFile(m.path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	damaged := map[string][]byte{"missing": nil, "text": []byte("this is a text"), "empty": {}, "zeros": make([]byte, len(good)),
		"cut": good[:len(good)/2], "one block": good[:4096*3], "no header": append(make([]byte, 4096), good[4096:]...)}
	for _, n := range []int{1, 20, 400} {
		wrong := bytes.Clone(good)
		for range n {
			wrong[4096+rng.IntN(len(wrong)-4096)] ^= 0xff
		}
		damaged[fmt.Sprint(n, " bytes")] = wrong
	}
	broken := 0
	for name, data := range damaged {
		t.Run(name, func(t *testing.T) {
			os.Remove(m.path)
			if data != nil {
				if err := os.WriteFile(m.path, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			done, err := store.Rebuild(context.Background(), m.path, rebuilding)
			if err != nil {
				t.Fatal(err)
			}
			if done.Broken != nil {
				broken++
			}
			if diff := cmp.Diff(before, contents(t, m.path)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if broken < 7 {
		t.Errorf("%d stores could not be opened, want at least 7 of %d", broken, len(damaged))
	}
}

// If a source is not what it was, nothing changes, and every such source is named.
func TestRebuildRefusesLostSources(t *testing.T) {
	m := makeStore(t)
	db, err := store.Open(context.Background(), m.path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Append(context.Background(), "program", slices.Values([]sla.Check{{Time: at(t, "09:00:00"), Monitor: "late", Vantage: "a", State: sla.Up}})); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(m.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(m.dir, "late.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.dir, "september.yaml"), []byte("incidents: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Rebuild(context.Background(), m.path, rebuilding)
	var lost *store.LostError
	if !errors.As(err, &lost) || lost.All != 9 || len(lost.Lost) != 3 {
		t.Fatalf("err = %v, want 3 of 9 sources lost", err)
	}
	for i, want := range []string{"late.csv (checks, 10 rows): " + m.dir + "/late.csv is not there",
		"september.yaml (changes, corrections, incidents, maintenance, 9 rows): " + m.dir + "/september.yaml has changed: its SHA-256 was ",
		"program (checks, 1 rows): came from no file"} {
		if got := lost.Lost[i].String(); !strings.HasPrefix(got, want) || !strings.Contains(err.Error(), got) {
			t.Errorf("lost is %s, want %s", got, want)
		}
	}
	if now, err := os.ReadFile(m.path); err != nil || !bytes.Equal(good, now) || len(m.files(t)) != 2 {
		t.Errorf("the store was changed (%v), or other files made: %v", err, m.files(t))
	}
	// Without them: late has nothing left. The facts were in another file, too.
	how := rebuilding
	how.Without = true
	before := contents(t, m.path)
	done, err := store.Rebuild(context.Background(), m.path, how)
	if err != nil || len(done.Lost) != 3 || done.Files != 6 || done.Rows != 304 {
		t.Fatalf("%+v, %v; want 3 lost of 9", done, err)
	}
	after := contents(t, m.path)
	if strings.Contains(after["series"], "late") || before["incident_outages"] != after["incident_outages"] || strings.Contains(after["imports"], "program") {
		t.Errorf("without them: %v", after)
	}
}

// What comes out otherwise than it did is not taken for the same store.
func TestRebuildRefusesOtherResults(t *testing.T) {
	m := makeStore(t)
	good := contents(t, m.path)
	_, err := store.Rebuild(context.Background(), m.path, store.Rebuilding{Known: map[store.SeriesName]bool{{Monitor: "web"}: true, {Monitor: "stranger"}: true}})
	if err == nil || !strings.Contains(err.Error(), "bad.csv has 51 rows and 1 refused lines now, and had 50 and 2") {
		t.Errorf("err = %v, want bad.csv named", err)
	}
	if diff := cmp.Diff(good, contents(t, m.path)); diff != "" || len(m.files(t)) != 2 {
		t.Errorf("the store was changed: %s %v", diff, m.files(t))
	}
}

func TestRebuildRefuses(t *testing.T) {
	dir := t.TempDir()
	none := filepath.Join(dir, "none.duckdb")
	if _, err := store.Rebuild(context.Background(), none, store.Rebuilding{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no store: %v", err)
	}
	text := filepath.Join(dir, "text.duckdb")
	if err := os.WriteFile(text, []byte("this is a text, and no store"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Rebuild(context.Background(), text, store.Rebuilding{}); !errors.Is(err, store.ErrNotOurs) {
		t.Errorf("no store, and nothing beside it: %v", err)
	}
	for _, beside := range []string{"{", `{"schema":"upledger.sources/99"}`} {
		if err := os.WriteFile(text+".sources", []byte(beside), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Rebuild(context.Background(), text, store.Rebuilding{}); err == nil || !strings.Contains(err.Error(), ".sources: ") {
			t.Errorf("%s beside it: %v", beside, err)
		}
	}
	if _, err := store.Rebuild(context.Background(), store.Temporary, store.Rebuilding{}); err == nil {
		t.Error("a temporary store was not refused")
	}
	m := makeStore(t)
	ctx, cancel := context.WithCancel(context.Background())
	how := rebuilding
	how.Done = func(store.Imported) { cancel() }
	good := contents(t, m.path)
	if _, err := store.Rebuild(ctx, m.path, how); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if diff := cmp.Diff(good, contents(t, m.path)); diff != "" || len(m.files(t)) != 2 {
		t.Errorf("the store was changed: %s %v", diff, m.files(t))
	}
}
