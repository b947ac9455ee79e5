package chtest

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

//go:embed config.xml
var configXML string

//go:embed users.xml
var usersXML string

// ClusterName is what the servers call themselves together.
const ClusterName = "checks"

// A Cluster is servers that know each other as the shards of ClusterName.
type Cluster struct {
	Shards []*Shard
}

// A Shard is one running server.
type Shard struct {
	Host string // host:port of the native protocol
	TLS  string // host:port of the same with TLS; "" without a certificate
	Conn driver.Conn

	dir     string
	process *exec.Cmd
	killed  sync.Once
}

// A Certificate is a server's key pair, as PEM files; empty: no TLS.
type Certificate struct{ Cert, Key string }

// Start starts a cluster that ends with the test.
func Start(t testing.TB, shards int, certificate Certificate) *Cluster {
	t.Helper()
	program, err := exec.LookPath("clickhouse-server")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("clickhouse-server is not installed; .ci/run installs it")
		}
		t.Skip("clickhouse-server is not installed (Debian: apt-get install --no-install-recommends clickhouse-server)")
	}
	free := ports(t, 4*shards)
	c := &Cluster{}
	var list strings.Builder
	for i := range shards {
		s := &Shard{dir: t.TempDir(), Host: fmt.Sprintf("127.0.0.1:%d", free[4*i])}
		if certificate.Cert != "" {
			s.TLS = fmt.Sprintf("127.0.0.1:%d", free[4*i+1])
		}
		fmt.Fprintf(&list, "<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>%d</port></replica></shard>", free[4*i])
		c.Shards = append(c.Shards, s)
	}
	for i, s := range c.Shards {
		s.write(t, "config.xml", strings.NewReplacer("{dir}", s.dir, "{tcp}", fmt.Sprint(free[4*i]), "{http}", fmt.Sprint(free[4*i+2]),
			"{interserver}", fmt.Sprint(free[4*i+3]), "{shards}", list.String(), "{secure}", secure(certificate, free[4*i+1])).Replace(configXML))
		s.write(t, "users.xml", usersXML)
		s.start(t, program)
	}
	for _, s := range c.Shards {
		s.await(t)
	}
	return c
}

// secure is the part of the configuration that opens a port for TLS.
func secure(c Certificate, port int) string {
	if c.Cert == "" {
		return ""
	}
	return fmt.Sprintf("<tcp_port_secure>%d</tcp_port_secure><openSSL><server><certificateFile>%s</certificateFile><privateKeyFile>%s</privateKeyFile>"+
		"<verificationMode>none</verificationMode></server></openSSL>", port, c.Cert, c.Key)
}

// ports returns ports that were free a moment ago.
func ports(t testing.TB, n int) []int {
	var list []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		list = append(list, l.Addr().(*net.TCPAddr).Port)
	}
	return list
}

func (s *Shard) write(t testing.TB, file, text string) {
	if err := os.WriteFile(filepath.Join(s.dir, file), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (s *Shard) start(t testing.TB, program string) {
	out, err := os.Create(filepath.Join(s.dir, "out.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	s.process = exec.Command(program, "--config-file="+filepath.Join(s.dir, "config.xml"))
	s.process.Dir, s.process.Stdout, s.process.Stderr, s.process.SysProcAttr = s.dir, out, out, withParent()
	if err := s.process.Start(); err != nil {
		t.Fatalf("start clickhouse-server: %v", err)
	}
	t.Cleanup(s.Kill)
}

// await waits until the server answers.
func (s *Shard) await(t testing.TB) {
	var err error
	if s.Conn, err = ch.Open(&ch.Options{Addr: []string{s.Host}, DialTimeout: 5 * time.Second}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Conn.Close() })
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if err = s.Conn.Ping(context.Background()); err == nil {
			return
		}
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "server.err.log"))
	out, _ := os.ReadFile(filepath.Join(s.dir, "out.log"))
	t.Fatalf("clickhouse-server on %s does not answer: %v\n%s\n%s", s.Host, err, out, log)
}

// CPU returns how long the server's threads have worked.
func (s *Shard) CPU(t testing.TB) time.Duration { return CPU(t, s.process.Process.Pid) }

// CPU returns how long the threads of a process have worked. Unlike the time of
// a clock it does not count what else the machine was doing.
func CPU(t testing.TB, pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // the name may hold spaces
	fields := strings.Fields(rest)
	var ticks time.Duration
	for _, i := range []int{11, 12} { // utime and stime, in hundredths of a second
		var n time.Duration
		fmt.Sscan(fields[i], &n)
		ticks += n
	}
	return ticks * 10 * time.Millisecond
}

// Kill ends the server at once, as a power cut does.
func (s *Shard) Kill() {
	s.killed.Do(func() {
		s.process.Process.Kill()
		s.process.Wait()
	})
}

// Exec runs a statement on every server.
func (c *Cluster) Exec(t testing.TB, statement string) {
	t.Helper()
	for _, s := range c.Shards {
		s.Exec(t, statement)
	}
}

// Exec runs a statement on this server.
func (s *Shard) Exec(t testing.TB, statement string) {
	t.Helper()
	if err := s.Conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Hosts are the servers' addresses.
func (c *Cluster) Hosts() []string {
	var list []string
	for _, s := range c.Shards {
		list = append(list, s.Host)
	}
	return list
}
