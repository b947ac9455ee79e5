package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

func (a *app) pruneCommand() *cobra.Command {
	var before string
	var yes bool
	cmd := &cobra.Command{
		Use:   "prune --before TIME [--yes]",
		Short: "Take old checks out of the store, or say first which would go",
		Long: "prune takes the checks and the entries of state logs before an instant out of the store, all\n" +
			"or none. Without --yes it only says what would go. Of a state log the entry stays that speaks\n" +
			"at the instant. Incidents, maintenance, corrections and changes stay, and so does the record of\n" +
			"the imported files: importing one of them again changes nothing, so that nothing comes back\n" +
			"unasked. Reports show no data for the time before the instant, so choose one before the first\n" +
			"period that is still to be reported.",
		Example: "  upledger prune --before 2017-01-01\n  upledger prune --before 2017-01-01 --yes",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.prune(cmd.Context(), before, yes) },
	}
	cmd.Flags().StringVar(&before, "before", "", "`time` (RFC 3339), or a date in the provider's zone")
	cmd.Flags().BoolVar(&yes, "yes", false, "do it")
	cmd.MarkFlagRequired("before")
	return cmd
}

func (a *app) prune(ctx context.Context, before string, yes bool) error {
	file, err := a.loadIfAny()
	if err != nil {
		return err
	}
	zone := zoneOf(file)
	cut := store.Cut{Zone: zone, DryRun: !yes}
	if cut.Before, err = parseTime("--before", before, zone); err != nil {
		return err
	}
	if cut.Before <= 0 {
		return usage("--before %q: want a time after 1970", before)
	}
	if yes {
		return a.pruneNow(ctx, cut)
	}
	db, err := store.OpenReadOnly(ctx, a.db)
	if err != nil {
		return a.noStore(err)
	}
	defer db.Close()
	would, err := db.Prune(ctx, cut)
	if err != nil {
		return err
	}
	if would.Rows == 0 {
		a.say(fmt.Sprintf("%s has no checks before %s that could go", a.db, clock(cut.Before, zone)))
		return nil
	}
	if err := a.showPruned(would, zone); err != nil {
		return err
	}
	a.say(fmt.Sprintf("%d rows of %d series before %s would go; nothing was removed: repeat with --yes to do it",
		would.Rows, len(would.Series), clock(cut.Before, zone)))
	return nil
}

// pruneNow removes what there is, from a store that exists.
func (a *app) pruneNow(ctx context.Context, cut store.Cut) error {
	if err := a.mustExist(); err != nil {
		return err
	}
	db, err := store.Open(ctx, a.db)
	if err != nil {
		return err
	}
	done, err := db.Prune(ctx, cut)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	a.say(fmt.Sprintf("%s: %d rows of %d series before %s removed", a.db, done.Rows, len(done.Series), clock(cut.Before, cut.Zone)))
	return nil
}

// showPruned prints what would go, by series and by month.
func (a *app) showPruned(would store.Pruned, zone *time.Location) error {
	out := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "Monitor\tVantage\tKind\tRows\tFirst\tLast")
	for _, s := range would.Series {
		fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%s\t%s\n", s.Monitor, s.Vantage, s.Kind, s.Rows, clock(s.First, zone), clock(s.Last, zone))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nMonth\tRows")
	for _, m := range would.Months {
		fmt.Fprintf(out, "%d-%02d\t%d\n", m.Year, m.Month, m.Rows)
	}
	return out.Flush()
}

// clock prints an instant as the clocks of a zone read it, "" for none.
func clock(i sla.Instant, zone *time.Location) string {
	if i == 0 {
		return ""
	}
	return i.Time().In(zone).Format("2006-01-02T15:04:05.999999Z07:00")
}

// mustExist refuses where a command would make an empty store by accident.
func (a *app) mustExist() error {
	_, err := os.Stat(a.db)
	return a.noStore(err)
}

// zoneOf is the provider's zone, UTC without an agreement file.
func zoneOf(file agreement.File) *time.Location {
	if file.Provider.Zone == nil {
		return time.UTC
	}
	return file.Provider.Zone
}

// loadIfAny reads the agreement file for a command that can do without.
func (a *app) loadIfAny() (agreement.File, error) {
	file, err := agreement.Load(a.config)
	if errors.Is(err, fs.ErrNotExist) {
		return agreement.File{}, nil
	}
	return file, coded(codeUsage, err)
}
