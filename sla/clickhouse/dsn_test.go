package clickhouse_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/clickhouse/chtest"
)

func TestParseAddress(t *testing.T) {
	tests := map[string]clickhouse.Options{
		"clickhouse://ch1": {Hosts: []string{"ch1:9000"}},
		"clickhouse://reader:p%40ss%3A@ch1:1,ch2/mon?table=probes&time=ts:ms&state=ok:1=up:0=down&vantage=-&monitor=m&latency=rt:s&detail=d": {
			Hosts: []string{"ch1:1", "ch2:9000"}, User: "reader", Password: "p@ss:", Database: "mon", Table: "probes",
			Columns: clickhouse.Columns{Time: "ts", TimeUnit: clickhouse.Milliseconds, State: "ok", Monitor: "m", Vantage: clickhouse.NoColumn,
				States: map[string]sla.State{"1": sla.Up, "0": sla.Down}, Latency: "rt", LatencyUnit: clickhouse.Seconds, Detail: "d"}},
		"clickhouse://[::1]:9001/?batch_rows=5&parallel=3&memory=7&timeout=90s&secure=false": {Hosts: []string{"[::1]:9001"},
			BatchRows: 5, Parallel: 3, Memory: 7, Timeout: 90 * time.Second},
	}
	for address, want := range tests {
		got, err := clickhouse.ParseAddress(address)
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", address, err, diff)
		}
	}
	o, err := clickhouse.ParseAddress("clickhouse://ch1,ch2:77?secure=true&server_name=cluster")
	if err != nil || o.TLS == nil || o.TLS.ServerName != "cluster" || o.TLS.InsecureSkipVerify || o.Hosts[0] != "ch1:9440" || o.Hosts[1] != "ch2:77" {
		t.Errorf("with TLS: %+v, %v", o, err)
	}
}

func TestParseAddressRefuses(t *testing.T) {
	tests := map[string]string{
		"http://ch1":                                "begins with clickhouse://",
		"clickhouse://u:geheim@":                    "names no host",
		"clickhouse://u:geheim@a,,b":                "names no host",
		"clickhouse://u:geheim/x@ch1":               "write @ : / ? # % as",
		"clickhouse://u:geheim%zz@ch1":              "write @ : / ? # % as",
		"clickhouse://u:geheim@ch1?tabel=x":         "tabel: no such parameter",
		"clickhouse://u:geheim@ch1?table=a&table=b": "has table 2 times",
		"clickhouse://u:geheim@ch1?time=ts:min":     `unit "min": want s, ms, us or ns`,
		"clickhouse://u:geheim@ch1?state=ok:1=good": `"1=good": want VALUE=up`,
		"clickhouse://u:geheim@ch1?batch_rows=0":    "want a number above 0",
		"clickhouse://u:geheim@ch1?timeout=5":       "want a length such as 10m",
		"clickhouse://u:geheim@ch1?secure=maybe":    "want true or false",
		"clickhouse://u:geheim@ch1?ca=x.pem":        "go with secure=true",
		"clickhouse://u:geheim@ch1?secure=1&ca=/no": "/no",
		"clickhouse://u:geheim@ch1?a=%zz":           "not those of a URL",
	}
	for address, want := range tests {
		_, err := clickhouse.ParseAddress(address)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v, want %q and no password", address, err, want)
		}
	}
}

// A server's certificate is checked against the given authority, and nothing is
// said in the clear.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	certificate := chtest.Certificate{Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
	writeCertificate(t, certificate)
	c := chtest.Start(t, 1, certificate)
	c.Exec(t, "CREATE TABLE checks (time DateTime, monitor String, state String) ENGINE = MergeTree ORDER BY (monitor, time)")
	c.Exec(t, "INSERT INTO checks SELECT toDateTime(1504224000), 'web', 'up'")
	open := func(parameters string) error {
		o, err := clickhouse.ParseAddress("clickhouse://" + c.Shards[0].TLS + "/?secure=true" + parameters)
		if err != nil {
			t.Fatal(err)
		}
		cl, err := clickhouse.Open(context.Background(), o)
		if err != nil {
			return err
		}
		defer cl.Close()
		series, err := cl.Runs(context.Background(), []sla.Watch{{Monitor: "web", MaxGap: 1}}, start, start)
		if len(series) != 1 || len(series[0].Runs) != 1 {
			t.Errorf("over TLS %+v", series)
		}
		return err
	}
	ca := "&ca=" + url.QueryEscape(certificate.Cert)
	if err := open(ca); err != nil {
		t.Error(err)
	}
	if err := open(ca + "&server_name=elsewhere"); err == nil || !strings.Contains(err.Error(), "not elsewhere") && !strings.Contains(err.Error(), "elsewhere") {
		t.Errorf("a certificate for another name: %v", err)
	}
	if err := open(""); err == nil || !strings.Contains(err.Error(), "unknown authority") {
		t.Errorf("an unknown authority: %v", err)
	}
}

func writeCertificate(t *testing.T, c chtest.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{c.Cert: {Type: "CERTIFICATE", Bytes: cert}, c.Key: {Type: "EC PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
