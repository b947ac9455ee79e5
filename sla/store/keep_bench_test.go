package store

import (
	"context"
	"testing"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// BenchmarkStats counts a fleet, with its gaps, and BenchmarkPrune says what the
// first half of its time holds, and takes it out: of a store that is made anew.
func BenchmarkStats(b *testing.B) {
	db := benchFleet().open(b, false)
	for b.Loop() {
		s, err := db.Stats(context.Background(), nil)
		if err != nil || len(s.Series) == 0 {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrune(b *testing.B) {
	f := benchFleet()
	half := benchStart.Add(sla.Micros(f.days) * 12 * span.Hour)
	b.Run("dry", func(b *testing.B) {
		db := f.open(b, false)
		for b.Loop() {
			if p, err := db.Prune(context.Background(), Cut{Before: half, DryRun: true}); err != nil || p.Rows == 0 {
				b.Fatal(p.Rows, err)
			}
		}
	})
	b.Run("half", func(b *testing.B) {
		b.Setenv("UPLEDGER_BENCH_DIR", "")
		for b.Loop() {
			b.StopTimer()
			db := f.open(b, false)
			b.StartTimer()
			if p, err := db.Prune(context.Background(), Cut{Before: half}); err != nil || p.Rows == 0 {
				b.Fatal(p.Rows, err)
			}
		}
	})
}
