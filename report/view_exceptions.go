package report

import (
	"slices"
	"strings"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// maxGaps is how many gaps are listed with their times.
const maxGaps = 5

// exceptions says what became of maintenance, gaps and corrections.
func (s scribe) exceptions() rulesView {
	v := rulesView{Head: head{Title: s.Text("exceptions.head")}}
	add := func(key string, p prose) {
		v.Pairs = append(v.Pairs, pair{s.Text("exceptions." + key), p})
	}
	none := prose{{Text: s.Text("exceptions.none")}}
	for _, m := range s.r.Maintenance {
		add("maintenance", s.maintenanceText(m))
	}
	if len(s.r.Maintenance) == 0 {
		add("maintenance", none)
	}
	add("gaps", joined(s.gaps()))
	if short := s.short(); short != "" {
		add("short", joined(short))
	}
	if n := len(s.r.Changes); n > 0 {
		followed := s.Count("exceptions.changes.followed", s.r.FailedChanges)
		add("changes", prose{{Text: s.Count("exceptions.changes.count", n, "followed", followed)}})
	}
	for _, c := range s.r.Corrections {
		add("corrections", s.correctionText(c))
	}
	if len(s.r.Corrections) == 0 {
		add("corrections", none)
	}
	return v
}

// maintenanceText says whether a maintenance was excused, and why.
func (s scribe) maintenanceText(m sla.MaintenanceResult) prose {
	state := s.Text("maintenance.not")
	switch {
	case m.Excused > 0 && m.Beyond > 0:
		state = s.Text("maintenance.partly", "excused", s.Duration(m.Excused, words.Down), "beyond", s.Duration(m.Beyond, words.Up))
	case m.Excused > 0:
		state = s.Text("maintenance.excused")
	}
	var reasons []string
	for _, why := range m.Why {
		if why.Code != sla.MaintExcused {
			reasons = append(reasons, s.maintenanceReason(why))
		}
	}
	pairs := []string{"when", s.when(m.Start, m.End), "title", s.maintenanceTitle(m.Maintenance), "excused", state}
	if len(reasons) == 0 {
		return s.Prose("maintenance.text", pairs...)
	}
	return s.Prose("maintenance.text.why", append(pairs, "why", s.List(reasons))...)
}

func (s scribe) maintenanceReason(why sla.MaintenanceReason) string {
	return s.code("maintenance.why.", why.Code, "have", s.Duration(max(0, why.Have), words.Down), "want", s.Duration(why.Want, words.Up))
}

// when prints a span within a day as "Do 21.09., 14:35–14:45".
func (s scribe) when(start, end sla.Instant) string {
	from, to := s.at(start), s.at(end)
	day := func(i sla.Instant) string { return s.DateTable(s.at(i), s.twoYears() || !s.r.Period.Contains(i)) }
	if from.YearDay() == to.YearDay() && from.Year() == to.Year() {
		return day(start) + s.Text("list.comma") + s.ClockRange(from, to)
	}
	return day(start) + " " + s.Clock(from, false) + " – " + day(end) + " " + s.Clock(to, false)
}

func (s scribe) gaps() string {
	if s.r.Sums.NoData == 0 {
		return strings.Join(slices.DeleteFunc([]string{s.Text("gaps.none"), s.checks()}, func(p string) bool { return p == "" }), "; ")
	}
	text := s.Text("gaps.text", "length", s.Duration(s.r.Sums.NoData, words.Up), "coverage", s.coverage())
	if checks := s.checks(); checks != "" {
		text += "; " + checks
	}
	var spans []string
	for _, gap := range s.silence() {
		spans = append(spans, s.when(gap.Start, gap.End))
	}
	list := strings.Join(spans[:min(len(spans), maxGaps)], "; ")
	if more := len(spans) - maxGaps; more > 0 {
		list = s.Text("gaps.spans.more", "spans", list, "n", s.Integer(int64(more)))
	}
	return text + ": " + list
}

// checks says how many checks there are of those that the intervals ask for,
// "" where the facts do not say. More than that are all that there are.
func (s scribe) checks() string {
	var n, wanted int64
	for _, x := range s.r.Probing {
		for _, m := range s.doc.Result.Agreement.Services[x.Service].Monitors {
			if m.Name == x.Monitor && m.Interval > 0 {
				wanted += int64((s.r.EvaluatedTo.Sub(s.r.Period.Start) + m.Interval - 1) / m.Interval)
			}
		}
	}
	for _, d := range s.r.ProbingDays() {
		n += d.Checks
	}
	switch {
	case n == 0:
		return ""
	case n > wanted:
		return s.Text("gaps.checks.all", "n", s.Integer(n))
	}
	return s.Text("gaps.checks", "n", s.Integer(n), "of", s.Integer(wanted))
}

// silence returns the time without data.
func (s scribe) silence() span.Set {
	var spans []sla.Span
	for _, row := range s.r.Ledger {
		if row.Label == sla.LabelNoData {
			spans = append(spans, row.Span)
		}
	}
	return span.NewSet(spans...)
}

// short says what failed too briefly to count.
func (s scribe) short() string {
	var parts []string
	for _, t := range []struct {
		key   string
		tally sla.Tally
	}{{"blips.text", s.r.Blips}, {"suppressed.text", s.r.Suppressed}} {
		if t.tally.N > 0 {
			parts = append(parts, s.Count(t.key, t.tally.N, "length", s.Duration(t.tally.Length, words.Up)))
		}
	}
	return strings.Join(parts, "; ")
}

func (s scribe) correctionText(c sla.Correction) prose {
	as := s.code("correction.as.", string(c.As), "loss", s.Users(int64(max(0, c.Loss))))
	return s.Prose("correction.text", "when", s.when(c.Start, c.End), "as", as, "reason", words.Clean(c.Reason),
		"author", words.Clean(c.Author), "made", s.Moment(s.at(c.Made)))
}

// definitions explains the terms, with the figures of this report.
func (s scribe) definitions() rulesView {
	v := rulesView{Head: head{Title: s.Text("definitions.head")}}
	add := func(key, text string) {
		v.Pairs = append(v.Pairs, pair{s.Text("definitions." + key), prose{{Text: text}}})
	}
	own := func(key, text string) {
		add(key, text)
		v.Own = append(v.Own, v.Pairs[len(v.Pairs)-1])
	}
	add("availability", s.Text("definitions.availability.text"))
	add("budget", s.Text("definitions.budget.text"))
	own("mttr", s.Text("definitions.mttr.text", "formula", s.mttrFormula()))
	mtbf := s.Text("definitions.mtbf.none")
	if rep := s.r.Repair; rep.Outages > 0 {
		mtbf = s.Text("definitions.mtbf.formula", "up", s.Seconds(s.r.Sums.Up), "n", s.Integer(int64(rep.Outages)), "mean", s.Duration(rep.MTBF, words.Down))
	}
	own("mtbf", s.Text("definitions.mtbf.text", "formula", mtbf))
	for _, m := range []struct {
		key  string
		mean sla.Mean
	}{{"mttd", s.r.Repair.MTTD}, {"mtta", s.r.Repair.MTTA}} {
		if m.mean.N > 0 {
			own(m.key, s.Text("definitions."+m.key+".text", "mean", s.Duration(m.mean.Mean, words.Up), "n", s.Integer(int64(m.mean.N))))
		}
	}
	if s.r.Certainty == sla.Stated {
		own("bounds", s.Text("definitions.bounds.stated"))
		return v
	}
	add("bounds", s.Text("definitions.bounds.text"))
	return v
}

// mttrFormula writes out the mean of few repair times, and states that of many.
func (s scribe) mttrFormula() string {
	rep := s.r.Repair
	if rep.N == 0 {
		return s.Text("definitions.mttr.none")
	}
	n, mean := s.Integer(int64(rep.N)), s.Duration(rep.MTTR, words.Up)
	median, p90 := s.Duration(rep.Median, words.Up), s.Duration(rep.P90, words.Up)
	var terms []string
	for _, o := range s.r.Outages {
		if o.Belongs && o.Counted > 0 && o.State == sla.Ended {
			terms = append(terms, s.Duration(o.Len(), words.Up))
		}
	}
	if len(terms) > 6 || len(terms) != rep.N {
		return s.Text("definitions.mttr.plain", "n", n, "mean", mean, "median", median, "p90", p90)
	}
	sum := "(" + strings.Join(terms, " + ") + ")"
	return s.Text("definitions.mttr.formula", "sum", sum, "n", n, "mean", mean, "median", median, "p90", p90)
}
