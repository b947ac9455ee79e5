package store

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
)

// A part is what the names of the folders above a file say of all its lines, as
// in monitor=web/vantage=a/2017-09.parquet: the layout that Hive began and most
// writers of Parquet know.
type part []partField

type partField struct{ name, value string }

// partOf reads the folders above a file that is a table. A column of the file
// itself goes before a folder of that name.
func partOf(s *source, columns []string) part {
	if s.origin == nil || s.format != Parquet && s.format != CSV {
		return nil
	}
	var p part
	for _, folder := range strings.Split(filepath.ToSlash(filepath.Dir(*s.origin)), "/") {
		name, value, ok := strings.Cut(folder, "=")
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		if ok && name != "" && value != "" && !slices.Contains(columns, name) {
			p = append(p, partField{name, value})
		}
	}
	return p
}

func (p part) names() []string {
	var names []string
	for _, f := range p {
		names = append(names, f.name)
	}
	return names
}

// String returns p as the folders spell it.
func (p part) String() string {
	var folders []string
	for _, f := range p {
		folders = append(folders, f.name+"="+url.PathEscape(f.value))
	}
	return strings.Join(folders, "/")
}
