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

// BenchmarkHTMLFirstPicture opens a month of 300 outages in headless Chromium
// and says when the first picture stood there and when the last chart lived, in
// milliseconds since the page was asked for.
func BenchmarkHTMLFirstPicture(b *testing.B) {
	browser := browse(b)
	page := htmlOf(b, many(b, 300))
	builtScript(b)
	var picture, alive float64
	for b.Loop() {
		browser.open(page, 1280)
		times := eval[[]float64](browser, `new Promise(done => new PerformanceObserver(list => done(
			[list.getEntriesByName("first-contentful-paint")[0].startTime, Number(document.documentElement.dataset.alive)],
		)).observe({ type: "paint", buffered: true }))`)
		picture += times[0]
		alive += times[1]
	}
	browser.innocent("300 outages")
	b.ReportMetric(picture/float64(b.N), "ms-to-picture")
	b.ReportMetric(alive/float64(b.N), "ms-to-alive")
}
