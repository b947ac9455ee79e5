package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
)

//go:embed demo
var demoFiles embed.FS

// demoAsOf is the first instant after the month that the demo reports.
const demoAsOf = "2017-10-01T00:00:00+02:00"

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Write an example with agreement and logs, import and evaluate it, and draw its reports",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "demo"
			if len(args) == 1 {
				dir = args[0]
			}
			return a.demo(cmd.Context(), dir)
		},
	}
}

// demo works in dir alone, whatever files the global flags name.
func (a *app) demo(ctx context.Context, dir string) error {
	files, err := demoContent()
	if err != nil {
		return err
	}
	if err := writeAll(dir, files); err != nil {
		return err
	}
	a.config, a.db, a.asOf = filepath.Join(dir, "upledger.yaml"), filepath.Join(dir, "upledger.duckdb"), demoAsOf
	logs := []string{filepath.Join(dir, "checks.csv"), filepath.Join(dir, "incidents.yaml")}
	if err := a.importFiles(ctx, logs, importFlags{}); err != nil {
		return err
	}
	docs, err := a.answer(ctx, question{period: "2017-09", whole: true})
	if err != nil {
		return err
	}
	paths, err := a.write(ctx, docs[0], []string{"pdf", "html", "json"}, dir)
	if err != nil {
		return err
	}
	if err := report.Lines(a.stdout, docs...); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\nagreement  %s\nlogs       %s\n           %s\nstore      %s\n", a.config, logs[0], logs[1], a.db)
	for i, path := range paths {
		name := "reports    "
		if i > 0 {
			name = "           "
		}
		fmt.Fprintln(a.stdout, name+path)
	}
	_, err = fmt.Fprintf(a.stdout, "\nThe same by hand:\n  upledger report --config %s --db %s --as-of %s --period 2017-09\n", a.config, a.db, demoAsOf)
	return err
}

// writeAll writes the files into dir, unless one of them is there with other
// content: somebody works with it.
func writeAll(dir string, files map[string][]byte) error {
	for name, data := range files {
		old, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && !bytes.Equal(old, data) {
			return fmt.Errorf("%s differs from the demo; it was left alone, name another folder", filepath.Join(dir, name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := writeFile(filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	return nil
}

// demoContent returns the files of worked example 1 of the model.
func demoContent() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, name := range []string{"upledger.yaml", "incidents.yaml"} {
		data, err := demoFiles.ReadFile("demo/" + name)
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil, err
	}
	files["checks.csv"] = demoChecks(zone)
	files["logo.png"], err = demoLogo()
	return files, err
}

// demoChecks returns a check per minute and vantage from 1 September to
// 1 October 2017, both midnights included.
func demoChecks(zone *time.Location) []byte {
	at := func(day, hour, minute int) time.Time { return time.Date(2017, 9, day, hour, minute, 0, 0, zone) }
	between := func(t, first, last time.Time) bool { return !t.Before(first) && !t.After(last) }
	var b bytes.Buffer
	b.WriteString("time,monitor,vantage,state,latency_ms\n")
	for t := at(1, 0, 0); !t.After(at(31, 0, 0)); t = t.Add(time.Minute) {
		deploy := between(t, at(21, 14, 5), at(21, 14, 19)) || between(t, at(21, 14, 35), at(21, 14, 44))
		uplink := between(t, at(22, 10, 5), at(22, 10, 19))
		writeCheck(&b, t, "backbone", deploy, 48)
		writeCheck(&b, t, "dtag", deploy || uplink, 61)
	}
	return b.Bytes()
}

// writeCheck writes one check; the latency wanders with the time, always alike.
func writeCheck(b *bytes.Buffer, t time.Time, vantage string, down bool, latency int64) {
	state, measured := "up", ""
	if down {
		state = "down"
	} else {
		measured = fmt.Sprint(latency + t.Unix()/60*7919%37)
	}
	fmt.Fprintf(b, "%s,web,%s,%s,%s\n", t.UTC().Format(time.RFC3339), vantage, state, measured)
}
