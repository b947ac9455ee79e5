package sla

import (
	"fmt"
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A frame is the time of one objective: its period, the part of it that is
// evaluated, and what the agreement takes out of it.
type frame struct {
	objective Objective
	period    Period
	over      Span     // evaluated
	hours     span.Set // inside the period, evaluated or not
	excused   []excuse
	results   []MaintenanceResult
}

func (s *scene) frame(o Objective, p Period) frame {
	f := frame{objective: o, period: p, over: span.Between(p.Start, min(p.End, s.asOf))}
	f.hours = span.NewSet(p.Span)
	if o.Hours != nil {
		f.hours = o.Hours.Within(p.Span)
	}
	var mine []Maintenance
	for _, m := range s.facts.Maintenance {
		if slices.Contains(m.Services, o.Service) {
			mine = append(mine, m)
		}
	}
	f.excused, f.results = excuses(o.Maintenance, mine, p.Span, f.hours)
	return f
}

// tape makes the ledger of a frame under a view.
func (s *scene) tape(f frame, v view) *tape { return newTape(s.newBook(f, v).rows()) }

// evaluate computes one objective.
func (s *scene) evaluate(o Objective, p Period) ObjectiveResult {
	f := s.frame(o, p)
	b := s.newBook(f, view{o.Evidence, measured, true, o.AnyLossFull})
	t := newTape(b.rows())
	r := ObjectiveResult{
		Objective: o, Period: p, EvaluatedTo: f.over.End, Provisional: p.End > s.asOf,
		Ledger: t.rows, Sums: t.sums(f.over), AsSeen: asSeen(t.rows), Days: t.days(p, f.over),
	}
	if r.Sums.Remainder() != 0 {
		panic(fmt.Sprintf("sla: the ledger of %s for %s leaves %d µs without a label", o.ID, p.Name, r.Sums.Remainder()))
	}
	r.Measured = Availability{r.Sums.Lost, r.Sums.Denominator}
	r.Coverage = coverage(r.Sums)
	r.Budget = s.budget(f, r.Sums.Denominator)
	r.Remaining = r.Budget - r.Sums.Lost
	r.Verdict = s.verdict(f, r.Measured, r.Coverage)
	s.bounds(f, &r)
	s.observe(b, &r)
	s.repair(b, t, &r)
	s.collect(f, t, &r)
	r.Trend = s.trend(r)
	r.Probing = s.probing(o, p.Span)
	r.Clauses, r.Credit = clauses(o.Clauses, r), credit(s.agreement, o, r)
	r.Reconciliation = s.reconcile(f)
	r.FailedChanges = failedChanges(o, r.Changes, r.Outages)
	return r
}

// coverage is the share of the time that had to be observed and was.
func coverage(s Sums) Availability {
	return Availability{s.NoData, s.Period - s.OutOfHours - s.Maintenance - s.Excluded}
}

// budget is (1 − target) × denominator; while the period lasts, also of the
// rest of it that lies inside service hours and outside excused maintenance.
func (s *scene) budget(f frame, denominator Micros) Micros {
	rest := f.hours.Cut(span.Between(f.over.End, f.period.End))
	if m := f.objective.Maintenance; m != nil && !m.CountAsUp {
		for _, e := range f.excused {
			rest = rest.Minus(e.spans)
		}
	}
	return budget(f.objective.Target, denominator+rest.Len())
}

// verdict is the one definition of met.
func (s *scene) verdict(f frame, a, coverage Availability) Verdict {
	switch {
	case !a.Valid():
		return VerdictNA
	case coverage.Valid() && belowCoverage(coverage, f.objective.MinCoverage):
		return VerdictUndetermined
	case a.Lost > s.budget(f, a.Denominator):
		return Breached
	case f.period.End > s.asOf:
		return OnTrack
	}
	return Met
}

// belowCoverage reports whether the share of time with data is below least:
// exactly, as time without data against what may be without.
func belowCoverage(c Availability, least Percent) bool {
	return c.Lost > budget(least, c.Denominator)
}

// bounds evaluates the same facts at their best and at their worst, and without
// corrections, and says how sure the verdict is (section 9).
func (s *scene) bounds(f frame, r *ObjectiveResult) {
	sum := func(b bound, corrections bool) Availability {
		t := s.tape(f, view{f.objective.Evidence, b, corrections, f.objective.AnyLossFull})
		sums := t.sums(f.over)
		return Availability{sums.Lost, sums.Denominator}
	}
	r.WithoutCorrections = r.Measured
	if len(s.facts.Corrections) > 0 {
		r.WithoutCorrections = sum(measured, false)
	}
	r.Best, r.Worst = sum(best, true), sum(worst, true)
	for _, bound := range []*Availability{&r.Best, &r.Worst} {
		if !bound.Valid() || !r.Measured.Valid() {
			*bound = r.Measured
		}
	}
	if r.Measured.Valid() && r.Best.Less(r.Measured) {
		r.Best, r.Clamped = r.Measured, true
	}
	if r.Measured.Valid() && r.Measured.Less(r.Worst) {
		r.Worst, r.Clamped = r.Measured, true
	}
	r.Certainty, r.CertaintyReason = s.certainty(f, r)
}

func (s *scene) certainty(f frame, r *ObjectiveResult) (Certainty, string) {
	plain := func(a Availability) Verdict { return s.verdict(f, a, Availability{}) }
	switch {
	case r.Verdict == VerdictNA:
		return CertaintyNA, ""
	case s.allStated(f.objective.Service, f.objective.Evidence):
		return Stated, ""
	case plain(r.WithoutCorrections) != plain(r.Measured):
		return Corrected, ""
	case r.Verdict == VerdictUndetermined:
		return CertaintyUndetermined, ReasonCoverage
	case plain(r.Best) == r.Verdict && plain(r.Worst) == r.Verdict:
		return Proven, ""
	case r.Sums.NoData > 0:
		return CertaintyUndetermined, ReasonGaps
	case s.silentMembers(f):
		return CertaintyUndetermined, ReasonSilentVantages
	}
	return CertaintyUndetermined, ReasonTooCoarse
}

// silentMembers reports whether, in the evaluated time, some series was silent.
func (s *scene) silentMembers(f frame) bool {
	silent := false
	s.eachSeries(f.objective.Service, func(x Series, m Monitor) {
		for _, step := range seriesLine(x, m, measured, f.over) {
			silent = silent || step.loss == UnknownLoss
		}
	})
	return silent
}

// eachSeries calls do for every series that a service and all that it needs
// should have, in order of the agreement.
func (s *scene) eachSeries(service string, do func(Series, Monitor)) {
	for _, id := range s.needed(service) {
		svc := s.agreement.Services[id]
		for _, m := range svc.Monitors {
			for _, v := range svc.vantages() {
				do(s.seriesOf(id, m.Name, v.Name), m)
			}
		}
	}
}

// observe fills in what the series showed and what was suppressed.
func (s *scene) observe(b *book, r *ObjectiveResult) {
	s.eachSeries(b.objective.Service, func(x Series, m Monitor) {
		t := blipTally(x, m, b.over)
		r.Blips.N += t.N
		r.Blips.Length += t.Length
		r.Lanes = append(r.Lanes, lane(x, m, b.over))
	})
	for _, short := range b.suppressed {
		if short.Overlaps(b.over) {
			r.Suppressed.N++
		}
	}
	for _, row := range r.Ledger {
		if row.Suppressed {
			r.Suppressed.Length += row.Len()
		}
	}
}

// collect lists the facts that the period touches.
func (s *scene) collect(f frame, t *tape, r *ObjectiveResult) {
	for _, m := range f.results {
		planned := span.Between(m.Start, m.End).Cut(f.over)
		if m.Start >= f.over.End {
			continue
		}
		t.in(planned, func(row Row) {
			switch {
			case row.Maintenance == m.ID:
				m.Excused += row.Len()
			case row.Label != LabelOutOfHours && row.Label != LabelMaintenance:
				m.Beyond += row.Len()
			}
		})
		r.Maintenance = append(r.Maintenance, m)
	}
	for _, c := range s.correctionsOf(f.objective.Service) {
		if s := span.Between(c.Start, c.End); s.Overlaps(f.over) || s.Empty() && f.over.Contains(c.Start) {
			r.Corrections = append(r.Corrections, c)
		}
	}
	slices.SortStableFunc(r.Corrections, func(a, b Correction) int { return int(a.Start - b.Start) })
	for _, c := range s.facts.Changes {
		if c.Service == f.objective.Service && f.over.Contains(c.Time) {
			r.Changes = append(r.Changes, c)
		}
	}
}

// trend evaluates the periods before that of r, and ends with r itself.
func (s *scene) trend(r ObjectiveResult) []TrendPoint {
	points := []TrendPoint{{Period: r.Period, Availability: r.Measured, Budget: r.Budget, Verdict: r.Verdict, NoData: r.Sums.NoData}}
	p := r.Period
	if r.Period.Kind != Custom {
		p = PeriodContaining(p.Kind, p.Start, p.Zone) // unclipped, so that the one before is whole
	}
	for range TrendLength - 1 {
		p = p.Previous()
		points = append(points, s.trendPoint(r.Objective, p))
	}
	slices.Reverse(points)
	return points
}

func (s *scene) trendPoint(o Objective, p Period) TrendPoint {
	clipped, err := clip(p, s.agreement, s.asOf)
	if err != nil || clipped.End <= s.firstFact() || clipped.Start < s.facts.Known.Start {
		return TrendPoint{Period: p, NoReport: true, Verdict: VerdictNA}
	}
	f := s.frame(o, clipped)
	sums := s.tape(f, view{o.Evidence, measured, true, o.AnyLossFull}).sums(f.over)
	a := Availability{sums.Lost, sums.Denominator}
	return TrendPoint{
		Period: clipped, Availability: a, Budget: s.budget(f, a.Denominator), Verdict: s.verdict(f, a, coverage(sums)),
		NoData: sums.NoData,
	}
}

// notes lists the doubts about one objective.
func (s *scene) notes(r ObjectiveResult) []Note {
	var notes []Note
	add := func(code, subject string, length Micros, count int) {
		notes = append(notes, Note{code, r.Objective.ID, subject, length, count})
	}
	if r.Objective.Evidence == ProbesThenIncidents {
		for _, id := range s.needed(r.Objective.Service) {
			if svc := s.agreement.Services[id]; s.stated(svc, r.Objective.Evidence) {
				add(NoteAsIncidents, id, 0, 0)
			}
		}
	}
	if r.Sums.NoData > 0 {
		add(NoteNoData, "", r.Sums.NoData, 0)
	}
	if r.Blips.N > 0 {
		add(NoteBlips, "", r.Blips.Length, r.Blips.N)
	}
	if r.Suppressed.N > 0 {
		add(NoteSuppressed, "", r.Suppressed.Length, r.Suppressed.N)
	}
	if r.Clamped {
		add(NoteClamped, "", 0, 0)
	}
	if open := r.Repair.Open; open > 0 {
		add(NoteOpenOutages, "", 0, open)
	}
	if unknown := r.Repair.EndUnknown; unknown > 0 {
		add(NoteEndUnknown, "", 0, unknown)
	}
	return notes
}

// Codes of a Note.
const (
	NoteAsIncidents = "evaluated-as-incidents" // Subject: the service
	NoteNoData      = "no-data"                // Length: without data
	NoteBlips       = "blips"                  // Count, Length: failures that were not confirmed
	NoteSuppressed  = "suppressed"             // Count, Length: outages too short to count
	NoteOpenOutages = "open-outages"           // Count
	NoteEndUnknown  = "end-unknown"            // Count
	NoteClamped     = "clamped"                // a bound lay on the wrong side of the measured value
)
