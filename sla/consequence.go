package sla

// A Credit is what the provider owes for a breached objective. The zero Credit
// is none.
type Credit struct {
	Percent Percent    // of the fee, capped by the agreement
	Tier    CreditTier // the tier that applies
	Amount  Money      // zero if the agreement names no fee
}

// A ClauseName names a promise beside the percentage, as agreement files do.
type ClauseName string

// The clauses.
const (
	ClauseMaxOutages ClauseName = "max_outages" // Limit and Actual are numbers
	ClauseMaxOutage  ClauseName = "max_outage"  // Limit and Actual are microseconds
	ClauseMaxMTTR    ClauseName = "max_mttr"    // Limit and Actual are microseconds
)

// A ClauseResult says whether a promise beside the percentage was kept.
type ClauseResult struct {
	Clause        ClauseName
	Limit, Actual int64
	Met           bool
}

// credit returns the credit for a, by the lowest tier that it undercuts; none
// while the period lasts or nothing is known (section 10 of the model).
func credit(a Agreement, o Objective, r ObjectiveResult) Credit {
	var c Credit
	if r.Provisional || !r.Measured.Valid() {
		return c
	}
	for _, tier := range o.Credits {
		if r.Measured.Lost > budget(tier.Below, r.Measured.Denominator) {
			c.Tier, c.Percent = tier, tier.Credit
		}
	}
	if limit := a.CreditCap; !limit.IsZero() && limit.Millionths() < c.Percent.Millionths() {
		c.Percent = limit
	}
	if !c.Percent.IsZero() && a.Fee.Currency != "" {
		c.Amount = Money{shareOfMoney(a.Fee.Cents, c.Percent), a.Fee.Currency}
	}
	return c
}

// shareOfMoney returns p of an amount in cents, half up.
func shareOfMoney(cents int64, p Percent) int64 {
	const whole = 100 * percentUnit
	return int64(mulDiv(uint64(cents), 2*uint64(p.Millionths()), whole)+1) / 2
}

// clauses holds the figures of r against the promises beside the percentage.
func clauses(c Clauses, r ObjectiveResult) []ClauseResult {
	var list []ClauseResult
	add := func(name ClauseName, limit, actual int64) {
		list = append(list, ClauseResult{name, limit, actual, actual <= limit})
	}
	if c.MaxOutages != nil {
		add(ClauseMaxOutages, int64(*c.MaxOutages), int64(r.Repair.Outages))
	}
	if c.MaxOutage > 0 {
		var longest Micros
		for _, o := range r.Outages {
			longest = max(longest, o.Counted)
		}
		add(ClauseMaxOutage, int64(c.MaxOutage), int64(longest))
	}
	if c.MaxMTTR > 0 {
		var lengths []Micros
		for _, o := range r.Outages {
			if o.Belongs && o.Counted > 0 && o.State != EndUnknown {
				lengths = append(lengths, o.Len()) // of an open one, so far
			}
		}
		add(ClauseMaxMTTR, int64(c.MaxMTTR), int64(meanOf(lengths).Mean))
	}
	return list
}

// highest returns the greatest credit of several objectives: they do not add up.
func highest(results []ObjectiveResult) Credit {
	var c Credit
	for _, r := range results {
		if r.Credit.Percent.Millionths() > c.Percent.Millionths() {
			c = r.Credit
		}
	}
	return c
}

// failedChanges counts the changes that an outage followed within the window.
func failedChanges(o Objective, changes []Change, outages []Outage) int {
	n := 0
	for _, c := range changes {
		for _, out := range outages {
			if since := out.Start.Sub(c.Time); since >= 0 && since <= o.ChangeWindow {
				n++
				break
			}
		}
	}
	return n
}
