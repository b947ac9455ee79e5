package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

// A question is what report, check and explain have in common: agreements and
// a period.
type question struct {
	agreements []string
	period     string
	locale     string
	whole      bool // the answer shows the periods before, and how often it was checked
	checks     []string
	reading    importFlags // how checks are read
}

func (q *question) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&q.period, "period", "", "month (2017-09), quarter (2017-Q3), year (2017), week (2017-W38) or FROM/TO")
	cmd.Flags().StringArrayVar(&q.agreements, "agreement", nil, "`id` of an agreement, may be repeated (default: all)")
	cmd.Flags().StringVar(&q.locale, "lang", "", "language, de or en (default: the agreement's)")
	cmd.Flags().StringArrayVar(&q.checks, "checks", nil, "take checks from these `files`, folders or globs, not from the store; may be repeated")
	cmd.Flags().StringVar(&q.reading.mapping, "map", "", "with --checks: names of columns and values, as in t=time,result=state:success=up:failed=down")
	cmd.Flags().StringVar(&q.reading.zone, "timezone", "", "with --checks: IANA `zone` of times without one")
	cmd.MarkFlagRequired("period")
}

// answer evaluates every agreement asked for.
func (a *app) answer(ctx context.Context, q question) ([]report.Document, error) {
	list, db, err := a.open(ctx, q)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var docs []report.Document
	for _, one := range list {
		doc, err := a.document(ctx, db, one, q)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// open returns the agreements asked for and the store, which the caller closes.
func (a *app) open(ctx context.Context, q question) ([]sla.Agreement, *store.DB, error) {
	if langs := words.Languages(); q.locale != "" && !slices.Contains(langs, q.locale) {
		return nil, nil, usage("--lang %q: want %s", q.locale, strings.Join(langs, " or "))
	}
	list, err := a.agreements(q.agreements)
	if err != nil {
		return nil, nil, err
	}
	if len(q.checks) > 0 {
		db, err := a.openOver(ctx, q)
		return list, db, err
	}
	db, err := store.OpenReadOnly(ctx, a.db)
	if err != nil {
		return nil, nil, a.noStore(err)
	}
	return list, db, nil
}

// openOver returns a store for this one question, with the checks of files and
// all else from the store, if there is one.
func (a *app) openOver(ctx context.Context, q question) (*store.DB, error) {
	file, err := a.load()
	if err != nil {
		return nil, err
	}
	opt, err := q.reading.options(file)
	if err != nil {
		return nil, err
	}
	files, err := logFiles(q.checks)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Temporary)
	if err != nil {
		return nil, err
	}
	if err := db.TakeRecords(ctx, a.db); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(err, db.Close())
	}
	for _, path := range files {
		if _, err := a.importOne(ctx, db, path, opt); err != nil {
			return nil, errors.Join(coded(codeData, err), db.Close())
		}
	}
	return db, nil
}

// noStore says what to do about a store that is not there.
func (a *app) noStore(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return coded(codeData, fmt.Errorf("%s: there is no store; import log files first, as in 'upledger import checks.csv'", a.db))
	}
	return err
}

// A basis is what an agreement is evaluated from.
type basis struct {
	period sla.Period
	asOf   sla.Instant
	facts  sla.Facts
}

// basis reads what is known of one agreement.
func (a *app) basis(ctx context.Context, db *store.DB, one sla.Agreement, q question) (basis, error) {
	asOf, err := a.instant(one.Zone)
	if err != nil {
		return basis{}, err
	}
	period, err := sla.ParsePeriod(q.period, one.Zone)
	if err != nil {
		return basis{}, usage("--period: %w", err)
	}
	window := store.Window{Period: period, AsOf: asOf}
	if q.whole {
		window = store.ForReport(period, asOf)
	}
	facts, err := a.facts(ctx, db, one, window)
	return basis{period, asOf, facts}, err
}

// evaluate evaluates one agreement.
func (b basis) evaluate(one sla.Agreement) (sla.Result, error) {
	result, err := sla.Evaluate(one, b.period, b.asOf, b.facts)
	if err != nil {
		return result, usage("agreement %s: %w", one.ID, err)
	}
	return result, nil
}

// document evaluates one agreement as it is written.
func (a *app) document(ctx context.Context, db *store.DB, one sla.Agreement, q question) (report.Document, error) {
	known, err := a.basis(ctx, db, one, q)
	if err != nil {
		return report.Document{}, err
	}
	result, err := known.evaluate(one)
	if err != nil {
		return report.Document{}, err
	}
	policy, err := agreement.Marshal(one)
	if err != nil {
		return report.Document{}, err
	}
	sum := sha256.Sum256(policy)
	doc := report.Document{
		Result: result, Locale: q.locale, Generator: generator(), Policy: policy, PolicySHA256: hex.EncodeToString(sum[:]),
	}
	if logo := one.Provider.Logo; logo != "" {
		if doc.Logo, err = os.ReadFile(filepath.Join(filepath.Dir(a.config), logo)); err != nil {
			return report.Document{}, coded(codeUsage, fmt.Errorf("provider.brand.logo: %w", err))
		}
	}
	return doc, nil
}
