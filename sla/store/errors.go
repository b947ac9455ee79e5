package store

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotOurs is matched by errors.Is for every file that is not a store this
// program can use.
var ErrNotOurs = errors.New("not a store of this program")

// A NotOursError says that the file at Path exists but is not a store that this
// program can use, and why.
type NotOursError struct{ Path, Reason string }

// Error names the file, why it is no store, and what to do.
func (e *NotOursError) Error() string {
	return fmt.Sprintf("%s: %s; name another file with --db", e.Path, e.Reason)
}

// Is reports whether target is ErrNotOurs.
func (e *NotOursError) Is(target error) bool { return target == ErrNotOurs }

// A LockedError says that another process holds the store at Path.
type LockedError struct {
	Path string
	PID  int // of the process that holds it; 0: not known
}

// Error names the store, the process that has it open if known, and what to do.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return e.Path + ": another process has the store open; wait until it is done"
	}
	return fmt.Sprintf("%s: process %d has the store open; wait until it is done", e.Path, e.PID)
}

// A Reject is a line, or a part of one, that was refused.
type Reject struct {
	File   string
	Line   int    // from 1; of Parquet files the row
	Column int    // from 1: of tables the column's number, else the character in the line; 0: the whole line
	Field  string // name of the field; "": the whole line
	Value  string // as it stands in the file, cut if very long
	Reason string // what is wrong and what is wanted
}

// String returns r as "checks.csv:1042:3: state \"DWON\": want up, slow or down".
func (r Reject) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d", r.File, r.Line)
	if r.Column > 0 {
		fmt.Fprintf(&b, ":%d", r.Column)
	}
	b.WriteString(": ")
	if r.Field != "" {
		b.WriteString(r.Field)
		if r.Value != "" {
			fmt.Fprintf(&b, " %q", r.Value)
		}
		b.WriteString(": ")
	}
	b.WriteString(r.Reason)
	return b.String()
}

// maxListed is how many refused lines are listed at most; all are counted.
const maxListed = 1000

// A RejectsError says that more lines were refused than are tolerated, so that
// nothing of the file was taken.
type RejectsError struct {
	File      string
	Rejects   []Reject // the first of them
	Total     int64
	Tolerated int
}

// Error counts the refused lines and lists the first ten, one a line.
func (e *RejectsError) Error() string {
	var b strings.Builder
	lines := "lines are"
	if e.Total == 1 {
		lines = "line is"
	}
	fmt.Fprintf(&b, "%s: %d %s refused (tolerated: %d), nothing was imported", e.File, e.Total, lines, e.Tolerated)
	for i, r := range e.Rejects {
		if i == 10 {
			fmt.Fprintf(&b, "\n  and %d more", max(e.Total, int64(len(e.Rejects)))-10)
			break
		}
		b.WriteString("\n  " + r.String())
	}
	return b.String()
}

// A FileError says that a file as a whole cannot be read as a log.
type FileError struct {
	File   string
	Line   int // 0: the file as a whole
	Reason string
}

// Error names the file, with the line if there is one, and the reason.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason)
}
