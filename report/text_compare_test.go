package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla"
)

func english(doc Document) Document {
	doc.Locale = "en"
	return doc
}

// The provider said 30 minutes for the 21st; 15 + 10 were measured.
func TestReconciliation(t *testing.T) {
	var b bytes.Buffer
	if err := Reconciliation(&b, english(example1(t)), "crm"); err != nil {
		t.Fatal(err)
	}
	want := `Entry                                                claimed  measured  Difference
Incident 2017-09-21-deploy, Thu 21 Sep, 14:05–14:20  15 min   15 min    none
Outage Thu 21 Sep, 14:35–14:45                       –        10 min    outage without incident
Incident 2017-09-22-uplink, Fri 22 Sep, 10:05–10:20  15 min   15 min    none
The provider's statement, 2017-09-21-deploy          30 min   25 min    −5 min
`
	check(t, "reconciliation", b.String(), want)
}

// The report leaves out what agrees where there is much; the command does not.
func TestReconciliationOfMany(t *testing.T) {
	doc := english(example1(t))
	same := doc.Result.Objectives[0].Reconciliation[1]
	check(t, "kind", same.Kind, sla.Drift)
	for range fewReconciled {
		doc.Result.Objectives[0].Reconciliation = append(doc.Result.Objectives[0].Reconciliation, same)
	}
	var b bytes.Buffer
	if err := Reconciliation(&b, doc, "crm"); err != nil {
		t.Fatal(err)
	}
	check(t, "lines", strings.Count(b.String(), "\n"), 1+4+fewReconciled)
}

func TestNothingToReconcile(t *testing.T) {
	var b bytes.Buffer
	if err := Reconciliation(&b, english(silent(t)), "crm"); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "There is nothing to compare: ") || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("got %q", b.String())
	}
}

// Around the clock, 31 min lost are within 43 min 12 s; in service hours they are
// not within 12 min 36 s.
func TestCompare(t *testing.T) {
	met, breached := english(example1(t)), english(example2(t))
	agreed, raw := Comparison{sla.PolicyAgreement, breached}, Comparison{sla.PolicyRaw, met}
	for want, list := range map[string][]Comparison{
		"Under raw the target would be met: 31 min lost, 43 min 12 s allowed.":       {agreed, raw},
		"Under strict the target would be missed: 31 min lost, 12 min 36 s allowed.": {{sla.PolicyAgreement, met}, {sla.PolicyStrict, breached}},
		"Under raw there would be no verdict: nothing that counts has data.":         {agreed, {sla.PolicyRaw, english(silent(t))}},
		"None of these policies changes the verdict.":                                {agreed, {sla.PolicyLenient, breached}},
	} {
		var b bytes.Buffer
		if err := Compare(&b, "crm", list...); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		check(t, "lines", len(lines), 5)
		check(t, "sentence", lines[4], want)
	}
}

// Without others there is nothing that could change the verdict.
func TestCompareAlone(t *testing.T) {
	var b bytes.Buffer
	if err := Compare(&b, "crm", Comparison{sla.PolicyAgreement, english(example2(t))}); err != nil {
		t.Fatal(err)
	}
	want := `Policy     Verdict        Availability     Lost    Budget       Worst – best       Rules
agreement  Target missed  99.753% (99.9%)  31 min  12 min 36 s  99.734% – 99.773%  as agreed
`
	check(t, "table", b.String(), want)
}
