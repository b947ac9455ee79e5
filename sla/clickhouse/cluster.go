package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/upledger/upledger/sla"
)

// A Cluster is an open table of checks on one server or many. It implements
// sla.Runs, and its methods may be called by several goroutines.
type Cluster struct {
	opt   Options
	nodes []*node
	table table

	mu    sync.Mutex
	kept  map[job]map[name][]sla.Run // what a reduction that broke off had finished
	noted map[string]bool
}

var _ sla.Runs = (*Cluster)(nil)

// A node is one server that statements can be sent to.
type node struct {
	host string
	conn driver.Conn

	mu    sync.Mutex
	known map[string]bool // settings that the server has; nil: not looked at yet
}

// Open connects to the first host that answers and looks at the table. The
// other hosts are looked at when they are first needed: their table must be the
// same.
func Open(ctx context.Context, o Options) (*Cluster, error) {
	if len(o.Hosts) == 0 {
		return nil, errors.New("open cluster: no host is named")
	}
	if o.BatchRows < 0 || o.Parallel < 0 || o.Memory < 0 || o.Timeout < 0 {
		return nil, errors.New("open cluster: BatchRows, Parallel, Memory and Timeout must not be negative")
	}
	o = o.withDefaults()
	var nodes []*node
	for _, host := range o.Hosts {
		n, err := o.dial(host)
		if err != nil {
			return nil, fmt.Errorf("open cluster: %s: %w", host, err)
		}
		nodes = append(nodes, n)
	}
	return begin(ctx, o, nodes)
}

// begin looks at the first node that answers.
func begin(ctx context.Context, o Options, nodes []*node) (*Cluster, error) {
	c := &Cluster{opt: o.withDefaults(), nodes: nodes, kept: map[job]map[name][]sla.Run{}, noted: map[string]bool{}}
	if err := c.anyNode(ctx, 0, func(context.Context, *node) error { return nil }); err != nil {
		c.Close()
		return nil, fmt.Errorf("open cluster: %w", err)
	}
	return c, nil
}

// dial prepares connections to one host; they are made when they are needed.
func (o Options) dial(host string) (*node, error) {
	conn, err := ch.Open(&ch.Options{
		Addr: []string{host}, TLS: o.TLS, DialTimeout: 10 * time.Second,
		Auth:        ch.Auth{Database: o.Database, Username: o.User, Password: o.Password},
		Compression: &ch.Compression{Method: ch.CompressionLZ4},
		ReadTimeout: o.Timeout + time.Minute, // the statement's own limit comes first
		// A reduction uses Parallel connections, and may be asked from several goroutines.
		MaxOpenConns: max(8, 2*o.Parallel), MaxIdleConns: max(8, 2*o.Parallel),
	})
	return &node{host: host, conn: conn}, err
}

// Close ends all connections.
func (c *Cluster) Close() error {
	var failed []error
	for _, n := range c.nodes {
		failed = append(failed, n.conn.Close())
	}
	return errors.Join(failed...)
}

// anyNode does something on a node, and if the connection to it is lost, all of
// it again on the next one; with a single host, once more on that. What was read
// of a lost connection counts for nothing, so that f must start anew. A server's
// own refusal is never tried again.
func (c *Cluster) anyNode(ctx context.Context, first int, f func(context.Context, *node) error) error {
	var failed []error
	for try := range max(2, len(c.nodes)) {
		if try > 0 {
			select {
			case <-time.After(time.Duration(try) * 200 * time.Millisecond):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		n := c.nodes[(first+try)%len(c.nodes)]
		err := c.look(ctx, n)
		if err == nil {
			err = f(ctx, n)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			return nil
		}
		failed = append(failed, n.fault(err))
		if !isLost(err) {
			return errors.Join(failed...)
		}
	}
	return errors.Join(failed...)
}

// look sees which settings a node has, and that its table is the one that the
// others have.
func (c *Cluster) look(ctx context.Context, n *node) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known != nil {
		return nil
	}
	known := map[string]bool{}
	err := c.read(ctx, n, "SELECT name FROM system.settings", func(rows driver.Rows) error {
		var name string
		err := rows.Scan(&name)
		known[name] = true
		return err
	})
	if err != nil {
		return err
	}
	t, err := c.describe(ctx, n)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.table.from == "" {
		c.table = t
	} else if !maps.Equal(c.table.columns, t.columns) || c.table.engine != t.engine {
		return fmt.Errorf("the table %s is another one here than on the other hosts", t.from)
	}
	n.known = known
	return nil
}

// describe reads what the table is on a node.
func (c *Cluster) describe(ctx context.Context, n *node) (table, error) {
	t := table{columns: map[string]string{}}
	where := fmt.Sprintf("database = %s AND ", literal(c.opt.Database))
	err := c.read(ctx, n, "SELECT engine, engine_full FROM system.tables WHERE "+where+"name = "+literal(c.opt.Table), func(rows driver.Rows) error {
		var engine string
		err := rows.Scan(&engine, &t.engine)
		if len(c.nodes) > 1 && engine != "Distributed" && !strings.HasPrefix(engine, "Shared") {
			return fmt.Errorf("the table %s.%s is a %s: several hosts would each hold a part of it; name a Distributed table, or one host",
				c.opt.Database, c.opt.Table, engine)
		}
		return err
	})
	if err != nil {
		return t, err
	}
	err = c.read(ctx, n, "SELECT name, type FROM system.columns WHERE "+where+"table = "+literal(c.opt.Table), func(rows driver.Rows) error {
		var name, typ string
		err := rows.Scan(&name, &typ)
		t.columns[name] = typ
		return err
	})
	if err != nil {
		return t, err
	}
	if len(t.columns) == 0 {
		return t, fmt.Errorf("there is no table %s.%s that %s may read; 'upledger schema clickhouse' prints one", c.opt.Database, c.opt.Table, c.opt.User)
	}
	return t, t.bind(c.opt)
}

// read sends a statement to a node and hands over every row of its answer. It
// returns nil only if the answer came to its end.
func (c *Cluster) read(ctx context.Context, n *node, statement string, row func(driver.Rows) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.opt.Timeout, errTimeout)
	defer cancel()
	rows, err := n.conn.Query(ctx, statement)
	if err != nil {
		return timedOut(ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	if err := rows.Close(); err != nil {
		return timedOut(ctx, err)
	}
	return timedOut(ctx, rows.Err())
}

// note says something that the user should know, once.
func (c *Cluster) note(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opt.Note != nil && !c.noted[text] {
		c.opt.Note(text)
	}
	c.noted[text] = true
}
