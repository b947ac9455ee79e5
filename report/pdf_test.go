package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/sla"
)

// pdf writes doc and returns the bytes.
func pdf(t testing.TB, doc Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := PDF(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a program over a PDF and returns what it prints. Where the program
// is missing the test is skipped, but never in CI.
func tool(t testing.TB, data []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s: %v", name, err)
		}
		t.Skipf("%s: %v", name, err)
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// pages returns the text of each page, with plain spaces.
func pages(t testing.TB, data []byte) []string {
	t.Helper()
	text := tool(t, data, "pdftotext", "-layout", "FILE", "-")
	text = strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)
	return strings.Split(strings.TrimSuffix(text, "\f"), "\f")
}

// contains looks for texts, runs of spaces being one space.
func contains(t testing.TB, page string, want ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(page), " ")
	for _, w := range want {
		if !strings.Contains(flat, w) {
			t.Errorf("no %q in:\n%s", w, page)
		}
	}
}

func TestPDFSaysWhatTheModelSays(t *testing.T) {
	got := pages(t, pdf(t, withTrend(t, example1(t))))
	if len(got) != 3 {
		t.Fatalf("%d pages, want 3", len(got))
	}
	contains(t, got[0], "Ziel erreicht", "99,928 %", "99,922 %", "99,933 %", "verbraucht 31 min", "übrig 12 min 12 s", "Budget 43 min 12 s",
		"13 min 20 s", "239 h 46 min", "Fehler im Update", "nicht zugeordnet", "48,4 %", "32,3 %", "19,3 %", "100,0 %", "99,869", "Seite 1 von 3")
	contains(t, got[1], "Was geschah", "Do, 21. September", "Fr, 22. September", "14:05:00 14:20:00 15 min 100 % 15 min", "10:05:00 10:20:00 15 min 40 % 6 min",
		"Summe 40 min 31 min", "Störung 2017-09-22-uplink", "Warum es nicht wieder geschieht. Dazu steht nichts im Protokoll.", "Seite 2 von 3")
	contains(t, got[2], "Wie gerechnet wurde", "Kalenderzeit 720 h 2.592.000 s", "davon ausgefallen 25 min 1.500 s", "Rest, in keiner Zeile enthalten 0",
		"1.860 s", "ea894b9cecf8d1f1143e93276e5367cc151d0e1e4403b9e32efddec7bfa44869", "Erstellt mit upledger 0.1.0", "Seite 3 von 3")
}

func TestPDFBreached(t *testing.T) {
	got := pages(t, pdf(t, example2(t)))
	contains(t, got[0], "Ziel verfehlt", "99,753 %", "überzogen um 18 min 24 s", "Budget 12 min 36 s", "Mo–Fr, 8–18 Uhr")
}

func TestPDFInEnglish(t *testing.T) {
	doc := example1(t)
	doc.Locale = "en"
	got := pages(t, pdf(t, doc))
	contains(t, got[0], "Target met", "99.928%", "Availability report", "Page 1 of 3")
	contains(t, got[1], "What happened", "Deploy error")
	contains(t, got[2], "2,592,000 s")
}

func TestPDFOfEmptyStates(t *testing.T) {
	got := pages(t, pdf(t, quiet(t)))
	if len(got) != 2 {
		t.Errorf("no outage: %d pages, want 2: statement and calculation", len(got))
	}
	contains(t, got[0], "verbraucht 0 s", "Keine Ursachen: Es gab keinen Ausfall.", "n/a")
	contains(t, got[1], "Wie gerechnet wurde")

	got = pages(t, pdf(t, silent(t)))
	contains(t, got[0], "Keine Daten", "n/a", "Ohne Daten kein Budget.", "99,9 %")

	got = pages(t, pdf(t, soFar(t)))
	contains(t, got[0], "Vorläufig erreicht", "Bis 22. September 2017, 12:00 Uhr,", "Vorläufig: Der Zeitraum ist noch nicht zu Ende.")

	got = pages(t, pdf(t, gappy(t)))
	contains(t, got[0], "Erreicht, nicht belegt", "Grund: Lücken in der Messung. Die Gutschrift richtet sich nach dem", "Es wurde kein Ausfall gemessen.")
	contains(t, got[1], "entschuldigte Wartung 10 min 600 s", "ohne Messdaten 16 h 58 min")
}

func TestPDFOfManyOutagesRepeatsTheHead(t *testing.T) {
	got := pages(t, pdf(t, many(t, 300)))
	rows := 0
	for i, page := range got {
		table := regexp.MustCompile(`(?m)^(.*\s)?\d+\s+(Mo|Di|Mi|Do|Fr|Sa|So) \d\d\.\d\d\.\s+\d\d:`).FindAllString(page, -1)
		rows += len(table)
		if len(table) > 0 {
			contains(t, page, "Nr. Tag Beginn Ende Dauer Nutzer verloren Ursache")
		}
		if len(table) > 0 && i > 1 {
			contains(t, page, "Fortsetzung")
		}
		contains(t, page, fmt.Sprintf("Seite %d von %d", i+1, len(got)))
	}
	if rows != 300 {
		t.Errorf("%d rows of outages, want 300", rows)
	}
}

func TestPDFOfSeveralObjectivesBeginsWithASummary(t *testing.T) {
	got := pages(t, pdf(t, two(t)))
	if len(got) != 7 {
		t.Errorf("%d pages, want 1 + 3 + 3", len(got))
	}
	contains(t, got[0], "1 von 2 Zielen erreicht", "−18 min 24 s", "12 min 12 s")
	contains(t, got[1], "Ziel verfehlt")
	contains(t, got[4], "Ziel erreicht")
}

// Four objectives for one service say once what they share: a summary, three
// pages for the first and two for each of the others, and one for the checksums.
func TestPDFOfSeveralObjectivesSharesPages(t *testing.T) {
	got := pages(t, pdf(t, four(t)))
	if len(got) != 11 {
		t.Errorf("%d pages, want 1 + 3 + 3 × 2 + 1", len(got))
	}
	all := strings.Join(got, "\n")
	for once, want := range map[string]int{"Der übliche Rückweg auf die vorige Version": 1, "Prüfung backbone": 2, "verfügbare Zeit ÷ Ausfälle": 4, "zwischen zwei Prüfungen ist der": 1} {
		if n := strings.Count(all, once); n != want {
			t.Errorf("%q stands there %d times, want %d", once, n, want)
		}
	}
	contains(t, got[5], "Do, 21. September Seite 3", "Rechenzentrum ohne Anbindung Seite 3", "im Übrigen wie bei MusterCRM (crm-office-strict), Seite 4")
}

// Where the log and the probes say different things, the days are drawn twice.
func TestPDFDrawsWhatDiffers(t *testing.T) {
	a, f := september(t)
	second := a.Objectives[0]
	second.ID, second.Evidence = "crm-log", sla.Incidents
	a.Objectives = append(a.Objectives, second)
	all := strings.Join(pages(t, pdf(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))), "\n")
	if n := strings.Count(all, "Do, 21. September"); n != 2 {
		t.Errorf("the 21st is named %d times, want to be drawn for each", n)
	}
	if regexp.MustCompile(`Do, 21\. September +Seite`).MatchString(all) {
		t.Error("the 21st of the log is said to stand on another page")
	}
}

func TestPDFIsTheSameTwice(t *testing.T) {
	doc := withTrend(t, example1(t))
	if !bytes.Equal(pdf(t, doc), pdf(t, doc)) {
		t.Error("the same document gives other bytes")
	}
}

func TestPDFIsSound(t *testing.T) {
	for name, doc := range map[string]Document{"met": example1(t), "300 outages": many(t, 300), "quarter": quarter(t)} {
		data := pdf(t, doc)
		tool(t, data, "qpdf", "--check", "FILE")
		for _, line := range strings.Split(strings.TrimSpace(tool(t, data, "pdffonts", "FILE")), "\n")[2:] {
			if !regexp.MustCompile(`liberationsans.*\syes \w+ +yes\s`).MatchString(line) {
				t.Errorf("%s: not embedded Liberation Sans with Unicode: %s", name, line)
			}
		}
		info := tool(t, data, "pdfinfo", "FILE")
		contains(t, info, "Page size: 595.28 x 841.89 pts (A4)", "Author: MusterCRM GmbH", "Creator: upledger 0.1.0")
	}
}

// Whatever stands in a name, the document is written, whole and sound.
func TestPDFOfHostileNames(t *testing.T) {
	for _, name := range hostileNames {
		data := pdf(t, hostile(t, name))
		tool(t, data, "qpdf", "--check", "FILE")
		if got := pages(t, data); !strings.Contains(got[0], "99,928") {
			t.Errorf("%q: the figure is gone:\n%s", name, got[0])
		}
	}
}

func TestPDFShowsWhatTheFontLacks(t *testing.T) {
	got := pages(t, pdf(t, hostile(t, "A🚒B")))
	contains(t, got[0], "A□B")
	contains(t, strings.Join(got, ""), "□ steht für ein Zeichen, das die Schrift nicht enthält.")
	for _, page := range pages(t, pdf(t, example1(t))) {
		if strings.Contains(page, "□") {
			t.Error("a box where every character is in the font")
		}
	}
}

// picture is a logo of w × h pixels.
func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		img.Set(x, h/2, color.NRGBA{11, 110, 79, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPDFTakesTheLogo(t *testing.T) {
	for _, c := range []struct {
		what   string
		logo   []byte
		inType bool // the provider's name stands in type instead
	}{
		{"square", picture(t, 64, 64), false},
		{"6000 × 50 would be 0.5 mm high", picture(t, 6000, 50), true},
		{"not a picture", []byte("<svg/>"), true},
		{"cut off", picture(t, 64, 64)[:60], true},
	} {
		doc := example1(t)
		doc.Logo = c.logo
		data := pdf(t, doc)
		tool(t, data, "qpdf", "--check", "FILE")
		first := strings.SplitN(pages(t, data)[0], "Kunde", 2)[0]
		if got := strings.Contains(first, "MusterCRM GmbH"); got != c.inType {
			t.Errorf("%s: name in type = %v, want %v", c.what, got, c.inType)
		}
	}
}

func TestAccentThatCannotBeSeenIsInk(t *testing.T) {
	ink := rgb{0x1A, 0x22, 0x29}
	for _, c := range []struct {
		hex  string
		want rgb
	}{
		{"#0b6e4f", rgb{0x0b, 0x6e, 0x4f}},
		{"#ffff00", ink},                   // 1.07 : 1
		{"#949494", rgb{0x94, 0x94, 0x94}}, // 3.03 : 1
		{"#989898", ink},                   // 2.88 : 1
		{"", ink}, {"red", ink}, {"#12345g", ink},
	} {
		doc := example1(t)
		doc.Result.Agreement.Provider.Color = c.hex
		s, err := newSheet(viewOf(t, doc, "de").Accent)
		if err != nil {
			t.Fatal(err)
		}
		check(t, "accent of "+c.hex, s.accent, c.want)
	}
}

func TestLinesFitTheirColumn(t *testing.T) {
	face, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(hostileNames, "ein kurzer Satz mit einem Donaudampfschifffahrtsgesellschaftskapitän am Ende") {
		for _, width := range []float64{10, 38, 120} {
			var back strings.Builder
			for _, l := range face.wrap(prose{{Text: text}, {Text: text, Bold: true}}, sizeM, width) {
				w := 0.0
				for _, r := range l {
					w += face.width(r.Text, sizeM, r.Bold)
					back.WriteString(r.Text)
				}
				if w > width+0.2 { // a space may be bold by what precedes it
					t.Errorf("%q at %.0f mm: line %q is %.2f wide", text, width, prose(l).text(), w)
				}
			}
			want := strings.ReplaceAll(face.clean(text)+face.clean(text), " ", "")
			if got := strings.ReplaceAll(back.String(), " ", ""); got != want {
				t.Errorf("wrapping lost text: %q, want %q", got, want)
			}
		}
	}
}

func TestCutShowsThatItDid(t *testing.T) {
	face, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	if got := face.cut("kurz", sizeS, 40, false); got != "kurz" {
		t.Errorf("cut = %q, want kurz", got)
	}
	got := face.cut(hostileNames[1], sizeS, 40, false)
	if !strings.HasSuffix(got, "…") || face.width(got, sizeS, false) > 40 {
		t.Errorf("cut = %q, %.2f mm wide", got, face.width(got, sizeS, false))
	}
}

// The charts measure with a table of their own: it must be that of the font.
func TestChartWidthsAreThoseOfTheFont(t *testing.T) {
	face, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	for r := rune(' '); r <= '~'; r++ {
		for _, bold := range []bool{false, true} {
			want := face.width(string(r), 1000, bold)
			if got := chart.TextWidth(string(r), 1000, bold); got-want > 1 || want-got > 1 {
				t.Errorf("%q bold %v: %.0f, want %.0f thousandths", r, bold, got, want)
			}
		}
	}
}

func TestSectionsAreSpreadOverThePage(t *testing.T) {
	// Two sections that end 12 mm above the last line share them: 6 mm before
	// each.
	parts := []section{{last: 10, after: 40}, {last: 20}}
	n, gap := fitSections(parts, lastLine-72)
	check(t, "sections", n, 2)
	check(t, "gap", gap, 6)
	// Where they are 4 mm too long they move together, by 2 mm each; where
	// they are 6 mm too long the second goes to the next page.
	n, gap = fitSections(parts, lastLine-56)
	check(t, "sections", n, 2)
	check(t, "gap", gap, -2)
	n, _ = fitSections(parts, lastLine-54)
	check(t, "sections", n, 1)
}

// The days of a year stand behind the statement, four months a page.
func TestPDFOfAQuarterKeepsItsStatementOnOnePage(t *testing.T) {
	got := pages(t, pdf(t, quarter(t)))
	contains(t, got[0], "Erreicht, nicht belegt", "Ausfallbudget", "Kennzahlen", "Fehler im Update", "Vergleichszeiträume folgen ab")
	contains(t, got[1], "Juli 2017", "August 2017", "September 2017")
	contains(t, got[2], "Was geschah")
	check(t, "pages", len(got), 4)
}
