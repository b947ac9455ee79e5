package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

// importFlags are those that say how log files are to be read.
type importFlags struct {
	kind, format, mapping, zone string
	maxRejects                  int
}

func (f *importFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.kind, "kind", "", "checks, transitions, incidents, maintenance, changes or corrections (default: seen from the content)")
	cmd.Flags().StringVar(&f.format, "format", "", "csv, ndjson, parquet, yaml or json (default: seen from the content)")
	cmd.Flags().StringVar(&f.mapping, "map", "", "names of columns and values, as in t=time,result=state:success=up:failed=down")
	cmd.Flags().StringVar(&f.zone, "timezone", "", "IANA `zone` of times without one")
	cmd.Flags().IntVar(&f.maxRejects, "max-rejects", 0, "refused lines that are tolerated per file")
}

// options are the importer's options for these flags.
func (f importFlags) options(file agreement.File) (store.Import, error) {
	opt := importOptions(file)
	opt.Kind, opt.Format, opt.MaxRejects = store.Kind(f.kind), store.Format(f.format), f.maxRejects
	switch opt.Kind {
	case "", store.Checks, store.Transitions, store.Incidents, store.Maintenance, store.Changes, store.Corrections:
	default:
		return opt, usage("--kind %q: want checks, transitions, incidents, maintenance, changes or corrections", f.kind)
	}
	switch opt.Format {
	case "", store.CSV, store.NDJSON, store.Parquet, store.YAML, store.JSON:
	default:
		return opt, usage("--format %q: want csv, ndjson, parquet, yaml or json", f.format)
	}
	if f.maxRejects < 0 {
		return opt, usage("--max-rejects %d: want 0 or more", f.maxRejects)
	}
	var err error
	if opt.Map, err = store.ParseMapping(f.mapping); err != nil {
		return opt, usage("--map: %w", err)
	}
	if f.zone != "" {
		if opt.Zone, err = time.LoadLocation(f.zone); err != nil {
			return opt, usage("--timezone %q: unknown zone; want an IANA name such as Europe/Berlin", f.zone)
		}
	}
	return opt, nil
}

func (a *app) importCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:     "import [--kind K] [--format F] [--map col=field,...] FILE|GLOB|-...",
		Short:   "Read log files into the store",
		Long:    "import takes a file whole or not at all. Importing the same file twice changes nothing.",
		Example: "  upledger import checks.csv incidents.yaml\n  upledger import --map t=time,target=monitor,result=state:success=up:failed=down probes/*.csv.gz",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.importFiles(cmd.Context(), args, f) },
	}
	f.register(cmd)
	return cmd
}

func (a *app) importFiles(ctx context.Context, args []string, f importFlags) error {
	file, err := a.load()
	if err != nil {
		return err
	}
	opt, err := f.options(file)
	if err != nil {
		return err
	}
	files, err := logFiles(args)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, a.db)
	if err != nil {
		return err
	}
	var failed []error
	for _, path := range files {
		done, err := a.importOne(ctx, db, path, opt)
		if err != nil {
			failed = append(failed, err)
			if ctx.Err() != nil {
				break
			}
			continue
		}
		a.say(summary(done))
		for _, r := range done.Rejects {
			a.say("  " + r.String())
		}
	}
	if err := db.Close(); err != nil {
		failed = append(failed, err)
	}
	return coded(codeData, errors.Join(failed...))
}

// importOne imports one file, or standard input.
func (a *app) importOne(ctx context.Context, db *store.DB, path string, opt store.Import) (store.Imported, error) {
	finish := a.progress(path, &opt)
	defer finish()
	if path == "-" {
		return db.ImportReader(ctx, "stdin", a.stdin, opt)
	}
	return db.Import(ctx, path, opt)
}

// progress shows how many lines were read, on a terminal only.
func (a *app) progress(path string, opt *store.Import) (finish func()) {
	if a.quiet || a.logFormat == "json" || !a.onTerminal() {
		return func() {}
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription(path),
		progressbar.OptionShowCount(), progressbar.OptionSetItsString("lines"), progressbar.OptionShowIts(),
		progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	opt.Progress = func(lines int64) { bar.Set64(lines) }
	return func() { bar.Finish() }
}

// summary says in a line what became of a file.
func summary(done store.Imported) string {
	if done.Already {
		return fmt.Sprintf("%s: already imported, nothing changed", done.File)
	}
	text := fmt.Sprintf("%s: ", done.File)
	for i, k := range done.Kinds {
		if i > 0 {
			text += " and "
		}
		text += string(k)
	}
	text += fmt.Sprintf(", %d rows", done.Rows)
	if done.Rejected > 0 {
		text += fmt.Sprintf(", %d lines refused", done.Rejected)
	}
	return text
}
