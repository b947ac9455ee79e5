package agreement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one reason why an agreement file cannot be used.
type Problem struct {
	File    string // as given to Parse or Load
	Line    int    // from 1
	Column  int    // in characters, from 1
	Path    string // such as "services.crm.monitors.web.max_gap"; "": the whole file
	Message string
}

// String returns p as "upledger.yaml:12:9: services.crm.name: has no value".
func (p Problem) String() string {
	place := fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
	if p.Path != "" {
		place += p.Path + ": "
	}
	return place + p.Message
}

// Problems is everything that is wrong with an agreement file, sorted by place.
// It is the error of Parse.
type Problems []Problem

// Error returns one line per problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// sorted returns ps by place, then path, then message, equal ones once.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(ps)
}
