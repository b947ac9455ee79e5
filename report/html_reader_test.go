package report

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axe returns the script that looks for what keeps people out of a page.
func axe(t testing.TB) string {
	t.Helper()
	script, err := os.ReadFile("page/node_modules/axe-core/axe.min.js")
	switch {
	case errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "true":
		t.Fatal("axe-core is not installed: make assets")
	case errors.Is(err, fs.ErrNotExist):
		t.Skip("axe-core is not installed: make assets")
	case err != nil:
		t.Fatal(err)
	}
	return string(script)
}

// A barrier is something that axe found.
type barrier struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML string }
}

// barriers returns what axe finds in the page.
func (b *tab) barriers(script string) []barrier {
	b.Helper()
	b.run(chromedp.Evaluate(script+";0", nil))
	found := eval[string](b, `axe.run({resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`)
	var list []barrier
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		b.Fatal(err)
	}
	return list
}

// Nothing that axe-core calls serious or critical, with a script and without,
// wide and narrow, light and dark. What it calls less is logged.
func TestHTMLKeepsNobodyOut(t *testing.T) {
	script := axe(t)
	b := browse(t)
	docs := cases(t)
	look := func(name, page string, width int64, scheme string) {
		b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
		b.open(page, width)
		for _, x := range b.barriers(script) {
			report := t.Logf
			if x.Impact == "serious" || x.Impact == "critical" {
				report = t.Errorf
			}
			report("%s, %d px, %s: %s: %s (%s), %d times, first %.300s", name, width, scheme, x.Impact, x.Help, x.ID, len(x.Nodes), x.Nodes[0].HTML)
		}
		b.innocent(name)
	}
	look("probed, static", staticOf(t, probed(t)), 1280, "light")
	look("several objectives, static", staticOf(t, docs["several objectives"]), 390, "dark")
	look("probed", htmlOf(t, probed(t)), 1280, "light")
	look("probed", htmlOf(t, probed(t)), 1280, "dark")
	look("probed", htmlOf(t, probed(t)), 768, "light")
	look("probed", htmlOf(t, probed(t)), 390, "dark")
	for _, name := range []string{"breached", "no data", "undetermined", "several objectives", "many outages"} {
		look(name, htmlOf(t, docs[name]), 1280, "light")
	}
}
