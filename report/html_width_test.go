package report

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// No page scrolls sideways, from the smallest phone to a wide screen, whatever
// the names are.
func TestHTMLFitsEveryScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	dir := t.TempDir()
	i := 0
	all := cases(t)
	for _, name := range []string{"met", "breached", "many outages", "several objectives", "hostile " + hostileNames[0], "hostile " + hostileNames[1]} {
		doc := all[name]
		i++
		file := filepath.Join(dir, fmt.Sprintf("%d.html", i))
		if err := os.WriteFile(file, []byte(htmlOf(t, doc)), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{360, 390, 768, 1001, 1440} {
			var needs int64
			err := chromedp.Run(ctx,
				chromedp.EmulateViewport(width, 900),
				chromedp.Navigate("file://"+file),
				chromedp.Evaluate("document.documentElement.scrollWidth", &needs))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if needs > width {
				t.Errorf("%s: %d px wide on a screen of %d px", name, needs, width)
			}
		}
	}
}
