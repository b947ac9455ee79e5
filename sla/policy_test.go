package sla_test

import (
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// under evaluates the first objective of an agreement under a policy.
func under(t *testing.T, a sla.Agreement, f sla.Facts, p sla.Policy) sla.ObjectiveResult {
	t.Helper()
	o, err := a.Objectives[0].Under(p)
	if err != nil {
		t.Fatal(err)
	}
	a.Objectives = []sla.Objective{o}
	return evaluate(t, a, f)
}

type wanted struct {
	policy       sla.Policy
	lost, budget sla.Micros
	verdict      sla.Verdict
}

func checkPolicies(t *testing.T, a sla.Agreement, f sla.Facts, want ...wanted) {
	t.Helper()
	for _, w := range want {
		r := under(t, a, f, w.policy)
		check(t, string(w.policy)+" lost", r.Sums.Lost, w.lost)
		check(t, string(w.policy)+" budget", r.Budget, w.budget)
		check(t, string(w.policy)+" verdict", r.Verdict, w.verdict)
	}
}

// 25 min down and 15 min at loss 0.4 are 1860 s lost, and 40 min = 2400 s once
// any loss is full. The budget is 0.1 % of 2 592 000 s.
func TestPoliciesOfExample1(t *testing.T) {
	a, f := september(t)
	checkPolicies(t, a, f,
		wanted{sla.PolicyAgreement, 1860 * span.Second, 2592 * span.Second, sla.Met},
		wanted{sla.PolicyRaw, 1860 * span.Second, 2592 * span.Second, sla.Met},
		wanted{sla.PolicyStrict, 2400 * span.Second, 2592 * span.Second, sla.Met},
		wanted{sla.PolicyLenient, 1860 * span.Second, 2592 * span.Second, sla.Met})
	r := under(t, a, f, sla.PolicyStrict)
	check(t, "degraded", r.Sums.Degraded, 0)
	check(t, "down", r.Sums.Down, 40*span.Minute)
	// Every bound counts alike: as under lost_if any, where one vantage is enough.
	check(t, "worst", r.Worst.String(), "99.900462")
	check(t, "best", r.Best.String(), "99.914351")
}

// Service hours of 756 000 s hold the same outages: 0.1 % of them is too little.
// Around the clock the target is met.
func TestPoliciesOfExample2(t *testing.T) {
	a, f := september(t)
	office := &sla.Calendar{Name: "office", Zone: a.Zone}
	for d := time.Monday; d <= time.Friday; d++ {
		office.Week[d] = []sla.ClockRange{{From: 8 * 60, To: 18 * 60}}
	}
	a.Objectives[0].Hours = office
	checkPolicies(t, a, f,
		wanted{sla.PolicyAgreement, 1860 * span.Second, 756 * span.Second, sla.Breached},
		wanted{sla.PolicyRaw, 1860 * span.Second, 2592 * span.Second, sla.Met},
		wanted{sla.PolicyStrict, 2400 * span.Second, 756 * span.Second, sla.Breached},
		wanted{sla.PolicyLenient, 1860 * span.Second, 756 * span.Second, sla.Breached})
}

// What the agreement excuses, raw counts: 15 min of deploy and 10 of restart.
func TestRawExcusesNothing(t *testing.T) {
	a, f := september(t)
	a.Objectives[0].Maintenance = &sla.MaintenanceRule{EmergencyExcused: true}
	a.Objectives[0].ExcludedCauses = []sla.Cause{"deploy"}
	a.Objectives[0].MinOutage = 16 * span.Minute
	check(t, "agreed", under(t, a, f, sla.PolicyAgreement).Sums.Lost, 0)
	check(t, "raw", under(t, a, f, sla.PolicyRaw).Sums.Lost, 1860*span.Second)
	check(t, "the agreement's own", len(a.Objectives[0].ExcludedCauses), 1)
}

// Four hours without any check, 20 to 24 o'clock on the 30th: strict counts
// them as down, lenient as up. The last check at 20:00 speaks until 20:03.
func TestPoliciesWithoutData(t *testing.T) {
	a, f := september(t)
	for i, series := range f.Series {
		last := len(series.Runs) - 1
		run := series.Runs[last]
		run.Last, run.NextOther = local(t, "2017-09-30 20:00:00"), 0
		f.Series[i].Runs[last] = run
	}
	silent := 4*span.Hour - 3*span.Minute
	check(t, "no data", under(t, a, f, sla.PolicyAgreement).Sums.NoData, silent)
	check(t, "strict", under(t, a, f, sla.PolicyStrict).Sums.Lost, 2400*span.Second+silent)
	lenient := under(t, a, f, sla.PolicyLenient)
	check(t, "lenient", lenient.Sums.Lost, 1860*span.Second)
	check(t, "lenient denominator", lenient.Sums.Denominator, 2_592_000*span.Second)
}

// An agreement that forgives more than a minute keeps doing so.
func TestLenientOutages(t *testing.T) {
	for agreed, want := range map[sla.Micros]sla.Micros{0: span.Minute, 5 * span.Minute: 5 * span.Minute} {
		o, err := sla.Objective{MinOutage: agreed}.Under(sla.PolicyLenient)
		if err != nil {
			t.Fatal(err)
		}
		check(t, "least outage", o.MinOutage, want)
	}
}

func TestUnknownPolicy(t *testing.T) {
	_, err := sla.Objective{}.Under("harsh")
	if want := `policy "harsh": want one of agreement, raw, strict, lenient`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
