package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
)

// A format writes a report in one way.
type format func(io.Writer, report.Document) error

// formats returns the formats by the name of --format, which is also the ending
// of the file. A static page does without its script.
func formats(static bool) map[string]format {
	html := func(w io.Writer, doc report.Document) error {
		return report.HTMLWith(w, doc, report.HTMLOptions{Static: static})
	}
	return map[string]format{"pdf": report.PDF, "html": html, "json": report.JSON, "csv": report.LedgerCSV}
}

const formatNames = "pdf, html, json, csv"

func (a *app) reportCommand() *cobra.Command {
	var q question
	var names []string
	var out string
	var static bool
	cmd := &cobra.Command{
		Use:     "report --period P [--agreement ID]... [--format pdf,html,json,csv] [--out DIR]",
		Short:   "Write the reports of a period",
		Example: "  upledger report --period 2017-09\n  upledger report --period 2017-09 --agreement acme --format json --out - | jq .objectives[0].verdict",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.formats = formats(static)
			return a.report(cmd.Context(), q, names, out)
		},
	}
	q.flags(cmd)
	cmd.Flags().StringSliceVar(&names, "format", []string{"pdf"}, formatNames)
	cmd.Flags().BoolVar(&static, "static", false, "HTML without its script: a fifth of the size, for mail")
	cmd.Flags().StringVar(&out, "out", ".", "`folder` to write to; - writes one report to standard output")
	return cmd
}

func (a *app) report(ctx context.Context, q question, names []string, out string) error {
	names = slices.Compact(names)
	for _, name := range names {
		if a.formats[name] == nil {
			return usage("--format %q: want one or several of %s", name, formatNames)
		}
	}
	q.whole = true
	docs, err := a.answer(ctx, q)
	if err != nil {
		return err
	}
	if out == "-" {
		if len(docs) != 1 || len(names) != 1 {
			return usage("--out -: standard output takes one report in one format, not %d × %d; name one with --agreement and --format", len(docs), len(names))
		}
		return a.formats[names[0]](a.stdout, docs[0])
	}
	for _, doc := range docs {
		paths, err := a.write(ctx, doc, names, out)
		if err != nil {
			return coded(codeData, err)
		}
		for _, path := range paths {
			a.say(path)
		}
	}
	return nil
}

// write renders one document in every format before it writes the first file,
// so that a failure leaves nothing half-done.
func (a *app) write(ctx context.Context, doc report.Document, names []string, dir string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var paths []string
	rendered := map[string][]byte{}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := a.formats[name](&b, doc); err != nil {
			return nil, fmt.Errorf("%s of agreement %s: %w", name, doc.Result.Agreement.ID, err)
		}
		path := filepath.Join(dir, cleanName(doc.Result.Agreement.ID+"-"+doc.Result.Period.Name)+"."+name)
		paths = append(paths, path)
		rendered[path] = b.Bytes()
	}
	for _, path := range paths {
		if err := writeFile(path, rendered[path]); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

var unclean = regexp.MustCompile(`[^\pL\pN._-]+`)

// cleanName makes a text a plain file name, which lies in no other folder.
func cleanName(text string) string {
	return strings.TrimLeft(unclean.ReplaceAllString(text, "_"), ".")
}

// writeFile writes a file whole or not at all.
func writeFile(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".upledger-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Chmod(0o644)
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
