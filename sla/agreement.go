package sla

import (
	"fmt"
	"time"

	"github.com/upledger/upledger/sla/span"
)

// Instant, Micros and Span are those of package span.
type (
	Instant = span.Instant
	Micros  = span.Micros
	Span    = span.Span
)

// An Agreement is who was promised what: the objectives that a provider gave a
// customer, with every service and rule that they refer to.
type Agreement struct {
	ID         string
	Customer   string
	Contact    Contact // the customer's
	Provider   Provider
	Locale     string         // language of the reports: "de" or "en"
	Zone       *time.Location // resolves periods and dates
	Fee        Money          // per period; the zero Money: none agreed
	CreditCap  Percent        // of the fee; the zero Percent: no cap
	Since      Instant        // first instant of the agreement; 0: always
	Until      Instant        // first instant after the agreement; 0: never ends
	Objectives []Objective
	Services   map[string]Service // by id: those of the objectives and all that they need
	Causes     []CauseInfo        // in order of the agreement file
}

// A Provider is the company that gave the promise.
type Provider struct {
	Name    string
	Locale  string
	Zone    *time.Location
	Color   string // "#rrggbb"; "": none
	Logo    string // file name beside the agreement file; "": none
	Contact Contact
}

// A Contact is a person or an address to write to.
type Contact struct{ Name, Email string }

// Money is an exact amount of one currency.
type Money struct {
	Cents    int64  // hundredths of the currency
	Currency string // ISO 4217, such as "EUR"; "" in the zero Money
}

// String returns the amount without its currency, such as "1200.00".
func (m Money) String() string { return fmt.Sprintf("%d.%02d", m.Cents/100, m.Cents%100) }

// A CauseInfo names a first-level cause and who answers for it.
type CauseInfo struct {
	Cause Cause
	Label Text
	Owner Owner
}

// An Owner is the party that answers for a cause.
type Owner string

// The owners.
const (
	OwnerProvider   Owner = "provider"
	OwnerSupplier   Owner = "supplier"
	OwnerCustomer   Owner = "customer"
	OwnerThirdParty Owner = "third-party"
)

// A Text is words in one or several languages: by language tag ("de", "en"),
// or under "" where no language was given. The zero Text has no words.
type Text map[string]string

// In returns the words in the language lang, else those without a language,
// else "".
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t[""]
}

// A Service is what a customer buys, and how it is seen whether it works.
type Service struct {
	ID       string
	Name     string
	Monitors []Monitor
	WorksIf  Combine   // how Monitors (without any: Needs) make the service; zero: all
	Vantages []Vantage // empty: one vantage, named ""
	LostIf   Combine   // how the vantages of one monitor are combined; zero: any
	Needs    []string  // ids of other services
}

// A Monitor is one configured probe of a service.
type Monitor struct {
	Name      string
	Interval  Micros // planned time between two checks, > 0
	MaxGap    Micros // how long a check speaks at most, ≥ Interval
	Confirm   int    // failed checks that make an outage, ≥ 1
	SlowAfter Micros // an up check of greater latency is slow; 0: never
	SlowLoss  Loss   // loss of a slow run
	Weight    Weight // for WorksIf share
}

// A Vantage is a place from which a service is probed.
type Vantage struct {
	Name   string
	Weight Weight // share of users behind it, relative to the other vantages
}

// A Weight is a positive decimal number in millionths: "0.6" is 600 000.
type Weight int64

// A Combine says how the losses of members become one loss.
type Combine struct {
	Mode CombineMode
	K    int // for AtLeast: how many, ≥ 1
}

// A CombineMode is the way in which members are combined.
type CombineMode string

// The ways to combine. The empty mode is the default of the field it stands in.
const (
	Any     CombineMode = "any"
	All     CombineMode = "all"
	AtLeast CombineMode = "at_least"
	Share   CombineMode = "share"
)

// An Objective is one promise: a target for the availability of a service over
// a kind of period, with the rules by which it is counted.
type Objective struct {
	ID             string
	Service        string // id
	Target         Percent
	Period         PeriodKind
	Hours          *Calendar // when the promise applies; nil: around the clock
	Evidence       Evidence
	NoData         NoDataRule
	MinCoverage    Percent
	MinOutage      Micros
	MergeGap       Micros
	MatchSlack     Micros
	ChangeWindow   Micros
	Maintenance    *MaintenanceRule // nil: no maintenance is excused
	ExcludedCauses []Cause
	Clauses        Clauses
	Credits        []CreditTier // from the highest Below to the lowest
	AnyLossFull    bool         // any loss counts as full; set by PolicyStrict, agreement files do not have it
}

// Evidence says whose word counts, instant by instant (section 5 of the model).
type Evidence string

// The kinds of evidence.
const (
	Probes              Evidence = "probes"
	Incidents           Evidence = "incidents"
	Either              Evidence = "either"
	ProbesThenIncidents Evidence = "probes-then-incidents"
)

// A NoDataRule says how time is charged about which nobody knows anything.
type NoDataRule string

// The rules for time without data.
const (
	NoDataExclude NoDataRule = "exclude" // not in the denominator
	NoDataUp      NoDataRule = "up"      // in the denominator, as up
	NoDataDown    NoDataRule = "down"    // in the denominator, as down
)

// A MaintenanceRule says which maintenance is excused (section 7).
type MaintenanceRule struct {
	CountAsUp        bool       // in the denominator, as up; else excluded from it
	Notice           Micros     // least time between announcement and start
	Allowance        Micros     // most excused time per period; 0: no limit
	Windows          []Calendar // a planned span must lie in their union; empty: anywhere
	EmergencyExcused bool
}

// Clauses are promises beside the percentage. The zero value of a field is "no
// such clause"; MaxOutages is nil then, since none at all may be promised.
type Clauses struct {
	MaxOutages *int
	MaxOutage  Micros
	MaxMTTR    Micros
}

// A CreditTier is owed where the availability lies below Below.
type CreditTier struct {
	Below  Percent
	Credit Percent // of the fee
}
