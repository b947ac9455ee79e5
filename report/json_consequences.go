package report

import "github.com/upledger/upledger/sla"

// A jsonReconciliation is the log against the probes; instants and figures
// that a kind does not have are "" and 0.
type jsonReconciliation struct {
	Kind         string `json:"kind"`
	Incident     string `json:"incident"`
	Other        string `json:"other"`
	LoggedFrom   string `json:"logged_from"`
	LoggedTo     string `json:"logged_to"`
	MeasuredFrom string `json:"measured_from"`
	MeasuredTo   string `json:"measured_to"`
	StartDrift   int64  `json:"start_drift"`
	EndDrift     int64  `json:"end_drift"`
	Claimed      int64  `json:"claimed"`
	Measured     int64  `json:"measured"`
	Unknown      int64  `json:"unknown"`
}

func newJSONReconciliation(list []sla.Reconciliation) []jsonReconciliation {
	out := []jsonReconciliation{}
	for _, r := range list {
		out = append(out, jsonReconciliation{
			Kind: string(r.Kind), Incident: r.Incident, Other: r.Other,
			LoggedFrom: r.Logged.Start.String(), LoggedTo: r.Logged.End.String(),
			MeasuredFrom: r.Measured.Start.String(), MeasuredTo: r.Measured.End.String(),
			StartDrift: int64(r.StartDrift), EndDrift: int64(r.EndDrift),
			Claimed: int64(r.Claimed), Measured: int64(r.Lost), Unknown: int64(r.Unknown),
		})
	}
	return out
}

// A jsonClause is a promise beside the percentage; lengths are microseconds.
type jsonClause struct {
	Clause string `json:"clause"`
	Limit  int64  `json:"limit"`
	Actual int64  `json:"actual"`
	Met    bool   `json:"met"`
}

func newJSONClauses(list []sla.ClauseResult) []jsonClause {
	out := []jsonClause{}
	for _, c := range list {
		out = append(out, jsonClause{string(c.Clause), c.Limit, c.Actual, c.Met})
	}
	return out
}

// A jsonCredit is what is owed; tier is null where none applies.
type jsonCredit struct {
	Percent  string    `json:"percent"`
	Tier     *jsonTier `json:"tier"`
	Amount   string    `json:"amount"`
	Currency string    `json:"currency"`
}

type jsonTier struct {
	Below  string `json:"below"`
	Credit string `json:"credit"`
}

// newJSONCredit returns nil where the agreement names no credits.
func newJSONCredit(r sla.ObjectiveResult, fee sla.Money) *jsonCredit {
	if len(r.Objective.Credits) == 0 {
		return nil
	}
	c := &jsonCredit{Percent: "0", Amount: sla.Money{Cents: r.Credit.Amount.Cents}.String(), Currency: fee.Currency}
	if !r.Credit.Percent.IsZero() {
		c.Percent = r.Credit.Percent.String()
		c.Tier = &jsonTier{r.Credit.Tier.Below.String(), r.Credit.Tier.Credit.String()}
	}
	return c
}
