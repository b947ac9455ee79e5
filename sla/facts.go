package sla

import "strings"

// A State is what a check or a state log says of a service.
type State uint8

// The states, from best to worst. Unknown only comes from state logs.
const (
	Unknown State = iota
	Up
	Slow
	Down
)

var stateNames = [...]string{"unknown", "up", "slow", "down"}

// String returns the word that logs use for s.
func (s State) String() string { return stateNames[s] }

// A Check is one probe result.
type Check struct {
	Time    Instant
	Monitor string
	Vantage string // "" if there is only one
	State   State  // Up, Slow or Down
	Latency Micros // 0: not measured
	Detail  string
}

// A Transition is one entry of a state log, from a monitor that logs changes
// only. It speaks until the next one of its series.
type Transition struct {
	Time    Instant
	Monitor string
	Vantage string
	State   State
}

// A Run is a maximal sequence of consecutive checks of one state with no
// no-data between them (section 3 of the model).
type Run struct {
	State     State
	LastOther Instant // the check before it; 0: none, or a gap lies between
	First     Instant
	Last      Instant
	NextOther Instant // the check after it; 0: none, or a gap lies between
	Checks    int64   // distinct instants with a check
}

// A Series is what one monitor saw of a service from one vantage.
// Its runs are sorted by First and do not overlap.
//
// A series from a state log has FromLog set: a run then begins with the entry
// that changed the state and speaks until NextOther, without any greatest gap.
type Series struct {
	Service string // id of the service whose rules the runs were made with
	Monitor string
	Vantage string
	FromLog bool
	Runs    []Run
}

// An Incident is a record by people about trouble with services.
type Incident struct {
	ID           string
	Services     []string
	Cause        Cause
	Title        Text
	Started      Instant
	Detected     Instant // 0: not recorded
	Acknowledged Instant // 0: not recorded
	Resolved     Instant // 0: open
	Impact       Loss    // share of users hit
	Outages      []IncidentOutage
	Claimed      Micros // what the provider said; 0 with HasClaim unset: nothing said
	HasClaim     bool
	Summary      Text
	Actions      Text
	Prevention   Text
	Status       string
}

// An IncidentOutage is a stretch in which users were hit by an incident.
type IncidentOutage struct {
	Start  Instant
	End    Instant // 0: the end is not known yet
	Impact Loss
	Cause  Cause
}

// A MaintenanceKind tells planned work from emergencies.
type MaintenanceKind string

// The kinds of maintenance.
const (
	Planned   MaintenanceKind = "planned"
	Emergency MaintenanceKind = "emergency"
)

// A Maintenance is work that was planned or had to be done at once.
type Maintenance struct {
	ID        string
	Services  []string
	Start     Instant
	End       Instant
	Announced Instant // 0: never
	Kind      MaintenanceKind
	Title     Text
}

// A Change is one entry of a deploy log.
type Change struct {
	Time    Instant
	Service string
	ID      string
	Outcome string
}

// A Correction is an overlay on the facts, with a reason and an author. It is
// printed in the report; the facts stay as they are.
type Correction struct {
	ID       string
	Services []string
	Start    Instant
	End      Instant
	As       CorrectionKind
	Loss     Loss // for CorrectLoss
	Cause    Cause
	Reason   string
	Author   string
	Made     Instant
}

// A CorrectionKind is what a correction makes of the time it covers.
type CorrectionKind string

// The kinds of correction.
const (
	CorrectUp       CorrectionKind = "up"
	CorrectDown     CorrectionKind = "down"
	CorrectLoss     CorrectionKind = "loss" // Correction.Loss says which
	CorrectNoData   CorrectionKind = "no-data"
	CorrectExcluded CorrectionKind = "excluded"
)

// Facts is everything that is known up to an instant about the services of an
// agreement. The order of the facts does not matter.
type Facts struct {
	// Known is the time whose checks the runs of Series were made of; the zero
	// Span: of all. With a Known, a series may be listed without a run: it has
	// checks at other times. Periods of the trend before Known are left out.
	Known Span

	Series      []Series
	Incidents   []Incident
	Maintenance []Maintenance
	Changes     []Change
	Corrections []Correction
	Probing     []Probing // how often and how fast the checks were; needed for no verdict
	Inputs      []Input   // where the facts came from
}

// A Probing is how often and how fast one monitor was checked from one vantage,
// day by day.
type Probing struct {
	Service string // id of the service whose rules apply
	Monitor string
	Vantage string
	Days    []ProbingDay // of the agreement's zone, sorted; those without a check are left out
}

// A ProbingDay is the checks of one day.
type ProbingDay struct {
	Start   Instant   // first instant of the day in the agreement's zone
	Checks  int64     // as logged, of one instant all
	NotUp   int64     // slow or down among them
	Latency Histogram // of the checks that have one
}

// KindIncidents is the Kind of an Input that is an incident log. An imported
// log without an incident is a statement, too.
const KindIncidents = "incidents"

// An Input is a file that facts came from.
type Input struct {
	File     string // base name
	SHA256   string // of the bytes as read, in hex
	Kind     string // checks, transitions, incidents, …
	Rows     int64  // facts taken
	Rejected int64  // lines refused
}

// A Cause says why service was lost, as a path such as "datacenter/uplink".
type Cause string

// Causes that the ledger itself gives.
const (
	Unattributed Cause = "unattributed" // no incident covers it
	CauseNoData  Cause = "no-data"      // silence, charged as down
	CauseDeploy  Cause = "deploy"       // suggested after a change
)

// Top returns the first level of c.
func (c Cause) Top() Cause {
	top, _, _ := strings.Cut(string(c), "/")
	return Cause(top)
}

// Within reports whether c is d or lies below d.
func (c Cause) Within(d Cause) bool {
	return c == d || strings.HasPrefix(string(c), string(d)+"/")
}

// A Loss is the share of users for whom a service is gone, in parts per
// million from 0 (up) to FullLoss (down). UnknownLoss says that nobody knows.
type Loss int32

// The losses with a name.
const (
	NoLoss      Loss = 0
	FullLoss    Loss = 1_000_000
	UnknownLoss Loss = -1
)
