package main

import (
	"errors"
	"fmt"

	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

// The exit codes. Scripts rely on them.
const (
	codeDone        = 0
	codeBreached    = 1
	codeUsage       = 2 // also a bad agreement file
	codeData        = 3 // bad or missing data, files that cannot be read or written
	codeStore       = 4 // the store is locked or not ours
	codeInterrupted = 130
)

// A codedError is an error with the exit code that it means. One without a text
// has said everything already.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// errSaid stands for an outcome that standard output has told.
var errSaid = errors.New("")

// coded gives err an exit code; nil stays nil.
func coded(code int, err error) error {
	if err == nil {
		return nil
	}
	return &codedError{code, err}
}

// usage is an error of the command line.
func usage(format string, args ...any) error {
	return coded(codeUsage, fmt.Errorf(format, args...))
}

// codeOf returns the exit code of an error.
func codeOf(err error) int {
	var with *codedError
	var problems agreement.Problems
	var locked *store.LockedError
	switch {
	case errors.As(err, &with):
		return with.code
	case errors.As(err, &problems):
		return codeUsage
	case errors.As(err, &locked), errors.Is(err, store.ErrNotOurs):
		return codeStore
	}
	if isCommandLine(err) {
		return codeUsage
	}
	return codeData
}

// isCommandLine reports whether the command library itself refused the line:
// it has no type for that.
func isCommandLine(err error) bool {
	for _, start := range []string{"unknown command", "unknown flag", "required flag"} {
		if len(err.Error()) >= len(start) && err.Error()[:len(start)] == start {
			return true
		}
	}
	return false
}
