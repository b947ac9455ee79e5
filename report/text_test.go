package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

func TestLedgerRows(t *testing.T) {
	doc := example1(t)
	doc.Locale = "en"
	var b bytes.Buffer
	if err := Ledger(&b, doc, "crm", between(t, "2017-09-21 14:10:00", "2017-09-21 14:40:00")); err != nil {
		t.Fatal(err)
	}
	want := `Start            End              Label  Length  Loss  Cause         Why
21 Sep 14:05:00  21 Sep 14:20:00  down   15 min  100%  Deploy error  the checks say so
21 Sep 14:20:00  21 Sep 14:35:00  up     15 min  0%                  the checks say so
21 Sep 14:35:00  21 Sep 14:45:00  down   10 min  100%  unattributed  the checks say so
`
	check(t, "rows", b.String(), want)
}

// An instant is asked for with an empty span.
func TestLedgerAtAnInstant(t *testing.T) {
	var b bytes.Buffer
	at := local(t, "2017-09-22 10:05:00")
	if err := Ledger(&b, example1(t), "crm", span.Between(at, at)); err != nil {
		t.Fatal(err)
	}
	check(t, "lines", strings.Count(b.String(), "\n"), 2)
	if !strings.Contains(b.String(), "eingeschränkt  15 min  40 %     Rechenzentrum") {
		t.Errorf("wrong row:\n%s", b.String())
	}
}

func TestLedgerOfUnknownObjective(t *testing.T) {
	err := Ledger(&bytes.Buffer{}, example1(t), "mail", sla.Span{})
	if err == nil || err.Error() != `agreement acme has no objective "mail"` {
		t.Errorf("error %v", err)
	}
}

func TestLines(t *testing.T) {
	met, breached := example1(t), example2(t)
	met.Locale, breached.Locale = "en", "en"
	var b bytes.Buffer
	if err := Lines(&b, met, breached, silent(t)); err != nil {
		t.Fatal(err)
	}
	want := `acme  crm  September 2017  Target met     99.928% (99.9%)   99.922% – 99.933%  left 12 min 12 s          proven
acme  crm  September 2017  Target missed  99.753% (99.9%)   99.734% – 99.773%  overspent by 18 min 24 s  proven
acme  crm  März 2018       Keine Daten    n/a (99,9 %)      –                  –                         n/a
`
	for i, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
		got := strings.Join(strings.Fields(line), " ")
		check(t, "line", got, strings.Join(strings.Fields(strings.Split(want, "\n")[i]), " "))
	}
}

// Every reason for a label is a sentence, with what it is about.
func TestWhy(t *testing.T) {
	s, err := scribeOf(example1(t), "crm")
	if err != nil {
		t.Fatal(err)
	}
	row := sla.Row{Incident: "i1", Maintenance: "m1", Correction: "c1", Cause: "datacenter/uplink"}
	for why, want := range map[sla.Why]string{
		sla.WhyHours: "außerhalb der Servicezeit", sla.WhyMaintenance: "entschuldigte Wartung m1", sla.WhyCorrection: "Korrektur c1 legt es fest",
		sla.WhyExcludedCause: "die Ursache Rechenzentrum/uplink ist ausgenommen", sla.WhySilence: "keine Prüfung spricht, und keine Störung ist erfasst",
		sla.WhyIncident: "so sagt es die Störung i1", sla.WhyShortOutage: "kürzer als die vereinbarte Mindestdauer eines Ausfalls",
	} {
		row.Why = why
		check(t, string(why), s.why(row), want)
	}
}
