package report

import (
	"io"
	"testing"
)

// BenchmarkPDF writes worked example 1 with a trend of twelve months: three
// pages, five kinds of chart, the JSON attached.
func BenchmarkPDF(b *testing.B) {
	doc := withTrend(b, example1(b))
	b.ReportAllocs()
	for b.Loop() {
		if err := PDF(io.Discard, doc); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
