package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla"
)

// A box is where a word stands, in points from the top left corner.
type box struct {
	left, top, right, bottom float64
	word                     string
}

var bboxWord = regexp.MustCompile(`<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)`)

// boxes returns the words of every page.
func boxes(t testing.TB, data []byte) [][]box {
	var list [][]box
	for _, page := range strings.Split(tool(t, data, "pdftotext", "-bbox", "FILE", "-"), "<page ")[1:] {
		var words []box
		for _, m := range bboxWord.FindAllStringSubmatch(page, -1) {
			var at [4]float64
			for i := range at {
				at[i], _ = strconv.ParseFloat(m[i+1], 64)
			}
			words = append(words, box{at[0], at[1], at[2], at[3], m[5]})
		}
		list = append(list, words)
	}
	return list
}

// withinMargins checks that every word stands inside the margins: 17 mm at the
// sides, the letterhead at the top, the footer's line at the bottom; and that
// none runs into another.
func withinMargins(t testing.TB, what string, data []byte) {
	t.Helper()
	const bearing = 2 // points, of the boxes' sides
	for n, page := range boxes(t, data) {
		for _, b := range page {
			for _, c := range page {
				if b.left < c.left && c.left < b.right-bearing && b.top < c.bottom-bearing && c.top < b.bottom-bearing {
					t.Errorf("%.40q, page %d: %.40q runs into %.40q at %.0f, %.0f", what, n+1, b.word, c.word, c.left, c.top)
				}
			}
			if b.left < pageLeft*pointsPerMM-bearing || b.right > pageRight*pointsPerMM+bearing ||
				b.top < 13*pointsPerMM || b.bottom > 288*pointsPerMM {
				t.Errorf("%.40q, page %d: %.40q stands at %.1f, %.1f to %.1f, %.1f", what, n+1, b.word, b.left, b.top, b.right, b.bottom)
			}
		}
	}
}

// Whatever there is too much of, nothing leaves the page and nothing but the
// footer stands below the last line.
func TestPDFTextStaysInsideTheMargins(t *testing.T) {
	for what, doc := range map[string]Document{
		"300 outages": many(t, 300), "overload": overload(t), "four objectives": four(t), "quarter": quarter(t), "wholly lost": longDown(t),
	} {
		withinMargins(t, what, pdf(t, doc))
	}
	for _, name := range hostileNames {
		data := pdf(t, hostile(t, name))
		withinMargins(t, name, data)
		for n, page := range boxes(t, data) {
			for _, b := range page {
				if b.bottom > 281*pointsPerMM && b.top < 283*pointsPerMM {
					t.Errorf("%.40q, page %d: %.40q runs into the footer", name, n+1, b.word)
				}
			}
		}
	}
}

// Random names keep the margins, too.
func TestAnyNameKeepsTheMargins(t *testing.T) {
	names := rapid.StringOfN(rapid.RuneFrom([]rune("aW iß□漢א-_.…")), 1, 150, -1)
	doc := example1(t)
	for seed := range 20 {
		name := names.Example(seed)
		a := &doc.Result.Agreement
		a.Customer, a.Provider.Name = name, name
		a.Causes[0].Label = sla.Text{"": name}
		s := a.Services["crm"]
		s.Name = name
		a.Services["crm"] = s
		doc.Result.Incidents[0].Title = sla.Text{"": name}
		withinMargins(t, name, pdf(t, doc))
	}
}

// A text of 30 KB flows over as many pages as it fills, each under a repeated
// head, and no word of it is lost.
func TestPDFOfALongIncidentText(t *testing.T) {
	doc := example1(t)
	var words []string
	for i := range 5000 {
		words = append(words, fmt.Sprintf("w%04d", i))
	}
	text := strings.Join(words, " ") // 30 KB, no line of it at the same place
	doc.Result.Incidents[0].Summary = sla.Text{"": text}
	got := pages(t, pdf(t, doc))
	// 120 mm hold 10 words of 5 characters: 5 × 0.556 to 0.722 em and a space are
	// 10.7 mm at 9.5 pt. 500 lines of 4.8 mm on pages from 30 to 276 mm, 52 a
	// page, are 9 to 10 pages more than the 3 without it.
	if n := len(got); n < 12 || n > 14 {
		t.Errorf("%d pages, want about 13", n)
	}
	found := regexp.MustCompile(`w\d{4}`).FindAllString(strings.Join(got, "\n"), -1)
	if !slices.Equal(found, words) {
		t.Errorf("%d words are there in order, want %d", len(found), len(words))
	}
	for i, page := range got[2 : len(got)-2] {
		contains(t, page, "Fehler im Update", "Fortsetzung", fmt.Sprintf("Seite %d von %d", i+3, len(got)))
	}
}

// The logo of 6,000 × 50 pixels would be 0.5 mm high: the name stands for it.
// The file does not carry its pixels either.
func TestPDFOfAHugeLogo(t *testing.T) {
	doc := example1(t)
	plain := len(pdf(t, doc))
	doc.Logo = picture(t, 6000, 50)
	data := pdf(t, doc)
	withinMargins(t, "logo", data)
	check(t, "bytes", len(data), plain)
}

// A great logo is printed in as many pixels as print can show, and one with
// transparency on paper.
func TestPDFOfALogoWithTooManyPixels(t *testing.T) {
	doc := example1(t)
	doc.Logo = picture(t, 4000, 1000)
	data := pdf(t, doc)
	// 8 mm at 300 dpi are 94 pixels, 32 mm 377.
	contains(t, tool(t, data, "pdfimages", "-list", "FILE"), "image 377 94 rgb 3 8")
	doc.Logo = picture(t, 64, 16)
	contains(t, tool(t, pdf(t, doc), "pdfimages", "-list", "FILE"), "image 64 16 rgb 3 8")
}
