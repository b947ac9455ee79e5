// Library shows upledger as a Go library: logs into a store in memory, facts
// out of it, a result, a report. Run it as: go run . ../quickstart week.pdf
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

func main() {
	pdf, err := os.Create(os.Args[2])
	if err == nil {
		err = run(context.Background(), os.Args[1], pdf, os.Stdout)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, dir string, pdf, stdout io.Writer) error {
	db, err := store.Open(ctx, store.Temporary)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, name := range []string{"checks.csv", "incidents.yaml"} {
		if _, err := db.Import(ctx, filepath.Join(dir, name), store.Import{}); err != nil {
			return err
		}
	}
	file, err := agreement.Load(filepath.Join(dir, "upledger.yaml"))
	if err != nil {
		return err
	}
	promise := file.Agreements[0]
	week, err := sla.ParsePeriod("2024-W10", promise.Zone)
	if err != nil {
		return err
	}
	facts, err := db.Facts(ctx, promise, store.ForReport(week, week.End))
	if err != nil {
		return err
	}
	result, err := sla.Evaluate(promise, week, week.End, facts)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, result.Objectives[0].Measured, result.Objectives[0].Verdict)
	return report.PDF(pdf, report.Document{Result: result, Generator: "library"})
}
