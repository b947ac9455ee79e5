package agreement_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
)

// Marshal's policy is an agreement file that means the same.
func TestRoundTrip(t *testing.T) {
	starter, err := agreement.Parse("starter", agreement.Starter())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range slices.Concat(load(t, "full.yaml").Agreements, starter.Agreements, load(t, "odd.yaml").Agreements) {
		policy, err := agreement.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		again, err := agreement.Parse("policy", policy)
		if err != nil {
			t.Fatalf("%s: %v\n%s", a.ID, err, policy)
		}
		if diff := cmp.Diff(a, only(t, again, a.ID), equal); diff != "" {
			t.Errorf("%s (-before +after):\n%s\n%s", a.ID, diff, policy)
		}
		second, err := agreement.Marshal(again.Agreements[0])
		if err != nil || string(second) != string(policy) {
			t.Errorf("%s: not the same bytes (%v):\n%s\n%s", a.ID, err, policy, second)
		}
	}
}

func TestMarshalGolden(t *testing.T) {
	policy, err := agreement.Marshal(only(t, load(t, "full.yaml"), "zeta"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":1,` +
		`"provider":{"name":"MusterCRM GmbH","locale":"de","timezone":"Europe/Berlin","brand":{"color":"#0b6e4f","logo":"img/logo.png"},` +
		`"contact":{"name":"Service desk","email":"service@mustercrm.example"}},` +
		`"causes":{"deploy":{"label":{"de":"Fehler im Update","en":"Deploy error"},"owner":"provider"},` +
		`"datacenter":{"label":"Rechenzentrum","owner":"supplier"},"customer":{"owner":"provider"}},` +
		`"services":{"db":{"name":"db","works_if":"all","lost_if":"any"}},` +
		`"agreements":{"zeta":{"customer":"Zeta AG","locale":"de","timezone":"Europe/Berlin","since":"2017-06-30T22:00:00Z",` +
		`"objectives":[{"id":"db","service":"db","target":"99.5","period":"month","evidence":"probes-then-incidents","no_data":"exclude",` +
		`"min_coverage":"0","min_outage":"0s","merge_gap":"0s","match_slack":"5m","change_window":"15m"}]}}}`
	if diff := cmp.Diff(want, string(policy)); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

func TestMarshalRefuses(t *testing.T) {
	utc, office := time.UTC, sla.Calendar{Name: "office", Zone: time.UTC}
	other := office
	other.Closed = map[sla.Date]bool{{Year: 2017, Month: 1, Day: 2}: true}
	for want, a := range map[string]sla.Agreement{
		"agreement a: it and its provider must have a time zone": {ID: "a"},
		"agreement a: objective o: its service hours have no name": {
			ID: "a", Zone: utc, Provider: sla.Provider{Zone: utc},
			Objectives: []sla.Objective{{ID: "o", Hours: &sla.Calendar{Zone: utc}}},
		},
		"agreement a: objective p: two different service hours are named office": {
			ID: "a", Zone: utc, Provider: sla.Provider{Zone: utc},
			Objectives: []sla.Objective{{ID: "o", Hours: &office}, {ID: "p", Hours: &other}},
		},
		"agreement a: objective o: maintenance: its hours have no time zone": {
			ID: "a", Zone: utc, Provider: sla.Provider{Zone: utc},
			Objectives: []sla.Objective{{ID: "o", Maintenance: &sla.MaintenanceRule{Windows: []sla.Calendar{{}}}}},
		},
	} {
		if _, err := agreement.Marshal(a); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
