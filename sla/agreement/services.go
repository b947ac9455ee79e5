package agreement

import (
	"slices"
	"strings"

	"github.com/upledger/upledger/sla"
)

// service reads one service; its needs are checked when all are known.
func service(e entry) sla.Service {
	e.checkID()
	o := e.value.object("name", "monitors", "works_if", "vantages", "lost_if", "needs")
	s := sla.Service{
		ID:       e.key,
		Name:     optional(o, "name", text, e.key),
		Monitors: monitors(o.field("monitors")),
		Vantages: vantages(o.field("vantages")),
		Needs:    optional(o, "needs", words(text, asIs), nil),
	}
	members, of := len(s.Monitors), "monitors"
	if !o.has("monitors") {
		members, of = len(s.Needs), "needs"
	}
	s.WorksIf = combine(o.field("works_if"), sla.All, members, of)
	s.LostIf = combine(o.field("lost_if"), sla.Any, max(1, len(s.Vantages)), "vantages")
	return s
}

func asIs(s string) string { return s }

// monitors reads the probes of a service, sorted by name.
func monitors(n node) []sla.Monitor {
	var all []sla.Monitor
	for _, e := range n.entries() {
		e.checkName()
		o := e.value.object("interval", "max_gap", "confirm", "slow_after", "slow_loss", "weight")
		m := sla.Monitor{
			Name:      e.key,
			Interval:  required(o, "interval", interval),
			Confirm:   optional(o, "confirm", count(1), 1),
			SlowAfter: optional(o, "slow_after", limit, 0),
			SlowLoss:  optional(o, "slow_loss", loss, sla.NoLoss),
			Weight:    optional(o, "weight", weight, fullWeight),
		}
		m.MaxGap = optional(o, "max_gap", duration, 3*m.Interval)
		if m.MaxGap < m.Interval {
			gap, _ := scalarText(o.field("max_gap").tree)
			step, _ := scalarText(o.field("interval").tree)
			o.field("max_gap").problem("%s is less than the interval %s", gap, step)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b sla.Monitor) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// fullWeight is the weight of a member that names none: 1.
const fullWeight sla.Weight = 1_000_000

// vantages reads the places from which a service is probed, sorted by name.
func vantages(n node) []sla.Vantage {
	var all []sla.Vantage
	for _, e := range n.entries() {
		e.checkName()
		w, _ := weight(e.value)
		all = append(all, sla.Vantage{Name: e.key, Weight: w})
	}
	slices.SortFunc(all, func(a, b sla.Vantage) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// combine reads how members (so many, of the kind of) become one loss.
func combine(n node, def sla.CombineMode, members int, of string) sla.Combine {
	if n.tree == nil {
		return sla.Combine{Mode: def}
	}
	if !n.isMapping() {
		mode, ok := scalarText(n.tree)
		switch m := sla.CombineMode(mode); m {
		case sla.All, sla.Any, sla.Share:
			return sla.Combine{Mode: m}
		}
		if mode == string(sla.AtLeast) && ok {
			n.problem("at_least needs a number: want {at_least: 2}")
		} else {
			n.wrongKind("all, any, share or {at_least: 2}")
		}
		return sla.Combine{Mode: def}
	}
	o := n.object(string(sla.AtLeast))
	k := required(o, string(sla.AtLeast), count(1))
	if k > members {
		o.field(string(sla.AtLeast)).problem("%d is more than there are %s (%d)", k, of, members)
	}
	return sla.Combine{Mode: sla.AtLeast, K: k}
}

// checkNeeds reports needs that no service is, and services that need each
// other in a circle.
func checkNeeds(services map[string]sla.Service, entries []entry) {
	const (
		open = 1 + iota
		done
	)
	state := map[string]int{}
	nodes := map[string][]node{}
	for _, e := range entries {
		nodes[e.key] = e.value.lookup("needs").list()
	}
	var visit func(id string, path []string)
	visit = func(id string, path []string) {
		state[id] = open
		path = append(path, id)
		for _, n := range nodes[id] {
			needed, _ := scalarText(n.tree)
			switch _, known := services[needed]; {
			case needed == "":
			case !known:
				unknown(n, "service", needed, services)
			case state[needed] == open:
				circle := append(slices.Clone(path[slices.Index(path, needed):]), needed)
				n.problem("services need each other in a circle: %s", strings.Join(circle, " → "))
			case state[needed] == 0:
				visit(needed, path)
			}
		}
		state[id] = done
	}
	for _, e := range entries {
		if state[e.key] == 0 {
			visit(e.key, nil)
		}
	}
}

// withNeeds returns the services ids and all that they need.
func withNeeds(services map[string]sla.Service, ids []string) map[string]sla.Service {
	all := map[string]sla.Service{}
	for len(ids) > 0 {
		id := ids[0]
		ids = ids[1:]
		s, known := services[id]
		if _, seen := all[id]; seen || !known {
			continue
		}
		all[id] = s
		ids = append(ids, s.Needs...)
	}
	return all
}
