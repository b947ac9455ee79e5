package store

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Kind is what a log file holds.
type Kind string

// The kinds of facts.
const (
	Checks      Kind = "checks"
	Transitions Kind = "transitions"
	Incidents   Kind = "incidents"
	Maintenance Kind = "maintenance"
	Corrections Kind = "corrections"
	Changes     Kind = "changes"
)

var kinds = []Kind{Checks, Transitions, Incidents, Maintenance, Corrections, Changes}

// settleFormat decides how the file is written and refuses one that is not what
// its name or the caller says.
func (s *source) settleFormat(want Format) error {
	formats := []Format{"", CSV, NDJSON, Parquet, YAML, JSON}
	if !slices.Contains(formats, want) {
		return &FileError{File: s.file, Reason: fmt.Sprintf("format %q is not known: want csv, ndjson, parquet, yaml or json", want)}
	}
	if want == "" {
		want = formatNamed(s.file)
	}
	parquet := bytes.HasPrefix(s.head, magicPar)
	switch {
	case parquet && (want == "" || want == Parquet):
		s.format = Parquet
		return nil
	case parquet:
		return &FileError{File: s.file, Reason: fmt.Sprintf("is a Parquet file, not %s", want)}
	case want == Parquet:
		return &FileError{File: s.file, Reason: "is not a Parquet file"}
	case bytes.IndexByte(s.head, 0) >= 0:
		return &FileError{File: s.file, Reason: "is not text; save it as UTF-8"}
	}
	text := bytes.TrimSpace(s.head)
	if len(text) == 0 {
		return &FileError{File: s.file, Reason: "is empty"}
	}
	braced := text[0] == '{' || text[0] == '['
	switch {
	case want == CSV && text[0] == '{':
		return &FileError{File: s.file, Reason: "is JSON, not CSV"}
	case want == NDJSON && text[0] != '{':
		return &FileError{File: s.file, Reason: "is not NDJSON: the first line is no JSON object"}
	case want == "" && !braced:
		want = tableOrTree(text)
	case want == JSON && !braced:
		return &FileError{File: s.file, Reason: "is not JSON"}
	case want == JSON, want == "":
		want = oneOrMany(text)
	}
	s.format = want
	return nil
}

// IsLogName reports whether a file is named as a log that Import reads.
func IsLogName(file string) bool { return formatNamed(file) != "" }

// formatNamed returns the format that a file's name tells, "" for none.
func formatNamed(file string) Format {
	name := strings.ToLower(file)
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	switch filepath.Ext(name) {
	case ".csv", ".tsv":
		return CSV
	case ".ndjson", ".jsonl":
		return NDJSON
	case ".json":
		return JSON
	case ".yaml", ".yml":
		return YAML
	case ".parquet":
		return Parquet
	}
	return ""
}

// tableOrTree tells a CSV file from a YAML file by the first line.
func tableOrTree(text []byte) Format {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	if bytes.ContainsAny(line, ",;\t|") && !bytes.Contains(line, []byte(": ")) {
		return CSV
	}
	return YAML
}

// oneOrMany tells JSON from NDJSON: in the latter, the first line is an object
// of its own that holds no list of facts.
func oneOrMany(text []byte) Format {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	var object map[string]json.RawMessage
	if json.Unmarshal(line, &object) != nil {
		return JSON
	}
	for _, k := range kinds {
		if _, ok := object[string(k)]; ok {
			return JSON
		}
	}
	return NDJSON
}

// detectKind tells what a table holds from its fields, and as a last hint from
// the name of the file.
func detectKind(file string, fields []string) Kind {
	has := func(names ...string) bool {
		for _, n := range names {
			if !slices.Contains(fields, n) {
				return false
			}
		}
		return true
	}
	switch {
	case has("time", "monitor", "state") && !has("latency_ms") && !has("ok"):
		if strings.Contains(strings.ToLower(file), "transition") {
			return Transitions
		}
		return Checks
	case has("time", "monitor") && (has("state") || has("ok")):
		return Checks
	case has("started"):
		return Incidents
	case has("start", "as"), has("start", "made"):
		return Corrections
	case has("start", "end"):
		return Maintenance
	case has("time", "service"):
		return Changes
	}
	return ""
}

// A header is the first line of a CSV file.
type header struct {
	columns []string
	delim   byte
}

// readHeader reads the first line of a CSV file. The separator is the one of
// comma, semicolon, tab and bar that is most frequent in it.
func (s *source) readHeader() (header, error) {
	line, _, _ := bytes.Cut(s.head, []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if !utf8.Valid(line) {
		return header{}, &FileError{s.file, 1, "is not UTF-8"}
	}
	h := header{delim: ','}
	for _, d := range []byte(";\t|") {
		if bytes.Count(line, []byte{d}) > bytes.Count(line, []byte{h.delim}) {
			h.delim = d
		}
	}
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma = rune(h.delim)
	cells, err := r.Read()
	if err != nil {
		return header{}, &FileError{s.file, 1, "is no line of column names: a quote stands where none may, or is not closed"}
	}
	for _, cell := range cells {
		name := strings.TrimSpace(cell)
		if name != "" && slices.Contains(h.columns, name) {
			return header{}, &FileError{s.file, 1, fmt.Sprintf("column %q is there twice", name)}
		}
		h.columns = append(h.columns, name)
	}
	return h, nil
}

// firstObject returns the keys of the first object of an NDJSON file.
func (s *source) firstObject() ([]string, error) {
	line, _, _ := bytes.Cut(bytes.TrimSpace(s.head), []byte{'\n'})
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		return nil, &FileError{s.file, 1, "is no JSON object: " + err.Error()}
	}
	keys := make([]string, 0, len(object))
	for k := range object {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys, nil
}
