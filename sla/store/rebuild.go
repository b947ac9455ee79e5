package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/upledger/upledger/sla"
)

// A Rebuilding says how a store is to be made again. The zero Rebuilding wants
// every source back.
type Rebuilding struct {
	Without  bool                // make it without the sources that are lost
	Known    map[SeriesName]bool // as in Import: for files of which lines were refused
	Services map[string]bool     // as in Import: for files of which lines were refused
	Done     func(Imported)      // told of every file that is in again; may be nil
}

// A Rebuilt tells what a store was made of again.
type Rebuilt struct {
	Files  int
	Rows   int64        // of checks and state logs, after prunes
	Lost   []LostSource // that it was made without
	Broken error        // why the old store could not say what it was made of; nil: it could
}

// Rebuild makes the store at path again from the files that it was made of, and
// takes out again what was pruned. The files must be where they were, with the
// bytes that they had; else it returns a *LostError, unless how.Without is set.
// The new store is made beside the old one and takes its place at the end, in one
// step: up to then, and after any error, the old one is as it was.
//
// What the store was made of is read from itself or, if it cannot be opened, from
// the file beside it, whose name ends in .sources.
func Rebuild(ctx context.Context, path string, how Rebuilding) (Rebuilt, error) {
	r := &rebuild{how: how, db: &DB{path: path}}
	if path == Temporary {
		return Rebuilt{}, errors.New("a temporary store cannot be made again")
	}
	if err := r.db.locate(); err != nil {
		return Rebuilt{}, err
	}
	err := r.run(ctx)
	if r.old != nil {
		if closeErr := r.old.Close(); r.done.Broken == nil {
			err = errors.Join(err, closeErr)
		}
	}
	return r.done, err
}

// A rebuild is one call of Rebuild.
type rebuild struct {
	how    Rebuilding
	db     *DB     // names the files; never opened
	old    *DB     // open for reading only, so that no one writes to it; nil: it cannot be opened
	was    sources // what the store was made of
	groups []importGroup
	new    *DB
	done   Rebuilt
}

// An importGroup is what one call of Import wrote down: a file, as one kind or
// as several.
type importGroup []recordedImport

func (r *rebuild) run(ctx context.Context) error {
	if err := r.ask(ctx); err != nil {
		return err
	}
	r.groups = groupImports(r.was.Imports)
	if len(r.groups) == 0 {
		return fmt.Errorf("%s: nothing was ever imported, so that there is nothing to make again", r.db.path)
	}
	if err := r.check(ctx); err != nil {
		return err
	}
	err := r.begin(ctx)
	if err == nil {
		err = r.fill(ctx)
		if closeErr := r.new.Close(); err == nil {
			err = closeErr
		}
	}
	if err == nil {
		err = r.replace()
	}
	var locked *LockedError
	if err == nil || errors.As(err, &locked) { // another process is at it
		return err
	}
	if isFull(err) {
		err = errors.New("the disk is full; make room for a second store, for a while")
	}
	return errors.Join(fmt.Errorf("%s: not made again, nothing was changed: %w", r.db.path, err), removeStore(r.beside()))
}

// beside is where the new store is made.
func (r *rebuild) beside() string { return r.db.file + ".rebuilding" }

// ask finds out what the store was made of, and keeps it from changing.
func (r *rebuild) ask(ctx context.Context) error {
	err := r.open(ctx)
	if err == nil {
		if r.was, err = readSources(ctx, r.old.db); err == nil {
			return nil
		}
	}
	var locked *LockedError
	if ctx.Err() != nil || errors.As(err, &locked) || errors.Is(err, fs.ErrPermission) {
		return err
	}
	was, beside := loadSources(r.db.file)
	if errors.Is(beside, fs.ErrNotExist) {
		return fmt.Errorf("%w; nor is there a file %s that says what it was made of", err, sourcesFile(r.db.path))
	}
	if beside != nil {
		return errors.Join(err, beside)
	}
	r.was, r.done.Broken = was, err
	return nil
}

// open opens the old store for reading only: others may read it meanwhile, but
// not write. What a killed process left beside it is folded into it before, or
// the new store would find it there.
func (r *rebuild) open(ctx context.Context) error {
	if exists(r.db.file) && exists(r.db.file+".wal") {
		old, err := Open(ctx, r.db.path)
		if err == nil {
			err = old.Close()
		}
		if err != nil {
			return err
		}
	}
	old, err := OpenReadOnly(ctx, r.db.path)
	if err == nil {
		r.old = old
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// groupImports joins the kinds of one file, which were imported together.
func groupImports(list []recordedImport) []importGroup {
	var groups []importGroup
	for _, i := range list {
		if n := len(groups) - 1; n >= 0 && groups[n].joins(i) {
			groups[n] = append(groups[n], i)
			continue
		}
		groups = append(groups, importGroup{i})
	}
	return groups
}

// joins reports whether i is another kind of the file that g is of.
func (g importGroup) joins(i recordedImport) bool {
	o := g[0]
	if i.Kind == Checks || i.Kind == Transitions || i.SHA256 != o.SHA256 || i.File != o.File || (i.Path == nil) != (o.Path == nil) {
		return false
	}
	if i.Path != nil && *i.Path != *o.Path {
		return false
	}
	return i.Mapping == o.Mapping && i.Zone == o.Zone && i.Format == o.Format &&
		!slices.ContainsFunc(g, func(k recordedImport) bool { return k.Kind >= i.Kind })
}

// check holds every source against its digest, and leaves out of the groups
// those that are lost.
func (r *rebuild) check(ctx context.Context) error {
	var kept []importGroup
	for _, g := range r.groups {
		reason, err := g.missing(ctx)
		if err != nil {
			return err
		}
		if reason == "" {
			kept = append(kept, g)
			continue
		}
		r.done.Lost = append(r.done.Lost, g.lost(reason))
	}
	if len(r.done.Lost) > 0 && !r.how.Without {
		return &LostError{Store: r.db.path, Lost: r.done.Lost, All: len(r.groups)}
	}
	r.groups = kept
	return nil
}

// begin makes an empty store beside the old one. One that is there already is
// what a killed process left, unless another process is just making it.
func (r *rebuild) begin(ctx context.Context) error {
	path := r.beside()
	if exists(path) {
		left, err := Open(ctx, path)
		var locked *LockedError
		if errors.As(err, &locked) {
			return err
		}
		if err == nil {
			left.db.Close()
		}
		if err := removeStore(path); err != nil {
			return err
		}
	}
	var err error
	r.new, err = Open(ctx, path)
	return err
}

// removeStore removes the files of a store that is not open.
func removeStore(file string) error {
	var errs []error
	for _, path := range []string{file, file + ".wal", sourcesFile(file)} {
		errs = append(errs, ignoreMissing(os.Remove(path)))
	}
	return errors.Join(errs...)
}

// fill imports the sources and prunes what was pruned, in the old order.
func (r *rebuild) fill(ctx context.Context) error {
	prunes := r.was.Prunes
	for n, g := range r.groups {
		if err := r.again(ctx, g); err != nil {
			return err
		}
		next := int(^uint(0) >> 1)
		if n+1 < len(r.groups) {
			next = r.groups[n+1][0].Number
		}
		for len(prunes) > 0 && prunes[0].After < next {
			if err := r.pruneAgain(ctx, prunes[0]); err != nil {
				return err
			}
			prunes = prunes[1:]
		}
	}
	return r.new.db.QueryRowContext(ctx, "SELECT count(*) FROM stored.checks").Scan(&r.done.Rows)
}

// again imports a file as it was imported once, and makes sure that the same came
// of it.
func (r *rebuild) again(ctx context.Context, g importGroup) error {
	opt, err := r.options(g)
	if err != nil {
		return err
	}
	done, err := r.new.Import(ctx, *g[0].Path, opt)
	if err != nil {
		return err
	}
	var rows, rejected int64
	for _, i := range g {
		rows, rejected = rows+i.Rows, rejected+i.Rejected
	}
	switch {
	case done.SHA256 != g[0].SHA256:
		return fmt.Errorf("%s changes while it is read", *g[0].Path)
	case len(r.done.Lost) == 0 && (done.Rows != rows || done.Rejected != rejected):
		return fmt.Errorf("%s has %d rows and %d refused lines now, and had %d and %d; "+
			"where lines were refused, the agreement file must know the services and monitors that it knew then",
			done.File, done.Rows, done.Rejected, rows, rejected)
	}
	r.done.Files++
	if r.how.Done != nil {
		r.how.Done(done)
	}
	return nil
}

// options are those with which the file was imported. What services there are
// matters only where lines were refused: those that were taken had one.
func (r *rebuild) options(g importGroup) (Import, error) {
	opt := Import{Format: g[0].Format, MaxRejects: g[0].MaxRejects}
	if len(g) == 1 {
		opt.Kind = g[0].Kind
	}
	if slices.ContainsFunc(g, func(i recordedImport) bool { return i.Rejected > 0 }) {
		opt.Known, opt.Services = r.how.Known, r.how.Services
	}
	var err error
	if opt.Map, err = ParseMapping(g[0].Mapping); err != nil {
		return opt, err
	}
	if g[0].Zone != "" {
		opt.Zone, err = time.LoadLocation(g[0].Zone)
	}
	return opt, err
}

func (r *rebuild) pruneAgain(ctx context.Context, p recordedPrune) error {
	done, err := r.new.Prune(ctx, Cut{Before: sla.Instant(p.Before)})
	if err == nil && len(r.done.Lost) == 0 && done.Rows != p.Rows {
		err = fmt.Errorf("a prune takes %d rows now, and took %d", done.Rows, p.Rows)
	}
	return err
}

// replace puts the new store in the place of the old one. The old one has no log
// beside it, unless it could not be opened: then that log is worth nothing, and
// must not be taken for one of the new store's.
func (r *rebuild) replace() error {
	file := r.db.file
	if info, err := os.Stat(file); err == nil {
		if err := os.Chmod(r.new.file, info.Mode().Perm()); err != nil {
			return err
		}
	}
	if err := syncFile(r.new.file); err != nil {
		return err
	}
	if err := ignoreMissing(os.Remove(file + ".wal")); err != nil {
		return err
	}
	if err := os.Rename(r.new.file, file); err != nil {
		return err
	}
	// It is done. The file beside the store says nothing new, or Close writes it.
	_ = os.Rename(sourcesFile(r.new.file), sourcesFile(file))
	_ = syncFile(filepath.Dir(file))
	return nil
}
