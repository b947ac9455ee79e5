package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/store"
)

func (a *app) copyCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "copy --engine clickhouse://... [FILE|GLOB...]",
		Short: "Copy checks into a ClickHouse cluster",
		Long: "copy writes the checks of the store, or those of log files, into a cluster's table.\n" +
			"Each file is copied once; a copy that broke off goes on where it was.",
		Example: "  upledger copy --engine clickhouse://ch1,ch2/monitoring\n  upledger copy --engine clickhouse://ch1/monitoring probes/*.parquet",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.copy(cmd.Context(), args, f) },
	}
	f.register(cmd)
	return cmd
}

func (a *app) copy(ctx context.Context, args []string, f importFlags) error {
	if a.engine == "" {
		return usage("copy: name the cluster with --engine clickhouse://HOST/DATABASE")
	}
	cluster, err := a.openCluster(ctx)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		return a.copyFiles(ctx, cluster, args, f)
	}
	db, err := store.OpenReadOnly(ctx, a.db)
	if err != nil {
		return a.noStore(err)
	}
	defer db.Close()
	return coded(codeData, a.copyStore(ctx, cluster, db))
}

// copyFiles copies each file by way of a store of its own: there is one way
// only in which logs are read and judged.
func (a *app) copyFiles(ctx context.Context, cluster *clickhouse.Cluster, args []string, f importFlags) error {
	opt, err := f.options(agreement.File{})
	if err != nil {
		return err
	}
	opt.Kind, opt.Known, opt.Services = store.Checks, nil, nil
	files, err := logFiles(args)
	if err != nil {
		return err
	}
	var failed []error
	for _, path := range files {
		if err := a.copyFile(ctx, cluster, path, opt); err != nil {
			failed = append(failed, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return coded(codeData, errors.Join(failed...))
}

func (a *app) copyFile(ctx context.Context, cluster *clickhouse.Cluster, path string, opt store.Import) error {
	db, err := store.Open(ctx, store.Temporary)
	if err != nil {
		return err
	}
	defer db.Close()
	done, err := a.importOne(ctx, db, path, opt)
	if err != nil {
		return err
	}
	for _, r := range done.Rejects {
		a.say("  " + r.String())
	}
	return a.copyStore(ctx, cluster, db)
}

// copyStore copies every file of checks that a store has.
func (a *app) copyStore(ctx context.Context, cluster *clickhouse.Cluster, db *store.DB) error {
	files, err := db.CheckFiles(ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		done, err := cluster.Copy(ctx, f.ID, db.ChecksOf(ctx, f))
		if err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		switch {
		case done.Already:
			a.say(fmt.Sprintf("%s: already copied, nothing changed", f.File))
		case done.Written < done.Checks:
			a.say(fmt.Sprintf("%s: %d checks, %d of them copied now", f.File, done.Checks, done.Written))
		default:
			a.say(fmt.Sprintf("%s: %d checks copied", f.File, done.Checks))
		}
	}
	return nil
}
