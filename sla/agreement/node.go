package agreement

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// A document is an agreement file while it is read. It collects the problems.
type document struct {
	file     string
	problems Problems
	zones    map[string]*time.Location // read so far
}

// A place is a line and column of a file, from 1.
type place struct{ line, column int }

func placeOf(t *token.Token) place {
	return place{max(1, t.Position.Line), max(1, t.Position.Column)}
}

const maxMessage = 400 // characters

func (d *document) report(at place, path, message string) {
	if utf8.RuneCountInString(message) > maxMessage { // it quotes a long value
		message = string([]rune(message)[:maxMessage]) + "…"
	}
	d.problems = append(d.problems, Problem{d.file, at.line, at.column, path, message})
}

// A node is a value in the file, with its place and its path.
type node struct {
	doc  *document
	tree ast.Node // nil: left out
	at   place
	path string
}

// problem records what is wrong with the value.
func (n node) problem(format string, args ...any) {
	n.doc.report(n.at, n.path, fmt.Sprintf(format, args...))
}

// child returns the value under key in n; without a tree, one that was left out.
func (n node) child(key string, tree ast.Node) node {
	path := pathKey(key)
	if n.path != "" {
		path = n.path + "." + path
	}
	at := n.at
	if tree != nil {
		at = placeIn(tree)
	}
	return node{n.doc, tree, at, path}
}

var plainKey = regexp.MustCompile(`^[\pL\pN_,/-]+$`)

// pathKey returns key as a path shows it: in quotes where it could be misread.
func pathKey(key string) string {
	if plainKey.MatchString(key) {
		return key
	}
	return strconv.Quote(key)
}

// placeIn returns where tree begins. The library gives a block mapping the
// place of its first colon.
func placeIn(tree ast.Node) place {
	switch t := tree.(type) {
	case *ast.MappingNode:
		if !t.IsFlowStyle && len(t.Values) > 0 {
			return placeIn(t.Values[0])
		}
	case *ast.MappingValueNode:
		return placeIn(t.Key)
	}
	return placeOf(tree.GetToken())
}

// An entry is a key of a mapping with its value.
type entry struct {
	key   string
	keyAt place
	value node
}

// keyProblem records what is wrong with the key.
func (e entry) keyProblem(format string, args ...any) {
	e.value.doc.report(e.keyAt, e.value.path, fmt.Sprintf(format, args...))
}

// entries returns the keys of the mapping n in their order, without duplicates.
func (n node) entries() []entry {
	var values []*ast.MappingValueNode
	switch t := n.tree.(type) {
	case nil:
		return nil
	case *ast.MappingNode:
		values = t.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{t}
	default:
		n.wrongKind("keys with values")
		return nil
	}
	var entries []entry
	lines := map[string]int{}
	for _, v := range values {
		key, ok := scalarText(v.Key)
		if !ok || key == "" {
			n.doc.report(placeIn(v.Key), n.path, "a key must be a word")
			continue
		}
		e := entry{key, placeIn(v.Key), n.child(key, v.Value)}
		if first := lines[key]; first > 0 {
			e.keyProblem("is there twice, first in line %d", first)
			continue
		}
		lines[key] = e.keyAt.line
		entries = append(entries, e)
	}
	return entries
}

// list returns the members of the list n.
func (n node) list() []node {
	var members []node
	switch t := n.tree.(type) {
	case nil:
	case *ast.SequenceNode:
		for i, v := range t.Values {
			members = append(members, node{n.doc, v, placeIn(v), fmt.Sprintf("%s[%d]", n.path, i)})
		}
	default:
		n.wrongKind("a list")
	}
	return members
}

// wrongKind records that n is not what it should be.
func (n node) wrongKind(want string) {
	switch n.tree.(type) {
	case *ast.NullNode:
		n.problem("has no value: want %s", want)
	case *ast.MappingNode, *ast.MappingValueNode:
		n.problem("found keys with values: want %s", want)
	case *ast.SequenceNode:
		n.problem("found a list: want %s", want)
	default:
		text, _ := scalarText(n.tree)
		n.problem("%q: want %s", text, want)
	}
}

// isMapping reports whether n has keys.
func (n node) isMapping() bool {
	_, pair := n.tree.(*ast.MappingValueNode)
	_, mapping := n.tree.(*ast.MappingNode)
	return pair || mapping
}

// scalar returns the text of n, which should be a scalar: want says which.
func (n node) scalar(want string) (string, bool) {
	s, ok := scalarText(n.tree)
	if !ok {
		n.wrongKind(want)
	}
	return s, ok
}

// isEmpty reports whether n was left out or has no members.
func (n node) isEmpty() bool {
	switch t := n.tree.(type) {
	case nil:
		return true
	case *ast.MappingNode:
		return len(t.Values) == 0
	case *ast.SequenceNode:
		return len(t.Values) == 0
	}
	return false
}

// scalarText returns the text of a scalar. That of a number is the text in the
// file, never a float's.
func scalarText(tree ast.Node) (string, bool) {
	switch t := tree.(type) {
	case *ast.StringNode:
		return t.Value, true
	case *ast.LiteralNode:
		return t.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return strings.TrimSpace(tree.GetToken().Value), true
	}
	return "", false
}
