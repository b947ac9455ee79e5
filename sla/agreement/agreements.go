package agreement

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// shared is what the agreements of a file have in common.
type shared struct {
	provider sla.Provider
	causes   []sla.CauseInfo
	services map[string]sla.Service
	hours    map[string]*sla.Calendar
}

// agreement reads one agreement with all services that it needs.
func (s shared) agreement(e entry) sla.Agreement {
	e.checkID()
	o := e.value.object("customer", "locale", "timezone", "contact", "fee", "credit_cap", "since", "until", "objectives")
	a := sla.Agreement{
		ID:        e.key,
		Customer:  required(o, "customer", text),
		Contact:   contact(o.field("contact")),
		Provider:  s.provider,
		Locale:    optional(o, "locale", locale, s.provider.Locale),
		Zone:      optional(o, "timezone", zone, s.provider.Zone),
		Fee:       fee(o.field("fee")),
		CreditCap: optional(o, "credit_cap", positivePercent, sla.Percent{}),
		Causes:    s.causes,
	}
	a.Since = optional(o, "since", instantIn(a.Zone), 0)
	a.Until = optional(o, "until", instantIn(a.Zone), 0)
	if a.Since != 0 && a.Until != 0 && a.Since >= a.Until {
		o.field("until").problem("is not after since")
	}
	a.Objectives = s.objectives(o.field("objectives"), a.Zone)
	if f := o.field("objectives"); o.isMapping() && f.isEmpty() {
		f.problem("has none: an agreement has at least one objective")
	}
	var ids []string
	for _, objective := range a.Objectives {
		ids = append(ids, objective.Service)
	}
	a.Services = withNeeds(s.services, ids)
	return a
}

// instantIn returns a reader of an instant: a date is its first one in zone.
func instantIn(zone *time.Location) reader[sla.Instant] {
	return func(n node) (sla.Instant, bool) {
		const want = "a date such as 2017-01-01, or a time such as 2017-01-01T00:00:00+01:00"
		s, ok := n.scalar(want)
		if !ok {
			return 0, false
		}
		var i sla.Instant
		if d, isDate := parseDate(s); isDate {
			i = d.At(zone)
		} else if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
			i = span.Of(t)
		} else {
			n.problem("%q: want %s", s, want)
			return 0, false
		}
		if i <= 0 { // 0 stands for "always"
			n.problem("%s: want a date after 1970-01-01", s)
			return 0, false
		}
		return i, true
	}
}

// fee reads an amount per period; none gives the zero Money.
func fee(n node) sla.Money {
	o := n.object("amount", "currency")
	if o.tree == nil {
		return sla.Money{}
	}
	return sla.Money{
		Cents:    required(o, "amount", amount),
		Currency: required(o, "currency", currency),
	}
}

var amountForm = regexp.MustCompile(`^(\d{1,12})(?:\.(\d\d?))?$`)

// amount reads an exact amount with at most two decimals.
func amount(n node) (int64, bool) {
	s, ok := scalarText(n.tree)
	m := amountForm.FindStringSubmatch(s)
	if !ok || m == nil {
		n.wrongKind(`an amount such as "1200.00"`)
		return 0, false
	}
	var cents int64
	for _, digit := range m[1] + (m[2] + "00")[:2] {
		cents = cents*10 + int64(digit-'0')
	}
	return cents, true
}

// formatAmount writes cents as amount reads them.
func formatAmount(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func currency(n node) (string, bool) {
	s, ok := scalarText(n.tree)
	if !ok || len(s) != 3 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		n.wrongKind("a currency such as EUR")
		return "", false
	}
	return s, true
}
