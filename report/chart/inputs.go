package chart

// A Kind is what is known of a stretch of time, as far as a drawing tells
// kinds apart. Time out of hours is simply left out.
type Kind string

// The kinds.
const (
	KindCounted     Kind = "counted" // inside service hours, nothing wrong
	KindDown        Kind = "down"
	KindDegraded    Kind = "degraded"
	KindMaintenance Kind = "maintenance"
	KindExcluded    Kind = "excluded"
	KindNoData      Kind = "nodata"
)

// A Stretch is a part of a day.
type Stretch struct {
	From, To int64 // microseconds since the day began, To excluded
	Kind     Kind
	Share    int // of users, parts per million; for KindDown and KindDegraded
}

// A Tick is a label on an axis of time.
type Tick struct {
	At    int64 // microseconds since the day began
	Label string
}

// A Budget is the budget bar. Lengths are microseconds.
type Budget struct {
	Budget      int64
	Lost        int64
	Best, Worst int64        // lost time in the best and in the worst case
	Bounds      bool         // Best and Worst are known and differ
	Parts       []BudgetPart // by time; their lengths sum to Lost
	Mark        string       // "Budget 43 min 12 s"
	ZeroMinutes string       // "0 min"
	ZeroSeconds string       // "0 s", for budgets too small for minutes
	ZeroHours   string       // "0 h", for lengths from 10 h; "": minutes go on
}

// A BudgetPart is what one outage took of the budget.
type BudgetPart struct {
	Lost  int64  // microseconds
	Label string // "15 min"
}

// A Share is the small bar of a budget in a list. Lengths are microseconds.
type Share struct {
	Spent, Budget int64
	NoData        bool // nothing can be said: hatched
}

// A Days is one block of days: a month.
type Days struct {
	Days     []Day
	Midnight string // label of the top line: "0 Uhr"
	LostRow  string // label of the row of lost minutes: "verlorene Minuten"
	Low      bool   // 1 mm per hour instead of 1.5, for blocks of a quarter or year
}

// A Day is one column.
type Day struct {
	Key     string    // "2017-09-21"
	Label   string    // "21"
	Weekday string    // "D"
	Weekend bool      // printed muted
	Length  int64     // microseconds: 23, 24 or 25 h
	Counted []Stretch // service hours; Kind is ignored
	Marks   []Stretch // what stands out, by From
	Hit     bool      // something was lost
	Lost    string    // minutes, rounded up: "25"; "" if nothing was lost
	Down    bool      // some of it with all users: Lost is printed as a breach
	Title   string    // words for the box beside it
	Href    string
}

// A Causes is the bars beside the table of causes.
type Causes struct{ Bars []CauseBar }

// A CauseBar is the bar of one cause. Lengths are microseconds.
type CauseBar struct {
	Lost, Plain int64 // weighted by share of users, and not
}

// A Trend is the chart of the compared periods, oldest first.
type Trend struct {
	Months []Month
	Unit   string // follows the top axis label, with its space: " min"
	NoData string // label on a month without data: "n/a"
}

// A Month is one period of a trend. Lengths are microseconds.
type Month struct {
	Label    string // "Jan 17"
	Value    string // "99,979"; "–" without a report
	Lost     int64
	LostText string // "312 min", printed above a bar that is cut
	Unknown  int64  // time without data that is not in Lost: hatched above the bar
	Budget   int64
	This     bool // the period of the report
	Breached bool
	NoReport bool // nothing is known: no bar
	NoData   bool // no denominator: hatched
	Title    string
}

// A Timeline is the drawing of one day with outages.
type Timeline struct {
	Length   int64 // microseconds of the day
	Hours    []Tick
	Counted  []Stretch
	Marks    []Stretch
	From, To int64  // the window below the band; equal: no window, the band is higher
	Ticks    []Tick // of the window
	Outages  []TimelineOutage
	Lanes    []Lane
	Log      []Bracket
	Words    TimelineWords
}

// TimelineWords are the labels left of a timeline.
type TimelineWords struct {
	Full     string // "100 %"
	Users    string // "betroffene Nutzer"
	None     string // "0 %"
	Log      string // "Protokoll"
	Combined string // "Prüfungen": the one lane that stands for too many
}

// A TimelineOutage is an outage in the window.
type TimelineOutage struct {
	From, To int64
	Share    int    // parts per million, greatest in it
	Head     string // "Nr. 1, 15 min"
	Short    string // "Nr. 1", where Head does not fit; "": nothing
	Cause    string // "Fehler im Update"
	Down     bool
}

// A Lane is what one series of checks saw during the window.
type Lane struct {
	Label    string
	Interval int64 // microseconds between two checks; 0: a log of states, drawn as stretches
	Runs     []LaneRun
}

// A LaneRun is a stretch in which all checks said the same.
type LaneRun struct {
	From, To int64
	Failed   bool // silence is left out
}

// A Bracket is an incident or a maintenance below the lanes.
type Bracket struct {
	From, To int64
	Label    string // "Störung 2017-09-21-deploy"
}

// A Waterfall is the bars beside the rows of the waterfall.
type Waterfall struct {
	Scale int64 // microseconds of the period
	Bars  []WaterfallBar
}

// A WaterfallBar is the bar of one row, in microseconds. One of length 0 is
// not drawn.
type WaterfallBar struct {
	From, Length int64 // where it begins and how long it is
	Fill         Role
}

// A MarkKind is one of the marks that stand for a verdict.
type MarkKind string

// The marks.
const (
	MarkMet          MarkKind = "met"
	MarkBreached     MarkKind = "breached"
	MarkUndetermined MarkKind = "undetermined"
	MarkNoData       MarkKind = "nodata"
	MarkProvisional  MarkKind = "provisional"
	MarkAtRisk       MarkKind = "atrisk" // met, with little budget left
	MarkCheck        MarkKind = "check"  // the small check beside a clause that was kept
	MarkCross        MarkKind = "cross"  // the small cross beside one that was not

	MarkMetUnproven      MarkKind = "met-unproven"      // met by measurement, not proven
	MarkBreachedUnproven MarkKind = "breached-unproven" // missed by measurement, not proven
)
