package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
)

func (a *app) compareCommand() *cobra.Command {
	var q question
	var policies []string
	cmd := &cobra.Command{
		Use:   "compare --period P --agreement ID [--policy agreement,raw,strict,lenient]",
		Short: "Count the same facts under other rules, side by side",
		Long: "compare counts the same facts under several policies and says which of them would\n" +
			"change the verdict of the agreement:\n\n" +
			"  agreement  as written; always shown, and first\n" +
			"  raw        around the clock, nothing excused: no hours, maintenance or excluded causes\n" +
			"  strict     any loss counts as full, no data as down\n" +
			"  lenient    no data counts as up, outages under a minute do not count",
		Example: "  upledger compare --period 2017-09 --agreement acme --policy strict,raw",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.compare(cmd.Context(), q, policies) },
	}
	q.flags(cmd)
	cmd.MarkFlagRequired("agreement")
	cmd.Flags().StringSliceVar(&policies, "policy", []string{"agreement", "raw", "strict", "lenient"}, "`policies` beside the agreement's own rules")
	return cmd
}

func (a *app) compare(ctx context.Context, q question, names []string) error {
	if len(q.agreements) != 1 {
		return usage("compare: want one --agreement")
	}
	policies, err := parsePolicies(names)
	if err != nil {
		return err
	}
	list, db, err := a.open(ctx, q)
	if err != nil {
		return err
	}
	defer db.Close()
	known, err := a.basis(ctx, db, list[0], q)
	if err != nil {
		return err
	}
	var found []report.Comparison
	for _, p := range policies {
		one, err := under(list[0], p)
		if err != nil {
			return err
		}
		result, err := known.evaluate(one)
		if err != nil {
			return err
		}
		found = append(found, report.Comparison{Policy: p, Document: report.Document{Result: result, Locale: q.locale}})
	}
	return a.eachObjective(found[0].Document.Result, func(id string) error {
		return report.Compare(a.stdout, id, found...)
	})
}

// parsePolicies returns the policies named, each once, after the agreement's
// own: that is what they are held against.
func parsePolicies(names []string) ([]sla.Policy, error) {
	list := []sla.Policy{sla.PolicyAgreement}
	for _, name := range names {
		p := sla.Policy(name)
		if _, err := (sla.Objective{}).Under(p); err != nil {
			return nil, usage("--%w", err)
		}
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list, nil
}

// under returns an agreement with its objectives as a policy has them.
func under(one sla.Agreement, p sla.Policy) (sla.Agreement, error) {
	objectives := slices.Clone(one.Objectives)
	for i, o := range objectives {
		changed, err := o.Under(p)
		if err != nil {
			return one, usage("--%w", err)
		}
		objectives[i] = changed
	}
	one.Objectives = objectives
	return one, nil
}
