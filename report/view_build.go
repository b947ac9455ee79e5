package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// A scribe puts one objective into words.
type scribe struct {
	words.Words
	doc    Document
	r      sla.ObjectiveResult
	zone   *time.Location
	period string // "September 2017"

	calendar []calendarDay   // every day that the period touches
	worst    [][]calendarDay // those that are drawn one by one
}

func newScribe(w words.Words, doc Document, r sla.ObjectiveResult) scribe {
	zone := zoneOf(doc.Result.Agreement)
	s := scribe{Words: w, doc: doc, r: r, zone: zone, period: periodName(w, r.Period, zone)}
	s.calendar = s.calendarDays()
	s.worst = s.worstDays()
	return s
}

// newView words a document.
func newView(doc Document) (view, error) {
	w, err := doc.words()
	if err != nil {
		return view{}, err
	}
	a := doc.Result.Agreement
	v := view{
		Words: w, Title: w.Text("title"), Logo: doc.Logo, Accent: accent(a.Provider.Color),
		Provider: words.Clean(a.Provider.Name), Customer: words.Clean(a.Customer),
		Period: periodName(w, doc.Result.Period, zoneOf(a)),
	}
	for _, r := range worstFirst(doc.Result.Objectives) {
		v.Objectives = append(v.Objectives, newScribe(w, doc, r).objective())
	}
	if len(v.Objectives) > 1 {
		v.Summary = summary(w, doc, v.Objectives)
	}
	v.Digests = digests(w, doc)
	v.Notes = footnotes(w, doc.Result)
	v.Generated = w.Text("generated", "generator", words.Clean(doc.Generator),
		"time", w.Moment(doc.Result.AsOf.Time().In(zoneOf(a))))
	return v, nil
}

// zoneOf returns the zone of an agreement's dates; UTC where it names none.
func zoneOf(a sla.Agreement) *time.Location {
	if a.Zone == nil {
		return time.UTC
	}
	return a.Zone
}

func periodName(w words.Words, p sla.Period, zone *time.Location) string {
	return w.Period(periodKind(p), p.Start.Time().In(zone), p.End.Time().In(zone))
}

// periodKind returns the kind for which there are words.
func periodKind(p sla.Period) words.PeriodKind {
	switch p.Kind {
	case sla.Week, sla.Month, sla.Quarter, sla.Year:
		return words.PeriodKind(p.Kind)
	}
	return words.Custom
}

// code returns the words for a code of the result, and the code itself where
// there are none: a report is better than none.
func (s scribe) code(prefix, code string, pairs ...string) string {
	if !s.Has(prefix + code) {
		return words.Clean(code)
	}
	return s.Text(prefix+code, pairs...)
}

// accent returns a colour as "#rrggbb", and "" for anything else: it stands in
// a style sheet.
func accent(color string) string {
	digits, ok := strings.CutPrefix(strings.ToLower(color), "#")
	if !ok || len(digits) != 6 || strings.Trim(digits, "0123456789abcdef") != "" {
		return ""
	}
	return "#" + digits
}

// rank orders verdicts from the worst to the best.
func rank(r sla.ObjectiveResult) int {
	switch kind := verdictOf(r); kind {
	case verdictBreached, verdictMissedSoFar:
		return 0
	case verdictUndetermined, verdictBreachedUnproven, verdictMetUnproven:
		return 1
	case verdictNA:
		return 2
	}
	return 3
}

// worstFirst sorts objectives by verdict, then by the rest of their budgets.
func worstFirst(results []sla.ObjectiveResult) []sla.ObjectiveResult {
	sorted := slices.Clone(results)
	slices.SortStableFunc(sorted, func(a, b sla.ObjectiveResult) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Remaining, b.Remaining))
	})
	return sorted
}

// objective words everything about one objective.
func (s scribe) objective() objectiveView {
	title := s.Text("title")
	running := s.Text("running", "title", title, "period", s.period)
	if len(s.doc.Result.Objectives) > 1 {
		running += " · " + s.name()
	}
	o := objectiveView{
		ID: s.r.Objective.ID, Service: s.r.Objective.Service, Name: s.name(), Anchor: anchor(s.r.Objective.ID), Running: running, Period: s.period,
		Footer: s.Text("footer", "provider", words.Clean(s.doc.Result.Agreement.Provider.Name),
			"customer", words.Clean(s.doc.Result.Agreement.Customer), "service", s.service(), "period", s.period),
		Facts: [4]fact{
			{s.Text("facts.customer"), words.Clean(s.doc.Result.Agreement.Customer)},
			{s.Text("facts.service"), s.service()},
			{s.Text("facts.period"), s.Span(s.at(s.r.Period.Start), s.at(s.r.Period.End))},
			{s.Text("facts.hours"), s.hours(s.r.Objective.Hours)},
		},
		Verdict: s.verdict(),
		Budget:  s.budget(),
		Figures: s.figures(),
		Days:    s.days(),
		Causes:  s.causes(),
		Trend:   s.trend(),
		Latency: s.latency(),
		Counted: s.counted(),
		Ledger:  s.ledger(),
	}
	if len(s.r.Outages)+len(s.incidents()) > 0 {
		happened := s.happened()
		o.Happened = &happened
	}
	return o
}

// at returns an instant on the clock of the agreement's zone.
func (s scribe) at(i sla.Instant) time.Time { return i.Time().In(s.zone) }

// service returns the name of the objective's service.
func (s scribe) service() string { return s.serviceName(s.r.Objective.Service) }

// name is what the objective is called among others: its service, and its id
// where another objective is about the same service.
func (s scribe) name() string {
	same := 0
	for _, r := range s.doc.Result.Objectives {
		if r.Objective.Service == s.r.Objective.Service {
			same++
		}
	}
	if same > 1 {
		return s.service() + " (" + words.Clean(s.r.Objective.ID) + ")"
	}
	return s.service()
}

func (s scribe) serviceName(id string) string {
	if name := s.doc.Result.Agreement.Services[id].Name; name != "" {
		return words.Clean(name)
	}
	return words.Clean(id)
}

// hours words service hours or a window, such as "Mo–Fr, 8–18 Uhr".
func (s scribe) hours(c *sla.Calendar) string {
	if c == nil {
		return s.Text("hours.around")
	}
	var week [7][]words.Range
	for day, ranges := range c.Week {
		for _, r := range ranges {
			week[day] = append(week[day], words.Range(r))
		}
	}
	parts := []string{s.Hours(week)}
	if c.Region != "" {
		parts = append(parts, s.Text("hours.holidays", "region", words.Clean(c.Region)))
	}
	if len(c.Open)+len(c.Closed) > 0 {
		parts = append(parts, s.Text("hours.dates"))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), s.Text("list.comma"))
}

// availability prints an availability, with more decimals where three would
// look like the target.
func (s scribe) availability(a sla.Availability) string {
	if !a.Valid() {
		return s.NA()
	}
	return s.Availability(a.Millionths(), s.r.Objective.Target.Millionths())
}

func (s scribe) target() string { return s.PercentAsWritten(s.r.Objective.Target.String()) }

// anchor turns an id into one that HTML and links can use.
func anchor(id string) string { return "o-" + safe(id) }

// safe spells what is not a letter or a digit by its number.
func safe(id string) string {
	var b strings.Builder
	for _, r := range id {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "-%x-", r)
	}
	return b.String()
}

func digests(w words.Words, doc Document) digestsView {
	d := digestsView{Head: head{w.Text("digests.head"), []string{w.Text("digests.note")}}}
	inputs := doc.Result.Inputs
	for i, in := range inputs {
		same := func(x sla.Input) bool { return x.SHA256 == in.SHA256 && x.File == in.File }
		if slices.ContainsFunc(inputs[:i], same) {
			continue // several kinds in one file are one row
		}
		var rows int64
		for _, x := range inputs {
			if same(x) {
				rows += x.Rows
			}
		}
		count := w.Count("digests.entries", int(rows))
		if in.Kind == "checks" || in.Kind == "transitions" {
			count = w.Count("digests.checks", int(rows))
		}
		d.Rows = append(d.Rows, digest{words.Clean(in.File), count, words.Clean(in.SHA256)})
	}
	if doc.PolicySHA256 != "" {
		d.Rows = append(d.Rows, digest{w.Text("digests.rules"), "", words.Clean(doc.PolicySHA256)})
	}
	return d
}

// footnotes words the doubts of a result.
func footnotes(w words.Words, r sla.Result) []footnote {
	var list []footnote
	for _, n := range r.Notes {
		list = append(list, footnote{n.Code, n.Objective, noteText(w, n)})
	}
	for _, in := range r.Inputs {
		if in.Rejected > 0 {
			n := sla.Note{Code: "rejected-lines", Subject: in.File, Count: int(in.Rejected)}
			list = append(list, footnote{n.Code, "", noteText(w, n)})
		}
	}
	return list
}

func noteText(w words.Words, n sla.Note) string {
	key := "note.code." + n.Code
	if !w.Has(key) {
		return w.Text("note.other", "code", words.Clean(n.Code), "subject", words.Clean(n.Subject))
	}
	return w.Count(key, n.Count, "subject", words.Clean(n.Subject),
		"length", w.Duration(n.Length, words.Up), "count", w.Integer(int64(n.Count)))
}

// chartRole is the colour role of a label.
var chartRole = map[sla.Label]chart.Role{
	sla.LabelOutOfHours: chart.Rule, sla.LabelMaintenance: chart.Maintenance, sla.LabelExcluded: chart.Muted,
	sla.LabelNoData: chart.NoData, sla.LabelDown: chart.Breached, sla.LabelDegraded: chart.Degraded, sla.LabelUp: chart.Bar2,
}
