package report

import "encoding/json"

// The schema upledger.report/1. The order of the fields is the order of the
// keys. Lengths are integer microseconds, percentages decimal text with six
// places, instants RFC 3339 in UTC. A pointer is null where there is nothing
// to say: a mean over nothing, an end that is not known, a loss that nobody
// knows.

type jsonReport struct {
	Schema       string          `json:"schema"`
	Generator    string          `json:"generator"`
	Agreement    string          `json:"agreement"`
	Customer     string          `json:"customer"`
	Provisional  bool            `json:"provisional"`
	Period       jsonPeriod      `json:"period"`
	Objectives   []jsonObjective `json:"objectives"`
	Notes        []jsonNote      `json:"notes"`
	Inputs       []jsonInput     `json:"inputs"`
	Policy       json.RawMessage `json:"policy"` // the bytes of policy_sha256
	PolicySHA256 string          `json:"policy_sha256"`
}

type jsonPeriod struct {
	Name        string `json:"name"`
	From        string `json:"from"`
	To          string `json:"to"`
	EvaluatedTo string `json:"evaluated_to"`
	Timezone    string `json:"timezone"`
	AsOf        string `json:"as_of"`
}

type jsonObjective struct {
	ID              string               `json:"id"`
	Service         string               `json:"service"`
	Period          *jsonOwnPeriod       `json:"period,omitempty"` // only where it is not that of the report
	Hours           string               `json:"hours"`
	Evidence        string               `json:"evidence"`
	NoData          string               `json:"no_data"`
	Target          string               `json:"target"`
	Verdict         string               `json:"verdict"`
	Certainty       string               `json:"certainty"`
	CertaintyReason string               `json:"certainty_reason"`
	Availability    jsonAvailability     `json:"availability"`
	Microseconds    jsonSums             `json:"microseconds"`
	Bounds          jsonBounds           `json:"bounds"`
	Coverage        string               `json:"coverage"`
	Blips           jsonTally            `json:"blips"`
	Suppressed      jsonTally            `json:"suppressed"`
	Outages         []jsonOutage         `json:"outages"`
	Repair          jsonRepair           `json:"repair"`
	Causes          []jsonCause          `json:"causes"`
	Maintenance     []jsonMaintenance    `json:"maintenance"`
	Corrections     []jsonCorrection     `json:"corrections"`
	Reconciliation  []jsonReconciliation `json:"reconciliation"`
	Changes         jsonChanges          `json:"changes"`
	Clauses         []jsonClause         `json:"clauses"`
	Credit          *jsonCredit          `json:"credit"` // null: no credits agreed
	Latency         []jsonProbingDay     `json:"latency"`
	Probing         []jsonProbing        `json:"probing"`
	Days            []jsonDay            `json:"days"`
	Trend           []jsonTrend          `json:"trend"`
	Ledger          []jsonRow            `json:"ledger"`
}

// A jsonOwnPeriod is the period of an objective whose kind is another than that
// of the report.
type jsonOwnPeriod struct {
	Name        string `json:"name"`
	From        string `json:"from"`
	To          string `json:"to"`
	EvaluatedTo string `json:"evaluated_to"`
}

type jsonAvailability struct {
	Measured           string `json:"measured"`
	Worst              string `json:"worst"`
	Best               string `json:"best"`
	AsSeen             string `json:"as_seen"`
	WithoutCorrections string `json:"without_corrections"`
}

type jsonSums struct {
	Period      int64 `json:"period"`
	OutOfHours  int64 `json:"out_of_hours"`
	Maintenance int64 `json:"maintenance"`
	Excluded    int64 `json:"excluded"`
	NoData      int64 `json:"no_data"`
	Up          int64 `json:"up"`
	Degraded    int64 `json:"degraded"`
	Down        int64 `json:"down"`
	Denominator int64 `json:"denominator"`
	Lost        int64 `json:"lost"`
	Budget      int64 `json:"budget"`
	Remaining   int64 `json:"remaining"`
}

type jsonBounds struct {
	Best  jsonBound `json:"best"`
	Worst jsonBound `json:"worst"`
}

type jsonBound struct {
	Lost        int64 `json:"lost"`
	Denominator int64 `json:"denominator"`
}

type jsonTally struct {
	N            int   `json:"n"`
	Microseconds int64 `json:"microseconds"`
}

type jsonOutage struct {
	Start        string   `json:"start"`
	End          string   `json:"end"`
	Microseconds int64    `json:"microseconds"`
	Unknown      int64    `json:"unknown"`
	Counted      int64    `json:"counted"`
	Lost         int64    `json:"lost"`
	Cause        string   `json:"cause"`
	Suggested    string   `json:"suggested"`
	Incidents    []string `json:"incidents"`
	Belongs      bool     `json:"belongs"`
	State        string   `json:"state"`
}

type jsonRepair struct {
	Outages    int      `json:"outages"`
	N          int      `json:"n"`
	MTTR       *int64   `json:"mttr"`
	Median     *int64   `json:"median"`
	P90        *int64   `json:"p90"`
	Longest    *int64   `json:"longest"`
	Open       int      `json:"open"`
	EndUnknown int      `json:"end_unknown"`
	MTBF       *int64   `json:"mtbf"`
	MTTD       jsonMean `json:"mttd"`
	MTTA       jsonMean `json:"mtta"`
}

type jsonMean struct {
	N    int    `json:"n"`
	Mean *int64 `json:"mean"`
}

type jsonCause struct {
	Cause   string `json:"cause"`
	Owner   string `json:"owner"`
	Lost    int64  `json:"lost"`
	Plain   int64  `json:"plain"`
	Outages int    `json:"outages"`
	MTTR    *int64 `json:"mttr"`
	Without string `json:"availability_without"`
}

type jsonMaintenance struct {
	ID        string  `json:"id"`
	Start     string  `json:"start"`
	End       string  `json:"end"`
	Kind      string  `json:"kind"`
	Announced *string `json:"announced"`
	Excused   int64   `json:"excused"`
	Beyond    int64   `json:"beyond"`
	Why       string  `json:"why"`
}

type jsonCorrection struct {
	ID     string `json:"id"`
	Start  string `json:"start"`
	End    string `json:"end"`
	As     string `json:"as"`
	Reason string `json:"reason"`
	Author string `json:"author"`
	Made   string `json:"made"`
}

type jsonChanges struct {
	N        int `json:"n"`
	Followed int `json:"followed_by_outage"`
}

type jsonDay struct {
	Date         string `json:"date"`
	Microseconds int64  `json:"microseconds"`
	Availability string `json:"availability"`
	Lost         int64  `json:"lost"`
	NoData       int64  `json:"no_data"`
}

type jsonTrend struct {
	Period       string `json:"period"`
	Availability string `json:"availability"`
	Verdict      string `json:"verdict"`
}

type jsonRow struct {
	Start       string `json:"start"`
	End         string `json:"end"`
	Label       string `json:"label"`
	Loss        *int64 `json:"loss"`
	Charged     int64  `json:"charged"`
	Seen        *int64 `json:"seen"`
	Cause       string `json:"cause"`
	Incident    string `json:"incident"`
	Maintenance string `json:"maintenance"`
	Correction  string `json:"correction"`
	Suppressed  bool   `json:"suppressed"`
	Why         string `json:"why"`
}

type jsonNote struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

type jsonInput struct {
	File     string `json:"file"`
	SHA256   string `json:"sha256"`
	Kind     string `json:"kind"`
	Rows     int64  `json:"rows"`
	Rejected int64  `json:"rejected"`
}
