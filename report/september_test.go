package report

import (
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// The facts of worked example 1 of the model, with words for the incidents.

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func local(t testing.TB, text string) sla.Instant {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, berlin(t))
	if err != nil {
		t.Fatal(err)
	}
	return span.Of(at)
}

func between(t testing.TB, from, to string) sla.Span {
	t.Helper()
	return span.Between(local(t, from), local(t, to))
}

func percent(t testing.TB, text string) sla.Percent {
	t.Helper()
	p, err := sla.ParsePercent(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var web = sla.Monitor{Name: "web", Interval: span.Minute, MaxGap: 3 * span.Minute, Confirm: 1, Weight: 1_000_000}

// september returns the agreement and the facts of worked example 1.
func september(t testing.TB) (sla.Agreement, sla.Facts) {
	three := 3
	a := sla.Agreement{
		ID: "acme", Customer: "ACME GmbH", Locale: "de", Zone: berlin(t),
		Provider:  sla.Provider{Name: "MusterCRM GmbH", Locale: "de", Zone: berlin(t), Color: "#0b6e4f"},
		Fee:       sla.Money{Cents: 120_000, Currency: "EUR"},
		CreditCap: percent(t, "50"),
		Causes: []sla.CauseInfo{
			{Cause: "deploy", Label: sla.Text{"de": "Fehler im Update", "en": "Deploy error"}, Owner: sla.OwnerProvider},
			{Cause: "datacenter", Label: sla.Text{"de": "Rechenzentrum", "en": "Data centre"}, Owner: sla.OwnerSupplier},
		},
		Services: map[string]sla.Service{"crm": {
			ID: "crm", Name: "MusterCRM", Monitors: []sla.Monitor{web}, LostIf: sla.Combine{Mode: sla.Share},
			Vantages: []sla.Vantage{{Name: "backbone", Weight: 600_000}, {Name: "dtag", Weight: 400_000}},
		}},
	}
	a.Objectives = []sla.Objective{{
		ID: "crm", Service: "crm", Target: percent(t, "99.9"), Period: sla.Month, Evidence: sla.ProbesThenIncidents,
		NoData: sla.NoDataExclude, MatchSlack: 5 * span.Minute, ChangeWindow: 15 * span.Minute,
		Maintenance: &sla.MaintenanceRule{Notice: 72 * span.Hour, Allowance: 4 * span.Hour, Windows: []sla.Calendar{sundays(t)}},
		Clauses:     sla.Clauses{MaxOutages: &three, MaxOutage: span.Hour, MaxMTTR: 30 * span.Minute},
		Credits: []sla.CreditTier{
			{Below: percent(t, "99.9"), Credit: percent(t, "10")}, {Below: percent(t, "99.0"), Credit: percent(t, "25")},
		},
	}}
	both := []sla.Span{
		between(t, "2017-09-21 14:05:00", "2017-09-21 14:19:01"),
		between(t, "2017-09-21 14:35:00", "2017-09-21 14:44:01"),
	}
	dtag := append([]sla.Span{between(t, "2017-09-22 10:05:00", "2017-09-22 10:19:01")}, both...)
	f := sla.Facts{
		Series: []sla.Series{
			{Service: "crm", Monitor: "web", Vantage: "backbone", Runs: sla.Reduce(everyMinute(t, both), web)},
			{Service: "crm", Monitor: "web", Vantage: "dtag", Runs: sla.Reduce(everyMinute(t, dtag), web)},
		},
		Incidents: incidents(t),
		Maintenance: []sla.Maintenance{{ID: "restart", Services: []string{"crm"}, Kind: sla.Emergency, Title: sla.Text{"de": "Neustart", "en": "Restart"},
			Start: local(t, "2017-09-21 14:35:00"), End: local(t, "2017-09-21 14:45:00")}},
		Inputs: []sla.Input{
			{File: "checks.csv", SHA256: "ea894b9cecf8d1f1143e93276e5367cc151d0e1e4403b9e32efddec7bfa44869", Kind: "checks", Rows: 86_402},
			{File: "incidents.yaml", SHA256: "aa9138e86624464a6263fe9eb8fa59de76e2bfbcf71abc883222bad4ddec0b6a", Kind: "incidents", Rows: 3},
		},
	}
	return a, f
}

// sundays is the window 2 to 6 o'clock on Sundays.
func sundays(t testing.TB) sla.Calendar {
	c := sla.Calendar{Zone: berlin(t)}
	c.Week[time.Sunday] = []sla.ClockRange{{From: 2 * 60, To: 6 * 60}}
	return c
}

func incidents(t testing.TB) []sla.Incident {
	return []sla.Incident{
		{
			ID: "2017-09-21-deploy", Services: []string{"crm"}, Cause: "deploy", Impact: sla.FullLoss,
			Title:   sla.Text{"de": "Fehler im Update", "en": "Deploy error"},
			Started: local(t, "2017-09-21 14:05:00"), Resolved: local(t, "2017-09-21 14:20:00"), Claimed: 30 * span.Minute, HasClaim: true,
			Summary: sla.Text{"de": "Kurz nach 14 Uhr spielten wir ein Update ein, das auf jeder Seite einen Fehler auslöste. " +
				"Der übliche Rückweg auf die vorige Version versagte, wir mussten von Hand eingreifen.",
				"en": "Shortly after 14:00 we deployed an update that failed on every page."},
			Actions: sla.Text{"de": "Um 14:20 Uhr lief der Dienst wieder. Danach haben wir alle Systeme neu gestartet; " +
				"angekündigt hatten wir das nicht.", "en": "The service was back at 14:20."},
			Prevention: sla.Text{"de": "Der Rückweg wird vor jedem Update geprobt.", "en": "The way back is rehearsed before each update."},
		},
		{
			ID: "2017-09-22-uplink", Services: []string{"crm"}, Cause: "datacenter/uplink", Impact: 400_000,
			Title:   sla.Text{"de": "Rechenzentrum ohne Anbindung", "en": "Data centre cut off"},
			Started: local(t, "2017-09-22 10:05:00"), Resolved: local(t, "2017-09-22 10:20:00"),
			Summary: sla.Text{"de": "Das Rechenzentrum verlor die Verbindung zu einem großen Zugangsnetz. Wer von dort kam, erreichte uns nicht.",
				"en": "The data centre lost its link to a large access network."},
			Actions: sla.Text{"de": "Um 10:20 Uhr war die Verbindung wiederhergestellt.", "en": "The link was restored at 10:20."},
		},
	}
}

// everyMinute returns the checks of September, both ends included, down inside
// the spans.
func everyMinute(t testing.TB, down []sla.Span) []sla.Check {
	var checks []sla.Check
	failed := span.NewSet(down...)
	end := local(t, "2017-10-01 00:00:00")
	for at := local(t, "2017-09-01 00:00:00"); at <= end; at = at.Add(span.Minute) {
		c := sla.Check{Time: at, State: sla.Up}
		if failed.Contains(at) {
			c.State = sla.Down
		}
		checks = append(checks, c)
	}
	return checks
}

// office is Mon–Fri 08:00–18:00, the hours of worked example 2.
func office(t testing.TB) *sla.Calendar {
	c := &sla.Calendar{Name: "office", Zone: berlin(t)}
	for d := time.Monday; d <= time.Friday; d++ {
		c.Week[d] = []sla.ClockRange{{From: 8 * 60, To: 18 * 60}}
	}
	return c
}

// document evaluates facts for the named period as of a local time.
func document(t testing.TB, a sla.Agreement, f sla.Facts, period, asOf string) Document {
	t.Helper()
	p, err := sla.ParsePeriod(period, a.Zone)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sla.Evaluate(a, p, local(t, asOf), f)
	if err != nil {
		t.Fatal(err)
	}
	return Document{
		Result: r, Generator: "upledger 0.1.0", Policy: []byte(`{"version":1}`),
		PolicySHA256: "f72ebf340e4a43d269d646a29c181f07028823349f03acc7dbbd6d0e8834b631",
	}
}

// example1 is the document of worked example 1.
func example1(t testing.TB) Document {
	a, f := september(t)
	return document(t, a, f, "2017-09", "2017-10-01 00:00:00")
}

// example2 is the document of worked example 2.
func example2(t testing.TB) Document {
	a, f := september(t)
	a.Objectives[0].Hours = office(t)
	return document(t, a, f, "2017-09", "2017-10-01 00:00:00")
}

// viewOf words a document in a language.
func viewOf(t testing.TB, doc Document, lang string) view {
	t.Helper()
	doc.Locale = lang
	v, err := newView(doc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// plain returns a prose without its weights.
func plain(p prose) string {
	var text string
	for _, r := range p {
		text += r.Text
	}
	return text
}

// check compares by name, so that a failure says which figure is off.
func check[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}
