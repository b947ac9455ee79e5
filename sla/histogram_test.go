package sla

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHistogramClassesFollowEachOther(t *testing.T) {
	next := Micros(0)
	for octave := range uint8(octaves) {
		for class := range classes {
			want := uint(octave)*classes + uint(class)
			if got := classOf(next); got != want {
				t.Fatalf("%d µs lies in class %d, want %d", next, got, want)
			}
			last := longest(octave, class)
			if got := classOf(last); got != want {
				t.Fatalf("%d µs lies in class %d, want %d", last, got, want)
			}
			next = last + 1
		}
	}
	if next != longestKnown+1 {
		t.Errorf("the classes end with %d µs, want %d", next-1, longestKnown)
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
		if got < want || got-want > 1+want/classes {
			t.Errorf("quantile %d ppm: %d µs, want %d or at most 1 + 1/%d more", q, got, want, classes)
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

func TestCountsAsHistogram(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var slow Histogram
	var fast Counts
	for range 20_000 {
		d := 1 + Micros(random.ExpFloat64()*500) // few classes, so that small counts run over
		slow.Add(d)
		fast.Add([]Class{ClassOf(d)})
	}
	for round, want := range []Histogram{slow, {}} {
		got := fast.Take()
		if got.N() != want.N() {
			t.Errorf("take %d: %d lengths, want %d", round, got.N(), want.N())
		}
		for q := int64(0); q <= 1_000_000; q += 10_000 {
			if g, w := got.Quantile(q), want.Quantile(q); g != w {
				t.Errorf("take %d: quantile %d ppm: %d µs, want %d", round, q, g, w)
			}
		}
	}
	slow.Add(1 << 50)
	if got := slow.Quantile(1_000_000); got != longestKnown {
		t.Errorf("a length beyond the classes counts as %d µs, want %d", got, longestKnown)
	}
}
