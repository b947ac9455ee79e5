package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// mustOpen opens a store in memory.
func mustOpen(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), store.Memory)
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
	return sla.Agreement{ID: "acme", Services: map[string]sla.Service{"crm": s}}
}

const forever = sla.Instant(7e15)

func mustFacts(t testing.TB, db *store.DB, a sla.Agreement, asOf sla.Instant) sla.Facts {
	t.Helper()
	f, err := db.Facts(context.Background(), a, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSmoke(t *testing.T) {
	db := mustOpen(t)
	done := mustImport(t, db, "checks.csv", strings.Join([]string{"time,monitor,state",
		"2017-09-01T10:00:00Z,web,up", "2017-09-01T10:01:00Z,web,down", "2017-09-01T10:01:00Z,web,up", "2017-09-01T10:02:00Z,web,down",
		"2017-09-01T10:10:00Z,web,up"}, "\n"), store.Import{})
	t.Logf("%+v", done)
	t.Logf("%+v", mustFacts(t, db, agreement(), forever))
	_, err := importText(t, db, "checks.csv", "time,monitor,state\n2017-09-01T10:00:00Z,web,DWON\n\n\"2017\n\",web,up\n2017-09-01T10:00:00Z,web\n2017-09-01T10:00:00Z,web,up,x\n2017-09-01T10:00:00Z,,up\n2017-09-01T10:00:00,web,\"up\n", store.Import{})
	t.Log(err)
	_, err = importText(t, db, "checks.ndjson", "{\"time\":1505995200,\"monitor\":\"web\",\"ok\":true}\n\n{\"time\":1505995200,\"monitor\":\"web\",\"ok\":3}\n{x\n", store.Import{})
	t.Log(err)
	done, err = importText(t, db, "log.yaml", `incidents:
  - id: a
    service: crm
    started: 2017-09-21T14:05:00+02:00
    resolved: 2017-09-21T14:45:00+02:00
    impact: 0.4
    title: {de: "Hü", en: "x"}
    outages: [{start: 2017-09-21T14:05:00+02:00}]
maintenance:
  - id: m
    service: [crm, b]
    start: 2017-09-21T14:05:00+02:00
    end: 2017-09-21T14:05:00+02:00
`, store.Import{})
	t.Logf("%+v %v", done, err)
	t.Logf("%+v", mustFacts(t, db, agreement(), forever))
}
