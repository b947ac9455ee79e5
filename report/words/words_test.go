package words

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// in returns the words of a language.
func in(t testing.TB, lang string) Words {
	t.Helper()
	w, err := In(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// nb stands for the spaces of the design: "_" is U+00A0, "," before a unit in
// these tests is written "·" for U+202F.
func nb(text string) string {
	return strings.NewReplacer("_", "\u00a0", "·", "\u202f").Replace(text)
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if want = nb(want); got != want {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}

var placeholder = regexp.MustCompile(`\{[a-z0-9]+\}`)

// Every language has every key with the same placeholders. Only dates, clock
// times and names of periods may use other parts of the same date.
func TestCataloguesMatch(t *testing.T) {
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range mismatches(all) {
		t.Error(problem)
	}
}

// mismatches holds every language against the German one. Forms of plural that
// German does not have may be there besides.
func mismatches(all shelf) []string {
	var problems []string
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	ownParts := regexp.MustCompile(`^(date\.|clock\.|period\.)`)
	otherForm := regexp.MustCompile(`\.(two|few|many)$`)
	reference := all["de"]
	for lang, texts := range all {
		for key, text := range reference {
			other, ok := texts[key]
			if !ok {
				add("%s.txt has no %s", lang, key)
				continue
			}
			if got, want := holders(other), holders(text); !ownParts.MatchString(key) && !slices.Equal(got, want) {
				add("%s.txt: %s has %v, want %v", lang, key, got, want)
			}
			if strings.Count(other, "**")%2 != 0 || (strings.Contains(text, "**") != strings.Contains(other, "**")) {
				add("%s.txt: %s: bold does not match", lang, key)
			}
		}
		for key := range texts {
			if _, ok := reference[otherForm.ReplaceAllString(key, "")]; !ok {
				add("de.txt has no %s", key)
			}
		}
	}
	return problems
}

// A third language is one more file, with plurals of its own: Polish has three.
func TestAThirdLanguageIsAFile(t *testing.T) {
	folder := fstest.MapFS{}
	for _, lang := range []string{"de", "en"} {
		data, err := catalogues.ReadFile(lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		folder[lang+".txt"] = &fstest.MapFile{Data: data}
	}
	polish := strings.Replace(string(folder["en.txt"].Data), "outages.n = {n} outages", "outages.n = {n} awarii\noutages.n.few = {n} awarie", 1)
	polish = strings.Replace(polish, "outages.n.one = {n} outage", "outages.n.one = {n} awaria", 1)
	folder["pl.txt"] = &fstest.MapFile{Data: []byte(polish)}
	all, err := readShelf(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range mismatches(all) {
		t.Error(problem)
	}
	if got := all.languages(); !slices.Equal(got, []string{"de", "en", "pl"}) {
		t.Errorf("languages = %v", got)
	}
	pl, err := all.in("pl")
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "1 awaria", 3: "3 awarie", 5: "5 awarii", 23: "23 awarie"} {
		check(t, "pl", pl.Count("outages.n", n), want)
	}
	delete(all["pl"], "title")
	if got := mismatches(all); !slices.Equal(got, []string{"pl.txt has no title"}) {
		t.Errorf("a key that is missing gives %q", got)
	}
}

func holders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestLanguages(t *testing.T) {
	if got := Languages(); !slices.Equal(got, []string{"de", "en"}) {
		t.Errorf("Languages() = %v", got)
	}
	if _, err := In("fr"); err == nil || err.Error() != `language "fr": want one of de, en` {
		t.Errorf("In(fr) = %v", err)
	}
}

func TestCatalogueErrors(t *testing.T) {
	for data, want := range map[string]string{
		"a = b\nnonsense":       `2: "nonsense": want key = text`,
		"# x\na = b\n\na = c\n": `4: a is there twice`,
	} {
		if _, err := parseCatalogue(data); err == nil || err.Error() != want {
			t.Errorf("parseCatalogue(%q) = %v, want %s", data, err, want)
		}
	}
}

// What is filled in stays as it is, whatever it looks like.
func TestFillingIn(t *testing.T) {
	w := in(t, "en")
	got := w.Prose("sentence.credit", "percent", "**{amount}**", "amount", "{percent}")
	want := []Run{{Text: "Credit: **{amount}** = "}, {Text: "{percent}", Bold: true}, {Text: "."}}
	if !slices.Equal(got, want) {
		t.Errorf("Prose = %+v, want %+v", got, want)
	}
}

func TestCallersBugsPanic(t *testing.T) {
	w := in(t, "en")
	for what, call := range map[string]func(){
		"missing key":         func() { w.Text("no such key") },
		"missing placeholder": func() { w.Text("page", "n", "1") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", what)
				}
			}()
			call()
		}()
	}
}

func TestPlurals(t *testing.T) {
	for n, want := range map[int][2]string{
		0: {"kein Ausfall", "no outages"}, 1: {"1 Ausfall", "1 outage"}, 2: {"2 Ausfälle", "2 outages"},
		1200: {"1.200 Ausfälle", "1,200 outages"},
	} {
		check(t, "de", in(t, "de").Count("outages.n", n), want[0])
		check(t, "en", in(t, "en").Count("outages.n", n), want[1])
	}
	check(t, "none falls back to many", in(t, "en").Count("ledger.rows", 0), "0 rows")
}

func TestList(t *testing.T) {
	w := in(t, "de")
	check(t, "none", w.List(nil), "")
	check(t, "one", w.List([]string{"1"}), "1")
	check(t, "two", w.List([]string{"1", "2"}), "1 und 2")
	check(t, "three", w.List([]string{"1", "2", "3"}), "1, 2 und 3")
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"ACME GmbH":                   "ACME GmbH",
		"a\x00b\x1b[31m":              "ab[31m",
		"zeile\r\neins\tzwei":         "zeile eins zwei",
		"  a \u2028 b ":               "a b",
		"x\u202etxt.exe\u2066y\ufeff": "xtxt.exey",
		"soft\u00adhyphen\u200b":      "softhyphen",
		"bad \xff utf8":               "bad \ufffd utf8",
		"می\u200cخواهم":               "می\u200cخواهم",
		"1\u202f200\u00a0EUR":         "1\u202f200\u00a0EUR",
		"<b>&\"'</b>":                 "<b>&\"'</b>",
		"private\ue000use":            "privateuse",
		"":                            "",
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q) = %q, want %q", text, got, want)
		}
	}
}
