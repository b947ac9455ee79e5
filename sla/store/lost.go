package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// A LostSource is a source that cannot be read again as it was.
type LostSource struct {
	File   string // base name, or what stood for it
	Path   string // where it was; "": it was no file
	Kinds  []Kind
	Rows   int64 // that it had when it was imported
	Reason string
}

// String returns l as "c.csv (checks, 3 rows): /logs/c.csv is not there".
func (l LostSource) String() string {
	kinds := ""
	for _, k := range l.Kinds {
		kinds += string(k) + ", "
	}
	return fmt.Sprintf("%s (%s%d rows): %s", l.File, kinds, l.Rows, l.Reason)
}

// A LostError says that a store was not made again since some of its sources are
// lost.
type LostError struct {
	Store string
	Lost  []LostSource
	All   int // sources of the store
}

// Error lists the lost sources, one a line.
func (e *LostError) Error() string {
	text := fmt.Sprintf("%s: %d of %d sources cannot be read again as they were, nothing was changed; put them back, or make the store without them (--without-missing)",
		e.Store, len(e.Lost), e.All)
	for _, l := range e.Lost {
		text += "\n  " + l.String()
	}
	return text
}

// lost describes a source that is lost.
func (g importGroup) lost(reason string) LostSource {
	l := LostSource{File: g[0].File, Reason: reason}
	if g[0].Path != nil {
		l.Path = *g[0].Path
	}
	for _, i := range g {
		l.Kinds, l.Rows = append(l.Kinds, i.Kind), l.Rows+i.Rows
	}
	return l
}

// missing says why a source cannot be read again as it was; "" if it can.
func (g importGroup) missing(ctx context.Context) (string, error) {
	if g[0].Path == nil {
		return "came from no file (standard input, or a program)", nil
	}
	path := *g[0].Path
	sum, err := digest(ctx, path)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return path + " is not there", nil
	case err != nil:
		return err.Error(), nil //nolint:nilerr // the reason is the error
	case sum != g[0].SHA256:
		return fmt.Sprintf("%s has changed: its SHA-256 was %.12s… and is %.12s…", path, g[0].SHA256, sum), nil
	}
	return "", nil
}

// digest returns the SHA-256 of a file.
func digest(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, &rawReader{ctx: ctx, r: f, sum: sum}, make([]byte, 1<<20)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
