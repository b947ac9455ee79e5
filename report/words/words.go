package words

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed *.txt
var catalogues embed.FS

// Words is one language. The zero Words has no texts; In makes one.
type Words struct {
	lang  string
	tag   language.Tag
	texts map[string]string
}

// A Run is a piece of text in one weight.
type Run struct {
	Text string
	Bold bool
	Link string // where it leads, an http, https or mailto address; "": nowhere
}

// A shelf is the texts of every catalogue, by language and key.
type shelf map[string]map[string]string

// parsed returns the program's own catalogues. They are parsed once, since a
// report needs two languages and there may be thousands of it.
var parsed = sync.OnceValues(func() (shelf, error) { return readShelf(catalogues) })

// readShelf reads every catalogue of a folder: "de.txt" is the language "de".
// A new language is a new file.
func readShelf(folder fs.FS) (shelf, error) {
	files, err := fs.Glob(folder, "*.txt")
	if err != nil {
		return nil, err
	}
	s := shelf{}
	for _, file := range files {
		data, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		if s[strings.TrimSuffix(file, ".txt")], err = parseCatalogue(string(data)); err != nil {
			return nil, fmt.Errorf("%s:%w", file, err)
		}
	}
	return s, nil
}

func (s shelf) languages() []string { return slices.Sorted(maps.Keys(s)) }

func (s shelf) in(lang string) (Words, error) {
	texts, ok := s[lang]
	if !ok {
		return Words{}, fmt.Errorf("language %q: want one of %s", lang, strings.Join(s.languages(), ", "))
	}
	return Words{lang, language.Make(lang), texts}, nil
}

// Languages returns the languages that have a catalogue, sorted.
func Languages() []string {
	s, err := parsed()
	if err != nil {
		panic(err) // the files are part of the program
	}
	return s.languages()
}

// In returns the words of the language lang, such as "de".
func In(lang string) (Words, error) {
	s, err := parsed()
	if err != nil {
		return Words{}, err
	}
	return s.in(lang)
}

// spaces turns the visible stand-ins of a catalogue into spaces.
var spaces = strings.NewReplacer("~", "\u00a0", `\,`, "\u202f", `\_`, " ")

func parseCatalogue(data string) (map[string]string, error) {
	texts := map[string]string{}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, text, ok := strings.Cut(line, " = ")
		if !ok {
			return nil, fmt.Errorf("%d: %q: want key = text", n, line)
		}
		if _, twice := texts[key]; twice {
			return nil, fmt.Errorf("%d: %s is there twice", n, key)
		}
		texts[key] = spaces.Replace(text)
	}
	return texts, nil
}

// Lang returns the language, such as "de".
func (w Words) Lang() string { return w.lang }

// Has reports whether there is a text named key.
func (w Words) Has(key string) bool {
	_, ok := w.texts[key]
	return ok
}

// Text returns the text named key, with its placeholders filled in from pairs
// of a name and a text. What is filled in is not looked at again. A key or a
// placeholder that is missing is a bug of the caller and panics.
func (w Words) Text(key string, pairs ...string) string {
	text := w.raw(key)
	if strings.Contains(text, "**") {
		text = strings.ReplaceAll(text, "**", "")
	}
	return fill(text, from(key, pairs))
}

// raw returns the text named key as it stands in the catalogue.
func (w Words) raw(key string) string {
	text, ok := w.texts[key]
	if !ok {
		panic(fmt.Sprintf("words: %s has no text %q", w.lang, key))
	}
	return text
}

// Prose is Text with the runs that the catalogue prints in bold.
func (w Words) Prose(key string, pairs ...string) []Run {
	var runs []Run
	for i, part := range strings.Split(w.raw(key), "**") {
		if part == "" {
			continue
		}
		runs = append(runs, Run{Text: fill(part, from(key, pairs)), Bold: i%2 == 1})
	}
	return runs
}

// fill replaces the placeholders of text in one pass.
func fill(text string, value func(name string) string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 32)
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(value(name))
		text = after
	}
}

// from returns the values of placeholders out of pairs.
func from(key string, pairs []string) func(name string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		panic(fmt.Sprintf("words: %s needs {%s}", key, name))
	}
}

// forms are the endings of keys for the plural forms of a language.
var forms = map[plural.Form]string{
	plural.Other: "", plural.Zero: ".zero", plural.One: ".one",
	plural.Two: ".two", plural.Few: ".few", plural.Many: ".many",
}

// Count returns the text named key in the form that n things need; {n} is n.
// Where the catalogue has key.zero, it is the text for none.
func (w Words) Count(key string, n int, pairs ...string) string {
	pairs = append([]string{"n", w.Integer(int64(n))}, pairs...)
	form := key + forms[plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0)]
	if n == 0 && w.Has(key+".zero") {
		form = key + ".zero"
	}
	if !w.Has(form) {
		form = key
	}
	return w.Text(form, pairs...)
}

// List joins texts as "a, b und c".
func (w Words) List(texts []string) string {
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return w.Text("list.and", "a", strings.Join(texts[:last], w.Text("list.comma")), "b", texts[last])
}
