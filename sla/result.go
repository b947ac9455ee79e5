package sla

// A Label is what the ledger says of a stretch of time. Every instant of a
// period has exactly one.
type Label string

// The labels, in the order in which they are tried (section 6 of the model).
const (
	LabelOutOfHours  Label = "out-of-hours"
	LabelMaintenance Label = "maintenance"
	LabelExcluded    Label = "excluded"
	LabelNoData      Label = "no-data"
	LabelDown        Label = "down"
	LabelDegraded    Label = "degraded"
	LabelUp          Label = "up"
)

// A Row is one line of the ledger. Two neighbours differ in more than time.
type Row struct {
	Span
	Label       Label
	Loss        Loss   // after suppression; UnknownLoss where nobody knows
	Charged     Loss   // what counts in the denominator, 0 outside of it
	Seen        Loss   // what users saw, before suppression and excuses; UnknownLoss where nobody knows
	Counted     bool   // in the denominator
	Cause       Cause  // "" where nothing was lost
	Incident    string // id; "": none
	Maintenance string // id of the maintenance that excuses it; "": none
	Correction  string // id of the correction that decides; "": none
	Suppressed  bool   // an outage shorter than the agreement counts
	Why         Why    // what decided the label
}

// A Why names the rule and the evidence that gave a row its label.
type Why string

// The reasons for a label.
const (
	WhyHours         Why = "hours"          // outside the service hours
	WhyMaintenance   Why = "maintenance"    // excused maintenance
	WhyCorrection    Why = "correction"     // a correction decides
	WhyExcludedCause Why = "excluded-cause" // every covering incident has an excluded cause
	WhySilence       Why = "silence"        // no check speaks and no incident covers
	WhyChecks        Why = "checks"         // the checks say so
	WhyIncident      Why = "incident"       // the incident log says so
	WhyNoIncident    Why = "no-incident"    // evaluated from incidents, and none covers
	WhyShortOutage   Why = "short-outage"   // shorter than min_outage
)

// A Verdict says whether an objective was kept.
type Verdict string

// The verdicts.
const (
	Met                 Verdict = "met"
	Breached            Verdict = "breached"
	OnTrack             Verdict = "on-track" // provisional, within the budget of the whole period
	VerdictUndetermined Verdict = "undetermined"
	VerdictNA           Verdict = "n/a"
)

// A Certainty says how sure a verdict is (section 9 of the model).
type Certainty string

// The certainties, the first that applies.
const (
	CertaintyNA           Certainty = "n/a"
	Stated                Certainty = "stated"    // evaluated from the incident log
	Corrected             Certainty = "corrected" // without corrections the verdict differs
	Proven                Certainty = "proven"    // worst and best give the same verdict
	CertaintyUndetermined Certainty = "undetermined"
)

// Reasons for CertaintyUndetermined.
const (
	ReasonGaps           = "gaps"            // time without data
	ReasonSilentVantages = "silent-vantages" // some members without data
	ReasonTooCoarse      = "too-coarse"      // checks too far apart for the target
	ReasonCoverage       = "coverage"        // coverage below min_coverage
)

// An Availability is the share of counted time that was not lost. The zero
// Availability has no denominator and prints "n/a".
type Availability struct {
	Lost        Micros // rounded up
	Denominator Micros
}

// A Result is what Evaluate found for an agreement and a period.
type Result struct {
	Agreement   Agreement
	Period      Period // as asked for, clipped to the agreement
	AsOf        Instant
	Provisional bool // some objective's period had not ended at AsOf
	Objectives  []ObjectiveResult
	Credit      Credit // the highest of the objectives
	Notes       []Note
	Incidents   []Incident // of the services concerned, for their words; those that touch the period, by Started
	Inputs      []Input
}

// A Note is a doubt that the reader should know of.
type Note struct {
	Code      string // such as "evaluated-as-incidents"; words come from the code
	Objective string // id; "" concerns the whole result
	Subject   string // what it is about: a service, a monitor, a file
	Length    Micros // 0: no length
	Count     int
}

// An ObjectiveResult holds the ledger of one objective and the sums over it.
type ObjectiveResult struct {
	Objective   Objective
	Period      Period  // of the objective's own kind, clipped to the agreement
	EvaluatedTo Instant // end of the ledger: the period's end, or AsOf
	Provisional bool

	Verdict         Verdict
	Certainty       Certainty
	CertaintyReason string // one of the Reason constants; "" unless undetermined

	Measured, Worst, Best Availability
	AsSeen                Availability // around the clock, nothing excused
	WithoutCorrections    Availability
	Clamped               bool // a bound lay on the wrong side of Measured and was set to it

	Sums      Sums
	Budget    Micros       // (1 − target) × denominator (provisional: of the whole period), rounded down
	Remaining Micros       // Budget − Lost, may be negative
	Coverage  Availability // Lost: time without data

	Blips      Tally
	Suppressed Tally
	Outages    []Outage // that touch the period, by Start
	Repair     Repair
	Causes     []CauseSum // by lost time descending, then name

	Clauses        []ClauseResult
	Credit         Credit
	Reconciliation []Reconciliation
	FailedChanges  int // changes that an outage followed within the change window

	Maintenance []MaintenanceResult // that touch the period, by Start, then id
	Corrections []Correction        // that touch the period, by Start, then id
	Changes     []Change            // of the service in the period, by Time
	Days        []Day
	Trend       []TrendPoint // the periods before this one, oldest first, this one last
	Ledger      []Row
	Lanes       []Lane    // what each vantage saw in the period
	Probing     []Probing // how often and how fast it was checked; empty where the facts do not say
}

// Sums are lengths of the labels of a ledger. Period is their sum: the
// identity of section 6 is asserted by Evaluate.
type Sums struct {
	Period      Micros
	OutOfHours  Micros
	Maintenance Micros
	Excluded    Micros
	NoData      Micros
	Up          Micros
	Degraded    Micros
	Down        Micros
	Denominator Micros
	Lost        Micros // Σ charged × length, rounded up
}

// A Tally counts stretches and their length.
type Tally struct {
	N      int
	Length Micros
}

// An OutageState says how an outage ends.
type OutageState string

// The states of an outage at AsOf.
const (
	Ended      OutageState = "ended"
	Open       OutageState = "open"
	EndUnknown OutageState = "end-unknown" // it ends in silence
)

// An Outage is one or several stretches of loss that count as one.
type Outage struct {
	Span               // full, not cut to the period; an open one ends at AsOf
	Unknown   Micros   // part of it without data
	Counted   Micros   // labelled down or degraded in this period's ledger
	Lost      Micros   // charged in this period's ledger
	Worst     Loss     // greatest loss in it
	Cause     Cause    // the one with most lost time in it
	Suggested Cause    // CauseDeploy after a change; "": nothing suggested
	Incidents []string // ids behind its rows
	Belongs   bool     // it starts in the period
	State     OutageState
}

// A Repair holds the figures over the counted outages that belong to the period.
type Repair struct {
	Outages    int    // their number
	N          int    // those that have ended: MTTR is over these
	MTTR       Micros // rounded up; meaningless if N is 0
	Median     Micros // of an even number the mean of the two in the middle, rounded up
	P90        Micros // nearest rank
	Longest    Micros
	Open       int
	EndUnknown int
	MTBF       Micros // up time ÷ Outages, rounded down; meaningless if Outages is 0
	MTTD, MTTA Mean
}

// A Mean is an average over N values, rounded up; there is none if N is 0.
type Mean struct {
	N    int
	Mean Micros
}

// A CauseSum is what one cause (full path) cost.
type CauseSum struct {
	Cause   Cause
	Lost    Micros       // the sums of all causes add up to Sums.Lost exactly
	Plain   Micros       // not weighted by the share of users
	Outages int          // that belong to the period
	N       int          // of them ended
	MTTR    Micros       // meaningless if N is 0
	Without Availability // with the loss of this cause set to 0
}

// A MaintenanceResult says what became of a maintenance in the period.
type MaintenanceResult struct {
	Maintenance
	Excused Micros // labelled maintenance because of it
	Beyond  Micros // planned time inside service hours that is not excused
	Why     []MaintenanceReason
}

// A MaintenanceReason is one reason why a maintenance is excused or not.
type MaintenanceReason struct {
	Code string // one of the Maint constants
	Have Micros
	Want Micros
}

// Codes of a MaintenanceReason.
const (
	MaintExcused       = "excused"
	MaintNoRule        = "no-rule"        // the agreement excuses none
	MaintEmergency     = "emergency"      // emergencies count
	MaintNotAnnounced  = "not-announced"  //
	MaintShortNotice   = "short-notice"   // Have of Want
	MaintOutsideWindow = "outside-window" //
	MaintAllowance     = "allowance"      // Have excused of Want allowed: used up
	MaintOutOfHours    = "out-of-hours"   // lies outside the service hours: nothing to excuse
	MaintEmpty         = "empty"          // of length zero
)

// A Day is one calendar day of the period in the agreement's zone.
type Day struct {
	Span                      // cut to the evaluated period
	Date         string       // "2017-09-01"
	Availability Availability // of this day alone; the Lost of all days add up exactly
	NoData       Micros
	Worst        Loss // greatest charged loss
}

// A TrendPoint is one of the periods that are compared.
type TrendPoint struct {
	Period       Period
	Availability Availability
	Budget       Micros
	Verdict      Verdict
	NoData       Micros // labelled no-data, counted or not
	NoReport     bool   // the store knows nothing of this period
}

// A Lane is what one monitor saw from one vantage, cut to the period.
type Lane struct {
	Monitor, Vantage string
	Interval         Micros
	Runs             []LaneRun
}

// A LaneRun is one run of checks, as drawn in the timeline of a day.
type LaneRun struct {
	Span
	State  State // Unknown: silence
	Checks int64
}
