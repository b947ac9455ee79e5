package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// JSON writes the report for programs, schema upledger.report/1: every figure
// of the result and every row of its ledger, on one line. Sentences in it are
// English whatever the language of the document, texts are as they were given.
func JSON(w io.Writer, doc Document) error {
	english, err := words.In("en")
	if err != nil {
		return err
	}
	if len(doc.Policy) > 0 && !json.Valid(doc.Policy) {
		return fmt.Errorf("report of agreement %s: the policy is not JSON", doc.Result.Agreement.ID)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the policy must keep its bytes
	if err := enc.Encode(newJSONReport(english, doc)); err != nil {
		return fmt.Errorf("report of agreement %s: %w", doc.Result.Agreement.ID, err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func newJSONReport(w words.Words, doc Document) jsonReport {
	r, a := doc.Result, doc.Result.Agreement
	j := jsonReport{
		Schema: "upledger.report/1", Generator: doc.Generator, Agreement: a.ID, Customer: a.Customer, Provisional: r.Provisional,
		Period: jsonPeriod{r.Period.Name, r.Period.Start.String(), r.Period.End.String(), min(r.Period.End, r.AsOf).String(),
			zoneOf(a).String(), r.AsOf.String()},
		Objectives: []jsonObjective{}, Notes: []jsonNote{}, Inputs: []jsonInput{},
		Policy: doc.Policy, PolicySHA256: doc.PolicySHA256,
	}
	for _, o := range r.Objectives {
		j.Objectives = append(j.Objectives, newJSONObjective(newScribe(w, doc, o)))
	}
	for _, n := range footnotes(w, r) {
		j.Notes = append(j.Notes, jsonNote{n.Code, n.Text})
	}
	for _, in := range r.Inputs {
		j.Inputs = append(j.Inputs, jsonInput(in))
	}
	return j
}

func newJSONObjective(s scribe) jsonObjective {
	r, o := s.r, s.r.Objective
	j := jsonObjective{
		ID: o.ID, Service: o.Service, Evidence: string(o.Evidence), NoData: string(o.NoData), Target: o.Target.String(),
		Verdict: string(r.Verdict), Certainty: string(r.Certainty), CertaintyReason: r.CertaintyReason,
		Availability: jsonAvailability{r.Measured.String(), r.Worst.String(), r.Best.String(), r.AsSeen.String(), r.WithoutCorrections.String()},
		Microseconds: newJSONSums(r),
		Bounds:       jsonBounds{newJSONBound(r.Best), newJSONBound(r.Worst)},
		Coverage:     r.Coverage.String(),
		Blips:        jsonTally{r.Blips.N, int64(r.Blips.Length)}, Suppressed: jsonTally{r.Suppressed.N, int64(r.Suppressed.Length)},
		Outages: newJSONOutages(r.Outages), Repair: newJSONRepair(r.Repair), Causes: s.jsonCauses(),
		Maintenance: s.jsonMaintenance(), Corrections: newJSONCorrections(r.Corrections),
		Reconciliation: newJSONReconciliation(r.Reconciliation), Changes: jsonChanges{len(r.Changes), r.FailedChanges},
		Clauses: newJSONClauses(r.Clauses), Credit: newJSONCredit(r, s.doc.Result.Agreement.Fee),
		Days: []jsonDay{}, Trend: []jsonTrend{}, Ledger: s.jsonLedger(),
		Latency: newJSONProbingDays(r.ProbingDays(), r.Period.Zone), Probing: newJSONProbing(r.Probing, r.Period.Zone),
	}
	if r.Period.Span != s.doc.Result.Period.Span {
		j.Period = &jsonOwnPeriod{r.Period.Name, r.Period.Start.String(), r.Period.End.String(), r.EvaluatedTo.String()}
	}
	if o.Hours != nil {
		j.Hours = o.Hours.Name
	}
	for _, d := range r.Days {
		j.Days = append(j.Days, jsonDay{d.Date, int64(d.Len()), d.Availability.String(), int64(d.Availability.Lost), int64(d.NoData)})
	}
	for _, p := range r.Trend {
		j.Trend = append(j.Trend, jsonTrend{p.Period.Name, p.Availability.String(), string(p.Verdict)})
	}
	return j
}

func newJSONSums(r sla.ObjectiveResult) jsonSums {
	return jsonSums{
		Period: int64(r.Sums.Period), OutOfHours: int64(r.Sums.OutOfHours), Maintenance: int64(r.Sums.Maintenance),
		Excluded: int64(r.Sums.Excluded), NoData: int64(r.Sums.NoData), Up: int64(r.Sums.Up), Degraded: int64(r.Sums.Degraded),
		Down: int64(r.Sums.Down), Denominator: int64(r.Sums.Denominator), Lost: int64(r.Sums.Lost),
		Budget: int64(r.Budget), Remaining: int64(r.Remaining),
	}
}

func newJSONBound(a sla.Availability) jsonBound {
	return jsonBound{int64(a.Lost), int64(a.Denominator)}
}

func newJSONOutages(outages []sla.Outage) []jsonOutage {
	list := []jsonOutage{}
	for _, o := range outages {
		list = append(list, jsonOutage{
			Start: o.Start.String(), End: o.End.String(), Microseconds: int64(o.Len()), Unknown: int64(o.Unknown),
			Counted: int64(o.Counted), Lost: int64(o.Lost), Cause: string(o.Cause), Suggested: string(o.Suggested),
			Incidents: append([]string{}, o.Incidents...), Belongs: o.Belongs, State: string(o.State),
		})
	}
	return list
}

func newJSONRepair(r sla.Repair) jsonRepair {
	return jsonRepair{
		Outages: r.Outages, N: r.N, MTTR: known(r.N, r.MTTR), Median: known(r.N, r.Median), P90: known(r.N, r.P90),
		Longest: known(r.N, r.Longest), Open: r.Open, EndUnknown: r.EndUnknown, MTBF: known(r.Outages, r.MTBF),
		MTTD: jsonMean{r.MTTD.N, known(r.MTTD.N, r.MTTD.Mean)}, MTTA: jsonMean{r.MTTA.N, known(r.MTTA.N, r.MTTA.Mean)},
	}
}

// known returns a figure over n values: none if there are none.
func known(n int, d sla.Micros) *int64 {
	if n == 0 {
		return nil
	}
	v := int64(d)
	return &v
}

func (s scribe) jsonCauses() []jsonCause {
	list := []jsonCause{}
	for _, c := range s.r.Causes {
		list = append(list, jsonCause{string(c.Cause), string(s.causeInfo(c.Cause.Top()).Owner), int64(c.Lost), int64(c.Plain),
			c.Outages, known(c.N, c.MTTR), c.Without.String()})
	}
	return list
}

func (s scribe) jsonMaintenance() []jsonMaintenance {
	list := []jsonMaintenance{}
	for _, m := range s.r.Maintenance {
		var announced *string
		if m.Announced != 0 {
			text := m.Announced.String()
			announced = &text
		}
		var why []string
		for _, reason := range m.Why {
			why = append(why, plainSpaces(s.maintenanceReason(reason)))
		}
		list = append(list, jsonMaintenance{m.ID, m.Start.String(), m.End.String(), string(m.Kind), announced,
			int64(m.Excused), int64(m.Beyond), s.List(why)})
	}
	return list
}

func newJSONCorrections(corrections []sla.Correction) []jsonCorrection {
	list := []jsonCorrection{}
	for _, c := range corrections {
		as := string(c.As)
		if c.As == sla.CorrectLoss {
			as = c.Loss.String()
		}
		list = append(list, jsonCorrection{c.ID, c.Start.String(), c.End.String(), as, c.Reason, c.Author, c.Made.String()})
	}
	return list
}

func (s scribe) jsonLedger() []jsonRow {
	list := []jsonRow{}
	for _, row := range s.r.Ledger {
		list = append(list, jsonRow{
			Start: row.Start.String(), End: row.End.String(), Label: string(row.Label), Loss: lossOrNull(row.Loss),
			Charged: int64(row.Charged), Seen: lossOrNull(row.Seen), Cause: string(row.Cause), Incident: row.Incident,
			Maintenance: row.Maintenance, Correction: row.Correction, Suppressed: row.Suppressed, Why: plainSpaces(s.why(row)),
		})
	}
	return list
}

func lossOrNull(l sla.Loss) *int64 {
	if l == sla.UnknownLoss {
		return nil
	}
	v := int64(l)
	return &v
}
