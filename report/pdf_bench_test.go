package report

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// BenchmarkPDF writes worked example 1 with a logo and a trend of twelve months:
// three pages, five kinds of chart, JSON and CSV attached. Run it with -cpu 1.
func BenchmarkPDF(b *testing.B) {
	doc := withTrend(b, example1(b))
	doc.Logo = picture(b, 640, 160)
	b.ReportAllocs()
	for b.Loop() {
		if err := PDF(io.Discard, doc); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkPDFByChromium prints the HTML report of the same document with
// headless Chromium: in a process for each report, and in one that stays.
func BenchmarkPDFByChromium(b *testing.B) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		b.Skip(err)
	}
	doc := withTrend(b, example1(b))
	write := func(b *testing.B, file string) {
		var out bytes.Buffer
		if err := HTML(&out, doc); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("process", func(b *testing.B) {
		dir := b.TempDir()
		file, pdf := filepath.Join(dir, "report.html"), filepath.Join(dir, "report.pdf")
		for b.Loop() {
			write(b, file)
			cmd := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+file)
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
	})
	b.Run("warm", func(b *testing.B) {
		ctx := inBrowser(b)
		file := filepath.Join(b.TempDir(), "report.html")
		for b.Loop() {
			write(b, file)
			print := chromedp.ActionFunc(func(ctx context.Context) error {
				_, _, err := page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
				return err
			})
			if err := chromedp.Run(ctx, chromedp.Navigate("file://"+file), print); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
	})
}

// inBrowser starts a browser that stays until the benchmark ends.
func inBrowser(b *testing.B) context.Context {
	b.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	b.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	b.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		b.Fatal(err)
	}
	return ctx
}

// BenchmarkPDFMemory writes 5,000 reports in each round and says what of the
// heap is in use after 100 of them and after all.
func BenchmarkPDFMemory(b *testing.B) {
	doc := withTrend(b, example1(b))
	for b.Loop() {
		b.ReportMetric(heapAfter(b, doc, 100), "MB-after-100")
		b.ReportMetric(heapAfter(b, doc, 4900), "MB-after-5000")
	}
}

// heapAfter writes n reports and returns the heap in use, in MB.
func heapAfter(t testing.TB, doc Document, n int) float64 {
	t.Helper()
	for range n {
		if err := PDF(io.Discard, doc); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.GC() // what pools hold is freed by the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// No report leaves anything behind: forty more need no more than ten did.
func TestPDFLeavesNothingBehind(t *testing.T) {
	doc := withTrend(t, example1(t))
	few := heapAfter(t, doc, 10)
	if many := heapAfter(t, doc, 40); many > few+1 {
		t.Errorf("%.1f MB after 50 reports, %.1f MB after 10", many, few)
	}
}
