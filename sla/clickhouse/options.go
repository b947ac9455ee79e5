package clickhouse

import (
	"crypto/tls"
	"time"

	"github.com/upledger/upledger/sla"
)

// Options say where the checks are and how they are to be read. The zero
// values of all fields but Hosts stand for something.
type Options struct {
	// Hosts are host:port of servers' native protocol. Every one of them must be
	// able to answer for all checks: several are for a Distributed table only.
	Hosts []string
	// TLS is nil for connections in the clear.
	TLS      *tls.Config
	User     string // "": default
	Password string
	Database string // "": default
	Table    string // "": checks
	Columns  Columns

	// BatchRows is how many checks one server reduces in one statement, at most
	// (a single monitor that has more is not divided). It bounds the memory of a
	// server to about 50 bytes times BatchRows times Parallel. 0: 8,000,000.
	BatchRows int64
	Parallel  int           // statements at a time; 0: 2
	Memory    int64         // bytes that one statement may take on one server; 0: the server's own limit
	Timeout   time.Duration // of one statement; 0: 10 minutes

	Progress func(Progress)    // told after every batch; nil: nobody is
	Note     func(text string) // told what slows the reduction down; nil: nobody is
}

// A Progress is how far a reduction has come.
type Progress struct {
	Checks, AllChecks   int64 // as they lie in the table
	Batches, AllBatches int
}

// A Unit is what an integer or a number counts.
type Unit string

// The units of times and latencies.
const (
	Seconds      Unit = "s"
	Milliseconds Unit = "ms"
	Microseconds Unit = "us"
	Nanoseconds  Unit = "ns"
)

// perSecond is how many of a unit make a second.
var perSecond = map[Unit]int64{Seconds: 1, Milliseconds: 1e3, Microseconds: 1e6, Nanoseconds: 1e9}

// NoColumn as the name of a column says that the table has none.
const NoColumn = "-"

// Columns name the columns of the table. Where a name is "", the field's own
// name in lower case is taken, and vantage, latency and detail may be missing.
type Columns struct {
	Time     string // DateTime, DateTime64, or an integer of TimeUnit since 1970, UTC
	TimeUnit Unit   // "": Microseconds
	Monitor  string // text or an integer
	Vantage  string // text or an integer; where there is none, all checks have the vantage ""
	State    string // text, an Enum or an integer
	// States says what the values of State mean, integers as decimal text; nil:
	// up, slow and down mean themselves.
	States      map[string]sla.State
	Latency     string // a number of LatencyUnit; where there is none, no check is slower than any slow_after
	LatencyUnit Unit   // "": Microseconds
	Detail      string // text, only written (by Copy)
}

// withDefaults fills in what is left out.
func (o Options) withDefaults() Options {
	set := func(text *string, standard string) {
		if *text == "" {
			*text = standard
		}
	}
	set(&o.User, "default")
	set(&o.Database, "default")
	set(&o.Table, "checks")
	set((*string)(&o.Columns.TimeUnit), string(Microseconds))
	set((*string)(&o.Columns.LatencyUnit), string(Microseconds))
	if o.BatchRows == 0 {
		o.BatchRows = 8_000_000
	}
	if o.Parallel == 0 {
		o.Parallel = 2
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Minute
	}
	if o.Columns.States == nil {
		o.Columns.States = map[string]sla.State{"up": sla.Up, "slow": sla.Slow, "down": sla.Down}
	}
	return o
}
