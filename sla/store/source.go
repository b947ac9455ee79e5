package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// A Format is how a log file is written. Files may be compressed besides, which
// is seen from their first bytes.
type Format string

// The formats.
const (
	CSV     Format = "csv" // also with tabs, semicolons or bars
	NDJSON  Format = "ndjson"
	Parquet Format = "parquet"
	YAML    Format = "yaml"
	JSON    Format = "json"
)

// A source is a log file made ready: plain, with one kind of line ends.
type source struct {
	file   string  // base name
	origin *string // absolute path of the file as it was named; nil: it was no file
	path   string  // of the plain bytes
	temp   string  // a copy to be removed; "": path is the file itself
	sha256 string  // of the file's own bytes
	format Format
	head   []byte // first bytes, plain

	scan   *lineScan
	sum    hash.Hash
	closer io.Closer
	rest   chan error // of the reading of the rest, while it is under way
}

const headSize = 64 << 10

var (
	magicGzip = []byte{0x1f, 0x8b}
	magicZstd = []byte{0x28, 0xb5, 0x2f, 0xfd}
	magicPar  = []byte("PAR1")
	bom       = []byte("\xef\xbb\xbf")
)

// openFile makes the file at path ready.
func openFile(ctx context.Context, path string, opt Import) (*source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, &FileError{File: filepath.Base(path), Reason: "is a folder; name the files in it"}
	}
	return openSource(ctx, filepath.Base(path), path, f, opt)
}

// openSource begins to read r, which it closes if it can be. With a path, r is
// the file there, which is copied only where DuckDB could not read it as it is.
func openSource(ctx context.Context, name, path string, r io.Reader, opt Import) (*source, error) {
	s := &source{file: name, path: path, scan: &lineScan{progress: opt.Progress}, sum: sha256.New()}
	s.closer, _ = r.(io.Closer)
	if abs, err := filepath.Abs(path); path != "" && err == nil {
		s.origin = &abs
	}
	if err := s.read(ctx, r); err != nil {
		s.remove()
		return nil, err
	}
	if err := s.settleFormat(opt.Format); err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

// remove ends the reading and removes the copy, if there is one.
func (s *source) remove() {
	if s.closer != nil {
		s.closer.Close()
	}
	if s.rest != nil {
		<-s.rest
		s.rest = nil
	}
	if s.temp != "" {
		os.Remove(s.temp)
	}
}

// read takes the first bytes of the file. The rest of a file that DuckDB can
// read as it is, is digested while DuckDB reads it: see finish. Of others a plain
// copy is made first.
func (s *source) read(ctx context.Context, r io.Reader) error {
	raw := &rawReader{ctx: ctx, r: r, sum: s.sum}
	plain, packed, err := unpack(s.file, raw)
	if err != nil {
		return err
	}
	buffer := make([]byte, 1<<20)
	if !packed && s.path != "" {
		if _, err := io.CopyN(s.scan, plain, headSize); err != nil && err != io.EOF {
			return s.readError(raw, packed, err)
		}
		s.head = s.scan.head
		rest := make(chan error, 1)
		s.rest = rest
		go func() {
			_, err := io.CopyBuffer(s.scan, plain, buffer)
			rest <- err
		}()
		if bytes.HasPrefix(s.head, bom) { // to be taken away before anything is read
			return s.finish()
		}
		return nil
	}
	copied, err := s.copyTo()
	if err != nil {
		return err
	}
	defer copied.Close()
	if _, err := io.CopyBuffer(io.MultiWriter(s.scan, copied), plain, buffer); err != nil {
		return s.readError(raw, packed, err)
	}
	if _, err := io.Copy(io.Discard, raw); err != nil {
		return s.readError(raw, packed, err)
	}
	s.head = s.scan.head
	return s.digested()
}

// finish waits until the file is read to its end: its digest is known then, and
// how its lines end.
func (s *source) finish() error {
	if s.rest == nil {
		return nil
	}
	err := <-s.rest
	s.rest = nil
	if err != nil {
		return fmt.Errorf("read %s: %w", s.file, err)
	}
	return s.digested()
}

// digested takes down the digest, and makes a copy with one kind of line ends
// where they are mixed.
func (s *source) digested() error {
	s.sha256 = hex.EncodeToString(s.sum.Sum(nil))
	if s.uneven() {
		return s.normalise()
	}
	return nil
}

// uneven reports whether DuckDB would misread the lines, as far as they are
// read.
func (s *source) uneven() bool {
	return !bytes.HasPrefix(s.head, magicPar) && (s.scan.mixed() || bytes.HasPrefix(s.head, bom))
}

func (s *source) readError(raw *rawReader, packed bool, err error) error {
	if raw.err == nil && packed {
		return &FileError{File: s.file, Reason: "the compressed data is cut off or damaged (" + err.Error() + ")"}
	}
	return fmt.Errorf("read %s: %w", s.file, err)
}

// copyTo makes a file for the plain copy and makes it the path.
func (s *source) copyTo() (*os.File, error) {
	f, err := os.CreateTemp("", "upledger-*")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.file, err)
	}
	if s.temp != "" {
		os.Remove(s.temp)
	}
	s.temp, s.path = f.Name(), f.Name()
	return f, nil
}

// normalise makes a copy without byte order mark whose lines all end in \n:
// DuckDB wants one kind of line end.
func (s *source) normalise() error {
	in, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := s.copyTo()
	if err != nil {
		return err
	}
	defer out.Close()
	w := &unixLines{w: out}
	if bytes.HasPrefix(s.head, bom) {
		if _, err := in.Seek(int64(len(bom)), io.SeekStart); err != nil {
			return err
		}
		s.head = s.head[len(bom):]
	}
	if _, err := io.CopyBuffer(struct{ io.Writer }{w}, in, make([]byte, 1<<20)); err != nil {
		return fmt.Errorf("read %s: %w", s.file, err)
	}
	s.head = bytes.ReplaceAll(s.head, []byte("\r\n"), []byte("\n"))
	return w.flush()
}

// unpack returns the plain bytes of a file and whether they were compressed.
func unpack(name string, raw io.Reader) (io.Reader, bool, error) {
	start := make([]byte, 4)
	n, err := io.ReadFull(raw, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, fmt.Errorf("read %s: %w", name, err)
	}
	start = start[:n]
	all := io.MultiReader(bytes.NewReader(start), raw)
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case n == 0:
		return nil, false, &FileError{File: name, Reason: "is empty"}
	case bytes.HasPrefix(start, magicGzip):
		r, err := gzip.NewReader(all)
		if err != nil {
			return nil, false, &FileError{File: name, Reason: "is not valid gzip"}
		}
		return r, true, nil
	case bytes.HasPrefix(start, magicZstd):
		r, err := zstd.NewReader(all)
		if err != nil {
			return nil, false, &FileError{File: name, Reason: "is not valid Zstandard"}
		}
		return r.IOReadCloser(), true, nil
	case ext == ".gz" || ext == ".zst":
		return nil, false, &FileError{File: name, Reason: "is named " + ext + ", but is not compressed so"}
	}
	return all, false, nil
}

// A rawReader digests what it reads and stops when its context does.
type rawReader struct {
	ctx context.Context
	r   io.Reader
	sum hash.Hash
	err error
}

func (r *rawReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		r.err = err
		return 0, err
	}
	n, err := r.r.Read(p)
	r.sum.Write(p[:n])
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// A lineScan keeps the first bytes that are written to it and counts line ends.
type lineScan struct {
	head        []byte
	lines, crlf int64
	last        byte
	progress    func(int64)
}

func (s *lineScan) Write(p []byte) (int, error) {
	if room := headSize - len(s.head); room > 0 {
		s.head = append(s.head, p[:min(room, len(p))]...)
	}
	s.lines += int64(bytes.Count(p, []byte{'\n'}))
	s.crlf += int64(bytes.Count(p, []byte("\r\n")))
	if len(p) > 0 {
		if s.last == '\r' && p[0] == '\n' {
			s.crlf++
		}
		s.last = p[len(p)-1]
	}
	if s.progress != nil {
		s.progress(s.lines)
	}
	return len(p), nil
}

// mixed reports whether some lines end in \r\n and others in \n.
func (s *lineScan) mixed() bool { return s.crlf > 0 && s.crlf != s.lines }

// A unixLines writes \n for \r\n.
type unixLines struct {
	w  io.Writer
	cr bool // a \r is held back
}

func (u *unixLines) Write(p []byte) (int, error) {
	n := len(p)
	if u.cr {
		p = append([]byte{'\r'}, p...)
		u.cr = false
	}
	if len(p) > 0 && p[len(p)-1] == '\r' {
		p, u.cr = p[:len(p)-1], true
	}
	_, err := u.w.Write(bytes.ReplaceAll(p, []byte("\r\n"), []byte("\n")))
	return n, err
}

func (u *unixLines) flush() error {
	if !u.cr {
		return nil
	}
	_, err := u.w.Write([]byte{'\r'})
	return err
}
