package store

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// locate gives refused lines their places. DuckDB numbers the rows it takes and
// gives the byte offsets of those it does not; counting lines, which a quoted
// field may have several of, is done here, and only when something is refused.
func (im *importer) locate(kind Kind, columns columnSet, judged []judgedLine, broken map[int64]brokenLine) ([]Reject, error) {
	if im.src.format == Parquet {
		return im.locateRows(kind, columns, judged), nil
	}
	f, err := os.Open(im.src.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records := &recordReader{r: bufio.NewReaderSize(f, 1<<20), delim: columns.delim, quotes: im.src.format == CSV}
	if im.src.format == CSV {
		if _, err := records.next(nil); err != nil {
			return nil, err
		}
	}
	var rejects []Reject
	var n int64
	for len(judged)+len(broken) > 0 && len(rejects) < maxListed {
		rec, err := records.next(broken)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if b, ok := brokenAt(broken, rec.offset); ok {
			delete(broken, b.offset)
			rejects = append(rejects, im.brokenReject(rec, b, columns))
			continue
		}
		if im.src.format == CSV && rec.blank {
			continue
		}
		n++
		if len(judged) > 0 && judged[0].n == n {
			r := im.reject(kind, judged[0])
			r.Line, r.Column = rec.line, im.columnNumber(r, columns, rec)
			rejects, judged = append(rejects, r), judged[1:]
		}
	}
	return append(rejects, im.lost(kind, columns, judged, broken)...), nil
}

// brokenAt returns the broken line that begins at offset. Where lines end in
// \r\n, DuckDB gives the offset of the \n before it.
func brokenAt(broken map[int64]brokenLine, offset int64) (brokenLine, bool) {
	b, ok := broken[offset]
	if !ok {
		b, ok = broken[offset-1]
	}
	return b, ok
}

// lost returns the refused lines that were not found again: those after an
// opening quote that is never closed may be. They are listed without a line.
func (im *importer) lost(kind Kind, columns columnSet, judged []judgedLine, broken map[int64]brokenLine) []Reject {
	var rejects []Reject
	for _, b := range broken {
		rejects = append(rejects, im.brokenReject(record{}, b, columns))
	}
	for _, j := range judged {
		rejects = append(rejects, im.reject(kind, j))
	}
	slices.SortStableFunc(rejects, func(a, b Reject) int { return cmp.Compare(a.Column, b.Column) })
	return rejects
}

func (im *importer) locateRows(kind Kind, columns columnSet, judged []judgedLine) []Reject {
	var rejects []Reject
	for _, j := range judged {
		r := im.reject(kind, j)
		r.Line, r.Column = int(j.n), im.columnNumber(r, columns, record{})
		rejects = append(rejects, r)
	}
	return rejects
}

// columnNumber returns where in its line the field of r stands.
func (im *importer) columnNumber(r Reject, columns columnSet, rec record) int {
	column, _ := im.columnOf(r.Field, columns)
	if im.src.format != NDJSON {
		return slices.Index(columns.names, column) + 1
	}
	if at := strings.Index(rec.text, `"`+column+`"`); column != "" && at >= 0 {
		return utf8.RuneCountInString(rec.text[:at]) + 1
	}
	return 0
}

// brokenReject puts a line that is no row into words.
func (im *importer) brokenReject(rec record, b brokenLine, columns columnSet) Reject {
	r := Reject{File: im.src.file, Line: rec.line, Column: b.column}
	want := len(columns.names)
	switch b.what {
	case "MISSING COLUMNS":
		r.Column, r.Reason = 0, countReason(b.column, want)
	case "TOO MANY COLUMNS":
		r.Column, r.Reason = 0, countReason(rec.cells, want)
	case "UNQUOTED VALUE":
		r.Reason = "a quoted value does not end with its quote"
	case "INVALID ENCODING":
		r.Reason = "is not UTF-8"
	case "LINE SIZE OVER MAXIMUM":
		r.Column, r.Reason = 0, "the line is too long"
	default:
		r.Reason = strings.TrimSpace(b.text)
	}
	return r
}

// A record is a line of a table; of a CSV file it may have line ends in quotes.
type record struct {
	line   int   // number of its first line
	offset int64 // of its first byte
	cells  int
	blank  bool
	text   string // of its first line, cut if very long
}

// A recordReader goes through the records of a table the way DuckDB does.
type recordReader struct {
	r      *bufio.Reader
	delim  byte
	quotes bool
	line   int
	offset int64
}

// next returns the next record. A record in broken ends with its line, since
// its quotes cannot be trusted.
func (r *recordReader) next(broken map[int64]brokenLine) (record, error) {
	rec := record{line: r.line + 1, offset: r.offset, cells: 1}
	_, trustless := brokenAt(broken, r.offset)
	state := fieldStart
	for {
		line, err := r.readLine()
		if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
			if rec.text != "" && errors.Is(err, io.EOF) {
				return rec, nil
			}
			return rec, err
		}
		if rec.text == "" {
			content := strings.TrimRight(string(line), "\r\n")
			rec.blank = content == ""
			rec.text = content[:min(len(content), headSize)]
		}
		if r.quotes {
			state = r.scan(line, state, &rec)
		}
		if state != inQuotes || trustless {
			return rec, nil
		}
	}
}

func (r *recordReader) readLine() ([]byte, error) {
	line, err := r.r.ReadBytes('\n')
	if len(line) > 0 {
		r.line++
		r.offset += int64(len(line))
	}
	return line, err
}

// The states of a reader of CSV.
const (
	fieldStart = iota
	inField
	inQuotes
	afterQuotes // a quote that may be the first of two
)

// scan counts the cells of a line and returns the state after it.
func (r *recordReader) scan(line []byte, state int, rec *record) int {
	for _, c := range line {
		switch {
		case state == inQuotes:
			if c == '"' {
				state = afterQuotes
			}
		case c == '"' && (state == fieldStart || state == afterQuotes):
			state = inQuotes
		case c == r.delim:
			rec.cells++
			state = fieldStart
		default:
			state = inField
		}
	}
	return state
}
