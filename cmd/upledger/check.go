package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
)

func (a *app) checkCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "check --period P [--agreement ID]...",
		Short: "Say in one line each whether the objectives were met; the exit code says the worst",
		Long: "check prints one line for each objective. It exits with 0 if all are met, 1 if one is\n" +
			"breached, and 3 if none is breached but one cannot be decided for want of data.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.check(cmd.Context(), q) },
	}
	q.flags(cmd)
	return cmd
}

func (a *app) check(ctx context.Context, q question) error {
	docs, err := a.answer(ctx, q)
	if err != nil {
		return err
	}
	if err := report.Lines(a.stdout, docs...); err != nil {
		return err
	}
	missing := false
	for _, doc := range docs {
		for _, o := range doc.Result.Objectives {
			switch o.Verdict {
			case sla.Breached:
				return coded(codeBreached, errSaid)
			case sla.VerdictNA, sla.VerdictUndetermined:
				missing = true
			}
		}
	}
	if missing {
		return coded(codeData, errSaid)
	}
	return nil
}
