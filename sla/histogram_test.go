package sla

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHistogramClassesFollowEachOther(t *testing.T) {
	next := Micros(0)
	for octave := range uint8(20) {
		for class := range classes {
			if o, c := classOf(next); o != octave || c != class {
				t.Fatalf("%d µs lies in octave %d class %d, want %d, %d", next, o, c, octave, class)
			}
			last := longest(octave, class)
			if o, c := classOf(last); o != octave || c != class {
				t.Fatalf("%d µs lies in octave %d class %d, want %d, %d", last, o, c, octave, class)
			}
			next = last + 1
		}
	}
}

func TestHistogramQuantilesAgainstSortedLengths(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var lengths []Micros
	var whole, half, other Histogram
	for i := range 10_000 {
		d := Micros(random.ExpFloat64() * 80_000)
		lengths = append(lengths, d)
		whole.Add(d)
		if i%2 == 0 {
			half.Add(d)
		} else {
			other.Add(d)
		}
	}
	half.Merge(&other)
	slices.Sort(lengths)
	for _, q := range []int64{1, 500_000, 900_000, 950_000, 990_000, 1_000_000} {
		rank := max((int64(len(lengths))*q+999_999)/1_000_000, 1)
		want, got := lengths[rank-1], whole.Quantile(q)
		if got < want || (got-want)*classes > want {
			t.Errorf("quantile %d ppm: %d µs, want %d or less than 1/%d more", q, got, want, classes)
		}
		if merged := half.Quantile(q); merged != got {
			t.Errorf("quantile %d ppm of two merged halves: %d, of the whole %d", q, merged, got)
		}
	}
	if n := half.N(); n != 10_000 {
		t.Errorf("counted %d lengths, want 10000", n)
	}
	if q := (&Histogram{}).Quantile(500_000); q != 0 {
		t.Errorf("an empty histogram has the median %d", q)
	}
}
