package sla_test

import (
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// The facts of worked example 1 of the model.

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

func percent(t testing.TB, text string) sla.Percent {
	t.Helper()
	p, err := sla.ParsePercent(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// september returns the agreement and the facts of worked example 1.
func september(t testing.TB) (sla.Agreement, sla.Facts) {
	web := sla.Monitor{Name: "web", Interval: span.Minute, MaxGap: 3 * span.Minute, Confirm: 1, Weight: 1_000_000}
	a := sla.Agreement{ID: "acme", Customer: "ACME GmbH", Locale: "de", Zone: berlin(t)}
	a.Services = map[string]sla.Service{"crm": {
		ID: "crm", Name: "MusterCRM", Monitors: []sla.Monitor{web}, LostIf: sla.Combine{Mode: sla.Share},
		Vantages: []sla.Vantage{{Name: "backbone", Weight: 600_000}, {Name: "dtag", Weight: 400_000}},
	}}
	a.Objectives = []sla.Objective{{
		ID: "crm", Service: "crm", Target: percent(t, "99.9"), Period: sla.Month, Evidence: sla.ProbesThenIncidents,
		NoData: sla.NoDataExclude, MatchSlack: 5 * span.Minute, ChangeWindow: 15 * span.Minute,
	}}
	both := []sla.Span{
		span.Between(local(t, "2017-09-21 14:05:00"), local(t, "2017-09-21 14:19:01")),
		span.Between(local(t, "2017-09-21 14:35:00"), local(t, "2017-09-21 14:44:01")),
	}
	dtag := append([]sla.Span{span.Between(local(t, "2017-09-22 10:05:00"), local(t, "2017-09-22 10:19:01"))}, both...)
	f := sla.Facts{Series: []sla.Series{
		{Service: "crm", Monitor: "web", Vantage: "backbone", Runs: sla.Reduce(everyMinute(t, both), web)},
		{Service: "crm", Monitor: "web", Vantage: "dtag", Runs: sla.Reduce(everyMinute(t, dtag), web)},
	}}
	f.Incidents = []sla.Incident{
		{ID: "2017-09-21-deploy", Services: []string{"crm"}, Cause: "deploy", Impact: sla.FullLoss,
			Started: local(t, "2017-09-21 14:05:00"), Resolved: local(t, "2017-09-21 14:20:00"), Claimed: 30 * span.Minute, HasClaim: true},
		{ID: "2017-09-22-uplink", Services: []string{"crm"}, Cause: "datacenter/uplink", Impact: 400_000,
			Started: local(t, "2017-09-22 10:05:00"), Resolved: local(t, "2017-09-22 10:20:00")},
	}
	f.Maintenance = []sla.Maintenance{{ID: "restart", Services: []string{"crm"}, Kind: sla.Emergency,
		Start: local(t, "2017-09-21 14:35:00"), End: local(t, "2017-09-21 14:45:00")}}
	return a, f
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

func evaluate(t testing.TB, a sla.Agreement, f sla.Facts) sla.ObjectiveResult {
	t.Helper()
	p, err := sla.ParsePeriod("2017-09", a.Zone)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sla.Evaluate(a, p, local(t, "2017-10-01 00:00:00"), f)
	if err != nil {
		t.Fatal(err)
	}
	return r.Objectives[0]
}

// check compares figures by name, so that a failure says which one is off.
func check[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestWorkedExample1(t *testing.T) {
	a, f := september(t)
	r := evaluate(t, a, f)
	check(t, "lost", r.Sums.Lost, 1860*span.Second)
	check(t, "down", r.Sums.Down, 25*span.Minute)
	check(t, "degraded", r.Sums.Degraded, 15*span.Minute)
	check(t, "denominator", r.Sums.Denominator, 2_592_000*span.Second)
	check(t, "availability", r.Measured.String(), "99.928240")
	check(t, "worst", r.Worst.String(), "99.922685")
	check(t, "best", r.Best.String(), "99.933796")
	check(t, "verdict", r.Verdict, sla.Met)
	check(t, "certainty", r.Certainty, sla.Proven)
	check(t, "budget", r.Budget, 2592*span.Second)
	check(t, "remaining", r.Remaining, 732*span.Second)
	check(t, "outages", r.Repair.Outages, 3)
	check(t, "MTTR", r.Repair.MTTR, 800*span.Second)
	check(t, "median", r.Repair.Median, 900*span.Second)
	check(t, "MTBF", r.Repair.MTBF, 2_589_600*span.Second/3)
	wantCauses := []struct {
		cause       sla.Cause
		lost, plain sla.Micros
	}{
		{"deploy", 900 * span.Second, 900 * span.Second},
		{sla.Unattributed, 600 * span.Second, 600 * span.Second},
		{"datacenter/uplink", 360 * span.Second, 900 * span.Second},
	}
	check(t, "causes", len(r.Causes), len(wantCauses))
	for i, w := range wantCauses {
		check(t, "cause", r.Causes[i].Cause, w.cause)
		check(t, string(w.cause)+" lost", r.Causes[i].Lost, w.lost)
		check(t, string(w.cause)+" plain", r.Causes[i].Plain, w.plain)
	}
	check(t, "rows", len(r.Ledger), 7)
	check(t, "maintenance reason", r.Maintenance[0].Why[0].Code, sla.MaintNoRule)
	check(t, "maintenance beyond", r.Maintenance[0].Beyond, 10*span.Minute)
}

func TestWorkedExample1RestartAsSecondOutage(t *testing.T) {
	a, f := september(t)
	f.Incidents[0].Outages = []sla.IncidentOutage{
		{Start: local(t, "2017-09-21 14:05:00"), End: local(t, "2017-09-21 14:20:00"), Impact: sla.FullLoss},
		{Start: local(t, "2017-09-21 14:35:00"), End: local(t, "2017-09-21 14:45:00"), Impact: sla.FullLoss},
	}
	r := evaluate(t, a, f)
	check(t, "first cause", r.Causes[0].Cause, sla.Cause("deploy"))
	check(t, "deploy", r.Causes[0].Lost, 1500*span.Second)
}

func TestWorkedExample1LostIfAny(t *testing.T) {
	a, f := september(t)
	crm := a.Services["crm"]
	crm.LostIf = sla.Combine{Mode: sla.Any}
	a.Services["crm"] = crm
	r := evaluate(t, a, f)
	check(t, "lost", r.Sums.Lost, 2400*span.Second)
	check(t, "availability", r.Measured.String(), "99.907407")
	check(t, "worst", r.Worst.String(), "99.900462")
	check(t, "best", r.Best.String(), "99.914351")
	check(t, "verdict", r.Verdict, sla.Met)
	check(t, "certainty", r.Certainty, sla.Proven)
	check(t, "worst remaining", r.Budget-r.Worst.Lost, 12*span.Second)
}

func TestWorkedExample2(t *testing.T) {
	a, f := september(t)
	office := &sla.Calendar{Name: "office", Zone: a.Zone}
	for d := time.Monday; d <= time.Friday; d++ {
		office.Week[d] = []sla.ClockRange{{From: 8 * 60, To: 18 * 60}}
	}
	a.Objectives[0].Hours = office
	r := evaluate(t, a, f)
	check(t, "denominator", r.Sums.Denominator, 756_000*span.Second)
	check(t, "lost", r.Sums.Lost, 1860*span.Second)
	check(t, "availability", r.Measured.String(), "99.753968")
	check(t, "worst", r.Worst.String(), "99.734920")
	check(t, "best", r.Best.String(), "99.773015")
	check(t, "budget", r.Budget, 756*span.Second)
	check(t, "verdict", r.Verdict, sla.Breached)
	check(t, "certainty", r.Certainty, sla.Proven)
}

func TestWorkedExample4(t *testing.T) {
	a, f := september(t)
	a.Objectives[0].Maintenance = &sla.MaintenanceRule{Notice: 72 * span.Hour}
	f.Maintenance[0].Kind = sla.Planned
	f.Maintenance[0].Announced = f.Maintenance[0].Start.Add(-71 * span.Hour)
	r := evaluate(t, a, f)
	check(t, "excused", r.Sums.Maintenance, 0)
	check(t, "reason", r.Maintenance[0].Why[0], sla.MaintenanceReason{Code: sla.MaintShortNotice, Have: 71 * span.Hour, Want: 72 * span.Hour})
	f.Maintenance[0].Announced = f.Maintenance[0].Start.Add(-72 * span.Hour)
	r = evaluate(t, a, f)
	check(t, "excused with notice", r.Sums.Maintenance, 600*span.Second)
	check(t, "denominator", r.Sums.Denominator, 2_591_400*span.Second)
}
