package report

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// probed is worked example 1 with a year of months beside it and with checks
// that say how long they took: 100 a day, 90 of them 100 ms, 8 of 300 ms and 2
// of 900 ms; none on the 12th.
func probed(t testing.TB) Document {
	a, f := september(t)
	p := sla.Probing{Service: "crm", Monitor: "web", Vantage: "backbone"}
	for day := range 30 {
		d := sla.ProbingDay{Start: local(t, "2017-09-01 00:00:00").Add(sla.Micros(day) * 24 * span.Hour)}
		for i := range 100 {
			took := 100 * span.Second / 1000
			switch {
			case i >= 98:
				took = 900 * span.Second / 1000
			case i >= 90:
				took = 300 * span.Second / 1000
			}
			if d.Checks++; day != 11 {
				d.Latency.Add(took)
			}
		}
		p.Days = append(p.Days, d)
	}
	f.Probing = append(f.Probing, p)
	return withTrend(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))
}

// alive opens a page whose script has run.
func (b *tab) alive(doc Document, width int64) {
	b.Helper()
	builtScript(b)
	b.open(htmlOf(b, doc), width)
	if !eval[bool](b, `"alive" in document.documentElement.dataset`) {
		b.innocent("a page with a script")
		b.Fatal("the script of the page did not run to its end")
	}
}

// Every chart of the page is there, drawn and not blank, in light and dark.
func TestHTMLChartsAreAlive(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	drawn := eval[[]string](b, `[...document.querySelectorAll(".live")].map(live => {
		const c = live.querySelector("canvas");
		const seen = new Set(new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer));
		return live.getAttribute("aria-label") + (seen.size > 5 ? "" : ": blank");
	})`)
	want := "Verlorene Zeit mit Budget, Oktober 2016 bis September 2017|Antwortzeiten der Prüfungen je Tag|Verlauf"
	check(t, "living charts", strings.Join(drawn, "|"), want)
	pixels := `[...document.querySelectorAll(".live canvas")].map(c => c.toDataURL()).join()`
	light := eval[string](b, pixels)
	b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	within(t, "the charts follow the page into the dark", func() bool { return eval[string](b, pixels) != light })
	check(t, "static drawings in their place", eval[int](b, `[...document.querySelectorAll(".alive .scene")].filter(s => s.offsetParent).length`), 0)
	b.innocent("charts")
}

// within waits for what a browser does when it finds the time.
func within(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 50 {
		if done() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("not within 5 s: %s", what)
}

// lines are the words in the box beside what is pointed at; "" without one.
func (b *tab) lines(host string) string {
	b.Helper()
	return eval[string](b, `[...document.querySelectorAll("`+host+` .box:not([hidden]) p")].map(p => p.textContent).join("|")`)
}

// at moves the pointer to a share of the width and a pixel of the height of an
// element.
func (b *tab) at(selector string, share, y float64) {
	b.Helper()
	b.run(chromedp.ScrollIntoView(selector))
	place := eval[[]float64](b, `(() => { const r = document.querySelector('`+selector+`').getBoundingClientRect(); return [r.x, r.y, r.width]; })()`)
	b.run(chromedp.MouseEvent(input.MouseMoved, place[0]+place[2]*share, place[1]+y))
}

func TestHTMLTrendTellsItsMonths(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	b.at(`[data-chart=trend] .live`, 0.97, 100)
	check(t, "pointing at September", b.lines("[data-chart=trend]"),
		nb("September 2017|Verfügbarkeit: 99,928·%|verloren: 31·min|ohne Messdaten: –|Budget: 43·min_12·s|Urteil: Ziel erreicht"))
	b.run(chromedp.Focus(`[data-chart=trend] .live`), chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.ArrowRight))
	if got := b.lines("[data-chart=trend]"); !strings.HasPrefix(got, "Oktober 2016|") {
		t.Errorf("the first month by key: %q", got)
	}
	b.run(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.Escape))
	check(t, "after Escape", b.lines("[data-chart=trend]"), "")
	b.innocent("trend")
}

// Of 100 checks the 50th takes 100 ms, the 95th 300 ms and the 99th 900 ms, each
// known to its class: 100,000 ÷ 2^11 = 48.8, 300,000 ÷ 2^13 = 36.6 and 900,000 ÷
// 2^14 = 54.9, so that the classes end at 49 × 2^11 − 1 = 100,351, 37 × 2^13 − 1 =
// 303,103 and 55 × 2^14 − 1 = 901,119 µs.
func TestHTMLLatencyTellsItsDays(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	b.run(chromedp.Focus(`[data-chart=latency] .live`), chromedp.KeyEvent(kb.ArrowRight))
	check(t, "the first day", b.lines("[data-chart=latency]"), nb("Fr 01.09.|Median: 101·ms|95·%: 304·ms|99·%: 902·ms|Prüfungen: 100"))
	b.innocent("latency")
}

// The chronicle goes from the month down to ten minutes, by buttons and by keys,
// and tells the incident's words.
func TestHTMLChronicleZooms(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	shown := func() string {
		return eval[string](b, `(d => d.from.slice(0, 16) + " " + d.to.slice(0, 16))(document.querySelector("#o-crm-chronicle .live").dataset)`)
	}
	check(t, "at first", shown(), "2017-08-31T22:00 2017-09-30T22:00")
	check(t, "at first, in words", eval[string](b, `document.querySelector("#o-crm-chronicle .tools p").textContent`),
		"Fr, 1. September, 00:00 – Sa, 30. September, 24:00")
	press := func(n string) {
		b.run(chromedp.Click(`#o-crm-chronicle .tools button:nth-child(`+n+`)`, chromedp.ByQuery))
	}
	press("2")
	check(t, "closer", shown(), "2017-09-08T10:00 2017-09-23T10:00")
	check(t, "closer, in words", eval[string](b, `document.querySelector("#o-crm-chronicle .tools p").textContent`),
		"Fr, 8. September, 12:00 – Sa, 23. September, 12:00")
	for range 16 {
		press("2")
	}
	length := eval[float64](b, `(d => (Date.parse(d.to) - Date.parse(d.from)) / 60000)(document.querySelector("#o-crm-chronicle .live").dataset)`)
	check(t, "minutes at the closest", length, 10)
	press("1")
	check(t, "whole again", shown(), "2017-08-31T22:00 2017-09-30T22:00")
	b.run(chromedp.Focus(`#o-crm-chronicle .live`), chromedp.KeyEvent(kb.ArrowRight))
	if got := b.lines("#o-crm-chronicle"); !strings.HasPrefix(got, nb("Nr. 1, 15·min|Do 21.09., 14:05–14:20, 100·% der Nutzer|Fehler im Update|Kurz nach 14 Uhr spielten wir ein Update ein")) {
		t.Errorf("the first outage by key: %q", got)
	}
	b.innocent("chronicle")
}

// The pointer tells the incident's words; the wheel enlarges with the control
// key and scrolls the page without.
func TestHTMLChronicleAnswersToThePointer(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	live := `#o-crm-chronicle .live`
	b.run(chromedp.ScrollIntoView(live), chromedp.Evaluate(`document.querySelector('.scene.desk [data-key="2017-09-22"]').dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`, nil))
	width := eval[float64](b, `document.querySelector("`+live+`").clientWidth`)
	// 10:12 of the day, in the middle of an outage of 40 % of the users
	noon := (20 + (width-40)*(10+12.0/60)/24) / width
	b.at(live, noon, 60)
	want := nb("Nr. 3, 15·min|Fr 22.09., 10:05–10:20, 40·% der Nutzer|Rechenzentrum|Das Rechenzentrum verlor die Verbindung zu einem großen Zugangsnetz. Wer von dort kam, erreichte uns nicht.")
	check(t, "at the outage", b.lines("#o-crm-chronicle"), want)
	b.at(live, noon, 30)
	check(t, "above it, where other users were not hit", b.lines("#o-crm-chronicle"), "")
	hours := func() float64 {
		return eval[float64](b, `(d => (Date.parse(d.to) - Date.parse(d.from)) / 3600000)(document.querySelector("`+live+`").dataset)`)
	}
	wheel := func(held input.Modifier) {
		b.run(chromedp.ScrollIntoView(live))
		place := eval[[]float64](b, `(r => [r.x + r.width / 2, r.y + 40])(document.querySelector("`+live+`").getBoundingClientRect())`)
		b.run(input.DispatchMouseEvent(input.MouseWheel, place[0], place[1]).WithDeltaY(-200).WithModifiers(held), chromedp.Sleep(300*time.Millisecond))
	}
	check(t, "hours of a day", hours(), 24)
	said := `document.querySelector("#o-crm-chronicle .tools p").textContent`
	check(t, "in words", eval[string](b, said), "Fr, 22. September, 00:00–24:00")
	wheel(0)
	check(t, "hours after a turn of the wheel", hours(), 24)
	wheel(input.ModifierCtrl)
	within(t, "a turn with the control key enlarges", func() bool { return hours() < 24 })
	b.innocent("chronicle")
}

// A day answers to the pointer, to the keyboard and to a click, which opens it.
func TestHTMLDaysOpen(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	day := `.scene.desk .spot[data-key="2017-09-21"]`
	b.at(day, 0.5, 50)
	check(t, "pointing at the 21st", b.lines(".days .scene.desk"),
		nb("Do, 21. September|2 Ausfälle, 25·min verloren, an diesem Tag 98,263·% verfügbar"))
	check(t, "outline", eval[bool](b, `document.querySelector('`+day+`').classList.contains("on")`), true)
	over := eval[bool](b, `(() => { const a = document.querySelector('`+day+`').getBoundingClientRect();
		const c = document.querySelector(".days .scene.desk .box").getBoundingClientRect();
		return a.left < c.right && c.left < a.right && a.top < c.bottom && c.top < a.bottom; })()`)
	check(t, "the box lies over its day", over, false)
	b.run(chromedp.Focus(`.scene.desk a:has([data-key="2017-09-22"])`, chromedp.ByQuery))
	if got := b.lines(".days .scene.desk"); !strings.HasPrefix(got, "Fr, 22. September|") {
		t.Errorf("the box of a day in focus: %q", got)
	}
	b.run(chromedp.KeyEvent(kb.Enter))
	shown := eval[string](b, `(d => d.from + " " + d.to)(document.querySelector("#o-crm-chronicle .live").dataset)`)
	check(t, "the chronicle shows the 22nd", shown, "2017-09-21T22:00:00.000Z 2017-09-22T22:00:00.000Z")
	b.innocent("days")
}

func TestHTMLCausesFilterOutages(t *testing.T) {
	b := browse(t)
	b.alive(probed(t), 1280)
	rows := func() string {
		return eval[string](b, `[...document.querySelectorAll("table.outages tbody tr")].filter(r => !r.hidden).map(r => r.cells[0].textContent).join(" ")`)
	}
	check(t, "all", rows(), "1 2 3 Summe")
	b.run(chromedp.Click(`table.causes tbody tr:nth-child(5) button`, chromedp.ByQuery))
	check(t, "data centre", rows(), "3")
	check(t, "count", eval[string](b, `document.querySelector("table.outages").previousSibling.querySelector("p").textContent`), "1 von 3 Ausfällen")
	check(t, "pressed", eval[int](b, `document.querySelectorAll("[aria-pressed=true]").length`), 2) // the name and its button
	b.run(chromedp.Click(`div:has(> table.outages) .tools button:nth-child(2)`, chromedp.ByQuery))
	check(t, "deploy", rows(), "1")
	b.run(chromedp.Click(`div:has(> table.outages) .tools button:first-child`, chromedp.ByQuery))
	check(t, "all again", rows(), "1 2 3 Summe")
	b.innocent("causes")
}

func TestHTMLLedgerSearchesSortsAndCopies(t *testing.T) {
	b := browse(t)
	doc := probed(t)
	doc.Result.Agreement.Causes[0].Label = sla.Text{"": `=HYPERLINK("x"), "quoted"`}
	b.alive(doc, 1280)
	rows := func(column string) string {
		return eval[string](b, `[...document.querySelectorAll("table.ledger tbody tr")].filter(r => !r.hidden).map(r => r.cells[`+column+`].textContent).join("|")`)
	}
	b.run(chromedp.SendKeys(`input[type=search]`, "ausgefallen"))
	check(t, "found", rows("0"), "21.09. 14:05:00|21.09. 14:35:00")
	b.run(chromedp.Evaluate(`navigator.clipboard.writeText = async text => { globalThis.copied = text; }; 0`, nil),
		chromedp.Click(`//button[text()="Als CSV kopieren"]`))
	want := "Beginn,Ende,Sekunden,Zustand,Ursache\r\n" +
		"2017-09-21T14:05:00+02:00,2017-09-21T14:20:00+02:00,900,ausgefallen,\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\"\r\n" +
		"2017-09-21T14:35:00+02:00,2017-09-21T14:45:00+02:00,600,ausgefallen,nicht zugeordnet\r\n"
	check(t, "copied", eval[string](b, "copied"), want)
	// Where the browser refuses, the old way; it copies what is selected.
	b.run(chromedp.Evaluate(`navigator.clipboard.writeText = async () => { throw new Error("no"); };
			document.addEventListener("copy", () => { globalThis.selected = document.activeElement.value; }); 0`, nil),
		chromedp.Click(`//button[text()="Als CSV kopieren"]`))
	check(t, "copied in the old way", eval[string](b, "selected"), strings.ReplaceAll(want, "\r\n", "\n")) // a text area has no \r
	check(t, "said", eval[string](b, `document.querySelector("table.ledger").previousSibling.querySelector("p").textContent`), "kopiert")
	b.run(chromedp.Evaluate(`(i => { i.value = ""; i.dispatchEvent(new Event("input")); })(document.querySelector("input[type=search]"))`, nil))
	all := rows("2")
	head := `table.ledger th:nth-child(3) button`
	b.run(chromedp.Click(head, chromedp.ByQuery))
	check(t, "by length", rows("2"), nb("600·s|900·s|900·s|900·s|69.600·s|740.400·s|1.778.700·s|2.592.000·s"))
	b.run(chromedp.Click(head, chromedp.ByQuery))
	check(t, "longest first", rows("2"), nb("1.778.700·s|740.400·s|69.600·s|900·s|900·s|900·s|600·s|2.592.000·s"))
	b.run(chromedp.Click(head, chromedp.ByQuery))
	check(t, "as it was", rows("2"), all)
	b.innocent("ledger")
}
