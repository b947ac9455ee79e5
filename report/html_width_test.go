package report

import "testing"

// No page scrolls sideways, from the smallest phone to a wide screen, whatever
// the names are, with a script and without.
func TestHTMLFitsEveryScreen(t *testing.T) {
	b := browse(t)
	all := cases(t)
	for _, name := range []string{"met", "breached", "many outages", "several objectives", "hostile " + hostileNames[0], "hostile " + hostileNames[1]} {
		b.open(htmlOf(t, all[name]), 360)
		for _, width := range []int64{360, 390, 640, 641, 768, 1000, 1001, 1440} {
			b.resize(width)
			if needs := eval[int64](b, "document.documentElement.scrollWidth"); needs > width {
				t.Errorf("%s: %d px wide on a screen of %d px", name, needs, width)
			}
		}
		b.innocent(name)
	}
}
