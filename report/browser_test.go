package report

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium returns the browser that draws pages, or skips the test.
func chromium(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("chromium is not installed")
	case err != nil:
		t.Skip("chromium is not installed")
	}
	return path
}

// builtScript skips a test that needs `make assets`, which needs npm.
func builtScript(t testing.TB) {
	t.Helper()
	s, err := builtIn()
	switch {
	case err != nil:
		t.Fatal(err)
	case !s.there() && os.Getenv("CI") == "true":
		t.Fatal("make assets has built no script")
	case !s.there():
		t.Skip("make assets has built no script")
	}
}

// A tab is a page in a real browser that remembers what no page may do: speak
// on the console, open a dialog, ask for anything but itself.
type tab struct {
	testing.TB
	ctx context.Context
	dir string
	n   int

	mu    sync.Mutex
	wrong []string
}

// browse starts a browser with one tab for as long as the test runs.
func browse(t testing.TB, more ...chromedp.ExecAllocatorOption) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	options = append(options, more...)
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{TB: t, ctx: ctx, dir: t.TempDir()}
	chromedp.ListenTarget(ctx, b.listen)
	b.run(network.Enable(), log.Enable())
	return b
}

func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value)+a.Description)
		}
		b.complain("console.%s: %s", e.Type, strings.Join(words, " "))
	case *runtime.EventExceptionThrown:
		b.complain("exception: %v", e.ExceptionDetails.Error())
	case *log.EventEntryAdded:
		if e.Entry.Source == log.SourceIntervention { // the browser's own advice, which depends on the moment
			return
		}
		b.complain("%s: %s", e.Entry.Source, e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		b.complain("dialog: %s", e.Message)
		go func() { _ = chromedp.Run(b.ctx, page.HandleJavaScriptDialog(false)) }()
	case *network.EventRequestWillBeSent:
		u := e.Request.URL
		if !strings.HasPrefix(u, "file://"+b.dir) && !strings.HasPrefix(u, "data:image/") && u != "about:blank" {
			b.complain("request: %.200s", u)
		}
	}
}

func (b *tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

func (b *tab) run(actions ...chromedp.Action) {
	b.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// open shows a page on a screen of so many CSS pixels.
func (b *tab) open(html string, width int64) {
	b.Helper()
	b.run(chromedp.EmulateViewport(width, 900))
	b.load(html)
}

// load shows a page on the screen as it is.
func (b *tab) load(html string) {
	b.Helper()
	b.n++
	file := filepath.Join(b.dir, fmt.Sprintf("%d.html", b.n))
	if err := os.WriteFile(file, []byte(html), 0o600); err != nil {
		b.Fatal(err)
	}
	address := url.URL{Scheme: "file", Path: file}
	b.run(chromedp.Navigate(address.String()))
}

// wrongs returns what the page did that no page may do, since the last call.
func (b *tab) wrongs() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	wrong := b.wrong
	b.wrong = nil
	return wrong
}

// innocent fails if the page did what no page may do.
func (b *tab) innocent(what string) {
	b.Helper()
	for _, w := range b.wrongs() {
		b.Errorf("%s: %s", what, w)
	}
}

// eval runs a script in the page, waits for it and returns what it gives.
func eval[T any](b *tab, script string) T {
	b.Helper()
	var value T
	b.run(chromedp.Evaluate(script, &value, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return value
}

// resize changes the screen and waits until the page has followed.
func (b *tab) resize(width int64) {
	b.Helper()
	b.run(chromedp.EmulateViewport(width, 900))
	eval[int](b, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")
}
