package sla

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A member is one part of a combination.
type member struct {
	weight Weight
	line   timeline
}

// combineLost combines vantages: lost_if (section 4 of the model).
func combineLost(how Combine, members []member) timeline {
	switch how.Mode {
	case All:
		return combined(members, (*tally).least)
	case AtLeast:
		return combined(members, func(t *tally) Loss { return t.decided(len(members) - how.K) })
	case Share:
		return combined(members, (*tally).share)
	}
	return combined(members, (*tally).greatest)
}

// combineWorks combines monitors or needed services: works_if.
func combineWorks(how Combine, members []member) timeline {
	switch how.Mode {
	case Any:
		return combined(members, (*tally).least)
	case AtLeast:
		return combined(members, func(t *tally) Loss { return t.decided(how.K - 1) })
	case Share:
		return combined(members, (*tally).share)
	}
	return combined(members, (*tally).greatest)
}

// An edge is the start of a step of a member.
type edge struct {
	at     Instant
	member int32
	step   int32
}

// combined combines members instant by instant. Its time grows with the number
// of their steps, however many members there are: it keeps a tally of them and
// changes it at every edge.
func combined(members []member, combine func(*tally) Loss) timeline {
	var edges []edge
	for i, m := range members {
		for n, s := range m.line {
			edges = append(edges, edge{s.Start, int32(i), int32(n)})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	t := &tally{now: make([]value, len(members))}
	first := members[0].line
	end := first[len(first)-1].End
	line := make(timeline, 0, len(edges))
	for i := 0; i < len(edges); {
		at := edges[i].at
		for ; i < len(edges) && edges[i].at == at; i++ {
			e := edges[i]
			m := members[e.member]
			if e.step > 0 {
				t.add(t.now[e.member], -1, m.weight)
			}
			t.now[e.member] = m.line[e.step].value
			t.add(t.now[e.member], 1, m.weight)
		}
		until := end
		if i < len(edges) {
			until = edges[i].at
		}
		loss := combine(t)
		line = line.add(step{span.Between(at, until), value{loss: loss, why: t.evidence(loss)}})
	}
	return line
}

// A tally counts the members of a combination by what they say at an instant.
type tally struct {
	groups []group // by loss, then evidence; those without a member are left out
	now    []value // of every member
}

// A group is the members that say the same.
type group struct {
	loss    Loss
	why     Why
	members int
	weight  uint64
}

// add adds one member with the value v, or takes it away.
func (t *tally) add(v value, members int, w Weight) {
	i, found := slices.BinarySearchFunc(t.groups, v, func(g group, v value) int {
		return cmp.Or(cmp.Compare(g.loss, v.loss), cmp.Compare(g.why, v.why))
	})
	if !found {
		t.groups = slices.Insert(t.groups, i, group{loss: v.loss, why: v.why})
	}
	g := &t.groups[i]
	g.members += members
	g.weight += uint64(w) * uint64(members)
	if g.members == 0 {
		t.groups = slices.Delete(t.groups, i, i+1)
	}
}

// evidence names that of the first member with the given loss, else of the
// first with data.
func (t *tally) evidence(loss Loss) Why {
	why, several := t.only(func(g group) bool { return g.loss == loss })
	if why == "" && !several {
		why, several = t.only(func(g group) bool { return g.loss != UnknownLoss })
	}
	if !several {
		return why
	}
	for _, v := range t.now {
		if v.loss == loss {
			return v.why
		}
		if v.loss != UnknownLoss && why == "" {
			why = v.why
		}
	}
	return why
}

// only returns the evidence that all chosen groups name, "" if there is none or
// several.
func (t *tally) only(chosen func(group) bool) (why Why, several bool) {
	for _, g := range t.groups {
		if !chosen(g) {
			continue
		}
		if why != "" && why != g.why {
			return "", true
		}
		why = g.why
	}
	return why, false
}

// greatest returns the greatest known loss.
func (t *tally) greatest() Loss { return t.groups[len(t.groups)-1].loss }

// least returns the smallest known loss.
func (t *tally) least() Loss {
	for _, g := range t.groups {
		if g.loss != UnknownLoss {
			return g.loss
		}
	}
	return UnknownLoss
}

// decided returns the loss at a place in ascending order, if the unknown losses
// cannot change it.
func (t *tally) decided(place int) Loss {
	unknown := 0
	for _, g := range t.groups {
		if g.loss == UnknownLoss {
			unknown += g.members
		}
	}
	up, down := NoLoss, FullLoss // as all unknown members were
	if place >= unknown {
		up = t.ranked(place - unknown)
	}
	if place < len(t.now)-unknown {
		down = t.ranked(place)
	}
	if up != down {
		return UnknownLoss
	}
	return up
}

// ranked returns the loss at a place in the ascending order of the known ones.
func (t *tally) ranked(place int) Loss {
	for _, g := range t.groups {
		if g.loss == UnknownLoss {
			continue
		}
		if place -= g.members; place < 0 {
			return g.loss
		}
	}
	return FullLoss
}

// share returns the weighted mean of the known losses, rounded up, if those
// that are known hold more than half of the weight.
func (t *tally) share() Loss {
	var all, known, sumHi, sumLo uint64
	for _, g := range t.groups {
		all += g.weight
		if g.loss == UnknownLoss {
			continue
		}
		known += g.weight
		hi, lo := bits.Mul64(g.weight, uint64(g.loss))
		var carry uint64
		sumLo, carry = bits.Add64(sumLo, lo, 0)
		sumHi += hi + carry
	}
	if 2*known <= all {
		return UnknownLoss
	}
	q, r := bits.Div64(sumHi, sumLo, known)
	if r > 0 {
		q++
	}
	return Loss(q)
}
