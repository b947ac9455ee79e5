package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
)

// A placed is a fact with the place where it stands.
type placed[T any] struct {
	fact T
	at   node
}

// decoded is what a file of facts holds.
type decoded struct {
	incidents   []placed[sla.Incident]
	maintenance []placed[sla.Maintenance]
	corrections []placed[sla.Correction]
	changes     []placed[sla.Change]
}

// timeKeys are the fields that hold instants.
var timeKeys = []string{"time", "started", "detected", "acknowledged", "resolved", "start", "end", "announced", "made"}

// A decoder turns nodes into facts and collects what is wrong with them.
type decoder struct {
	file     string
	opt      Import
	split    bool             // several services stand in one cell
	instants map[string]int64 // of the texts of times, by instant.sql
	rejects  []Reject
	refused  int64 // facts
}

// A factReader reads the fields of one fact.
type factReader struct {
	d   *decoder
	n   node
	bad bool
}

func (d *decoder) refuse(at node, field, value, reason string) {
	if len(d.rejects) < maxListed {
		d.rejects = append(d.rejects, Reject{d.file, at.line, at.column, field, shorten(value), reason})
	}
}

// decode adds the facts in list to out.
func (d *decoder) decode(kind Kind, list []node, out *decoded) {
	for _, n := range list {
		n = d.mapped(n)
		r := &factReader{d: d, n: n}
		switch kind {
		case Incidents:
			keep(r, &out.incidents, incident(r))
		case Maintenance:
			keep(r, &out.maintenance, maintenance(r))
		case Corrections:
			keep(r, &out.corrections, correction(r))
		case Changes:
			for _, c := range changes(r) {
				keep(r, &out.changes, c)
			}
		}
		if r.bad {
			d.refused++
		}
	}
}

func keep[T any](r *factReader, list *[]placed[T], fact T) {
	if !r.bad {
		*list = append(*list, placed[T]{fact, r.n})
	}
}

// mapped returns n with the names of the mapping.
func (d *decoder) mapped(n node) node {
	if len(d.opt.Map) == 0 || n.kind != nodeMap {
		return n
	}
	fields := n.fields
	n.fields = nil
	for _, f := range fields {
		column := f.key.text
		if f.key.text = d.opt.Map.field(column); f.key.text == "" {
			continue
		}
		f.value.text = d.opt.Map.word(column, f.value.text)
		n.fields = append(n.fields, f)
	}
	return n
}

func (r *factReader) refuse(at node, field, value, reason string) {
	r.bad = true
	r.d.refuse(at, field, value, reason)
}

// only refuses keys that a fact of this kind does not have.
func (r *factReader) only(keys ...string) bool {
	if r.n.kind != nodeMap {
		r.refuse(r.n, "", "", "want a map with the keys "+strings.Join(keys, ", "))
		return false
	}
	for _, f := range r.n.fields {
		if !slices.Contains(keys, f.key.text) {
			r.refuse(f.key, "key", f.key.text, "is not known; want one of "+strings.Join(keys, ", "))
		}
	}
	return true
}

// scalar returns the text of a field, "" if it is not there.
func (r *factReader) scalar(key string) (node, string) {
	v, ok := r.n.get(key)
	if !ok || v.kind == nodeNull {
		return r.n, ""
	}
	if v.kind != nodeText {
		r.refuse(v, key, "", "want a single value")
		return v, ""
	}
	return v, strings.TrimSpace(v.text)
}

// word returns the text of a field that must be there.
func (r *factReader) word(key string) string {
	at, text := r.scalar(key)
	if text == "" && !r.bad {
		r.refuse(at, key, "", "is missing")
	}
	return text
}

func (r *factReader) optional(key string) string {
	_, text := r.scalar(key)
	return text
}

// instant returns the instant of a field, 0 if it is not there and need not be.
func (r *factReader) instant(key string, needed bool) sla.Instant {
	at, text := r.scalar(key)
	if text == "" {
		if needed {
			r.refuse(at, key, "", "is missing")
		}
		return 0
	}
	us, ok := r.d.instants[text]
	if !ok {
		us = -1
	}
	if us < 0 {
		r.refuse(at, key, text, timeReason(us, r.d.opt.Zone))
		return 0
	}
	return sla.Instant(us)
}

// ordered refuses a span that ends before it starts.
func (r *factReader) ordered(endKey string, start, end sla.Instant) {
	if end != 0 && start != 0 && end < start {
		at, text := r.scalar(endKey)
		r.refuse(at, endKey, text, "lies before the start ("+start.String()+")")
	}
}

func (r *factReader) loss(key string, otherwise sla.Loss) sla.Loss {
	at, text := r.scalar(key)
	if text == "" {
		return otherwise
	}
	loss, err := sla.ParseLoss(text)
	if err != nil {
		r.refuse(at, key, text, "want a share from 0 to 1 with at most six decimals")
	}
	return loss
}

func (r *factReader) cause() sla.Cause {
	at, text := r.scalar("cause")
	if text != "" && slices.Contains(strings.Split(text, "/"), "") {
		r.refuse(at, "cause", text, "want a path such as datacenter/uplink")
	}
	return sla.Cause(text)
}

// text returns words that are given once or once per language.
func (r *factReader) text(key string) sla.Text {
	v, ok := r.n.get(key)
	switch {
	case !ok || v.kind == nodeNull:
		return nil
	case v.kind == nodeText:
		if v.text == "" {
			return nil
		}
		return sla.Text{"": v.text}
	case v.kind == nodeMap:
		t := sla.Text{}
		for _, f := range v.fields {
			if f.value.kind != nodeText {
				r.refuse(f.value, key, "", "want words under each language")
			}
			t[f.key.text] = f.value.text
		}
		return t
	}
	r.refuse(v, key, "", "want words, or words under each language")
	return nil
}

// services returns the services of a fact, sorted, each once.
func (r *factReader) services() []string {
	v, ok := r.n.get("service")
	if !ok || v.kind == nodeNull {
		r.refuse(r.n, "service", "", "is missing")
		return nil
	}
	items := []node{v}
	if v.kind == nodeList {
		items = v.items
	} else if r.d.split {
		items = nil
		for _, word := range strings.FieldsFunc(v.text, func(c rune) bool { return c == ';' || c == ' ' }) {
			items = append(items, node{v.line, v.column, nodeText, word, nil, nil})
		}
	}
	var ids []string
	for _, item := range items {
		id := strings.TrimSpace(item.text)
		switch {
		case item.kind != nodeText || id == "":
			r.refuse(item, "service", "", "want the id of a service")
		case r.d.opt.Services != nil && !r.d.opt.Services[id]:
			r.refuse(item, "service", id, "there is no such service")
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		r.refuse(v, "service", "", "names no service")
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// claim returns the length in claimed.
func (r *factReader) claim() (sla.Micros, bool) {
	at, text := r.scalar("claimed")
	if text == "" {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d%time.Microsecond != 0 {
		r.refuse(at, "claimed", text, "want a length such as 30m or 1h15m")
		return 0, false
	}
	return sla.Micros(d / time.Microsecond), true
}

func incident(r *factReader) sla.Incident {
	if !r.only("id", "service", "cause", "title", "started", "detected", "acknowledged", "resolved", "impact", "outages",
		"claimed", "summary", "actions", "prevention", "status") {
		return sla.Incident{}
	}
	i := sla.Incident{ID: r.word("id"), Services: r.services(), Cause: r.cause(), Title: r.text("title"),
		Started: r.instant("started", true), Detected: r.instant("detected", false),
		Acknowledged: r.instant("acknowledged", false), Resolved: r.instant("resolved", false),
		Impact: r.loss("impact", sla.FullLoss), Summary: r.text("summary"), Actions: r.text("actions"),
		Prevention: r.text("prevention"), Status: r.optional("status")}
	i.Claimed, i.HasClaim = r.claim()
	r.ordered("resolved", i.Started, i.Resolved)
	list, ok := r.n.get("outages")
	if !ok || list.kind == nodeNull {
		return i
	}
	if list.kind != nodeList {
		r.refuse(list, "outages", "", "want a list of outages, each with start, end, impact, cause")
	}
	for _, n := range list.items {
		o := &factReader{d: r.d, n: n}
		i.Outages = append(i.Outages, incidentOutage(o, i))
		r.bad = r.bad || o.bad
	}
	return i
}

func incidentOutage(r *factReader, i sla.Incident) sla.IncidentOutage {
	if !r.only("start", "end", "impact", "cause") {
		return sla.IncidentOutage{}
	}
	o := sla.IncidentOutage{Start: r.instant("start", true), End: r.instant("end", false),
		Impact: r.loss("impact", i.Impact), Cause: r.cause()}
	if o.Cause == "" {
		o.Cause = i.Cause
	}
	r.ordered("end", o.Start, o.End)
	return o
}

func maintenance(r *factReader) sla.Maintenance {
	if !r.only("id", "service", "start", "end", "announced", "kind", "title") {
		return sla.Maintenance{}
	}
	m := sla.Maintenance{ID: r.word("id"), Services: r.services(), Start: r.instant("start", true),
		End: r.instant("end", true), Announced: r.instant("announced", false), Kind: sla.Planned, Title: r.text("title")}
	r.ordered("end", m.Start, m.End)
	if at, text := r.scalar("kind"); text != "" {
		if m.Kind = sla.MaintenanceKind(text); m.Kind != sla.Planned && m.Kind != sla.Emergency {
			r.refuse(at, "kind", text, "want planned or emergency")
		}
	}
	return m
}

func correction(r *factReader) sla.Correction {
	if !r.only("id", "service", "start", "end", "as", "cause", "reason", "author", "made") {
		return sla.Correction{}
	}
	c := sla.Correction{ID: r.word("id"), Services: r.services(), Start: r.instant("start", true),
		End: r.instant("end", true), Cause: r.cause(), Reason: r.word("reason"), Author: r.word("author"),
		Made: r.instant("made", true)}
	r.ordered("end", c.Start, c.End)
	at, text := r.scalar("as")
	switch as := sla.CorrectionKind(text); as {
	case sla.CorrectUp, sla.CorrectDown, sla.CorrectNoData, sla.CorrectExcluded:
		c.As = as
	case "":
		r.refuse(at, "as", "", "is missing")
	default:
		loss, err := sla.ParseLoss(text)
		if err != nil {
			r.refuse(at, "as", text, "want up, down, no-data, excluded or a loss from 0 to 1")
		}
		c.As, c.Loss = sla.CorrectLoss, loss
	}
	return c
}

// changes returns one change per service.
func changes(r *factReader) []sla.Change {
	if !r.only("time", "service", "id", "outcome") {
		return nil
	}
	c := sla.Change{Time: r.instant("time", true), ID: r.word("id"), Outcome: r.optional("outcome")}
	var list []sla.Change
	for _, service := range r.services() {
		c.Service = service
		list = append(list, c)
	}
	return list
}

// kindWord names one fact of a kind.
func kindWord(k Kind) string { return strings.TrimSuffix(string(k), "s") }

func takenReason(kind Kind, file string) string {
	if file == "" {
		return fmt.Sprintf("is the id of another %s in this file", kindWord(kind))
	}
	return fmt.Sprintf("is the id of another %s, from %s; facts are never edited, give this one its own id or add a correction",
		kindWord(kind), file)
}
