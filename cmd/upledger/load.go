package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// load reads the agreement file.
func (a *app) load() (agreement.File, error) {
	file, err := agreement.Load(a.config)
	if errors.Is(err, fs.ErrNotExist) {
		return file, usage("%s: there is no agreement file; write one with 'upledger init' or name one with --config", a.config)
	}
	return file, coded(codeUsage, err)
}

// agreements returns those that ids name, or all.
func (a *app) agreements(ids []string) ([]sla.Agreement, error) {
	file, err := a.load()
	if err != nil || len(ids) == 0 {
		return file.Agreements, err
	}
	var list []sla.Agreement
	for _, id := range ids {
		one, ok := file.Agreement(id)
		if !ok {
			var known []string
			for _, k := range file.Agreements {
				known = append(known, k.ID)
			}
			return nil, usage("%s has no agreement %q; it has %s", a.config, id, strings.Join(known, ", "))
		}
		list = append(list, one)
	}
	return list, nil
}

// instant reads the instant of --as-of in a zone; without the flag it is now.
func (a *app) instant(zone *time.Location) (sla.Instant, error) {
	if a.asOf == "" {
		return span.Of(a.now), nil
	}
	return parseTime("--as-of", a.asOf, zone)
}

// parseTime reads an RFC 3339 time, or a local time or a date of zone.
func parseTime(flag, text string, zone *time.Location) (sla.Instant, error) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return span.Of(t), nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return span.Of(t), nil
		}
	}
	return 0, usage("%s %q: want a time such as 2017-10-01T00:00:00+02:00 or a date such as 2017-10-01", flag, text)
}

// importOptions tells the importer what the agreement file knows.
func importOptions(file agreement.File) store.Import {
	opt := store.Import{Known: map[store.SeriesName]bool{}, Services: map[string]bool{}}
	for name := range file.Series() {
		opt.Known[store.SeriesName(name)] = true
	}
	for id := range file.Services {
		opt.Services[id] = true
	}
	return opt
}

// logFiles resolves the arguments of import and validate: files, folders, globs
// and "-".
func logFiles(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		found := []string{arg}
		if arg != "-" && strings.ContainsAny(arg, "*?[") {
			var err error
			if found, err = filepath.Glob(arg); err != nil {
				return nil, usage("%q: %v", arg, err)
			}
			if len(found) == 0 {
				return nil, coded(codeData, fmt.Errorf("%s: no file matches", arg))
			}
		}
		for _, path := range found {
			inside, err := logsIn(path)
			if err != nil {
				return nil, coded(codeData, err)
			}
			files = append(files, inside...)
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(f string) bool { was := seen[f]; seen[f] = true; return was && f != "-" }), nil
}

// logsIn returns the log files in a folder and the folders below it, in order of
// their names; of a file, itself. Names that begin with a dot are passed over.
func logsIn(path string) ([]string, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p != path && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case !d.IsDir() && store.IsLogName(d.Name()):
			files = append(files, p)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: the folder has no log file: none is named .csv, .ndjson, .parquet, .yaml or .json, with or without .gz or .zst", path)
	}
	return files, err
}

// parseDate reads a date such as 2017-09-21.
func parseDate(text string) (sla.Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return sla.Date{}, usage("--day %q: want a date such as 2017-09-21", text)
	}
	return sla.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, nil
}
