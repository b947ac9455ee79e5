package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/store"
)

func (a *app) rebuildCommand() *cobra.Command {
	var without bool
	cmd := &cobra.Command{
		Use:   "rebuild [--without-missing]",
		Short: "Make the store again from the files that it was made of",
		Long: "rebuild imports again, in the same order and in the same way, every file that was ever imported,\n" +
			"and prunes what was pruned. Each must be where it was, with the bytes that it had. The new store\n" +
			"takes the place of the old one at the end and in one step; after any error the old one is as it\n" +
			"was. It also helps where the store is damaged or lost, as long as the file STORE.sources is\n" +
			"there, which is kept beside it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.rebuild(cmd.Context(), without) },
	}
	cmd.Flags().BoolVar(&without, "without-missing", false, "leave out what came from no file, is gone or has changed")
	return cmd
}

func (a *app) rebuild(ctx context.Context, without bool) error {
	file, err := a.loadIfAny()
	if err != nil {
		return err
	}
	how := store.Rebuilding{Without: without, Done: func(done store.Imported) { a.say(summary(done)) }}
	if file.Services != nil {
		opt := importOptions(file)
		how.Known, how.Services = opt.Known, opt.Services
	}
	done, err := store.Rebuild(ctx, a.db, how)
	if err != nil {
		return a.noStore(err)
	}
	if done.Broken != nil {
		a.say(fmt.Sprintf("%s could not be used (%v); %s.sources said what it was made of", a.db, done.Broken, a.db))
	}
	for _, l := range done.Lost {
		a.say("left out: " + l.String())
	}
	a.say(fmt.Sprintf("%s: made again of %d files, %d checks and entries", a.db, done.Files, done.Rows))
	return nil
}
