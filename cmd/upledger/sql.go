package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/store"
)

func (a *app) sqlCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     `sql "SELECT ..."`,
		Short:   "Ask the store, read-only",
		Example: `  upledger sql "SELECT monitor, count(*) FROM checks GROUP BY ALL"`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.sql(cmd.Context(), args[0], format) },
	}
	cmd.Flags().StringVar(&format, "format", "table", "table, csv or json")
	return cmd
}

func (a *app) sql(ctx context.Context, query, format string) error {
	writers := map[string]func(io.Writer, []string, iter.Seq2[[]any, error]) error{"table": writeTable, "csv": writeCSV, "json": writeJSON}
	write := writers[format]
	if write == nil {
		return usage("--format %q: want table, csv or json", format)
	}
	db, err := store.OpenReadOnly(ctx, a.db)
	if err != nil {
		return a.noStore(err)
	}
	defer db.Close()
	columns, rows, err := db.Query(ctx, query)
	if err != nil {
		return coded(codeUsage, err)
	}
	return write(a.stdout, columns, rows)
}

func writeTable(w io.Writer, columns []string, rows iter.Seq2[[]any, error]) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, strings.Join(columns, "\t"))
	for row, err := range rows {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, strings.Join(cells(row), "\t"))
	}
	return out.Flush()
}

func writeCSV(w io.Writer, columns []string, rows iter.Seq2[[]any, error]) error {
	out := csv.NewWriter(w)
	out.Write(columns)
	for row, err := range rows {
		if err != nil {
			return err
		}
		out.Write(cells(row))
	}
	out.Flush()
	return out.Error()
}

// writeJSON writes one object a line.
func writeJSON(w io.Writer, columns []string, rows iter.Seq2[[]any, error]) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		var line strings.Builder
		for i, v := range row {
			name, _ := json.Marshal(columns[i])
			value, err := json.Marshal(v)
			if err != nil {
				return err
			}
			fmt.Fprintf(&line, ",%s:%s", name, value)
		}
		fmt.Fprintf(w, "{%s}\n", strings.TrimPrefix(line.String(), ","))
	}
	return nil
}

// cells prints the values of a row.
func cells(row []any) []string {
	text := make([]string, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case nil:
		case time.Time:
			text[i] = v.UTC().Format("2006-01-02T15:04:05.999999Z")
		default:
			text[i] = strings.NewReplacer("\t", " ", "\n", " ").Replace(fmt.Sprint(v))
		}
	}
	return text
}
