package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

func (a *app) statsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "stats [--format text|json]",
		Short: "Say what is in the store: series, first, last, rows, gaps, files",
		Long: "stats counts what is in the store. A gap is a step from one check to the next that is longer\n" +
			"than the max_gap of the monitor in the agreement file, the shortest if several services have it.\n" +
			"Text has its times in the provider's zone, JSON in UTC and lengths in microseconds.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.stats(cmd.Context(), format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

func (a *app) stats(ctx context.Context, format string) error {
	if format != "text" && format != "json" {
		return usage("--format %q: want text or json", format)
	}
	file, err := a.loadIfAny()
	if err != nil {
		return err
	}
	db, err := store.OpenReadOnly(ctx, a.db)
	if err != nil {
		return a.noStore(err)
	}
	defer db.Close()
	s, err := db.Stats(ctx, maxGaps(file))
	if err != nil {
		return err
	}
	if format == "json" {
		return a.statsJSON(s)
	}
	return a.statsText(s, zoneOf(file))
}

// maxGaps returns the shortest max_gap of every series that some service has.
func maxGaps(file agreement.File) map[store.SeriesName]sla.Micros {
	gaps := map[store.SeriesName]sla.Micros{}
	for _, s := range file.Services {
		vantages := s.Vantages
		if len(vantages) == 0 {
			vantages = []sla.Vantage{{}}
		}
		for _, m := range s.Monitors {
			for _, v := range vantages {
				name := store.SeriesName{Monitor: m.Name, Vantage: v.Name}
				if have, ok := gaps[name]; !ok || m.MaxGap < have {
					gaps[name] = m.MaxGap
				}
			}
		}
	}
	return gaps
}

// statsText prints tables: the series, the imports, and the rest.
func (a *app) statsText(s store.Stats, zone *time.Location) error {
	out := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "Monitor\tVantage\tKind\tFirst\tLast\tRows\tGaps\tTime in gaps\tA gap exceeds")
	assumed := false
	for _, one := range s.Series {
		gaps := "–\t–\t–"
		if one.Kind == store.Checks {
			gaps = fmt.Sprintf("%d\t%v\t%v", one.Gaps, one.Without, one.MaxGap)
		}
		if one.Assumed {
			gaps, assumed = gaps+" *", true
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%d\t%s\n", one.Monitor, one.Vantage, one.Kind, clock(one.First, zone), clock(one.Last, zone), one.Rows, gaps)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if assumed {
		fmt.Fprintln(out, "* no service has this series: three times its mean step")
	}
	fmt.Fprintln(out, "\nImports\tFiles\tRows\tLines refused")
	for _, k := range s.Imports {
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\n", k.Kind, k.Files, k.Rows, k.Rejected)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nRows\t%d in %d series\n", s.Rows, len(s.Series))
	for _, f := range s.Facts {
		fmt.Fprintf(out, "%s\t%d\n", capital(string(f.Kind)), f.N)
	}
	fmt.Fprintf(out, "Pruned\t%d rows, in %d prunes\n", s.Pruned, s.Prunes)
	fmt.Fprintf(out, "File\t%s, %d bytes\n", a.db, s.Bytes)
	fmt.Fprintf(out, "Times\t%s\n", zone)
	return out.Flush()
}

// capital returns an ASCII word with a capital.
func capital(word string) string { return string(word[0]-'a'+'A') + word[1:] }

// statsJSON is the schema upledger.stats/1.
func (a *app) statsJSON(s store.Stats) error {
	type series struct {
		Monitor      string      `json:"monitor"`
		Vantage      string      `json:"vantage"`
		Kind         store.Kind  `json:"kind"`
		First        string      `json:"first"`
		Last         string      `json:"last"`
		Rows         int64       `json:"rows"`
		Gaps         *int64      `json:"gaps"`
		Microseconds *sla.Micros `json:"gap_microseconds"`
		MaxGap       *sla.Micros `json:"max_gap"`
		Assumed      bool        `json:"max_gap_assumed"`
	}
	type kind struct {
		Kind     store.Kind `json:"kind"`
		Files    int64      `json:"files"`
		Rows     int64      `json:"rows"`
		Rejected int64      `json:"rejected"`
	}
	doc := struct {
		Schema  string               `json:"schema"`
		Store   string               `json:"store"`
		Bytes   int64                `json:"bytes"`
		Rows    int64                `json:"rows"`
		Series  []series             `json:"series"`
		Imports []kind               `json:"imports"`
		Facts   map[store.Kind]int64 `json:"facts"`
		Prunes  int64                `json:"prunes"`
		Pruned  int64                `json:"pruned"`
	}{"upledger.stats/1", a.db, s.Bytes, s.Rows, []series{}, []kind{}, map[store.Kind]int64{}, s.Prunes, s.Pruned}
	for _, one := range s.Series {
		line := series{Monitor: one.Monitor, Vantage: one.Vantage, Kind: one.Kind, First: one.First.String(), Last: one.Last.String(), Rows: one.Rows}
		if one.Kind == store.Checks {
			line.Gaps, line.Microseconds, line.MaxGap, line.Assumed = &one.Gaps, &one.Without, &one.MaxGap, one.Assumed
		}
		doc.Series = append(doc.Series, line)
	}
	for _, k := range s.Imports {
		doc.Imports = append(doc.Imports, kind(k))
	}
	for _, f := range s.Facts {
		doc.Facts[f.Kind] = f.N
	}
	return json.NewEncoder(a.stdout).Encode(doc)
}
