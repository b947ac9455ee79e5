package agreement_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/span"
)

// equal compares agreements: zones by name, holidays by their region, which
// stands beside them.
var equal = cmp.Options{
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b sla.Percent) bool { return a == b }),
	cmp.Comparer(func(a, b func(sla.Date) bool) bool { return (a == nil) == (b == nil) }),
}

func percent(t *testing.T, text string) sla.Percent {
	t.Helper()
	p, err := sla.ParsePercent(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func load(t *testing.T, name string) agreement.File {
	t.Helper()
	file, err := agreement.Load(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func only(t *testing.T, file agreement.File, id string) sla.Agreement {
	t.Helper()
	a, ok := file.Agreement(id)
	if !ok {
		t.Fatalf("no agreement %s", id)
	}
	return a
}

// Every *.bad.yaml says in its first lines what is wrong with it.
func TestBadFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(names) < 35 {
		t.Fatalf("%d bad files, want at least 35 (%v)", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for line := range strings.Lines(string(src)) {
				if message, ok := strings.CutPrefix(line, "# want: "); ok {
					want = append(want, "f:"+strings.TrimSpace(message))
				}
			}
			_, err = agreement.Parse("f", src)
			var problems agreement.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("error is %v, want Problems", err)
			}
			if diff := cmp.Diff(want, strings.Split(problems.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func day(y int, m time.Month, d int) sla.Date { return sla.Date{Year: y, Month: m, Day: d} }

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// The wants of testdata/full.yaml, read from it by hand.

func fullServices() map[string]sla.Service {
	return map[string]sla.Service{
		"crm": {
			ID: "crm", Name: "MusterCRM",
			Monitors: []sla.Monitor{
				{Name: "api", Interval: 30 * span.Second, MaxGap: 90 * span.Second, Confirm: 1, Weight: 1_000_000},
				{Name: "web", Interval: span.Minute, MaxGap: 4 * span.Minute, Confirm: 2, SlowAfter: 5 * span.Second,
					SlowLoss: 250_000, Weight: 2_500_000},
			},
			WorksIf:  sla.Combine{Mode: sla.AtLeast, K: 2},
			Vantages: []sla.Vantage{{Name: "backbone", Weight: 600_000}, {Name: "dtag", Weight: 400_000}},
			LostIf:   sla.Combine{Mode: sla.Share},
			Needs:    []string{"login"},
		},
		"login": {ID: "login", Name: "login", WorksIf: sla.Combine{Mode: sla.Any}, LostIf: sla.Combine{Mode: sla.Any}, Needs: []string{"db"}},
		"db":    {ID: "db", Name: "db", WorksIf: sla.Combine{Mode: sla.All}, LostIf: sla.Combine{Mode: sla.Any}},
	}
}

func fullHours(t *testing.T) *sla.Calendar {
	workday := []sla.ClockRange{{From: 8 * 60, To: 18 * 60}}
	night := []sla.ClockRange{{From: 22 * 60, To: 6 * 60}, {From: 12 * 60, To: 24 * 60}}
	return &sla.Calendar{
		Name: "office", Zone: berlin(t), Region: "DE-NW", Holidays: func(sla.Date) bool { return false },
		Week: [7][]sla.ClockRange{
			time.Monday: workday, time.Tuesday: workday, time.Wednesday: workday, time.Saturday: night, time.Sunday: night,
		},
		Closed: map[sla.Date]bool{day(2017, 12, 24): true},
		Open:   map[sla.Date][]sla.ClockRange{day(2017, 12, 30): {{From: 600, To: 840}}, day(2017, 12, 31): nil},
	}
}

func fullObjective(t *testing.T) sla.Objective {
	three := 3
	return sla.Objective{
		ID: "crm-office", Service: "crm", Target: percent(t, "99.90"), Period: sla.Quarter, Hours: fullHours(t),
		Evidence: sla.Either, NoData: sla.NoDataDown, MinCoverage: percent(t, "95"),
		MinOutage: 90 * span.Second, MergeGap: 2 * span.Minute, MatchSlack: 0, ChangeWindow: span.Hour,
		Maintenance: &sla.MaintenanceRule{
			CountAsUp: true, Notice: 72 * span.Hour, Allowance: 4 * span.Hour, EmergencyExcused: true,
			Windows: []sla.Calendar{
				{Zone: berlin(t), Week: [7][]sla.ClockRange{time.Sunday: {{From: 120, To: 360}}}},
				{Zone: time.UTC, Week: [7][]sla.ClockRange{time.Wednesday: {{From: 0, To: 60}}}}, // the agreement's zone
			},
		},
		ExcludedCauses: []sla.Cause{"customer", "datacenter/uplink"},
		Clauses:        sla.Clauses{MaxOutages: &three, MaxOutage: span.Hour, MaxMTTR: 30 * span.Minute},
		Credits: []sla.CreditTier{
			{Below: percent(t, "99.9"), Credit: percent(t, "10")},
			{Below: percent(t, "99.0"), Credit: percent(t, "25")},
		},
	}
}

// defaultObjective is what a service and a target alone give.
func defaultObjective(t *testing.T) sla.Objective {
	return sla.Objective{
		ID: "login", Service: "login", Target: percent(t, "99"), Period: sla.Month,
		Evidence: sla.ProbesThenIncidents, NoData: sla.NoDataExclude, MinCoverage: percent(t, "0"),
		MatchSlack: 5 * span.Minute, ChangeWindow: 15 * span.Minute,
	}
}

func TestFullFile(t *testing.T) {
	a := only(t, load(t, "full.yaml"), "acme")
	want := sla.Agreement{
		ID:       "acme",
		Customer: "ACME GmbH",
		Contact:  sla.Contact{Name: "Jo Doe", Email: "jo@acme.example"},
		Provider: sla.Provider{
			Name: "MusterCRM GmbH", Locale: "de", Zone: berlin(t), Color: "#0b6e4f", Logo: "img/logo.png",
			Contact: sla.Contact{Name: "Service desk", Email: "service@mustercrm.example"},
		},
		Locale:     "en",
		Zone:       time.UTC,
		Fee:        sla.Money{Cents: 120050, Currency: "EUR"},
		CreditCap:  percent(t, "50"),
		Since:      span.Of(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)),
		Until:      span.Of(time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)),
		Objectives: []sla.Objective{fullObjective(t), defaultObjective(t)},
		Services:   fullServices(),
		Causes: []sla.CauseInfo{ // in the order of the file
			{Cause: "deploy", Label: sla.Text{"de": "Fehler im Update", "en": "Deploy error"}, Owner: sla.OwnerProvider},
			{Cause: "datacenter", Label: sla.Text{"": "Rechenzentrum"}, Owner: sla.OwnerSupplier},
			{Cause: "customer", Owner: sla.OwnerProvider},
		},
	}
	if diff := cmp.Diff(want, a, equal); diff != "" {
		t.Errorf("agreement (-want +got):\n%s", diff)
	}
	isHoliday := a.Objectives[0].Hours.Holidays
	if isHoliday(day(2017, 11, 2)) || !isHoliday(day(2017, 11, 1)) {
		t.Error("the holidays of DE-NW have 1 November, and not the 2nd")
	}
}

func TestFile(t *testing.T) {
	file := load(t, "full.yaml")
	var ids []string
	for _, a := range file.Agreements {
		ids = append(ids, a.ID)
	}
	if want := []string{"acme", "zeta"}; !slices.Equal(ids, want) {
		t.Errorf("agreements %v, want %v", ids, want)
	}
	wantSeries := map[agreement.SeriesName]bool{
		{Monitor: "web", Vantage: "backbone"}: true, {Monitor: "web", Vantage: "dtag"}: true,
		{Monitor: "api", Vantage: "backbone"}: true, {Monitor: "api", Vantage: "dtag"}: true,
		{Monitor: "smtp", Vantage: ""}: true, // of a service that no agreement has
	}
	if diff := cmp.Diff(wantSeries, file.Series()); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	zeta := only(t, file, "zeta")
	if zeta.Locale != "de" || zeta.Zone.String() != "Europe/Berlin" {
		t.Errorf("zeta has %s and %s, want those of the provider", zeta.Locale, zeta.Zone)
	}
	// Midnight of 2017-07-01 in Berlin, two hours ahead of UTC.
	if want := span.Of(time.Date(2017, 6, 30, 22, 0, 0, 0, time.UTC)); zeta.Since != want {
		t.Errorf("since %s, want %s", zeta.Since, want)
	}
	if _, ok := file.Agreement("nobody"); ok {
		t.Error("found an agreement that is not there")
	}
}

// With every optional line switched on, the starter is still right, and it has
// every key of the full file.
func TestStarterShowsEverything(t *testing.T) {
	optional := regexp.MustCompile(`(?m)^( *)#([^ \n])`)
	all := optional.ReplaceAllString(string(agreement.Starter()), "$1$2")
	if reflect.DeepEqual(all, string(agreement.Starter())) {
		t.Fatal("nothing is optional")
	}
	if _, err := agreement.Parse("starter", []byte(all)); err != nil {
		t.Error(err)
	}
	full, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\b([a-z]+(?:_[a-z]+)*):`).FindAllStringSubmatch(string(full), -1) {
		own := []string{"crm", "api", "web", "backbone", "dtag", "db", "mail", "smtp", "zeta", "wed", "sun", "thu"}
		if !slices.Contains(own, m[1]) && !strings.Contains(all, m[1]+":") {
			t.Errorf("the starter does not show %s", m[1])
		}
	}
}

func TestLoadMissingFile(t *testing.T) {
	if _, err := agreement.Load("testdata/nowhere.yaml"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want os.ErrNotExist", err)
	}
}
