package report

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

// What the digest of a script is was worked out with openssl: printf 'let a=1\n'
// | openssl dgst -sha256 -binary | base64.
const (
	letScript = "let a=1\r\n"
	letDigest = "sha256-n+vAalMnHqPdDGavF6uKZzpk9T6lYY9iRtl2KxGRVCU="
)

// A script that is passed in runs, and no other: its digest stands in the
// policy, of the text as a browser reads it.
func TestHTMLTakesAScript(t *testing.T) {
	page := htmlWith(t, example1(t), HTMLOptions{Script: []byte(letScript)})
	if !strings.Contains(page, "<script>let a=1\n</script>") {
		t.Error("the script is not in the page")
	}
	if policy := html.UnescapeString(page); !strings.Contains(policy, "; script-src '"+letDigest+"'\"") {
		t.Errorf("the policy does not allow just this script: %s", policyHash.FindString(policy))
	}
	if !strings.Contains(page, `<script type="application/json" id="upledger">{`) {
		t.Error("the script gets no data")
	}
}

func TestHTMLTakesTheAddressOfAScript(t *testing.T) {
	digest := "sha384-" + strings.Repeat("A", 64)
	page := htmlWith(t, example1(t), HTMLOptions{ScriptURL: "https://example.com/charts.js?a=1&b=2", ScriptIntegrity: digest})
	if !strings.Contains(page, `<script src="https://example.com/charts.js?a=1&amp;b=2" integrity="`+digest+`" crossorigin="anonymous"></script>`) {
		t.Error("the script is not in the page")
	}
	if !strings.Contains(html.UnescapeString(page), "; script-src '"+digest+"' https://example.com\"") {
		t.Error("the policy does not allow it")
	}
}

func TestHTMLRefusesScripts(t *testing.T) {
	digest := "sha384-" + strings.Repeat("A", 64)
	for _, c := range []struct {
		options HTMLOptions
		want    string
	}{
		{HTMLOptions{Script: []byte("x='</SCRIPT>'")}, `the script contains "</script", which would end it inside a page`},
		{HTMLOptions{Script: []byte("x='<!--'")}, `the script contains "<!--", which would end it inside a page`},
		{HTMLOptions{ScriptURL: "http://example.com/a.js", ScriptIntegrity: digest}, `script "http://example.com/a.js": want an https address`},
		{HTMLOptions{ScriptURL: "https://u:p@example.com/a.js", ScriptIntegrity: digest}, `script "https://u:p@example.com/a.js": want an https address`},
		{HTMLOptions{ScriptURL: "javascript:alert(1)", ScriptIntegrity: digest}, `script "javascript:alert(1)": want an https address`},
		{HTMLOptions{ScriptURL: "https://example.com/a.js"},
			`integrity "" of the script: want sha256-, sha384- or sha512- and the digest in base64`},
		{HTMLOptions{ScriptURL: "https://example.com/a.js", ScriptIntegrity: "sha384-x' 'unsafe-inline"},
			`integrity "sha384-x' 'unsafe-inline" of the script: want sha256-, sha384- or sha512- and the digest in base64`},
	} {
		var b bytes.Buffer
		err := HTMLWith(&b, example1(t), c.options)
		if want := "report of agreement acme: " + c.want; err == nil || err.Error() != want || b.Len() > 0 {
			t.Errorf("error %v after %d bytes, want %s", err, b.Len(), want)
		}
	}
}

// The licences of what the built-in script contains travel in the page, and so
// does the notice of Apache ECharts.
func TestHTMLCarriesLicences(t *testing.T) {
	builtScript(t)
	page := htmlOf(t, example1(t))
	for _, want := range []string{"Apache License", "Copyright 2017-", "The Apache Software Foundation", "Baidu Inc.", "Mike Bostock", "Microsoft Corporation"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// What mail takes without a thought, and what a static page needs.
func TestHTMLSizes(t *testing.T) {
	if n := len(staticOf(t, probed(t))); n > 150_000 {
		t.Errorf("the static page has %d bytes, want at most 150,000", n)
	}
	builtScript(t)
	for name, doc := range map[string]Document{"worked example": probed(t), "300 outages": many(t, 300)} {
		if n := len(htmlOf(t, doc)); n > 1_300_000 {
			t.Errorf("%s: the page has %d bytes, want at most 1,300,000", name, n)
		}
	}
}

// A page with the address of its script runs it, asks for nothing else, and
// refuses one that is not what was promised.
func TestHTMLRunsAScriptFromItsAddress(t *testing.T) {
	builtScript(t)
	text, err := pageScripts.ReadFile("page/dist/charts.js")
	if err != nil {
		t.Fatal(err)
	}
	var served atomic.Pointer[[]byte]
	served.Store(&text)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(*served.Load())
	}))
	t.Cleanup(server.Close)
	sum := sha512.Sum384(text)
	page := htmlWith(t, probed(t), HTMLOptions{ScriptURL: server.URL + "/charts.js", ScriptIntegrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:])})
	b := browse(t, chromedp.Flag("ignore-certificate-errors", true))
	alive := `"alive" in document.documentElement.dataset`
	b.open(page, 1280)
	check(t, "alive", eval[bool](b, alive), true)
	check(t, "what it did", strings.Join(b.wrongs(), "|"), "request: "+server.URL+"/charts.js")
	other := append([]byte("alert(1);"), text...)
	served.Store(&other)
	b.open(page, 1280)
	check(t, "alive with another script", eval[bool](b, alive), false)
	if said := strings.Join(b.wrongs(), "|"); !strings.Contains(said, "integrity") || strings.Contains(said, "dialog") {
		t.Errorf("with another script: %s", said)
	}
}

// The lock file says what is installed, not where from.
func TestLockFileNamesNoRegistry(t *testing.T) {
	lock, err := os.ReadFile("page/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lock), "://") || strings.Contains(string(lock), `"resolved"`) {
		t.Error("the lock file holds addresses: npm install with page/.npmrc")
	}
}

// A part of the script that fails leaves the drawing that it was to replace, and
// the rest lives on.
func TestHTMLOutlivesAFailure(t *testing.T) {
	builtScript(t)
	b := browse(t)
	page := htmlOf(t, probed(t))
	broken := strings.Replace(page, `"place":"trend","title"`, `"place":"trend","option":{},"was":"","title"`, 1)
	broken = strings.Replace(broken, `"option":{"animation":false`, `"other":{"animation":false`, 1)
	if broken == page {
		t.Fatal("nothing was broken")
	}
	b.open(broken, 1280)
	check(t, "alive", eval[bool](b, `"alive" in document.documentElement.dataset`), true)
	check(t, "living charts", eval[int](b, `document.querySelectorAll(".live").length`), 2)
	check(t, "drawings of the trend", eval[int](b, `[...document.querySelectorAll("[data-chart=trend] .scene")].filter(s => s.checkVisibility()).length`), 1)
	if said := b.wrongs(); len(said) != 1 || !strings.Contains(said[0], "console.error") {
		t.Errorf("the page said %q, want one error on the console", said)
	}
}
