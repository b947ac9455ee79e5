package store_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/upledger/upledger/sla/store"
)

// What is imported is read back with its types from a store on disk.
func TestImportReadsBack(t *testing.T) {
	const want = `10:00:00 web a up 12.5 fine|10:00:00.123456 web a down <nil> <nil>|10:00:02 db  slow 999999999999 <nil>`
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		file, text string
		opt        store.Import
	}{
		"comma": {file: "c.csv", text: "time,monitor,vantage,state,latency_ms,detail\n" +
			"2017-09-01T10:00:00Z,web,a,up,12.5,fine\n2017-09-01T10:00:00.123456789Z,web,a,Down,,\n2017-09-01T12:00:02+02:00,db,,slow,999999999999,\n"},
		"semicolon, quotes, CRLF, byte order mark": {file: "c.csv", text: "\xef\xbb\xbf\"time\";monitor;state;vantage;latency_ms;detail;more\r\n" +
			"2017-09-01 10:00:00Z;\"web\";up;a;1.25e1;fine;x\r\n2017-09-01T10:00:00.123456Z;web;down;a;;;\r\n2017-09-01t10:00:02z;db;slow;;999999999999.000;;"},
		"mixed line ends": {file: "c.csv", text: "time,monitor,vantage,ok,state,latency_ms,detail\r\n" +
			"1504260000,web,a,1,,12.500,fine\n1504260000123456,web,a,FALSE,,,\r\n1504260002000,db,,,slow,999999999999,\n"},
		"local times": {file: "c.csv", opt: store.Import{Zone: berlin}, text: "time,monitor,vantage,state,latency_ms,detail\n" +
			"2017-09-01 12:00,web,a,up,12.5,fine\n2017-09-01T12:00:00.123456,web,a,down,,\n2017-09-01 12:00:02,db,,slow,999999999999,\n"},
		"lines of JSON": {file: "c.ndjson", text: `{"time":1504260000,"monitor":"web","vantage":"a","ok":true,"latency_ms":12.5,"detail":"fine","x":[]}` + "\n\n" +
			`{"time":"1504260000123456789","monitor":"web","vantage":"a","ok":0,"detail":null}` + "\n" +
			`{"time":1504260002,"monitor":"db","state":"slow","latency_ms":999999999999}`},
		"mapped": {file: "c.csv", opt: store.Import{Map: mustMap(t, "t=time,target=monitor,where=vantage,result=state:success=up:failed=down:meh=slow,ms=latency_ms,note=detail")},
			text: "t,target,where,result,ms,note,state\n2017-09-01T10:00:00Z,web,a,success,12.5,fine,x\n2017-09-01T10:00:00.123456Z,web,a,failed,,,x\n2017-09-01T10:00:02Z,db,,meh,999999999999,,x\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.duckdb")
			db, err := store.Open(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			done := mustImport(t, db, test.file, test.text, test.opt)
			if done.Rows != 3 || done.Kinds[0] != store.Checks {
				t.Errorf("done = %+v, want 3 checks", done)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if got := checksIn(t, path); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func mustMap(t *testing.T, text string) store.Mapping {
	t.Helper()
	m, err := store.ParseMapping(text)
	if err != nil {
		t.Fatal(err)
	}
	if m.String() != text {
		t.Errorf("ParseMapping(%q).String() = %q", text, m)
	}
	return m
}

// checksIn returns the checks of the store at path, in order.
func checksIn(t *testing.T, path string) string {
	t.Helper()
	db, err := store.OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var lines []string
	for _, row := range rowsOf(t, db, `SELECT strftime(time, '%H:%M:%S') || CASE WHEN microsecond(time) % 1000000 > 0 THEN '.' || microsecond(time) % 1000000 ELSE '' END
		|| ' ' || monitor || ' ' || vantage || ' ' || state || ' ' || coalesce(rtrim(rtrim(latency_ms::VARCHAR, '0'), '.'), '<nil>')
		|| ' ' || coalesce(detail, '<nil>') FROM checks ORDER BY time`) {
		lines = append(lines, row[0].(string))
	}
	return strings.Join(lines, "|")
}

// Every reason to refuse a line of a log of checks, with its place.
func TestRefusedChecks(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const head = "time,monitor,vantage,state,latency_ms\n"
	known := map[store.SeriesName]bool{{Monitor: "web", Vantage: "a"}: true}
	const timeForm = "want a time such as 2017-09-21T14:05:00+02:00, or seconds, ms, µs or ns since 1970"
	tests := map[string]struct {
		line string
		opt  store.Import
		want string
	}{
		"state":       {"2017-09-01T10:00:00Z,web,a,DWON,", store.Import{}, `2:4: state "DWON": want up, slow or down`},
		"no state":    {"2017-09-01T10:00:00Z,web,a,,", store.Import{}, `2:4: state: is missing`},
		"unknown":     {"2017-09-01T10:00:00Z,web,a,unknown,", store.Import{}, `2:4: state "unknown": want up, slow or down (a log of changes is imported with --kind transitions)`},
		"transition":  {"2017-09-01T10:00:00Z,web,a,x,", store.Import{Kind: store.Transitions}, `2:4: state "x": want up, slow, down or unknown`},
		"no monitor":  {"2017-09-01T10:00:00Z, ,a,up,", store.Import{}, `2:2: monitor: is missing`},
		"no time":     {",web,a,up,", store.Import{}, `2:1: time: is missing`},
		"time":        {"yesterday,web,a,up,", store.Import{}, `2:1: time "yesterday": ` + timeForm},
		"30 February": {"2017-02-30T10:00:00Z,web,a,up,", store.Import{}, `2:1: time "2017-02-30T10:00:00Z": ` + timeForm},
		"24 o'clock":  {"2017-09-01T24:00:00Z,web,a,up,", store.Import{}, `2:1: time "2017-09-01T24:00:00Z": ` + timeForm},
		"offset":      {"2017-09-01T10:00:00+25:00,web,a,up,", store.Import{}, `2:1: time "2017-09-01T10:00:00+25:00": ` + timeForm},
		"before 1970": {"1969-12-31T23:59:59Z,web,a,up,", store.Import{}, `2:1: time "1969-12-31T23:59:59Z": lies before 1970 or after 2199`},
		"no zone":     {"2017-09-01T10:00:00,web,a,up,", store.Import{}, `2:1: time "2017-09-01T10:00:00": has no zone; write it with one, or name the zone with --timezone`},
		"skipped":     {"2017-03-26 02:30:00,web,a,up,", store.Import{Zone: berlin}, `2:1: time "2017-03-26 02:30:00": was skipped by the clocks of Europe/Berlin`},
		"repeated":    {"2017-10-29 02:30:00,web,a,up,", store.Import{Zone: berlin}, `2:1: time "2017-10-29 02:30:00": was read twice on the clocks of Europe/Berlin; write it with its offset`},
		"latency":     {"2017-09-01T10:00:00Z,web,a,up,-1", store.Import{}, `2:5: latency_ms "-1": want milliseconds as a number that is not negative`},
		"too few":     {"2017-09-01T10:00:00Z,web", store.Import{}, `2: has 2 columns, the first line has 5`},
		"too many":    {"2017-09-01T10:00:00Z,web,a,up,1,\"2,2\",3", store.Import{}, `2: has 7 columns, the first line has 5`},
		"quotes":      {"2017-09-01T10:00:00Z,\"w\"eb,a,up,1", store.Import{}, `2:2: a quoted value does not end with its quote`},
		"open quote":  {"2017-09-01T10:00:00Z,web,a,\"up,1\n2017-09-01T10:00:00Z,web,a,up,1", store.Import{}, `2:4: a quoted value does not end with its quote`},
		"encoding":    {"2017-09-01T10:00:00Z,w\xff,a,up,1", store.Import{}, `2:2: is not UTF-8`},
		"monitor":     {"2017-09-01T10:00:00Z,wbe,a,up,", store.Import{Known: known}, `2:2: monitor "wbe": no service has this monitor`},
		"vantage":     {"2017-09-01T10:00:00Z,web,b,up,", store.Import{Known: known}, `2:3: vantage "b": no service with monitor "web" lists this vantage`},
		"after a blank line and a quoted line end": {"\n2017-09-01T10:00:00Z,\"w\nb\",a,up,\n2017-09-01T10:00:00Z,web,a,,", store.Import{},
			`5:4: state: is missing`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			db := mustOpen(t)
			_, err := importText(t, db, "c.csv", head+test.line+"\n", test.opt)
			var rejects *store.RejectsError
			if !errors.As(err, &rejects) || rejects.Total != 1 || rejects.Rejects[0].String() != "c.csv:"+test.want {
				t.Errorf("got  %v\nwant c.csv:%s", err, test.want)
			}
			if f := mustFacts(t, db, agreement("a"), forever); len(f.Series)+len(f.Inputs) > 0 {
				t.Errorf("the store has %+v, want nothing", f)
			}
			test.opt.MaxRejects = 1
			done := mustImport(t, db, "c.csv", head+test.line+"\n2017-09-01T10:00:00Z,web,a,up,1\n", test.opt)
			// an open quote takes the rest of the file with it
			if (done.Rows < 1 && name != "open quote") || done.Rejected != 1 {
				t.Errorf("with one bad line tolerated: %+v, want the good lines and one reject", done)
			}
		})
	}
}

func TestRefusedJSONLines(t *testing.T) {
	db := mustOpen(t)
	_, err := importText(t, db, "c.ndjson", `{"time":1,"monitor":"web","state":"up"}

{"time":1,"monitor":"web","ok":3}
[1]
{"time":
{"monitor":"web","ok":3}
`, store.Import{})
	want := `c.ndjson: 4 lines are refused (tolerated: 0), nothing was imported
  c.ndjson:3:27: ok "3": want true, false, 1 or 0
  c.ndjson:4: is no JSON object
  c.ndjson:5: is no JSON object
  c.ndjson:6: time: is missing`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// A file that is not what it says, or that holds nothing known.
func TestRefusedFiles(t *testing.T) {
	packed := pack(t, "time,monitor,state\n2017-09-01T10:00:00Z,web,up\n"+strings.Repeat("x", 5000))
	tests := []struct {
		file, text string
		opt        store.Import
		want       string
	}{
		{"c.parquet", "time,monitor,state\n", store.Import{}, "c.parquet: is not a Parquet file"},
		{"c.csv", "PAR1....", store.Import{}, "c.csv: is a Parquet file, not csv"},
		{"c.parquet", "PAR1....", store.Import{}, "c.parquet: is a damaged Parquet file"},
		{"c.csv.gz", "time,monitor,state\n", store.Import{}, "c.csv.gz: is named .gz, but is not compressed so"},
		{"c.csv.zst", "time,monitor,state\n", store.Import{}, "c.csv.zst: is named .zst, but is not compressed so"},
		{"c.csv.gz", packed[:len(packed)-12], store.Import{}, "c.csv.gz: the compressed data is cut off or damaged"},
		{"c.csv", "", store.Import{}, "c.csv: is empty"},
		{"c.csv", " \n\n", store.Import{}, "c.csv: is empty"},
		{"c.csv", "a\x00b\n", store.Import{}, "c.csv: is not text; save it as UTF-8"},
		{"c.csv", `{"time":1}`, store.Import{}, "c.csv: is JSON, not CSV"},
		{"c.json", "incidents: []", store.Import{}, "c.json: is not JSON"},
		{"c.ndjson", "time,monitor\n", store.Import{}, "c.ndjson: is not NDJSON: the first line is no JSON object"},
		{"c.csv", "a,b\n1,2\n", store.Import{}, "c.csv:1: holds no kind of log that is known; its columns are a, b; say which with --kind, and name them with --map column=field"},
		{"c.csv", "time,state,time\n1,2\n", store.Import{}, `c.csv:1: column "time" is there twice`},
		{"c.csv", "time,target,state\n", store.Import{Kind: store.Checks}, "c.csv:1: no column holds monitor; there are time, target, state; name it with --map column=monitor"},
		{"c.csv", "time,monitor,state\n", store.Import{Map: store.Mapping{{Column: "x", Field: "time"}}}, `c.csv:1: there is no column "x", which the mapping names; there are time, monitor, state`},
		{"c.csv", "time,monitor,state\n", store.Import{Kind: "logs"}, `import c.csv: kind "logs" is not known: want one of checks, transitions, incidents, maintenance, corrections, changes`},
		{"c.csv", "time,monitor,state\n", store.Import{Format: "xml"}, `c.csv: format "xml" is not known: want csv, ndjson, parquet, yaml or json`},
		{"l.yaml", "incident: []\n", store.Import{}, `l.yaml:1: the key "incident" is not known; want incidents, maintenance, corrections or changes`},
		{"l.yaml", "incidents:\n  - &a {id: x}\n", store.Import{}, `l.yaml:2: YAML's anchors (&) are not allowed in a log`},
		{"l.yaml", "incidents:\n  - {id: x\n", store.Import{}, `l.yaml:`},
		{"l.yaml", "incidents:\n  - {id: x, id: y}\n", store.Import{}, `l.yaml:2: `},
		{"l.json", "{\"incidents\":\n [{\"id\":1,\"id\":2}]}", store.Import{}, `l.json:2: the key "id" is there twice`},
		{"l.json", "{\"incidents\":\n [", store.Import{}, `l.json:2: the JSON ends too early`},
		{"l.yaml", "checks: []\n", store.Import{}, `l.yaml:1: checks are read from CSV, NDJSON or Parquet`},
	}
	for _, test := range tests {
		db := mustOpen(t)
		_, err := importText(t, db, test.file, test.text, test.opt)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s %.30q:\ngot  %v\nwant %s", test.file, test.text, err, test.want)
		}
	}
}

func pack(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestImportCompressedAndReader(t *testing.T) {
	const text = "time,monitor,state\n2017-09-01T10:00:00Z,web,up\n"
	var z bytes.Buffer
	w, err := zstd.NewWriter(&z)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	db := mustOpen(t)
	if done := mustImport(t, db, "c.csv.gz", pack(t, text), store.Import{}); done.Rows != 1 {
		t.Errorf("gz: %+v", done)
	}
	if done := mustImport(t, db, "c.csv.zst", z.String(), store.Import{}); done.Rows != 1 || done.Already {
		t.Errorf("zst: %+v", done)
	}
	done, err := db.ImportReader(context.Background(), "-", strings.NewReader(text), store.Import{})
	if err != nil || done.Rows != 1 {
		t.Errorf("reader: %+v, %v", done, err)
	}
	f := mustFacts(t, db, agreement(), forever)
	if len(f.Series) != 1 || f.Series[0].Runs[0].Checks != 1 || len(f.Inputs) != 3 {
		t.Errorf("facts = %+v, want the check once and three inputs", f)
	}
}

func TestImportParquet(t *testing.T) {
	db := mustOpen(t)
	done, err := db.Import(context.Background(), "testdata/checks.parquet", store.Import{})
	if err != nil {
		t.Fatal(err)
	}
	if done.Rows != 3 {
		t.Errorf("done = %+v, want 3 rows", done)
	}
	runs := mustFacts(t, db, agreement(), forever).Series[0].Runs
	want := []string{"up - 10:00:00 10:01:00 10:02:00 2", "down 10:01:00 10:02:00 10:02:00 - 1"}
	if diff := cmp.Diff(want, written(t, runs)); diff != "" {
		t.Error(diff)
	}
	_, err = db.Import(context.Background(), "testdata/local.parquet", store.Import{})
	if err == nil || !strings.Contains(err.Error(), "local.parquet:1:1: time \"2017-09-01T10:00:00.000000\": has no zone") {
		t.Errorf("local times: %v, want them refused", err)
	}
}

// The same bytes change nothing; read in another way they are another import.
func TestImportTwice(t *testing.T) {
	const text = "time,monitor,state\n2017-09-01T10:00:00Z,web,up\n2017-09-01T10:01:00Z,web,down\n"
	db := mustOpen(t)
	mustImport(t, db, "c.csv", text, store.Import{})
	before := mustFacts(t, db, agreement(), forever)
	again := mustImport(t, db, "copy.csv", text, store.Import{})
	if !again.Already || again.Rows != 2 {
		t.Errorf("again = %+v, want Already and 2 rows", again)
	}
	if diff := cmp.Diff(before, mustFacts(t, db, agreement(), forever)); diff != "" {
		t.Error(diff)
	}
	other := mustImport(t, db, "c.csv", text, store.Import{Map: store.Mapping{{Column: "state", Field: "state", Words: []store.Word{{Value: "down", Means: "slow"}}}}})
	if other.Already {
		t.Error("another reading of the same bytes is another import")
	}
}

// A series has checks or transitions, not both.
func TestChecksAndTransitionsDoNotMix(t *testing.T) {
	db := mustOpen(t)
	mustImport(t, db, "c.csv", "time,monitor,vantage,state\n2017-09-01T10:00:00Z,web,a,up\n", store.Import{})
	_, err := importText(t, db, "transitions.csv", "time,monitor,vantage,state\n2017-09-01T10:00:00Z,web,a,up\n2017-09-01T10:00:00Z,web,b,up\n", store.Import{})
	want := `transitions.csv:2:2: monitor "web": has checks at vantage "a" already (from c.csv); it cannot have transitions too`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestImportMissingFileAndFolder(t *testing.T) {
	db := mustOpen(t)
	if _, err := db.Import(context.Background(), filepath.Join(t.TempDir(), "no.csv"), store.Import{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := db.Import(context.Background(), t.TempDir(), store.Import{}); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("folder: %v", err)
	}
}

func TestImportStopsWithItsContext(t *testing.T) {
	db := mustOpen(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := db.ImportReader(ctx, "c.csv", strings.NewReader("time,monitor,state\n"), store.Import{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want it cancelled", err)
	}
}

func TestParseMappingRefuses(t *testing.T) {
	for _, text := range []string{"t", "=time", "t=", "t=time,t=monitor", "t=time,u=time", "r=state:ok", "r=state:x="} {
		if m, err := store.ParseMapping(text); err == nil {
			t.Errorf("ParseMapping(%q) = %v, want an error", text, m)
		}
	}
}

// Places stay right after lines that are no rows and fields with quotes in them.
func TestRefusedLinesKeepTheirPlaces(t *testing.T) {
	db := mustOpen(t)
	lines := []string{"time,monitor,state,\"a detail, or \"\"note\"\"\"", "2017-09-01T10:00:00Z,\"w\"eb,up,", "2017-09-01T10:00:00Z,web,x,", "",
		"2017-09-01T10:00:00Z,w\"eb,up,\"a \"\"b\"\"", "c, d", "e\"", "2017-09-01T10:00:00Z,web", "\"2017-09-01T10:00:00Z\",\"web\",\"y\",\"\"",
		"2017-09-01T10:00:00Z,w\xff,up,", "2017-09-01T10:00:00Z,web,z,"}
	_, err := importText(t, db, "c.csv", strings.Join(lines, "\r\n"), store.Import{})
	var rejects *store.RejectsError
	if !errors.As(err, &rejects) {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rejects.Rejects {
		got = append(got, r.String())
	}
	want := []string{"c.csv:2:2: a quoted value does not end with its quote", `c.csv:3:3: state "x": want up, slow or down`,
		"c.csv:8: has 2 columns, the first line has 4", `c.csv:9:3: state "y": want up, slow or down`, "c.csv:10:2: is not UTF-8",
		`c.csv:11:3: state "z": want up, slow or down`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// DuckDB reads long files in pieces by several threads; places stay right.
func TestRefusedLinesOfLongFile(t *testing.T) {
	const lines = 1_500_000
	bad := map[int]string{2: "2017-09-01T10:00:00Z,web", 700_000: "2017-09-01T10:00:00Z,web,x", 700_001: "1,2,3,4", 1_400_000: "2017-09-01T10:00:00Z,,up",
		lines: "2017-09-01T10:00:00Z,\"w\"eb,up"}
	var b strings.Builder
	b.WriteString("time,monitor,state\n")
	for n := 2; n <= lines; n++ {
		line, ok := bad[n]
		if !ok {
			line = "2017-09-01T10:00:00Z,web,up"
		}
		b.WriteString(line + "\n")
	}
	db := mustOpen(t)
	done := mustImport(t, db, "c.csv", b.String(), store.Import{MaxRejects: 5})
	var got []int
	for _, r := range done.Rejects {
		got = append(got, r.Line)
	}
	if diff := cmp.Diff([]int{2, 700_000, 700_001, 1_400_000, lines}, got); diff != "" || done.Rows != lines-6 {
		t.Errorf("%d rows, want %d; lines %s", done.Rows, lines-6, diff)
	}
}
