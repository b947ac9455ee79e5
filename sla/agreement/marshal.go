package agreement

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/upledger/upledger/sla"
)

// Marshal writes a as an agreement file of its own: compact JSON with the keys
// of the format, all defaults filled in, and only the services and service
// hours that a has. The same agreement always gives the same bytes, and Parse
// gives the agreement back. This is the policy that reports carry and hash.
//
// An agreement of Parse can always be written; one that was put together
// otherwise is an error if it lacks a zone or has hours that cannot be told
// apart by name.
func Marshal(a sla.Agreement) ([]byte, error) {
	if a.Zone == nil || a.Provider.Zone == nil {
		return nil, fmt.Errorf("agreement %s: it and its provider must have a time zone", a.ID)
	}
	file := fileJSON{
		Version:      1,
		Provider:     providerOf(a.Provider),
		Causes:       a.Causes,
		Services:     map[string]serviceJSON{},
		ServiceHours: map[string]calendarJSON{},
	}
	for id, s := range a.Services {
		file.Services[id] = serviceOf(s)
	}
	agreement := agreementOf(a)
	for _, o := range a.Objectives {
		if err := file.addHours(o.Hours); err != nil {
			return nil, fmt.Errorf("agreement %s: objective %s: %w", a.ID, o.ID, err)
		}
		objective, err := objectiveOf(o)
		if err != nil {
			return nil, fmt.Errorf("agreement %s: objective %s: %w", a.ID, o.ID, err)
		}
		agreement.Objectives = append(agreement.Objectives, objective)
	}
	file.Agreements = map[string]agreementJSON{a.ID: agreement}
	return json.Marshal(file)
}

// addHours adds the service hours c, which may be nil, under their name.
func (f *fileJSON) addHours(c *sla.Calendar) error {
	if c == nil {
		return nil
	}
	if c.Name == "" {
		return errors.New("its service hours have no name")
	}
	hours, err := calendarOf(*c)
	if err != nil {
		return err
	}
	if other, twice := f.ServiceHours[c.Name]; twice && !equalJSON(other, hours) {
		return fmt.Errorf("two different service hours are named %s", c.Name)
	}
	f.ServiceHours[c.Name] = hours
	return nil
}

func equalJSON(a, b calendarJSON) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func providerOf(p sla.Provider) providerJSON {
	return providerJSON{
		Name:     p.Name,
		Locale:   p.Locale,
		Timezone: p.Zone.String(),
		Brand:    brandJSON{p.Color, p.Logo},
		Contact:  contactJSON(p.Contact),
	}
}

func serviceOf(s sla.Service) serviceJSON {
	out := serviceJSON{
		Name:    s.Name,
		WorksIf: combineOf(s.WorksIf, sla.All),
		LostIf:  combineOf(s.LostIf, sla.Any),
		Needs:   s.Needs,
	}
	if len(s.Monitors) > 0 {
		out.Monitors = map[string]monitorJSON{}
	}
	for _, m := range s.Monitors {
		out.Monitors[m.Name] = monitorJSON{
			Interval:  length(m.Interval),
			MaxGap:    length(m.MaxGap),
			Confirm:   m.Confirm,
			SlowAfter: length(m.SlowAfter),
			SlowLoss:  m.SlowLoss.String(),
			Weight:    m.Weight.String(),
		}
	}
	if len(s.Vantages) > 0 {
		out.Vantages = map[string]string{}
	}
	for _, v := range s.Vantages {
		out.Vantages[v.Name] = v.Weight.String()
	}
	return out
}

// combineOf returns c as in a file: a word, or at_least with its number.
func combineOf(c sla.Combine, def sla.CombineMode) any {
	switch c.Mode {
	case "":
		return def
	case sla.AtLeast:
		return map[sla.CombineMode]int{sla.AtLeast: c.K}
	}
	return c.Mode
}

func agreementOf(a sla.Agreement) agreementJSON {
	out := agreementJSON{
		Customer:  a.Customer,
		Locale:    a.Locale,
		Timezone:  a.Zone.String(),
		Contact:   contactJSON(a.Contact),
		CreditCap: a.CreditCap.String(),
		Since:     a.Since.String(),
		Until:     a.Until.String(),
	}
	if a.Fee.Currency != "" {
		out.Fee = feeJSON{formatAmount(a.Fee.Cents), a.Fee.Currency}
	}
	return out
}

func objectiveOf(o sla.Objective) (objectiveJSON, error) {
	out := objectiveJSON{
		ID:             o.ID,
		Service:        o.Service,
		Target:         o.Target.String(),
		Period:         cmp.Or(o.Period, sla.Month),
		Evidence:       cmp.Or(o.Evidence, sla.ProbesThenIncidents),
		NoData:         cmp.Or(o.NoData, sla.NoDataExclude),
		MinCoverage:    o.MinCoverage.String(),
		MinOutage:      length(o.MinOutage),
		MergeGap:       length(o.MergeGap),
		MatchSlack:     length(o.MatchSlack),
		ChangeWindow:   length(o.ChangeWindow),
		ExcludedCauses: o.ExcludedCauses,
		Clauses:        clausesJSON{o.Clauses.MaxOutages, length(o.Clauses.MaxOutage), length(o.Clauses.MaxMTTR)},
	}
	if o.Hours != nil {
		out.Hours = o.Hours.Name
	}
	for _, t := range o.Credits {
		out.Credits = append(out.Credits, tierJSON{t.Below.String(), t.Credit.String()})
	}
	var err error
	out.Maintenance, err = maintenanceOf(o.Maintenance)
	return out, err
}

func maintenanceOf(r *sla.MaintenanceRule) (*maintenanceJSON, error) {
	if r == nil {
		return nil, nil
	}
	out := &maintenanceJSON{
		CountAs:   "excluded",
		Notice:    length(r.Notice),
		Allowance: length(r.Allowance),
		Emergency: "counts",
	}
	if r.CountAsUp {
		out.CountAs = "up"
	}
	if r.EmergencyExcused {
		out.Emergency = "excused"
	}
	for _, w := range r.Windows {
		window, err := calendarOf(w)
		if err != nil {
			return nil, fmt.Errorf("maintenance: %w", err)
		}
		out.Windows = append(out.Windows, window)
	}
	return out, nil
}
