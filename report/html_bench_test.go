package report

import (
	"io"
	"testing"
)

// BenchmarkHTML writes worked example 1 with a year of months beside it, with
// and without a script, and a month of 300 outages. Reports per second are those
// of one core.
func BenchmarkHTML(b *testing.B) {
	for _, c := range []struct {
		name    string
		doc     Document
		options HTMLOptions
	}{
		{"static", withTrend(b, example1(b)), HTMLOptions{Static: true}},
		{"alive", withTrend(b, example1(b)), HTMLOptions{}},
		{"static-300-outages", many(b, 300), HTMLOptions{Static: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := HTMLWith(io.Discard, c.doc, c.options); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}
