package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A moment is the part of a period that explain shows.
type moment struct{ service, at, day string }

func (a *app) explainCommand() *cobra.Command {
	var q question
	var m moment
	cmd := &cobra.Command{
		Use:     "explain --period P --agreement ID [--service S] [--at TIME | --day DAY]",
		Short:   "Show the rows of the ledger, and why each has its label",
		Example: "  upledger explain --period 2017-09 --agreement acme --day 2017-09-21",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.explain(cmd.Context(), q, m) },
	}
	q.flags(cmd)
	cmd.MarkFlagRequired("agreement")
	cmd.Flags().StringVar(&m.service, "service", "", "only objectives of this service (`id`)")
	cmd.Flags().StringVar(&m.at, "at", "", "only the row at this `time`")
	cmd.Flags().StringVar(&m.day, "day", "", "only the rows of this `date`, as in 2017-09-21")
	return cmd
}

func (a *app) explain(ctx context.Context, q question, m moment) error {
	if len(q.agreements) != 1 {
		return usage("explain: want one --agreement")
	}
	if m.at != "" && m.day != "" {
		return usage("--at and --day exclude each other; name one")
	}
	docs, err := a.answer(ctx, q)
	if err != nil {
		return err
	}
	shown := 0
	for _, o := range docs[0].Result.Objectives {
		if m.service != "" && o.Objective.Service != m.service {
			continue
		}
		within, err := m.within(o)
		if err != nil {
			return err
		}
		if len(docs[0].Result.Objectives) > 1 {
			fmt.Fprintf(a.stdout, "%s (%s)\n", o.Objective.ID, o.Period.Name)
		}
		if err := report.Ledger(a.stdout, docs[0], o.Objective.ID, within); err != nil {
			return err
		}
		shown++
	}
	if shown == 0 {
		return usage("agreement %s has no objective for service %q", docs[0].Result.Agreement.ID, m.service)
	}
	return nil
}

// within returns the part of an objective's ledger that is asked for.
func (m moment) within(o sla.ObjectiveResult) (sla.Span, error) {
	all := span.Between(o.Period.Start, o.EvaluatedTo)
	part, flag := all, ""
	switch {
	case m.at != "":
		at, err := parseTime("--at", m.at, o.Period.Zone)
		if err != nil {
			return all, err
		}
		part, flag = span.Between(at, at+1), "--at "+m.at
	case m.day != "":
		date, err := parseDate(m.day)
		if err != nil {
			return all, err
		}
		part, flag = span.Between(date.At(o.Period.Zone), date.Next(1).At(o.Period.Zone)), "--day "+m.day
	}
	if !part.Overlaps(all) {
		return all, usage("%s lies outside the evaluated period %s", flag, all)
	}
	return part, nil
}
