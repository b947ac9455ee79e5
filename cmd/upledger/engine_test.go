package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla/clickhouse/chtest"
)

// upledger runs the command in a folder and returns what it printed.
func upledger(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	if got := run(context.Background(), args, strings.NewReader(""), &out, &err); got != code {
		t.Fatalf("upledger %s exits with %d, want %d:\n%s%s", strings.Join(args, " "), got, code, &out, &err)
	}
	return out.String(), err.String()
}

// The tables that schema prints take what copy copies, and every report is the
// same, whoever keeps the checks.
func TestReportsFromACluster(t *testing.T) {
	c := chtest.Start(t, 2, chtest.Certificate{})
	t.Chdir(t.TempDir())
	for _, name := range []string{"UPLEDGER_CONFIG", "UPLEDGER_DB", "UPLEDGER_ENGINE", passwordVariable} {
		t.Setenv(name, "")
	}
	schema, _ := upledger(t, 0, "schema", "clickhouse", "--cluster", chtest.ClusterName, "--syntax", "18.16")
	for statement := range strings.SplitSeq(schema, ";\n") {
		if strings.Contains(statement, "CREATE") {
			c.Exec(t, statement)
		}
	}
	upledger(t, 0, "demo", "demo")
	t.Chdir("demo")
	engine := "clickhouse://" + strings.Join(c.Hosts(), ",")
	if _, said := upledger(t, 0, "copy", "--engine", engine); said != "checks.csv: 86402 checks copied\n" {
		t.Errorf("copy says %q", said)
	}
	if _, said := upledger(t, 0, "copy", "--engine", engine); said != "checks.csv: already copied, nothing changed\n" {
		t.Errorf("a second copy says %q", said)
	}
	if _, said := upledger(t, 0, "copy", "--engine", engine, "checks.csv"); said != "checks.csv: already copied, nothing changed\n" {
		t.Errorf("a copy of the file itself says %q", said)
	}
	// A store that has no check: what comes from it are incidents only.
	upledger(t, 0, "import", "--db", "people.duckdb", "incidents.yaml")
	for _, args := range [][]string{
		{"check"}, {"explain", "--agreement", "acme"}, {"reconcile", "--agreement", "acme"}, {"compare", "--agreement", "acme", "--policy", "raw,strict"},
	} {
		args = append(args, "--period", "2017-09", "--as-of", "2017-10-01")
		want, _ := upledger(t, 0, args...)
		got, said := upledger(t, 0, append(args, "--db", "people.duckdb", "--engine", engine)...)
		if got != want || said != "" {
			t.Errorf("%s: from the store\n%s\nfrom the cluster\n%s%s", args[0], want, got, said)
		}
	}
	t.Setenv("UPLEDGER_ENGINE", engine)
	sameReports(t)
}

// probing is what a JSON report says of how often and how fast was checked.
var probing = regexp.MustCompile(`"latency":\[.*?"probing":.*?,"days":\[\{"date":"[0-9-]+","micro`)

// sameReports compares the figures of two reports, one from each engine.
func sameReports(t *testing.T) {
	t.Helper()
	report := func(out string, args ...string) string {
		upledger(t, 0, append(args, "report", "--period", "2017-09", "--as-of", "2017-10-01", "--format", "json", "--out", out)...)
		files, err := filepath.Glob(filepath.Join(out, "*.json"))
		if err != nil || len(files) != 1 {
			t.Fatalf("reports in %s: %q, %v", out, files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		// A cluster sends runs, not latencies: a report from one does not say how long checks took.
		return probing.ReplaceAllString(string(text), `"latency":[],"probing":[],"days":[{"micro`)
	}
	cluster := report("cluster")
	t.Setenv("UPLEDGER_ENGINE", "")
	if own := report("own"); own != cluster {
		t.Errorf("from the store\n%s\nfrom the cluster\n%s", own, cluster)
	}
}

func TestEngineRefuses(t *testing.T) {
	t.Setenv(passwordVariable, "geheim")
	t.Setenv("UPLEDGER_ENGINE", "clickhouse://u:geheim@127.0.0.1:1/")
	tests := []struct {
		code int
		want string
		args []string
	}{
		{2, "--engine: the address of a cluster begins with clickhouse://", []string{"copy", "--engine", "postgres://u:geheim@h"}},
		{2, "--engine: the cluster's address: tabel: no such parameter", []string{"copy", "--engine", "clickhouse://u:geheim@h?tabel=x"}},
		{3, "connection refused", []string{"copy"}},
		{2, `--syntax "19": want current or 18.16`, []string{"schema", "clickhouse", "--syntax", "19"}},
		{2, `invalid argument "duckdb"`, []string{"schema", "duckdb"}},
		{0, "", []string{"copy", "--help"}},
	}
	for _, test := range tests {
		out, said := upledger(t, test.code, test.args...)
		if !strings.Contains(said, test.want) || strings.Contains(out+said, "geheim") {
			t.Errorf("%v: %q, want %q and no password", test.args, said, test.want)
		}
	}
}
