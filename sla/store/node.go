package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

// A node is a value of a YAML, JSON or CSV file with its place. Facts are
// decoded from nodes, so that every format obeys the same rules.
type node struct {
	line, column int
	kind         nodeKind
	text         string // of a scalar, as it stands in the file
	items        []node
	fields       []field
}

type nodeKind int

const (
	nodeNull nodeKind = iota
	nodeText          // a string, a number or a boolean
	nodeList
	nodeMap
)

// A field is a key of a map with its value.
type field struct {
	key   node
	value node
}

func (n node) get(key string) (node, bool) {
	for _, f := range n.fields {
		if f.key.text == key {
			return f.value, true
		}
	}
	return node{}, false
}

// jsonTree reads one JSON document. Numbers keep the digits they are written
// with.
func jsonTree(data []byte, firstLine int) (node, error) {
	j := &jsonReader{dec: json.NewDecoder(bytes.NewReader(data)), firstLine: firstLine, data: data}
	j.dec.UseNumber()
	for i, c := range data {
		if c == '\n' {
			j.ends = append(j.ends, i)
		}
	}
	n, err := j.value()
	if err != nil {
		return n, j.error(err)
	}
	if _, err := j.dec.Token(); err != io.EOF {
		return n, j.error(fmt.Errorf("there is more after the end of the JSON value"))
	}
	return n, nil
}

type jsonReader struct {
	dec       *json.Decoder
	data      []byte
	ends      []int // offsets of the line ends
	firstLine int
}

// place returns line and column of the token that begins at or after offset.
func (j *jsonReader) place(offset int) (line, column int) {
	for offset < len(j.data) && bytes.IndexByte([]byte(" \t\r\n,:"), j.data[offset]) >= 0 {
		offset++
	}
	n := sort.SearchInts(j.ends, offset)
	start := 0
	if n > 0 {
		start = j.ends[n-1] + 1
	}
	return n + j.firstLine, len([]rune(string(j.data[start:offset]))) + 1
}

func (j *jsonReader) error(err error) error {
	line, column := j.place(int(j.dec.InputOffset()))
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = fmt.Errorf("the JSON ends too early")
	}
	return &placedError{line, column, err.Error()}
}

// A placedError is a fault of a file at a place.
type placedError struct {
	line, column int
	reason       string
}

func (e *placedError) Error() string { return e.reason }

func (j *jsonReader) value() (node, error) {
	var n node
	n.line, n.column = j.place(int(j.dec.InputOffset()))
	token, err := j.dec.Token()
	if err != nil {
		return n, err
	}
	switch t := token.(type) {
	case nil:
		n.kind = nodeNull
	case json.Delim:
		if t == '[' {
			return j.list(n)
		}
		return j.object(n)
	default:
		n.kind, n.text = nodeText, fmt.Sprint(t)
	}
	return n, nil
}

func (j *jsonReader) list(n node) (node, error) {
	n.kind = nodeList
	for j.dec.More() {
		item, err := j.value()
		if err != nil {
			return n, err
		}
		n.items = append(n.items, item)
	}
	_, err := j.dec.Token()
	return n, err
}

func (j *jsonReader) object(n node) (node, error) {
	n.kind = nodeMap
	for j.dec.More() {
		key, err := j.value()
		if err != nil {
			return n, err
		}
		value, err := j.value()
		if err != nil {
			return n, err
		}
		if _, twice := n.get(key.text); twice {
			return n, fmt.Errorf("the key %q is there twice", key.text)
		}
		n.fields = append(n.fields, field{key, value})
	}
	_, err := j.dec.Token()
	return n, err
}

// cellTree returns the node of a row of a table. A column such as title.de
// holds one language of a text.
func cellTree(names []string, cells []string, line int) node {
	n := node{line: line, column: 1, kind: nodeMap}
	for i, name := range names {
		if name == "" || i >= len(cells) || strings.TrimSpace(cells[i]) == "" {
			continue
		}
		value := node{line: line, column: i + 1, kind: nodeText, text: strings.TrimSpace(cells[i])}
		key := node{line: line, column: i + 1, kind: nodeText, text: name}
		base, lang, dotted := strings.Cut(name, ".")
		if !dotted {
			n.fields = append(n.fields, field{key, value})
			continue
		}
		key.text = base
		part := field{node{line: line, column: i + 1, kind: nodeText, text: lang}, value}
		at := -1
		for k, f := range n.fields {
			if f.key.text == base && f.value.kind == nodeMap {
				at = k
			}
		}
		if at < 0 {
			n.fields = append(n.fields, field{key, node{line: line, column: i + 1, kind: nodeMap}})
			at = len(n.fields) - 1
		}
		n.fields[at].value.fields = append(n.fields[at].value.fields, part)
	}
	return n
}
