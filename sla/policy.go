package sla

import (
	"fmt"
	"strings"

	"github.com/upledger/upledger/sla/span"
)

// A Policy is a set of rules under which the same facts can be counted again,
// to see what the rules of an agreement are worth.
type Policy string

// The policies.
const (
	PolicyAgreement Policy = "agreement" // as written
	PolicyRaw       Policy = "raw"       // around the clock, nothing excused, nothing too short to count
	PolicyStrict    Policy = "strict"    // any loss counts as full, no data as down
	PolicyLenient   Policy = "lenient"   // no data counts as up, outages under a minute do not count
)

// lenientOutage is the least length of an outage that PolicyLenient counts.
const lenientOutage = span.Minute

// Policies returns every policy, the agreement's own first.
func Policies() []Policy {
	return []Policy{PolicyAgreement, PolicyRaw, PolicyStrict, PolicyLenient}
}

// Under returns the objective as p has it. What p does not speak of stays as
// agreed: target, period, evidence and corrections always do.
func (o Objective) Under(p Policy) (Objective, error) {
	switch p {
	case PolicyAgreement:
	case PolicyRaw:
		o.Hours, o.Maintenance, o.ExcludedCauses, o.MinOutage = nil, nil, nil, 0
	case PolicyStrict:
		o.AnyLossFull, o.NoData = true, NoDataDown
	case PolicyLenient:
		o.NoData, o.MinOutage = NoDataUp, max(o.MinOutage, lenientOutage)
	default:
		var known []string
		for _, k := range Policies() {
			known = append(known, string(k))
		}
		return o, fmt.Errorf("policy %q: want one of %s", p, strings.Join(known, ", "))
	}
	return o, nil
}
