package sla

import (
	"math/bits"
	"slices"
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
		return sweepLosses(members, least)
	case AtLeast:
		return sweepLosses(members, func(l []Loss) Loss { return decided(l, func(l []Loss) Loss { return ranked(l, len(l)-how.K) }) })
	case Share:
		return sweepLosses(members, shareOf(members))
	}
	return sweepLosses(members, greatest)
}

// combineWorks combines monitors or needed services: works_if.
func combineWorks(how Combine, members []member) timeline {
	switch how.Mode {
	case Any:
		return sweepLosses(members, least)
	case AtLeast:
		return sweepLosses(members, func(l []Loss) Loss { return decided(l, func(l []Loss) Loss { return ranked(l, how.K-1) }) })
	case Share:
		return sweepLosses(members, shareOf(members))
	}
	return sweepLosses(members, greatest)
}

// sweepLosses sweeps members by their losses; the evidence named for a result
// is that of the first member with the same loss, else of the first with data.
func sweepLosses(members []member, combine func([]Loss) Loss) timeline {
	lines := make([]timeline, len(members))
	for i, m := range members {
		lines[i] = m.line
	}
	losses := make([]Loss, len(members))
	return sweep(lines, func(values []value) value {
		for i, v := range values {
			losses[i] = v.loss
		}
		result := combine(losses)
		return value{loss: result, why: evidenceFor(result, values)}
	})
}

func evidenceFor(loss Loss, values []value) Why {
	why := Why("")
	for _, v := range values {
		if v.loss == loss {
			return v.why
		}
		if v.loss != UnknownLoss && why == "" {
			why = v.why
		}
	}
	return why
}

// greatest returns the greatest known loss.
func greatest(losses []Loss) Loss { return slices.Max(losses) }

// least returns the smallest known loss.
func least(losses []Loss) Loss {
	low := UnknownLoss
	for _, l := range losses {
		if l != UnknownLoss && (low == UnknownLoss || l < low) {
			low = l
		}
	}
	return low
}

// ranked returns the loss at the given place in ascending order.
func ranked(losses []Loss, place int) Loss {
	sorted := slices.Clone(losses)
	slices.Sort(sorted)
	return sorted[place]
}

// decided returns what combine says if the unknown losses cannot change it.
func decided(losses []Loss, combine func([]Loss) Loss) Loss {
	fill := func(with Loss) []Loss {
		filled := slices.Clone(losses)
		for i, l := range filled {
			if l == UnknownLoss {
				filled[i] = with
			}
		}
		return filled
	}
	up, down := combine(fill(NoLoss)), combine(fill(FullLoss))
	if up != down {
		return UnknownLoss
	}
	return up
}

// shareOf returns the weighted mean of the known losses, rounded up, if those
// that are known hold more than half of the weight.
func shareOf(members []member) func([]Loss) Loss {
	return func(losses []Loss) Loss {
		var all, known, sumHi, sumLo uint64
		for i, l := range losses {
			w := uint64(members[i].weight)
			all += w
			if l == UnknownLoss {
				continue
			}
			known += w
			hi, lo := bits.Mul64(w, uint64(l))
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
}
