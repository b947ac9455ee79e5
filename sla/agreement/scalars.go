package agreement

import (
	"io/fs"
	"net/mail"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/upledger/upledger/sla"
)

// text reads words: any scalar that is not empty.
func text(n node) (string, bool) {
	s, ok := n.scalar("text")
	if !ok {
		return "", false
	}
	if strings.TrimSpace(s) == "" {
		n.problem("is empty")
		return "", false
	}
	return s, true
}

// number returns a reader of exact decimal numbers that parse understands and
// allow, which says what is wrong, lets pass.
func number[T any](want string, parse func(string) (T, error), allow func(T) bool) reader[T] {
	return func(n node) (T, bool) {
		var zero T
		s, ok := n.scalar(want)
		if !ok {
			return zero, false
		}
		v, err := parse(s)
		if err != nil {
			n.problem("%v: want %s", err, want)
			return zero, false
		}
		if !allow(v) {
			n.problem("%s: want %s", s, want)
			return zero, false
		}
		return v, true
	}
}

const hundredPercent = 100_000_000 // in the unit of sla.Percent

// sharePercent reads a percentage from 0 to 100.
var sharePercent = number("a percentage from 0 to 100", sla.ParsePercent, func(p sla.Percent) bool {
	return p.Millionths() <= hundredPercent
})

// positivePercent reads a percentage that is not zero.
var positivePercent = number("a percentage above 0 and at most 100", sla.ParsePercent, func(p sla.Percent) bool {
	return p.Millionths() > 0 && p.Millionths() <= hundredPercent
})

// weight reads how much one member counts.
var weight = number("a number above 0", sla.ParseWeight, func(w sla.Weight) bool { return w > 0 })

// loss reads a share of users.
var loss = number("a share from 0 to 1", sla.ParseLoss, func(sla.Loss) bool { return true })

// count reads a whole number that is at least least.
func count(least int) reader[int] {
	want := "a whole number from " + strconv.Itoa(least) + " on"
	return func(n node) (int, bool) {
		s, ok := n.scalar(want)
		if !ok {
			return 0, false
		}
		v, err := strconv.ParseUint(s, 10, 31)
		if err != nil || int(v) < least {
			n.problem("%s: want %s", s, want)
			return 0, false
		}
		return int(v), true
	}
}

// duration reads a length of time, which may be zero.
func duration(n node) (sla.Micros, bool) {
	s, ok := n.scalar("a duration such as 60s")
	if !ok {
		return 0, false
	}
	d, err := parseDuration(s)
	if err != nil {
		n.problem("%v", err)
		return 0, false
	}
	return d, true
}

// interval reads a length of time that is not zero.
func interval(n node) (sla.Micros, bool) {
	d, ok := duration(n)
	if ok && d == 0 {
		n.problem("want more than 0s")
	}
	return d, ok && d != 0
}

// limit reads a length of time that is not zero: where leaving the key out
// means "no limit", a zero would silently mean the same.
func limit(n node) (sla.Micros, bool) {
	d, ok := duration(n)
	if ok && d == 0 {
		n.problem("want more than 0s; leave it out for no limit")
	}
	return d, ok && d != 0
}

// oneOf returns a reader of one of the words.
func oneOf[T ~string](words ...T) reader[T] {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	return func(n node) (T, bool) {
		s, ok := scalarText(n.tree)
		if !ok || !slices.Contains(names, s) {
			n.wrongKind(orList(names))
			return "", false
		}
		return T(s), true
	}
}

// locale reads the language of reports.
var locale = oneOf("de", "en")

// zone reads an IANA time zone.
func zone(n node) (*time.Location, bool) {
	const want = "an IANA time zone such as Europe/Berlin"
	s, ok := n.scalar(want)
	if !ok {
		return nil, false
	}
	if z := n.doc.zones[s]; z != nil {
		return z, true
	}
	z, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" { // these two are the machine's ideas
		n.problem("unknown time zone %q: want %s", s, want)
		return nil, false
	}
	n.doc.zones[s] = z
	return z, true
}

// date reads a day such as 2017-12-24.
func date(n node) (sla.Date, bool) {
	s, ok := n.scalar("a date such as 2017-12-24")
	if !ok {
		return sla.Date{}, false
	}
	d, ok := parseDate(s)
	if !ok {
		n.problem("%q: want a date such as 2017-12-24", s)
	}
	return d, ok
}

func parseDate(s string) (sla.Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return sla.Date{}, false
	}
	y, m, d := t.Date()
	return sla.Date{Year: y, Month: m, Day: d}, true
}

// email reads one bare address.
func email(n node) (string, bool) {
	s, ok := text(n)
	if !ok {
		return "", false
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		n.problem("%q: want an e-mail address such as service@example.com", s)
		return "", false
	}
	return s, true
}

var colorForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func color(n node) (string, bool) {
	s, ok := scalarText(n.tree)
	if !ok || !colorForm.MatchString(s) {
		n.wrongKind(`a colour such as "#0b6e4f", in quotes`)
		return "", false
	}
	return s, true
}

// imageFile reads the name of an image that lies beside the agreement file or
// in a folder there. Whoever writes the file must not reach any other.
func imageFile(n node) (string, bool) {
	s, ok := text(n)
	if !ok {
		return "", false
	}
	if !fs.ValidPath(s) || strings.ContainsAny(s, `\:`) {
		n.problem("%q: want a file beside this one, without \"..\" and not absolute", s)
		return "", false
	}
	if ext := strings.ToLower(path.Ext(s)); ext != ".png" && ext != ".jpg" && ext != ".jpeg" {
		n.problem("%q: want a PNG or JPEG file", s)
		return "", false
	}
	return s, true
}

// idForm is that of ids: they become parts of file names, flags and paths.
var idForm = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]{0,99}$`)

// id reads the id of a thing of this file.
func id(n node) (string, bool) {
	s, ok := text(n)
	if !ok {
		return "", false
	}
	if !idForm.MatchString(s) {
		n.problem("%q: %s", s, wantID)
		return "", false
	}
	return s, true
}

const wantID = "want an id of letters, digits, dots, dashes and underscores"

// checkID reports whether the key of e is fit to be an id.
func (e entry) checkID() {
	if !idForm.MatchString(e.key) {
		e.keyProblem("%s", wantID)
	}
}

// checkName reports a key that is no name of a monitor or vantage. Those are
// given by foreign systems and may be anything that can be printed.
func (e entry) checkName() {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	if strings.TrimSpace(e.key) != e.key || strings.ContainsFunc(e.key, odd) {
		e.keyProblem("want a name without control characters and spaces around it")
	}
}

// words reads a list of text without repetition.
func words[T any](read reader[T], key func(T) string) reader[[]T] {
	return func(n node) ([]T, bool) {
		var all []T
		seen := map[string]bool{}
		for _, m := range n.list() {
			v, ok := read(m)
			if !ok {
				continue
			}
			if seen[key(v)] {
				m.problem("%s is there twice", key(v))
				continue
			}
			seen[key(v)] = true
			all = append(all, v)
		}
		return all, true
	}
}
