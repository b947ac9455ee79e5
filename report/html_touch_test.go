package report

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// touch puts fingers on the middle of an element and moves each by its own way.
func (b *tab) touch(selector string, from, by [][2]float64) {
	b.Helper()
	b.run(chromedp.Evaluate(`document.querySelector("`+selector+`").scrollIntoView({ block: "center", behavior: "instant" })`, nil))
	b.settle()
	middle := eval[[]float64](b, `(r => [r.x + r.width / 2, r.y + 60])(document.querySelector("`+selector+`").getBoundingClientRect())`)
	fingers := func(share float64) []*input.TouchPoint {
		var list []*input.TouchPoint
		for i := range from {
			list = append(list, &input.TouchPoint{ID: float64(i + 1), X: middle[0] + from[i][0] + share*by[i][0], Y: middle[1] + from[i][1] + share*by[i][1]})
		}
		return list
	}
	b.run(input.DispatchTouchEvent(input.TouchStart, fingers(0)))
	for i := 1; i <= 10; i++ {
		b.run(input.DispatchTouchEvent(input.TouchMove, fingers(float64(i)/10)), chromedp.Sleep(20*time.Millisecond))
	}
	b.run(input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}))
	b.settle()
}

// settle waits until nothing scrolls any more.
func (b *tab) settle() {
	b.Helper()
	for still := 0; still < 3; {
		before := eval[float64](b, "scrollY")
		time.Sleep(150 * time.Millisecond)
		if still++; eval[float64](b, "scrollY") != before {
			still = 0
		}
	}
}

// On a phone one finger scrolls the page over every chart, and two enlarge the
// chronicle.
func TestHTMLOnATouchScreen(t *testing.T) {
	b := browse(t)
	b.run(chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
	builtScript(t)
	b.load(htmlOf(t, probed(t)))
	b.touch("#o-crm-chronicle .live", [][2]float64{{-20, 0}, {20, 0}}, [][2]float64{{-90, 0}, {90, 0}})
	within(t, "two fingers enlarge", func() bool {
		return eval[float64](b, `(d => (Date.parse(d.to) - Date.parse(d.from)) / 86400000)(document.querySelector("#o-crm-chronicle .live").dataset)`) < 20
	})
	one, upwards := [][2]float64{{0, 0}}, [][2]float64{{0, -150}}
	for _, chart := range []string{"#o-crm-chronicle .live", "[data-chart=trend] .live", ".days .scene.narrow"} {
		top := `document.querySelector("` + chart + `").getBoundingClientRect().top`
		b.run(chromedp.Evaluate(`document.querySelector("`+chart+`").scrollIntoView({ block: "center", behavior: "instant" })`, nil))
		before := eval[float64](b, top)
		b.touch(chart, one, upwards)
		if after := eval[float64](b, top); after > before-50 {
			t.Errorf("the page did not scroll over %s: it stands at %.0f, before at %.0f", chart, after, before)
		}
	}
	b.innocent("touch")
}
