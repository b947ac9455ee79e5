package report

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// print prints the page on A4, as a reader would.
func (b *tab) print() []byte {
	b.Helper()
	var data []byte
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		data, _, err = page.PrintToPDF().WithPaperWidth(8.27).WithPaperHeight(11.69).WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if dir := os.Getenv("UPLEDGER_PRINTED"); dir != "" { // to look at
		if err := os.WriteFile(dir+"/"+strings.ReplaceAll(b.Name(), "/", "-")+".pdf", data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return data
}

// missing returns the words that a page lacks, each as often as it is wanted.
func missing(page string, wanted []string) (lacking []string) {
	have := map[string]int{}
	for _, w := range strings.Fields(page) {
		have[w]++
	}
	for _, w := range wanted {
		if have[w]--; have[w] < 0 {
			lacking = append(lacking, w)
		}
	}
	return lacking
}

// paperWidth is A4 less the margins of the page, 186 mm, in CSS pixels.
const paperWidth = 703

// On paper every chart stands whole on one page: all its words are there. The
// static drawings are printed, living or not, and nothing to press.
func TestHTMLPrintsWholeCharts(t *testing.T) {
	for name, doc := range map[string]Document{"probed": probed(t), "quarter": quarter(t), "many outages": many(t, 120), "two": two(t)} {
		t.Run(name, func(t *testing.T) {
			b := browse(t)
			b.open(htmlOf(t, doc), 1280)
			b.run(emulation.SetEmulatedMedia().WithMedia("print"), chromedp.EmulateViewport(paperWidth, 1000))
			if needs := eval[int64](b, "document.documentElement.scrollWidth"); needs > paperWidth {
				t.Errorf("%d px wide on paper of %d px", needs, paperWidth)
			}
			charts := eval[[][]string](b, `[...document.querySelectorAll("svg.chart")].filter(s => s.checkVisibility() && s.querySelector("text"))
				.map(s => [...s.querySelectorAll("text")].flatMap(x => x.textContent.split(/\s+/)).filter(w => w))`)
			if len(charts) < 3 {
				t.Fatalf("%d charts are printed", len(charts))
			}
			check(t, "things to press", eval[int](b, `[...document.querySelectorAll("input, .btn, canvas, .box")].filter(e => e.checkVisibility()).length`), 0)
			sheets := pages(t, b.print())
			for _, words := range charts {
				least := words
				for _, sheet := range sheets {
					if lacking := missing(sheet, words); len(lacking) < len(least) {
						least = lacking
					}
				}
				if len(least) > 0 {
					t.Errorf("a chart is cut: the page with most of %q lacks %q", words, least)
				}
			}
			b.innocent(name)
		})
	}
}
