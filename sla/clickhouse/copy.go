package clickhouse

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/upledger/upledger/sla"
)

// A Copied tells what became of a file of checks.
type Copied struct {
	Checks  int64 // of the file
	Written int64 // of these, now; the others were there
	Already bool  // the whole file was copied before: it was not even read
}

// partChecks is how many checks are written at a time.
const partChecks = 1 << 19

// Copy writes the checks of one file, which is known by its SHA-256, into the
// table, in columns and in parts of half a million. What was copied stands in a
// table beside it, named like it with _copied, by the content of each part: a
// copy that broke off goes on where it was, and a file that was copied is not
// copied again.
//
// ClickHouse has no transactions: of a part that breaks off some checks may be
// there, and are then written again. This changes no figure, since exact
// duplicates of a check count once.
func (c *Cluster) Copy(ctx context.Context, file string, checks iter.Seq2[sla.Check, error]) (Copied, error) {
	done, err := c.copied(ctx, file)
	if err != nil {
		return Copied{}, fmt.Errorf("copy checks to the cluster: %w", err)
	}
	if n, ok := done[""]; ok {
		return Copied{Checks: n, Already: true}, nil
	}
	var sum Copied
	p := &part{}
	flush := func() error {
		if p.len() == 0 {
			return nil
		}
		id := p.digest()
		if _, ok := done[id]; !ok {
			if err := c.write(ctx, file, id, p); err != nil {
				return err
			}
			sum.Written += int64(p.len())
		}
		sum.Checks += int64(p.len())
		p = &part{}
		return nil
	}
	for check, err := range checks {
		if err == nil {
			p.add(check)
			if p.len() == partChecks {
				err = flush()
			}
		}
		if err != nil {
			return sum, fmt.Errorf("copy checks to the cluster: %w", err)
		}
	}
	if err = flush(); err == nil {
		err = c.record(ctx, file, "", sum.Checks)
	}
	if err != nil {
		return sum, fmt.Errorf("copy checks to the cluster: %w", err)
	}
	return sum, nil
}

// copiedTable keeps what was copied: rows of file, part and number of checks.
// The part "" says that the file is complete.
func (c *Cluster) copiedTable() string {
	return identifier(c.opt.Database) + "." + identifier(c.opt.Table+"_copied")
}

// copied returns the parts of a file that were copied, with their checks.
func (c *Cluster) copied(ctx context.Context, file string) (map[string]int64, error) {
	var parts map[string]int64
	err := c.anyNode(ctx, 0, func(ctx context.Context, n *node) error {
		parts = map[string]int64{}
		statement := "SELECT part, checks FROM " + c.copiedTable() + " WHERE file = " + literal(file) + " SETTINGS " + n.settings(c.opt, true)
		return c.read(ctx, n, statement, func(rows driver.Rows) error {
			var id string
			var checks uint64
			err := rows.Scan(&id, &checks)
			parts[id] = int64(checks)
			return err
		})
	})
	return parts, err
}

// write puts a part into the table and notes that it is there.
func (c *Cluster) write(ctx context.Context, file, id string, p *part) error {
	names, columns, err := c.table.fill(c.opt, p)
	if err != nil {
		return err
	}
	err = c.anyNode(ctx, 0, func(ctx context.Context, n *node) error { return n.insert(ctx, c.table.from, names, columns) })
	if err != nil {
		return err
	}
	return c.record(ctx, file, id, int64(p.len()))
}

func (c *Cluster) record(ctx context.Context, file, id string, checks int64) error {
	return c.anyNode(ctx, 0, func(ctx context.Context, n *node) error {
		return n.insert(ctx, c.copiedTable(), "file, part, checks", []any{[]string{file}, []string{id}, []uint64{uint64(checks)}})
	})
}

// insert writes columns into a table and waits until they are on the shards.
func (n *node) insert(ctx context.Context, table, names string, columns []any) error {
	settings := ch.Settings{"insert_distributed_sync": 1}
	if n.known["async_insert"] {
		settings["async_insert"] = 0
	}
	batch, err := n.conn.PrepareBatch(ch.Context(ctx, ch.WithSettings(settings)), "INSERT INTO "+table+" ("+names+")")
	if err != nil {
		return err
	}
	defer batch.Close()
	for i, column := range columns {
		if err := batch.Column(i).Append(column); err != nil {
			return fmt.Errorf("column %d of %s: %w", i+1, names, err)
		}
	}
	return batch.Send()
}

// A part is checks in columns.
type part struct {
	times              []int64
	monitors, vantages []string
	states             []sla.State
	latencies          []int64
	details            []string
}

func (p *part) len() int { return len(p.times) }

func (p *part) add(c sla.Check) {
	p.times = append(p.times, int64(c.Time))
	p.monitors, p.vantages = append(p.monitors, c.Monitor), append(p.vantages, c.Vantage)
	p.states = append(p.states, c.State)
	p.latencies = append(p.latencies, int64(c.Latency))
	p.details = append(p.details, c.Detail)
}

// digest is what a part is known by.
func (p *part) digest() string {
	h := sha256.New()
	var b []byte
	for i := range p.times {
		b = binary.AppendVarint(b[:0], p.times[i])
		b = binary.AppendVarint(append(b, byte(p.states[i])), p.latencies[i])
		for _, text := range []string{p.monitors[i], p.vantages[i], p.details[i]} {
			b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
		}
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))
}
