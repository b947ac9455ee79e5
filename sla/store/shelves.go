package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/upledger/upledger/sla"
)

// A shelf is where the facts of one kind are kept.
type shelf[T any] struct {
	kind  Kind
	key   func(T) string // what no two different facts share
	id    func(T) string
	read  func(context.Context, queryer) ([]kept[T], error)
	write func(context.Context, queryer, int, T) error
}

// A kept is a fact in the store with the file that it came from.
type kept[T any] struct {
	fact T
	file string
}

// importFacts imports the facts in lists, whose bad lines d has counted so far.
func (im *importer) importFacts(ctx context.Context, lists map[Kind][]node, d *decoder) error {
	d.file, d.opt = im.src.file, im.opt
	im.done.Kinds = slices.Sorted(maps.Keys(lists))
	already := true
	for _, kind := range im.done.Kinds {
		was, err := im.already(ctx, kind)
		if err != nil {
			return err
		}
		already = already && was
	}
	if already {
		im.done.Already = true
		return nil
	}
	im.done.Rows, im.done.Rejected = 0, 0
	var err error
	if d.instants, err = im.instants(ctx, lists); err != nil {
		return err
	}
	tx, err := im.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	rejected := map[Kind]int64{}
	var facts decoded
	for _, kind := range im.done.Kinds {
		before := d.refused
		if len(im.done.Kinds) == 1 {
			before = 0 // lines that were no rows belong to the one kind
		}
		d.decode(kind, lists[kind], &facts)
		rejected[kind] = d.refused - before
	}
	if err := im.shelve(ctx, tx, d, facts, rejected); err != nil {
		return err
	}
	if err := im.refuse(d.rejects, d.refused); err != nil {
		return err
	}
	return tx.Commit()
}

// shelve writes the facts of every kind.
func (im *importer) shelve(ctx context.Context, tx *sql.Tx, d *decoder, facts decoded, rejected map[Kind]int64) error {
	for _, kind := range im.done.Kinds {
		var err error
		switch kind {
		case Incidents:
			err = shelveKind(ctx, im, tx, d, incidentShelf, facts.incidents, rejected[kind])
		case Maintenance:
			err = shelveKind(ctx, im, tx, d, maintenanceShelf, facts.maintenance, rejected[kind])
		case Corrections:
			err = shelveKind(ctx, im, tx, d, correctionShelf, facts.corrections, rejected[kind])
		case Changes:
			err = shelveKind(ctx, im, tx, d, changeShelf, facts.changes, rejected[kind])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// shelveKind writes the facts that are new. One that is in the store already
// counts once; another one under the same id is refused.
func shelveKind[T any](ctx context.Context, im *importer, tx *sql.Tx, d *decoder, s shelf[T], facts []placed[T], rejected int64) error {
	old, err := s.read(ctx, tx)
	if err != nil {
		return err
	}
	taken := map[string]kept[T]{}
	for _, k := range old {
		taken[s.key(k.fact)] = k
	}
	var fresh []T
	for _, p := range facts {
		have, exists := taken[s.key(p.fact)]
		if exists && have.file != "" && reflect.DeepEqual(have.fact, p.fact) {
			continue
		}
		if exists {
			at, _ := p.at.get("id")
			d.refused++
			rejected++
			d.refuse(at, "id", s.id(p.fact), takenReason(s.kind, have.file))
			continue
		}
		taken[s.key(p.fact)] = kept[T]{p.fact, ""}
		fresh = append(fresh, p.fact)
	}
	number, err := im.record(ctx, tx, s.kind, int64(len(fresh)), rejected)
	if err != nil {
		return err
	}
	im.done.Rows += int64(len(fresh))
	for _, fact := range fresh {
		if err := s.write(ctx, tx, number, fact); err != nil {
			return err
		}
	}
	return nil
}

// instants resolves the texts of all times in lists by the same SQL that reads
// the times of checks.
func (im *importer) instants(ctx context.Context, lists map[Kind][]node) (map[string]int64, error) {
	texts := map[string]bool{}
	for _, list := range lists {
		for _, n := range list {
			collectTimes(n, im.opt.Map, texts)
		}
	}
	if err := im.macros(ctx); err != nil {
		return nil, err
	}
	rows, err := im.conn.QueryContext(ctx, `SELECT t, instant_or_code(us)
		FROM (SELECT t, any_instant(t) AS us FROM (SELECT unnest($1::VARCHAR[]) AS t))`, slices.Sorted(maps.Keys(texts)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	instants := map[string]int64{}
	for rows.Next() {
		var text string
		var us int64
		if err := rows.Scan(&text, &us); err != nil {
			return nil, err
		}
		instants[text] = us
	}
	return instants, rows.Err()
}

func collectTimes(n node, m Mapping, texts map[string]bool) {
	for _, f := range n.fields {
		name := m.field(f.key.text)
		if slices.Contains(timeKeys, name) && f.value.kind == nodeText {
			texts[strings.TrimSpace(m.word(f.key.text, f.value.text))] = true
		}
		for _, item := range f.value.items {
			collectTimes(item, nil, texts)
		}
	}
}

// orNull returns i, or NULL for the zero Instant.
func orNull(i sla.Instant) any {
	if i == 0 {
		return nil
	}
	return int64(i)
}

// textJSON returns words as the store writes them.
func textJSON(t sla.Text) string {
	if len(t) == 0 {
		return "{}"
	}
	data, err := json.Marshal(t)
	if err != nil {
		panic(fmt.Sprintf("a map of strings has no JSON: %v", err)) // cannot be
	}
	return string(data)
}

func parseText(data string) (sla.Text, error) {
	var t sla.Text
	if err := json.Unmarshal([]byte(data), &t); err != nil {
		return nil, err
	}
	if len(t) == 0 {
		return nil, nil
	}
	return t, nil
}
