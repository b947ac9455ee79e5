package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
)

func (a *app) reconcileCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:     "reconcile --period P --agreement ID",
		Short:   "Hold the incident log and the provider's statements against the measurement",
		Example: "  upledger reconcile --period 2017-09 --agreement acme",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.reconcile(cmd.Context(), q) },
	}
	q.flags(cmd)
	cmd.MarkFlagRequired("agreement")
	return cmd
}

func (a *app) reconcile(ctx context.Context, q question) error {
	if len(q.agreements) != 1 {
		return usage("reconcile: want one --agreement")
	}
	docs, err := a.answer(ctx, q)
	if err != nil {
		return err
	}
	return a.eachObjective(docs[0].Result, func(id string) error {
		return report.Reconciliation(a.stdout, docs[0], id)
	})
}

// eachObjective calls show for every objective of a result, each under its
// name if there are several.
func (a *app) eachObjective(result sla.Result, show func(id string) error) error {
	for i, o := range result.Objectives {
		if len(result.Objectives) > 1 {
			if i > 0 {
				fmt.Fprintln(a.stdout)
			}
			fmt.Fprintf(a.stdout, "%s (%s)\n", o.Objective.ID, o.Period.Name)
		}
		if err := show(o.Objective.ID); err != nil {
			return err
		}
	}
	return nil
}
