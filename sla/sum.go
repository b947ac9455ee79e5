package sla

import (
	"math/bits"
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A weighted is Σ loss × length in ppm·µs, exact in 128 bits.
type weighted struct{ hi, lo uint64 }

// plus returns w + loss × length.
func (w weighted) plus(loss Loss, length Micros) weighted {
	hi, lo := bits.Mul64(uint64(loss), uint64(length))
	lo, carry := bits.Add64(w.lo, lo, 0)
	hi, _ = bits.Add64(w.hi, hi, carry)
	return weighted{hi, lo}
}

// minus returns w − x, which must not be negative.
func (w weighted) minus(x weighted) weighted {
	lo, borrow := bits.Sub64(w.lo, x.lo, 0)
	hi, _ := bits.Sub64(w.hi, x.hi, borrow)
	return weighted{hi, lo}
}

// split returns w in microseconds, rounded down, and the rest in ppm·µs.
func (w weighted) split() (Micros, uint64) {
	q, r := bits.Div64(w.hi, w.lo, uint64(FullLoss))
	return Micros(q), r
}

// up returns w in microseconds, rounded up.
func (w weighted) up() Micros {
	q, r := w.split()
	if r > 0 {
		q++
	}
	return q
}

// A tape answers sums over any part of a ledger.
type tape struct {
	rows []Row
	lost []weighted // of the rows before the one of the same index; one more at the end
}

func newTape(rows []Row) *tape {
	t := &tape{rows, make([]weighted, len(rows)+1)}
	for i, r := range rows {
		t.lost[i+1] = t.lost[i].plus(r.Charged, r.Len())
	}
	return t
}

// upTo returns what was lost before i.
func (t *tape) upTo(i Instant) weighted {
	n, _ := slices.BinarySearchFunc(t.rows, i, func(r Row, i Instant) int {
		if r.End <= i {
			return -1
		}
		return 1
	})
	sum := t.lost[n]
	if n < len(t.rows) && t.rows[n].Start < i {
		sum = sum.plus(t.rows[n].Charged, i.Sub(t.rows[n].Start))
	}
	return sum
}

// lostIn returns what was lost in s. Rounding runs along the tape, so that the
// parts of a whole always add up to the whole.
func (t *tape) lostIn(s Span) Micros { return t.upTo(s.End).up() - t.upTo(s.Start).up() }

// in calls each for every row that overlaps s, cut to s.
func (t *tape) in(s Span, each func(Row)) {
	n, _ := slices.BinarySearchFunc(t.rows, s.Start, func(r Row, i Instant) int {
		if r.End <= i {
			return -1
		}
		return 1
	})
	for _, r := range t.rows[n:] {
		if r.Start >= s.End {
			return
		}
		r.Span = r.Cut(s)
		each(r)
	}
}

// sums adds up a ledger.
func (t *tape) sums(over Span) Sums {
	s := Sums{Period: over.Len(), Lost: t.lost[len(t.rows)].up()}
	t.in(over, func(r Row) {
		*s.label(r.Label) += r.Len()
		if r.Counted {
			s.Denominator += r.Len()
		}
	})
	return s
}

// label returns the sum of one label.
func (s *Sums) label(l Label) *Micros {
	switch l {
	case LabelOutOfHours:
		return &s.OutOfHours
	case LabelMaintenance:
		return &s.Maintenance
	case LabelExcluded:
		return &s.Excluded
	case LabelNoData:
		return &s.NoData
	case LabelDown:
		return &s.Down
	case LabelDegraded:
		return &s.Degraded
	}
	return &s.Up
}

// Remainder returns the part of the period that is in no label: always 0.
func (s Sums) Remainder() Micros {
	return s.Period - s.OutOfHours - s.Maintenance - s.Excluded - s.NoData - s.Up - s.Degraded - s.Down
}

// asSeen sums a ledger as users saw it: around the clock, nothing excused.
func asSeen(rows []Row) Availability {
	var lost weighted
	var a Availability
	for _, r := range rows {
		if r.Seen != UnknownLoss {
			lost = lost.plus(r.Seen, r.Len())
			a.Denominator += r.Len()
		}
	}
	a.Lost = lost.up()
	return a
}

// causeSums adds up the causes of a ledger. The rest of rounding goes to those
// with the largest remainder, so that the causes sum to total exactly.
func causeSums(rows []Row, total Micros, denominator Micros) []CauseSum {
	exact := map[Cause]weighted{}
	plain := map[Cause]Micros{}
	var all weighted
	for _, r := range rows {
		if r.Charged > NoLoss {
			exact[r.Cause] = exact[r.Cause].plus(r.Charged, r.Len())
			plain[r.Cause] += r.Len()
			all = all.plus(r.Charged, r.Len())
		}
	}
	var list []CauseSum
	rest := total
	for c, w := range exact {
		down, _ := w.split()
		without := Availability{all.minus(w).up(), denominator}
		list = append(list, CauseSum{Cause: c, Lost: down, Plain: plain[c], Without: without})
		rest -= down
	}
	slices.SortFunc(list, func(a, b CauseSum) int {
		_, ra := exact[a.Cause].split()
		_, rb := exact[b.Cause].split()
		return orderBy(int64(rb)-int64(ra), a.Cause, b.Cause)
	})
	for i := 0; rest > 0; i, rest = i+1, rest-1 {
		list[i].Lost++
	}
	slices.SortFunc(list, func(a, b CauseSum) int {
		return orderBy(int64(b.Lost-a.Lost), a.Cause, b.Cause)
	})
	return list
}

func orderBy(difference int64, a, b Cause) int {
	switch {
	case difference < 0:
		return -1
	case difference > 0:
		return 1
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// days sums the ledger per calendar day of the zone.
func (t *tape) days(p Period, over Span) []Day {
	var list []Day
	for d := dateOf(over.Start.Time().In(p.Zone)); ; d = d.Next(1) {
		s := span.Between(d.At(p.Zone), d.Next(1).At(p.Zone)).Cut(over)
		if s.Start >= over.End {
			return list
		}
		if s.Empty() {
			continue
		}
		day := Day{Span: s, Date: d.String(), Worst: NoLoss}
		day.Availability.Lost = t.lostIn(s)
		t.in(s, func(r Row) {
			if r.Counted {
				day.Availability.Denominator += r.Len()
			}
			if r.Label == LabelNoData {
				day.NoData += r.Len()
			}
			day.Worst = max(day.Worst, r.Charged)
		})
		list = append(list, day)
	}
}
