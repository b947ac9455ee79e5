package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/sla"
)

// htmlOf is the page with the script that is built in, if one is.
func htmlOf(t testing.TB, doc Document) string {
	t.Helper()
	return htmlWith(t, doc, HTMLOptions{})
}

// staticOf is the page without a script.
func staticOf(t testing.TB, doc Document) string {
	t.Helper()
	return htmlWith(t, doc, HTMLOptions{Static: true})
}

func htmlWith(t testing.TB, doc Document, o HTMLOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTMLWith(&b, doc, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// cases are the documents that every format has to cope with.
func cases(t testing.TB) map[string]Document {
	list := map[string]Document{
		"met": withTrend(t, example1(t)), "breached": example2(t), "calm": quiet(t), "no data": silent(t), "provisional": soFar(t),
		"undetermined": gappy(t), "many outages": many(t, 120), "several objectives": two(t), "quarter": quarter(t),
	}
	for _, name := range hostileNames {
		list["hostile "+name] = hostile(t, name)
	}
	return list
}

var (
	idPattern    = regexp.MustCompile(` id="([^"]*)"`)
	linkPattern  = regexp.MustCompile(` href="([^"]*)"`)
	stylePattern = regexp.MustCompile(`(?s)<style>(.*)</style>`)
	rowsPattern  = regexp.MustCompile(`(?s)<table.*?</table>`)
	outPattern   = regexp.MustCompile(`<a href="https?://[^"]*" rel="noopener noreferrer">`) // out of the incident log
	policyHash   = regexp.MustCompile(`style-src '(sha256-[^']+)'`)
)

// A static page needs nothing else and can do nothing: no script, no address,
// and its own policy allows only the style sheet that it has.
func TestHTMLIsSelfContained(t *testing.T) {
	for name, doc := range cases(t) {
		page := outPattern.ReplaceAllString(staticOf(t, doc), "<a>")
		for _, forbidden := range []string{"<script", `="http`, "url(", "@import", "<link", "<iframe", " style=", "script-src", "<b>\"x", "\x00", "\u202e", "ZgotmplZ", "%!"} {
			if strings.Contains(page, forbidden) {
				t.Errorf("%s: the page contains %q", name, forbidden)
			}
		}
		css := stylePattern.FindStringSubmatch(page)[1]
		sum := sha256.Sum256([]byte(css))
		want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
		if got := policyHash.FindStringSubmatch(html.UnescapeString(page)); got == nil || got[1] != want {
			t.Errorf("%s: policy allows %v, style sheet is %s", name, got, want)
		}
	}
}

func TestHTMLLinksLeadSomewhere(t *testing.T) {
	for name, doc := range cases(t) {
		page := htmlOf(t, doc)
		ids := map[string]bool{}
		for _, m := range idPattern.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: id %q is there twice", name, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range linkPattern.FindAllStringSubmatch(page, -1) {
			if strings.HasPrefix(m[1], "mailto:") && strings.Contains(page, `href="`+m[1]+`" rel="noopener noreferrer"`) {
				continue // out of the incident log
			}
			if !strings.HasPrefix(m[1], "#") || !ids[m[1][1:]] {
				t.Errorf("%s: link to %q leads nowhere", name, m[1])
			}
		}
	}
}

// What a screen reader needs: language, landmarks, one heading of the first
// level, names of pictures, heads of rows and columns.
func TestHTMLForReaders(t *testing.T) {
	for lang, doc := range map[string]Document{"de": example1(t), "en": example1(t)} {
		doc.Locale = lang
		page := htmlOf(t, doc)
		for _, want := range []string{`<html lang="` + lang + `">`, "<header>", "<main>", "<nav aria-label=", "<footer"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
		check(t, "h1", strings.Count(page, "<h1"), 1)
		for _, table := range rowsPattern.FindAllString(page, -1) {
			if !strings.Contains(table, `<th scope=`) {
				t.Errorf("%s: a table without heads: %.200s", lang, table)
			}
		}
		for _, svg := range regexp.MustCompile(`<svg [^>]*>.{7}`).FindAllString(page, -1) {
			if !strings.HasSuffix(svg, "<title>") && !strings.Contains(svg, "aria-hidden=") {
				t.Errorf("%s: a picture without a name: %s", lang, svg)
			}
		}
	}
}

// The page prints the figures of the model.
func TestHTMLSaysWhatTheModelSays(t *testing.T) {
	page := htmlOf(t, example1(t))
	for _, want := range []string{
		"99,928·%", "99,922·%", "99,933·%", "12·min_12·s", "31·min", "13·min_20·s", "239·h_46·min", "48,4·%", "100,0·%",
		"2.592.000·s", "1.860·s", "Kurz nach 14 Uhr", "Dazu steht nichts im Protokoll.", "checks.csv", "Erstellt mit upledger 0.1.0",
	} {
		if !strings.Contains(page, nb(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestHTMLEscapes(t *testing.T) {
	page := htmlOf(t, hostile(t, `</script><img src=x onerror=alert(1)> "q" & 'a'`))
	if strings.Contains(page, "<img") || !strings.Contains(page, "&lt;/script&gt;&lt;img src=x") {
		t.Error("a name got into the page as markup")
	}
}

func TestHTMLIsTheSameTwice(t *testing.T) {
	if first, second := htmlOf(t, two(t)), htmlOf(t, two(t)); first != second {
		t.Error("two pages of the same document differ")
	}
}

func TestHTMLTakesTheLogo(t *testing.T) {
	doc := example1(t)
	doc.Logo = []byte("\x89PNG\r\n\x1a\nrest")
	if page := htmlOf(t, doc); !strings.Contains(page, `<img src="data:image/png;base64,iVBORw0KGgpyZXN0" alt="MusterCRM GmbH">`) {
		t.Error("no logo")
	}
	doc.Logo = []byte("<svg onload=alert(1)>")
	if page := htmlOf(t, doc); strings.Contains(page, "<img") {
		t.Error("something that is no PNG or JPEG became a picture")
	}
}

// A result that nobody filled in is drawn, with nothing in it.
func TestHTMLOfZeroResult(t *testing.T) {
	doc := Document{Result: sla.Result{Agreement: sla.Agreement{Locale: "en"}, Objectives: []sla.ObjectiveResult{{}}}}
	if page := htmlOf(t, doc); !strings.Contains(page, "n/a") {
		t.Error("no n/a")
	}
	if !json.Valid(jsonOf(t, doc)) {
		t.Error("not JSON")
	}
}

func TestHTMLOfUnknownLanguage(t *testing.T) {
	doc := example1(t)
	doc.Locale = "fr"
	var b bytes.Buffer
	err := HTML(&b, doc)
	if err == nil || err.Error() != `report of agreement acme: language "fr": want one of de, en` || b.Len() > 0 {
		t.Errorf("error %v after %d bytes", err, b.Len())
	}
}

// The contrasts that the design promises: text 4.5, marks and lines of data 3,
// text inside filled shapes 4.5, in light and in dark.
func TestPaletteContrast(t *testing.T) {
	for theme := range 2 {
		paper := palette[chart.Paper][theme]
		for _, role := range []chart.Role{chart.Ink, chart.Muted, chart.Met, chart.Breached, chart.Undetermined, chart.Degraded, chart.Maintenance, chart.NoData, chart.Bar} {
			if c := contrast(palette[role][theme], paper); c < 4.5 {
				t.Errorf("%s in theme %d: contrast %.2f, want 4.5", role, theme, c)
			}
		}
		if c := contrast(palette[chart.Bar2][theme], paper); c < 3 {
			t.Errorf("bar2 in theme %d: contrast %.2f, want 3", theme, c)
		}
	}
}

func TestAccents(t *testing.T) {
	check(t, "good on paper", lightAccent("#0b6e4f"), "#0b6e4f")
	check(t, "yellow is ink", lightAccent("#ffee00"), palette[chart.Ink][0])
	check(t, "none is ink", lightAccent(""), palette[chart.Ink][0])
	for _, brand := range []string{"#0b6e4f", "#000000", "#00008b", "#ffffff", "#7f0000"} {
		if c := contrast(darkAccent(brand), palette[chart.Paper][1]); c < 4.5 {
			t.Errorf("%s in the dark is %s: contrast %.2f, want 4.5", brand, darkAccent(brand), c)
		}
	}
	for _, bad := range []string{"red", "#fff", "#12345g", "#1234567", "url(x)", ";}body{"} {
		check(t, bad, accent(bad), "")
	}
}
