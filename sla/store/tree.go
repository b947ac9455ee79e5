package store

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxTree is the greatest size of a YAML or JSON file, which is read as a whole.
const maxTree = 64 << 20

// importTree imports a YAML or JSON file of facts, of one kind or of several
// under their names.
func (im *importer) importTree(ctx context.Context) error {
	info, err := os.Stat(im.src.path)
	if err != nil {
		return err
	}
	if info.Size() > maxTree {
		return &FileError{File: im.src.file, Reason: "is greater than 64 MiB; write it as NDJSON or CSV"}
	}
	data, err := os.ReadFile(im.src.path)
	if err != nil {
		return err
	}
	if !utf8.Valid(data) {
		return &FileError{File: im.src.file, Reason: "is not UTF-8"}
	}
	read := yamlTree
	if im.src.format == JSON {
		read = func(data []byte) (node, error) { return jsonTree(data, 1) }
	}
	root, err := read(data)
	if err != nil {
		return im.fileError(err)
	}
	lists, err := im.lists(root)
	if err != nil {
		return err
	}
	return im.importFacts(ctx, lists, &decoder{})
}

// fileError gives a fault at a place the name of the file.
func (im *importer) fileError(err error) error {
	var at *placedError
	if errors.As(err, &at) {
		return &FileError{im.src.file, at.line, at.reason}
	}
	return err
}

// lists returns the facts of a tree by kind.
func (im *importer) lists(root node) (map[Kind][]node, error) {
	fail := func(n node, format string, args ...any) error {
		return &FileError{im.src.file, n.line, fmt.Sprintf(format, args...)}
	}
	if root.kind == nodeList {
		kind := im.opt.Kind
		if kind == "" && len(root.items) > 0 {
			kind = detectKind(im.src.file, keysOf(root.items[0]))
		}
		if kind == "" {
			return nil, fail(root, "holds no kind of log that is known; say which with --kind")
		}
		return map[Kind][]node{kind: root.items}, nil
	}
	lists := map[Kind][]node{}
	for _, f := range root.fields {
		kind := Kind(f.key.text)
		switch {
		case kind == Checks || kind == Transitions:
			return nil, fail(f.key, "%s are read from CSV, NDJSON or Parquet", kind)
		case !slices.Contains(kinds, kind):
			return nil, fail(f.key, "the key %q is not known; want incidents, maintenance, corrections or changes", kind)
		case im.opt.Kind != "" && kind != im.opt.Kind:
			return nil, fail(f.key, "holds %s, not only %s", kind, im.opt.Kind)
		case f.value.kind != nodeList && f.value.kind != nodeNull:
			return nil, fail(f.value, "want a list of %s", kind)
		}
		lists[kind] = f.value.items
	}
	if len(lists) == 0 {
		return nil, &FileError{File: im.src.file, Reason: "holds no facts; want a list under incidents, maintenance, corrections or changes"}
	}
	return lists, nil
}

func keysOf(n node) []string {
	var keys []string
	for _, f := range n.fields {
		keys = append(keys, f.key.text)
	}
	return keys
}

// importTable imports a CSV or NDJSON file of facts of one kind.
func (im *importer) importTable(ctx context.Context, kind Kind, columns columnSet) error {
	f, err := os.Open(im.src.path)
	if err != nil {
		return err
	}
	defer f.Close()
	d := &decoder{split: im.src.format == CSV, file: im.src.file}
	read := d.readNDJSON
	if im.src.format == CSV {
		read = func(r io.Reader) ([]node, error) { return d.readCSV(r, columns) }
	}
	list, err := read(f)
	if err != nil {
		return err
	}
	return im.importFacts(ctx, map[Kind][]node{kind: list}, d)
}

// readCSV returns the rows of a CSV file; bad ones are refused.
func (d *decoder) readCSV(r io.Reader, columns columnSet) ([]node, error) {
	c := csv.NewReader(r)
	c.Comma = rune(columns.delim)
	var list []node
	for first := true; ; first = false {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			reason := "a quote stands where none may, or is not closed"
			if errors.Is(err, csv.ErrFieldCount) {
				reason = countReason(len(cells), len(columns.names))
			}
			d.refused++
			d.refuse(node{line: bad.StartLine}, "", "", reason)
			continue
		}
		if err != nil {
			return nil, err
		}
		line, _ := c.FieldPos(0)
		if i := slices.IndexFunc(cells, func(s string) bool { return !utf8.ValidString(s) }); i >= 0 {
			d.refused++
			d.refuse(node{line: line, column: i + 1}, "", "", "is not UTF-8")
			continue
		}
		if !first {
			list = append(list, cellTree(columns.names, cells, line))
		}
	}
}

// readNDJSON returns the objects of an NDJSON file; bad lines are refused.
func (d *decoder) readNDJSON(r io.Reader) ([]node, error) {
	var list []node
	lines := bufio.NewReader(r)
	for number := 1; ; number++ {
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		last := err != nil
		if strings.TrimSpace(line) != "" {
			n, err := jsonTree([]byte(line), number)
			if err != nil || n.kind != nodeMap || !utf8.ValidString(line) {
				d.refused++
				d.refuse(node{line: number}, "", "", "is no JSON object")
			} else {
				list = append(list, n)
			}
		}
		if last {
			return list, nil
		}
	}
}
