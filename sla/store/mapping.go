package store

import (
	"fmt"
	"slices"
	"strings"
)

// A Mapping tells how the columns of a foreign log are to be read. The zero
// Mapping reads columns by their own names.
type Mapping []ColumnMap

// A ColumnMap says which field a column holds, and what its values mean.
type ColumnMap struct {
	Column string
	Field  string // "-": the column is to be passed over
	Words  []Word // values that are not listed stand for themselves
}

const passOver = "-"

// A Word is what a value of a foreign log is called here.
type Word struct{ Value, Means string }

// ParseMapping reads a mapping such as
//
//	t=time,target=monitor,result=state:success=up:failed=down
//
// that is column=field pairs, each followed by value=word pairs if its values
// have other names. The field "-" passes a column over.
func ParseMapping(text string) (Mapping, error) {
	var m Mapping
	if text == "" {
		return nil, nil
	}
	for _, part := range strings.Split(text, ",") {
		pieces := strings.Split(part, ":")
		column, field, ok := strings.Cut(pieces[0], "=")
		column, field = strings.TrimSpace(column), strings.TrimSpace(field)
		if !ok || column == "" || field == "" {
			return nil, fmt.Errorf("mapping %q: want column=field, as in t=time", part)
		}
		c := ColumnMap{Column: column, Field: field}
		for _, piece := range pieces[1:] {
			value, means, ok := strings.Cut(piece, "=")
			if !ok || means == "" {
				return nil, fmt.Errorf("mapping %q: want value=word, as in success=up, not %q", part, piece)
			}
			c.Words = append(c.Words, Word{value, means})
		}
		if m.column(column) != nil || field != passOver && slices.ContainsFunc(m, func(o ColumnMap) bool { return o.Field == field }) {
			return nil, fmt.Errorf("mapping %q: a column or a field is named twice", part)
		}
		m = append(m, c)
	}
	return m, nil
}

// String returns m as ParseMapping reads it.
func (m Mapping) String() string {
	var parts []string
	for _, c := range m {
		part := c.Column + "=" + c.Field
		for _, w := range c.Words {
			part += ":" + w.Value + "=" + w.Means
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}

// column returns what is said about a column, nil if nothing is.
func (m Mapping) column(name string) *ColumnMap {
	for i := range m {
		if m[i].Column == name {
			return &m[i]
		}
	}
	return nil
}

// field returns the field that a column of this name holds. A field that the
// mapping gives to another column is not taken from the column of its own name.
func (m Mapping) field(column string) string {
	if c := m.column(column); c != nil {
		if c.Field == passOver {
			return ""
		}
		return c.Field
	}
	for _, c := range m {
		if c.Field == column {
			return ""
		}
	}
	return column
}

// word returns what value means in a column.
func (m Mapping) word(column, value string) string {
	if c := m.column(column); c != nil {
		for _, w := range c.Words {
			if w.Value == value {
				return w.Means
			}
		}
	}
	return value
}
