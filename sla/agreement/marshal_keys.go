package agreement

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/upledger/upledger/sla"
)

// The types of this file are the agreement file as Marshal writes it. A field
// that may be left out is left out where its zero means "none".
type (
	fileJSON struct {
		Version      int                      `json:"version"`
		Provider     providerJSON             `json:"provider"`
		Causes       causesJSON               `json:"causes,omitempty"`
		Services     map[string]serviceJSON   `json:"services"`
		ServiceHours map[string]calendarJSON  `json:"service_hours,omitempty"`
		Agreements   map[string]agreementJSON `json:"agreements"`
	}
	providerJSON struct {
		Name     string      `json:"name"`
		Locale   string      `json:"locale"`
		Timezone string      `json:"timezone"`
		Brand    brandJSON   `json:"brand,omitzero"`
		Contact  contactJSON `json:"contact,omitzero"`
	}
	brandJSON struct {
		Color string `json:"color,omitempty"`
		Logo  string `json:"logo,omitempty"`
	}
	contactJSON struct {
		Name  string `json:"name,omitempty"`
		Email string `json:"email,omitempty"`
	}
	serviceJSON struct {
		Name     string                 `json:"name"`
		Monitors map[string]monitorJSON `json:"monitors,omitempty"`
		WorksIf  any                    `json:"works_if"`
		Vantages map[string]string      `json:"vantages,omitempty"`
		LostIf   any                    `json:"lost_if"`
		Needs    []string               `json:"needs,omitempty"`
	}
	monitorJSON struct {
		Interval  length `json:"interval"`
		MaxGap    length `json:"max_gap"`
		Confirm   int    `json:"confirm"`
		SlowAfter length `json:"slow_after,omitzero"`
		SlowLoss  string `json:"slow_loss"`
		Weight    string `json:"weight"`
	}
	agreementJSON struct {
		Customer   string          `json:"customer"`
		Locale     string          `json:"locale"`
		Timezone   string          `json:"timezone"`
		Contact    contactJSON     `json:"contact,omitzero"`
		Fee        feeJSON         `json:"fee,omitzero"`
		CreditCap  string          `json:"credit_cap,omitempty"`
		Since      string          `json:"since,omitempty"`
		Until      string          `json:"until,omitempty"`
		Objectives []objectiveJSON `json:"objectives"`
	}
	feeJSON struct {
		Amount   string `json:"amount"`
		Currency string `json:"currency"`
	}
	objectiveJSON struct {
		ID             string           `json:"id"`
		Service        string           `json:"service"`
		Target         string           `json:"target"`
		Period         sla.PeriodKind   `json:"period"`
		Hours          string           `json:"hours,omitempty"`
		Evidence       sla.Evidence     `json:"evidence"`
		NoData         sla.NoDataRule   `json:"no_data"`
		MinCoverage    string           `json:"min_coverage,omitempty"`
		MinOutage      length           `json:"min_outage"`
		MergeGap       length           `json:"merge_gap"`
		MatchSlack     length           `json:"match_slack"`
		ChangeWindow   length           `json:"change_window"`
		Maintenance    *maintenanceJSON `json:"maintenance,omitempty"`
		ExcludedCauses []sla.Cause      `json:"excluded_causes,omitempty"`
		Clauses        clausesJSON      `json:"clauses,omitzero"`
		Credits        []tierJSON       `json:"credits,omitempty"`
	}
	maintenanceJSON struct {
		CountAs   string         `json:"count_as"`
		Notice    length         `json:"notice"`
		Allowance length         `json:"allowance,omitzero"`
		Windows   []calendarJSON `json:"windows,omitempty"`
		Emergency string         `json:"emergency"`
	}
	clausesJSON struct {
		MaxOutages *int   `json:"max_outages,omitempty"`
		MaxOutage  length `json:"max_outage,omitzero"`
		MaxMTTR    length `json:"max_mttr,omitzero"`
	}
	tierJSON struct {
		Below  string `json:"below"`
		Credit string `json:"credit"`
	}
	calendarJSON struct {
		Timezone string              `json:"timezone"`
		Week     weekJSON            `json:"week,omitzero"`
		Holidays string              `json:"holidays,omitempty"`
		Closed   []string            `json:"closed,omitempty"`
		Open     map[string][]string `json:"open,omitempty"`
	}
)

// A length is a duration as agreement files write it.
type length sla.Micros

// MarshalText returns l as "1h30m".
func (l length) MarshalText() ([]byte, error) { return []byte(formatDuration(sla.Micros(l))), nil }

// A weekJSON is the hours of each day, by time.Weekday.
type weekJSON [7][]string

// IsZero reports whether no day has hours.
func (w weekJSON) IsZero() bool {
	return !slices.ContainsFunc(w[:], func(day []string) bool { return len(day) > 0 })
}

// MarshalJSON writes the days that have hours, from Monday on.
func (w weekJSON) MarshalJSON() ([]byte, error) {
	var days members
	for i := range w {
		if day := (i + 1) % 7; len(w[day]) > 0 {
			days = append(days, member{dayNames[day], w[day]})
		}
	}
	return days.MarshalJSON()
}

// A causesJSON is the causes, whose order means something.
type causesJSON []sla.CauseInfo

// MarshalJSON writes the causes in their order.
func (cs causesJSON) MarshalJSON() ([]byte, error) {
	type causeJSON struct {
		Label any       `json:"label,omitempty"`
		Owner sla.Owner `json:"owner"`
	}
	var all members
	for _, c := range cs {
		out := causeJSON{nil, c.Owner}
		if plain, ok := c.Label[""]; ok {
			out.Label = plain
		} else if len(c.Label) > 0 {
			out.Label = c.Label
		}
		all = append(all, member{string(c.Cause), out})
	}
	return all.MarshalJSON()
}

// members is a JSON object whose keys keep their order.
type members []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order.
func (ms members) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range ms {
		if i > 0 {
			out.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// calendarOf returns c as in a file, without its name.
func calendarOf(c sla.Calendar) (calendarJSON, error) {
	if c.Zone == nil {
		return calendarJSON{}, errors.New("its hours have no time zone")
	}
	out := calendarJSON{Timezone: c.Zone.String(), Holidays: c.Region}
	for day, ranges := range c.Week {
		out.Week[day] = rangesOf(ranges)
	}
	for d, closed := range c.Closed {
		if closed {
			out.Closed = append(out.Closed, d.String())
		}
	}
	slices.SortFunc(out.Closed, strings.Compare)
	if len(c.Open) > 0 {
		out.Open = map[string][]string{}
	}
	for d, ranges := range c.Open {
		out.Open[d.String()] = rangesOf(ranges)
	}
	return out, nil
}

func rangesOf(ranges []sla.ClockRange) []string {
	texts := []string{} // an open date without hours is written as []
	for _, r := range ranges {
		texts = append(texts, formatRange(r))
	}
	return texts
}
