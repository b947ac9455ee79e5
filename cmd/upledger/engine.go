package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/clickhouse"
	"github.com/upledger/upledger/sla/store"
)

// passwordVariable holds the password of the cluster's user if the address does
// not: arguments are seen by everybody on a machine.
const passwordVariable = "UPLEDGER_CLICKHOUSE_PASSWORD"

// facts reads what is known of an agreement: from the store, with the runs of
// checks from the engine if there is one.
func (a *app) facts(ctx context.Context, db *store.DB, one sla.Agreement, w store.Window) (sla.Facts, error) {
	if a.engine == "" {
		return db.Facts(ctx, one, w)
	}
	cluster, err := a.openCluster(ctx)
	if err != nil {
		return sla.Facts{}, err
	}
	return db.FactsFrom(ctx, cluster, one, w)
}

// openCluster opens the engine, once; closeCluster closes it.
func (a *app) openCluster(ctx context.Context) (*clickhouse.Cluster, error) {
	if a.cluster != nil {
		return a.cluster, nil
	}
	options, err := clickhouse.ParseAddress(a.engine)
	if err != nil {
		return nil, usage("--engine: %w", err)
	}
	if options.Password == "" {
		options.Password = os.Getenv(passwordVariable)
	}
	options.Note = a.say
	options.Progress = a.clusterProgress()
	a.cluster, err = clickhouse.Open(ctx, options)
	return a.cluster, err
}

func (a *app) closeCluster() {
	if a.cluster != nil {
		a.cluster.Close()
	}
}

// clusterProgress shows how many checks are reduced, on a terminal only.
func (a *app) clusterProgress() func(clickhouse.Progress) {
	if a.quiet || a.logFormat == "json" || !a.onTerminal() {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(p clickhouse.Progress) {
		if bar == nil || p.Batches == 1 {
			bar = progressbar.NewOptions64(p.AllChecks, progressbar.OptionSetWriter(a.stderr), progressbar.OptionShowCount(),
				progressbar.OptionSetItsString("checks"), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish(),
				progressbar.OptionThrottle(100*time.Millisecond))
		}
		bar.Describe(fmt.Sprintf("batch %d of %d", p.Batches, p.AllBatches))
		bar.Set64(p.Checks)
	}
}
