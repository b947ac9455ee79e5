package report

import (
	"slices"
	"strings"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// joined makes one rule of its parts.
func joined(parts ...string) prose {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return prose{{Text: strings.Join(parts, "; ")}}
}

// rules says in words what was agreed.
func (s scribe) rules() rulesView {
	o := s.r.Objective
	customer := words.Clean(s.doc.Result.Agreement.Customer)
	v := rulesView{Head: head{s.Text("rules.head"), []string{s.Text("rules.note", "customer", customer)}}}
	add := func(key string, parts ...string) {
		v.Pairs = append(v.Pairs, pair{s.Text("rules." + key), joined(parts...)})
	}
	add("target", s.Text("rules.target.text", "target", s.target(), "kind", s.Text("kind."+string(periodKind(s.r.Period))),
		"zone", s.zone.String(), "hours", s.hoursWithZone(o.Hours)))
	for _, id := range s.measured() {
		add("measure", s.measure(id)...)
	}
	if o.Evidence == sla.Incidents { // the log is never silent
		add("evidence", s.code("rules.evidence.", string(o.Evidence)))
	} else {
		add("evidence", s.code("rules.evidence.", string(o.Evidence)), s.code("rules.no-data.", string(o.NoData)), s.leastCoverage())
	}
	add("outages", s.outageRules()...)
	add("maintenance", s.maintenanceRule())
	if len(o.ExcludedCauses) > 0 {
		var names []string
		for _, c := range o.ExcludedCauses {
			names = append(names, s.causePath(c))
		}
		add("excluded", s.Text("rules.excluded.text", "causes", s.List(names)))
	}
	if clauses := s.clauses(); len(clauses) > 0 {
		add("clauses", clauses...)
	}
	add("credit", s.creditRule())
	return v
}

// causePath names a cause with what lies below its first level.
func (s scribe) causePath(c sla.Cause) string {
	if _, below, ok := strings.Cut(string(c), "/"); ok {
		return s.causeName(c) + "/" + words.Clean(below)
	}
	return s.causeName(c)
}

// hoursWithZone names the zone of service hours where it is another one.
func (s scribe) hoursWithZone(c *sla.Calendar) string {
	text := s.hours(c)
	if c != nil && c.Zone != nil && c.Zone.String() != s.zone.String() {
		text += " (" + c.Zone.String() + ")"
	}
	return text
}

// measured returns the services whose measurement is explained: the
// objective's and those that it needs, in order of their ids.
func (s scribe) measured() []string {
	ids := []string{s.r.Objective.Service}
	var others []string
	for id := range s.needed() {
		if id != s.r.Objective.Service {
			others = append(others, id)
		}
	}
	slices.Sort(others)
	return append(ids, others...)
}

// measure says how a service is measured and what makes it lost.
func (s scribe) measure(id string) []string {
	svc := s.doc.Result.Agreement.Services[id]
	var parts []string
	if len(svc.Monitors) > 0 {
		parts = append(parts, s.monitors(svc), s.lostIf(svc))
		if len(svc.Monitors) > 1 {
			parts = append(parts, s.code("rules.works.", mode(svc.WorksIf, sla.All), "k", s.Integer(int64(svc.WorksIf.K))))
		}
	}
	if len(svc.Needs) > 0 {
		var names []string
		for _, other := range svc.Needs {
			names = append(names, s.serviceName(other))
		}
		parts = append(parts, s.Text("rules.measure.needs", "services", s.List(names)))
	}
	if len(parts) == 0 {
		parts = []string{s.Text("rules.measure.none")}
	}
	if id != s.r.Objective.Service {
		parts[0] = s.serviceName(id) + ": " + parts[0]
	}
	return parts
}

func (s scribe) monitors(svc sla.Service) string {
	var list []string
	for _, m := range svc.Monitors {
		list = append(list, s.Text("rules.measure.monitor", "monitor", words.Clean(m.Name), "interval", s.Interval(m.Interval)))
	}
	if len(svc.Vantages) < 2 {
		return s.Text("rules.measure.from.one", "monitors", s.List(list))
	}
	var vantages []string
	var sum int64
	for _, v := range svc.Vantages {
		sum += int64(v.Weight)
	}
	for _, v := range svc.Vantages {
		name := words.Clean(v.Name)
		if svc.LostIf.Mode == sla.Share && sum > 0 {
			ppm := (int64(v.Weight)*1_000_000 + sum/2) / sum
			name = s.Text("rules.measure.vantage", "name", name, "share", s.Users(ppm))
		}
		vantages = append(vantages, name)
	}
	return s.Text("rules.measure.from", "monitors", s.List(list), "n", s.Integer(int64(len(vantages))), "vantages", s.List(vantages))
}

func (s scribe) lostIf(svc sla.Service) string {
	if len(svc.Vantages) < 2 {
		return ""
	}
	return s.code("rules.lost.", mode(svc.LostIf, sla.Any), "k", s.Integer(int64(svc.LostIf.K)))
}

// mode returns how members are combined, with the default put in.
func mode(c sla.Combine, unset sla.CombineMode) string {
	if c.Mode == "" {
		return string(unset)
	}
	return string(c.Mode)
}

func (s scribe) leastCoverage() string {
	if s.r.Objective.MinCoverage.IsZero() {
		return ""
	}
	return s.Text("rules.coverage", "percent", s.PercentAsWritten(s.r.Objective.MinCoverage.String()))
}

func (s scribe) outageRules() []string {
	o := s.r.Objective
	confirm := 1
	var slow []string
	for _, m := range s.doc.Result.Agreement.Services[o.Service].Monitors {
		confirm = max(confirm, m.Confirm)
		if m.SlowAfter > 0 {
			slow = append(slow, s.Text("rules.outages.slow", "after", s.Interval(m.SlowAfter), "loss", s.Users(int64(m.SlowLoss))))
		}
	}
	parts := []string{s.Text("rules.outages.confirm"), s.Text("rules.outages.any-length"), s.Text("rules.outages.apart")}
	if confirm > 1 {
		parts[0] = s.Text("rules.outages.confirmed", "n", s.Integer(int64(confirm)))
	}
	if s.r.Certainty == sla.Stated {
		parts[0] = s.Text("rules.outages.logged")
	}
	if o.MinOutage > 0 {
		parts[1] = s.Text("rules.outages.min", "length", s.Duration(o.MinOutage, words.Up))
	}
	if o.MergeGap > 0 {
		parts[2] = s.Text("rules.outages.merge", "length", s.Duration(o.MergeGap, words.Up))
	}
	return append(parts, slices.Compact(slow)...)
}

func (s scribe) maintenanceRule() string {
	m := s.r.Objective.Maintenance
	if m == nil {
		return s.Text("rules.maintenance.none")
	}
	parts := []string{s.Text("rules.maintenance.excluded")}
	if m.CountAsUp {
		parts[0] = s.Text("rules.maintenance.up")
	}
	parts = append(parts, s.Text("rules.maintenance.announced"))
	if m.Notice > 0 {
		parts[1] = s.Text("rules.maintenance.notice", "notice", s.Duration(m.Notice, words.Up))
	}
	if len(m.Windows) > 0 {
		var windows []string
		for _, w := range m.Windows {
			windows = append(windows, s.hoursWithZone(&w))
		}
		parts = append(parts, s.Text("rules.maintenance.windows", "windows", strings.Join(windows, "; ")))
	}
	if m.Allowance > 0 {
		parts = append(parts, s.Text("rules.maintenance.allowance", "allowance", s.Duration(m.Allowance, words.Down),
			"kind", s.Text("kind."+string(periodKind(s.r.Period)))))
	}
	text := strings.Join(parts, s.Text("list.comma"))
	if m.EmergencyExcused {
		text += "; " + s.Text("rules.maintenance.emergency")
	}
	return text
}

func (s scribe) clauses() []string {
	var parts []string
	c := s.r.Objective.Clauses
	if c.MaxOutages != nil {
		parts = append(parts, s.Count("rules.clauses.outages", *c.MaxOutages))
	}
	if c.MaxOutage > 0 {
		parts = append(parts, s.Text("rules.clauses.longest", "length", s.Duration(c.MaxOutage, words.Down)))
	}
	if c.MaxMTTR > 0 {
		parts = append(parts, s.Text("rules.clauses.mttr", "length", s.Duration(c.MaxMTTR, words.Down)))
	}
	return parts
}

func (s scribe) creditRule() string {
	a := s.doc.Result.Agreement
	if len(s.r.Objective.Credits) == 0 {
		return s.Text("rules.credit.none")
	}
	var parts []string
	for _, t := range s.r.Objective.Credits {
		parts = append(parts, s.Text("rules.credit.tier", "credit", s.PercentAsWritten(t.Credit.String()), "below", s.PercentAsWritten(t.Below.String())))
	}
	if a.Fee != (sla.Money{}) {
		fee := s.Money(a.Fee.Cents, words.Clean(a.Fee.Currency))
		if a.CreditCap.IsZero() {
			parts = append(parts, s.Text("rules.credit.fee", "fee", fee))
		} else {
			parts = append(parts, s.Text("rules.credit.cap", "cap", s.PercentAsWritten(a.CreditCap.String()), "fee", fee))
		}
	}
	return strings.Join(parts, s.Text("list.comma"))
}
