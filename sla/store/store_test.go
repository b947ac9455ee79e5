package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// mustOpen opens a store that the test alone has.
func mustOpen(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), store.Temporary)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// importText imports a file of that name with that content.
func importText(t testing.TB, db *store.DB, name, text string, opt store.Import) (store.Imported, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return db.Import(context.Background(), path, opt)
}

// mustImport is importText of a file that is in order.
func mustImport(t testing.TB, db *store.DB, name, text string, opt store.Import) store.Imported {
	t.Helper()
	done, err := importText(t, db, name, text, opt)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// at returns the instant of a time on 1 September 2017, UTC.
func at(t testing.TB, clock string) sla.Instant {
	t.Helper()
	i, err := time.Parse("2006-01-02 15:04:05", "2017-09-01 "+clock)
	if err != nil {
		t.Fatal(err)
	}
	return span.Of(i)
}

// agreement has one service crm with a monitor web seen from nowhere special.
func agreement(vantages ...string) sla.Agreement {
	s := sla.Service{ID: "crm", Monitors: []sla.Monitor{{Name: "web", Interval: span.Minute, MaxGap: 3 * span.Minute}}}
	for _, v := range vantages {
		s.Vantages = append(s.Vantages, sla.Vantage{Name: v, Weight: 1})
	}
	return sla.Agreement{ID: "acme", Zone: time.UTC, Services: map[string]sla.Service{"crm": s},
		Objectives: []sla.Objective{{ID: "crm", Service: "crm", Period: sla.Month, Evidence: sla.ProbesThenIncidents}}}
}

const forever = sla.Instant(7e15)

// mustFacts returns all facts up to asOf.
func mustFacts(t testing.TB, db *store.DB, a sla.Agreement, asOf sla.Instant) sla.Facts {
	t.Helper()
	always := sla.Period{Kind: sla.Custom, Span: span.Between(1, asOf), Zone: time.UTC}
	f, err := db.Facts(context.Background(), a, store.Window{Period: always, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	f.Probing = nil
	return f
}
