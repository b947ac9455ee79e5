package agreement

import (
	"maps"
	"slices"
	"strings"
)

// An object is a mapping whose keys the format fixes.
type object struct {
	node
	entries []entry
}

// object returns n as an object with the known keys; any other is a problem.
func (n node) object(known ...string) object {
	o := object{node: n}
	for _, e := range n.entries() {
		if slices.Contains(known, e.key) {
			o.entries = append(o.entries, e)
			continue
		}
		e.keyProblem("unknown key%s", suggestion(e.key, known))
	}
	return o
}

// field returns the value of key; its tree is nil if it is left out.
func (o object) field(key string) node {
	for _, e := range o.entries {
		if e.key == key {
			return e.value
		}
	}
	return o.child(key, nil)
}

// has reports whether key is there.
func (o object) has(key string) bool { return o.field(key).tree != nil }

// A reader makes a T of a node; ok is false where it recorded a problem.
type reader[T any] func(node) (value T, ok bool)

// optional returns the value of key, or def where it is left out or bad.
func optional[T any](o object, key string, read reader[T], def T) T {
	n := o.field(key)
	if n.tree == nil {
		return def
	}
	if v, ok := read(n); ok {
		return v
	}
	return def
}

// required returns the value of key, which must be there.
func required[T any](o object, key string, read reader[T]) T {
	var zero T
	if n := o.field(key); n.tree == nil && o.isMapping() {
		n.problem("is missing")
		return zero
	}
	return optional(o, key, read, zero)
}

// suggestion returns how a message about an unknown word goes on: with the
// nearest known one, else with all of them.
func suggestion(word string, known []string) string {
	if s := nearest(word, known); s != "" || len(known) == 0 {
		return s
	}
	return ": want " + orList(known)
}

// nearest asks whether the nearest of the known words is meant; "" if none is
// near.
func nearest(word string, known []string) string {
	best, least := "", 2+len(word)/3
	for _, k := range known {
		if d := distance(word, k); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return ": did you mean " + best + "?"
}

// orList returns words as "a, b or c".
func orList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// distance returns how many letters must be put in, taken out or changed to
// make b of a (Levenshtein), at most about the length of the longer.
func distance(a, b string) int {
	if len(a) > 40 || len(b) > 40 {
		return 40
	}
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			change := diagonal
			if r != s {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// lookup returns the value of key in n, whatever other keys there are.
func (n node) lookup(key string) node { return object{n, n.entries()}.field(key) }

// keys returns the keys of m in alphabetical order.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// unknown records that n names a thing that is not among the known ones.
func unknown[V any](n node, thing, name string, known map[string]V) {
	hint := ""
	switch names := len(known); {
	case names <= 8:
		hint = suggestion(name, keys(known))
	case names <= 200: // more would take long where many are unknown
		hint = nearest(name, keys(known))
	}
	n.problem("there is no %s %q%s", thing, name, hint)
}
