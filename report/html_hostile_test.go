package report

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// attacks are texts that would do harm in HTML, in an attribute, in JSON, in
// SVG, in a script, in a style sheet or in a template, if they got there as they
// are.
var attacks = []string{
	`</script><script>alert(1)</script>`,
	`<!--<script>alert(1)//`,
	`<svg onload=alert(1)>`,
	`</title></desc></svg><img src=x onerror=alert(1)>`,
	`"><iframe src="https://example.com/"></iframe>`,
	`' onmouseover='alert(1)' autofocus onfocus='alert(1)' x='`,
	`]]><![CDATA[<script>alert(1)</script>`,
	`{{.}} {{"x" | printf}} ${alert(1)} #{alert(1)} <%= alert(1) %>`,
	`{b} {shown} {a|<b>x</b>} {@[0]}`,
	`javascript:alert(1)`,
	`</style><style>body{background:url(https://example.com/x)}`,
	`;}body{background:url(https://example.com/x)}`,
	"\u202eevil\u2066 \u2067x\u2069 \u200f\u061c",
	"\x00<b>\x00</b>\u2028alert(1)\u2029",
	`role:met`,
	`__proto__`,
	`&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#60;`,
}

// attacked is worked example 1 with a text wherever a text can stand.
func attacked(t testing.TB, text string) Document {
	a, f := september(t)
	id := "crm" + text
	a.ID, a.Customer, a.Provider.Name, a.Provider.Color = text, text, text, text
	a.Objectives[0].ID = id
	s := a.Services["crm"]
	s.Name = text
	s.Monitors = append([]sla.Monitor(nil), s.Monitors...)
	s.Vantages[0].Name = text
	a.Services["crm"] = s
	f.Series[0].Vantage = text
	a.Causes[0].Label = sla.Text{"": text}
	a.Causes[1].Label, a.Causes[1].Cause = nil, sla.Cause(text)
	for i := range f.Incidents {
		in := &f.Incidents[i]
		in.ID += text
		in.Title, in.Summary, in.Actions, in.Prevention = sla.Text{"": text}, sla.Text{"": text}, sla.Text{"": text}, sla.Text{"": text}
	}
	f.Incidents[1].Cause = sla.Cause(text)
	f.Maintenance[0].Title, f.Maintenance[0].ID = sla.Text{"": text}, text
	f.Inputs[0].File, f.Inputs[0].SHA256 = text, text
	doc := document(t, a, f, "2017-09", "2017-10-01 00:00:00")
	doc.Generator, doc.Policy, doc.PolicySHA256 = text, []byte(text), text
	return withTrend(t, doc)
}

// foreign counts what no text may bring into a page: scripts of its own,
// frames, pictures, handlers, addresses.
const foreign = `(() => {
	const all = [...document.querySelectorAll("*")];
	return [
		document.scripts.length - 2, document.styleSheets.length - 1,
		all.filter(e => /^(iframe|img|object|embed|link|base|form|foreignobject|image|use)$/i.test(e.localName)).length,
		all.filter(e => e.getAttributeNames().some(n => n.startsWith("on") || n === "style" && !e.closest(".live, .live-days"))).length,
		[...document.links].filter(a => !a.getAttribute("href").startsWith("#")).length,
	].join(" ");
})()`

// A text does no harm wherever it stands, neither in the page nor in what its
// script makes of it: no dialog, no request, no element, and every word of it is
// there to be read.
func TestHTMLIsNotMovedByTexts(t *testing.T) {
	b := browse(t)
	for _, text := range attacks {
		b.alive(attacked(t, text), 1280)
		check(t, text+": foreign things", eval[string](b, foreign), "0 0 0 0 0")
		b.run(chromedp.Click(`table.causes tbody tr:first-child button`, chromedp.ByQuery), chromedp.Focus(`.live-only .live`))
		said := ""
		for range 8 { // the outages, the checks that failed, the log
			b.run(chromedp.KeyEvent(kb.ArrowRight))
			said += b.lines(".live-only")
		}
		if want := strings.TrimSpace(words.Clean(text)); !strings.Contains(said, want) {
			t.Errorf("%q: the boxes say %q", text, said)
		}
		b.at(`.scene.desk .spot[data-key="2017-09-21"]`, 0.5, 50)
		b.run(chromedp.SendKeys(`input[type=search]`, "a"), chromedp.Click(`table.ledger th:nth-child(5) button`, chromedp.ByQuery))
		check(t, text+": foreign things, after use", eval[string](b, foreign), "0 0 0 0 0")
		name := eval[string](b, `document.querySelector(".meta dd").textContent`)
		check(t, "the customer", name, words.Clean(text))
		b.innocent(text)
	}
}
