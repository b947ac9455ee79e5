package sla

import (
	"fmt"
	"math/bits"
)

// Valid reports whether a has a denominator.
func (a Availability) Valid() bool { return a.Denominator > 0 }

// Millionths returns a in millionths of a percent, rounded down: 100 000 000 is
// 100 %. Without a denominator it returns 0.
func (a Availability) Millionths() int64 {
	if !a.Valid() {
		return 0
	}
	return int64(mulDiv(uint64(max(0, a.Denominator-a.Lost)), 100*percentUnit, uint64(a.Denominator)))
}

// String returns a as a percentage with six decimals, rounded down, and "n/a"
// without a denominator.
func (a Availability) String() string {
	if !a.Valid() {
		return "n/a"
	}
	n := a.Millionths()
	return fmt.Sprintf("%d.%06d", n/percentUnit, n%percentUnit)
}

// Less reports whether a is worse than b. Both need a denominator.
func (a Availability) Less(b Availability) bool {
	// lost_a ÷ den_a > lost_b ÷ den_b, in 128 bits
	h1, l1 := bits.Mul64(uint64(a.Lost), uint64(b.Denominator))
	h2, l2 := bits.Mul64(uint64(b.Lost), uint64(a.Denominator))
	return h1 > h2 || h1 == h2 && l1 > l2
}

// budget returns (1 − target) × d, rounded down.
func budget(target Percent, d Micros) Micros {
	return Micros(mulDiv(uint64(100*percentUnit-target.Millionths()), uint64(d), 100*percentUnit))
}

// mulDiv returns a × b ÷ c, rounded down. The result must fit.
func mulDiv(a, b, c uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	q, _ := bits.Div64(hi, lo, c)
	return q
}
