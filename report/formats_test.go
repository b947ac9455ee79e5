package report

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
)

// The figures of a report are the same in every format. JSON has them exact; the
// page and the paper print them, and print the same.

var (
	notPrinted = []*regexp.Regexp{ // what stands only in the page, or twice for other screens
		regexp.MustCompile(`(?s)<head>.*?</head>`), regexp.MustCompile(`(?s)<nav .*?</nav>`), regexp.MustCompile(`(?s)<desc>.*?</desc>`),
		regexp.MustCompile(`(?s)<title>.*?</title>`), regexp.MustCompile(`(?s)<details>.*?</details>`),
		regexp.MustCompile(`(?s)<div class="scene (tablet|narrow)">.*?</svg></div>`), regexp.MustCompile(`(?s)<div class="vh">.*?</table></div>`),
		regexp.MustCompile(`(?s)<h1 class="vh">.*?</h1>`), regexp.MustCompile(`(?s)<p class="narrow">.*?</p>`),
		regexp.MustCompile(`(?s)<section id="[^"]*-ledger">.*?</section>`),
	}
	tagPattern    = regexp.MustCompile(`<[^>]*>`)
	svgPattern    = regexp.MustCompile(`(?s)<svg .*?</svg>`)
	figurePattern = regexp.MustCompile(`[−+]?\d[\d.,:]*\d?…?(%|(h|min|s|ms)\b)?`)
	unitPattern   = regexp.MustCompile(`(\d) (h|min|s|ms)\b`)
	pagePattern   = regexp.MustCompile(`Page \d+ of \d+`)
)

// flat is a text with single spaces, and none before a unit: pdftotext does not
// see the narrow ones.
func flat(text string) string {
	text = strings.Join(strings.Fields(strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)), " ")
	return unitPattern.ReplaceAllString(text, "$1$2")
}

// pageText is what a page prints that paper prints, too.
func pageText(page string) string {
	for _, p := range notPrinted {
		page = p.ReplaceAllString(page, " ")
	}
	return flat(html.UnescapeString(tagPattern.ReplaceAllString(page, " ")))
}

// figures are the numbers of a text, with their units.
func figures(text string) []string {
	set := map[string]bool{}
	for _, f := range figurePattern.FindAllString(text, -1) {
		set[strings.TrimRight(f, ".,:")] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// without returns what of a is not in b.
func without(a, b []string) (rest []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			rest = append(rest, x)
		}
	}
	return rest
}

// A jsonFigures is what the JSON of an objective says that is printed.
type jsonFigures struct {
	Target       string
	Availability struct{ Measured, Worst, Best string }
	Microseconds struct {
		Period, Maintenance, Excluded, Up, Degraded, Down, Denominator, Lost, Budget, Remaining int64
		OutOfHours                                                                              int64 `json:"out_of_hours"`
		NoData                                                                                  int64 `json:"no_data"`
	}
	Outages []struct {
		Start, End         time.Time
		Microseconds, Lost int64
		State              sla.OutageState
	}
	Repair struct {
		Outages             int
		Longest, MTTR, MTBF int64
	}
	Causes []struct {
		Cause   string
		Lost    int64
		Without string `json:"availability_without"`
	}
	Trend []struct{ Period, Availability, Verdict string }
}

// inUnits writes whole seconds as English reports do.
func inUnits(seconds int64) string {
	sign := ""
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	h, m, s := seconds/3600, seconds/60%60, seconds%60
	switch {
	case h > 0 && s > 0:
		return fmt.Sprintf("%s%d h %d min %d s", sign, h, m, s)
	case h > 0 && m > 0:
		return fmt.Sprintf("%s%d h %d min", sign, h, m)
	case h > 0:
		return fmt.Sprintf("%s%d h", sign, h)
	case m > 0 && s > 0:
		return fmt.Sprintf("%s%d min %d s", sign, m, s)
	case m > 0:
		return fmt.Sprintf("%s%d min", sign, m)
	}
	return fmt.Sprintf("%s%d s", sign, s)
}

// grouped writes seconds as English waterfalls do.
func grouped(seconds int64) string {
	text := fmt.Sprint(seconds)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text + " s"
}

// sharePattern finds a phrase, in which SHARE stands for any percentage.
func sharePattern(phrase string) *regexp.Regexp {
	return regexp.MustCompile(strings.Replace(regexp.QuoteMeta(flat(phrase)), "SHARE", `\d+\.\d%`, 1))
}

const micro = 1_000_000

// down and up round microseconds to seconds, in favour of nobody but the truth.
func down(us int64) int64 { return (us - (us%micro+micro)%micro) / micro }
func up(us int64) int64   { return -down(-us) }

// key is the row of key figures on paper, as far as it is known.
func (f jsonFigures) key() string {
	longest := "–"
	if f.Repair.Longest > 0 {
		longest = inUnits(up(f.Repair.Longest))
	}
	if f.Repair.Outages == 0 {
		return fmt.Sprintf("%d %s n/a n/a", f.Repair.Outages, longest)
	}
	between := inUnits(f.Repair.MTBF / micro / 60 * 60) // key figures drop seconds from 1 h on
	return fmt.Sprintf("%d %s %s %s", f.Repair.Outages, longest, inUnits(up(f.Repair.MTTR)), between)
}

// phrases are what both page and paper must say, given the JSON.
func (f jsonFigures) phrases(zone *time.Location) []string {
	m := f.Microseconds
	list := []string{f.Target + "%"}
	if f.Availability.Measured == "n/a" {
		return append(list, "n/a")
	}
	cut := func(percent string) string { return percent[:len(percent)-3] + "%" }
	list = append(list, cut(f.Availability.Measured), cut(f.Availability.Worst), cut(f.Availability.Best), "spent "+inUnits(up(m.Lost)),
		"Budget "+inUnits(down(m.Budget)))
	if m.Remaining < 0 {
		list = append(list, "overspent by "+inUnits(up(-m.Remaining)))
	} else {
		list = append(list, "left "+inUnits(down(m.Remaining)))
	}
	for _, us := range []int64{m.Period, m.OutOfHours, m.Maintenance, m.Excluded, m.NoData, m.Denominator, m.Up, m.Degraded, m.Down, m.Lost} {
		if us%micro == 0 {
			list = append(list, grouped(us/micro))
		}
	}
	for i, o := range f.Outages {
		if o.State == sla.Ended && o.Start.In(zone).Day() == o.End.In(zone).Day() {
			list = append(list, fmt.Sprintf("%d %s %s %s", i+1, o.Start.In(zone).Format("Mon 02 Jan 15:04:05"), o.End.In(zone).Format("15:04:05"), inUnits(up(o.Microseconds))))
		}
	}
	for _, c := range f.Causes {
		if c.Lost > 0 && !strings.Contains(c.Cause, "/") {
			list = append(list, inUnits(up(c.Lost))+" SHARE "+cut(c.Without))
		}
	}
	for _, p := range f.Trend {
		if p.Availability != "n/a" && len(f.Trend) >= leastTrend {
			list = append(list, strings.TrimSuffix(cut(p.Availability), "%"))
		}
	}
	return list
}

// Ten cases: the page and the paper say every figure of the JSON, and neither
// says one that the other does not.
func TestFormatsAgree(t *testing.T) {
	docs := map[string]Document{
		"met": withTrend(t, example1(t)), "breached": example2(t), "breached with trend": withTrend(t, example2(t)), "calm": quiet(t),
		"no data": silent(t), "provisional": soFar(t), "undetermined": gappy(t), "many outages": many(t, 30),
		"several objectives": two(t), "quarter": quarter(t),
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			doc.Locale = "en"
			page, paper := pageText(staticOf(t, doc)), pagePattern.ReplaceAllString(flat(strings.Join(pages(t, pdf(t, doc)), " ")), "")
			var r struct{ Objectives []jsonFigures }
			if err := json.Unmarshal(jsonOf(t, doc), &r); err != nil {
				t.Fatal(err)
			}
			for _, o := range r.Objectives {
				said := map[string]string{"page": page, "paper": paper}
				for _, phrase := range o.phrases(berlin(t)) {
					for where, text := range said {
						if !sharePattern(phrase).MatchString(text) {
							t.Errorf("the %s does not say %q, as the JSON does", where, phrase)
						}
					}
				}
			}
			for _, o := range r.Objectives {
				if o.Availability.Measured == "n/a" {
					continue
				}
				if !strings.Contains(paper, flat(o.key())) {
					t.Errorf("the paper has no row %q of key figures", o.key())
				}
				for _, f := range strings.Fields(flat(o.key())) {
					if !slices.Contains(strings.Fields(page), f) {
						t.Errorf("the page has no key figure %q", f)
					}
				}
			}
			// Axes have other labels where there is other room.
			axes := figures(strings.Join(svgPattern.FindAllString(staticOf(t, doc), -1), " "))
			onAxis := func(f string) bool { return slices.Contains(axes, strings.TrimRight(f, "hmins")) }
			if rest := without(figures(pageText(svgPattern.ReplaceAllString(staticOf(t, doc), " "))), figures(paper)); len(rest) > 0 {
				t.Errorf("only in the page: %q", rest)
			}
			if rest := slices.DeleteFunc(without(figures(paper), figures(page)), onAxis); len(rest) > 0 {
				t.Errorf("only on paper: %q", rest)
			}
		})
	}
}
