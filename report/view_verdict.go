package report

import (
	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A verdictKind is a verdict as a reader sees it: what was found, how sure it
// is and whether the period has ended, in one word. Its value ends a key of
// the catalogue.
type verdictKind string

const (
	verdictMet              verdictKind = "met"
	verdictBreached         verdictKind = "breached"
	verdictMetUnproven      verdictKind = "met-unproven" // by measurement; the bounds leave it open
	verdictBreachedUnproven verdictKind = "breached-unproven"
	verdictUndetermined     verdictKind = "undetermined" // too little data for any verdict
	verdictNA               verdictKind = "na"
	verdictOnTrack          verdictKind = "on-track"
	verdictMissedSoFar      verdictKind = "missed-so-far"
)

// verdictOf returns the verdict that is printed. A period that has not ended
// is provisional whatever else is in doubt.
func verdictOf(r sla.ObjectiveResult) verdictKind {
	switch {
	case r.Verdict == sla.VerdictNA:
		return verdictNA
	case r.Provisional && overspent(r):
		return verdictMissedSoFar
	case r.Provisional:
		return verdictOnTrack
	case r.Verdict == sla.VerdictUndetermined:
		return verdictUndetermined
	case r.Certainty == sla.CertaintyUndetermined && r.Verdict == sla.Breached:
		return verdictBreachedUnproven
	case r.Certainty == sla.CertaintyUndetermined:
		return verdictMetUnproven
	case r.Verdict == sla.Breached:
		return verdictBreached
	}
	return verdictMet
}

// overspent reports whether more was lost than the budget has. It is the
// verdict again, for results whose verdict is that there is none.
func overspent(r sla.ObjectiveResult) bool { return r.Verdict == sla.Breached || r.Remaining < 0 }

// looks are the mark, its colour and the word's colour of each verdict.
var looks = map[verdictKind]struct {
	mark     chart.MarkKind
	markTone chart.Role
	wordTone chart.Role
}{
	verdictMet:              {chart.MarkMet, chart.Met, chart.Met},
	verdictBreached:         {chart.MarkBreached, chart.Breached, chart.Breached},
	verdictMetUnproven:      {chart.MarkMetUnproven, chart.Undetermined, chart.Undetermined},
	verdictBreachedUnproven: {chart.MarkBreachedUnproven, chart.Undetermined, chart.Undetermined},
	verdictUndetermined:     {chart.MarkUndetermined, chart.Undetermined, chart.Undetermined},
	verdictNA:               {chart.MarkNoData, chart.NoData, chart.NoData},
	verdictOnTrack:          {chart.MarkProvisional, chart.Muted, chart.Ink},
	verdictMissedSoFar:      {chart.MarkProvisional, chart.Muted, chart.Breached},
}

func (s scribe) verdict() verdictView {
	kind := verdictOf(s.r)
	v := verdictView{
		Mark: looks[kind].mark, MarkTone: looks[kind].markTone, WordTone: looks[kind].wordTone,
		Word: s.Text("verdict." + string(kind)), Measured: s.availability(s.r.Measured), NumTone: chart.Ink,
		Sentence: s.sentence(kind), Note: s.note(kind),
		Side: []fact{{s.Text("side.promised"), s.target()}},
	}
	if kind == verdictNA {
		v.NumTone = chart.NoData
		return v
	}
	v.Side = append(v.Side, s.bounds()...)
	return v
}

// bounds are the rows of the side table about what the availability was at
// least and at most. Nothing that only an incident log says is certain.
func (s scribe) bounds() []fact {
	worst, best := s.availability(s.r.Worst), s.availability(s.r.Best)
	switch {
	case s.r.Certainty == sla.Stated && worst == best:
		return []fact{{s.Text("side.stated"), worst}}
	case s.r.Certainty == sla.Stated:
		return []fact{{s.Text("side.stated.worst"), worst}, {s.Text("side.best"), best}}
	}
	return []fact{{s.Text("side.worst"), worst}, {s.Text("side.best"), best}}
}

// sentence is the statement below the verdict, one for each kind.
func (s scribe) sentence(kind verdictKind) prose {
	values := s.values()
	var p prose
	for _, key := range append(s.sentenceKeys(kind), s.consequenceKeys()...) {
		if len(p) > 0 {
			p = append(p, words.Run{Text: " "})
		}
		p = append(p, s.Prose("sentence."+key, values...)...)
	}
	return p
}

// sentenceKeys returns the keys of what a sentence is put together from.
func (s scribe) sentenceKeys(kind verdictKind) []string {
	intact := ""
	if s.r.Sums.Lost == 0 {
		intact = ".intact"
	}
	switch kind {
	case verdictNA:
		return []string{"na"}
	case verdictUndetermined, verdictMetUnproven, verdictBreachedUnproven:
		return []string{"measured", "unproven." + string(measuredVerdict(s.r)), "unproven." + reasonKey(s.r.CertaintyReason)}
	case verdictOnTrack:
		return []string{"so-far" + intact, "may-lose"}
	case verdictMissedSoFar:
		return []string{"so-far", "overspent"}
	case verdictBreached:
		return []string{"was", "breached"}
	}
	switch {
	case intact != "":
		return []string{"was.intact", "met.intact"}
	case s.r.Remaining < span.Second: // prints as 0 s
		return []string{"was", "met.spent"}
	}
	return []string{"was", "met"}
}

// values are the figures of the sentence.
func (s scribe) values() []string {
	start, end := s.at(s.r.Period.Start), s.at(s.r.Period.End)
	kind := periodKind(s.r.Period)
	hours := ""
	if s.r.Objective.Hours != nil {
		hours = s.Text("sentence.hours")
	}
	if s.r.Certainty == sla.Stated {
		hours += s.Text("sentence.stated")
	}
	return []string{
		"in", s.PeriodIn(kind, start, end), "for", s.PeriodFor(kind, start, end),
		"service", s.service(), "hours", hours, "measured", s.availability(s.r.Measured), "target", s.target(),
		"left", s.Duration(max(0, s.r.Remaining), words.Down), "over", s.Duration(-s.r.Remaining, words.Up),
		"length", s.Duration(s.r.Sums.NoData, words.Up), "interval", s.Interval(s.longestInterval()),
		"coverage", s.coverage(), "wanted", s.PercentAsWritten(s.r.Objective.MinCoverage.String()),
		"percent", s.PercentAsWritten(s.r.Credit.Percent.String()), "amount", s.creditAmount(), "clauses", s.brokenClauses(),
		"until", s.MomentWithin(s.at(s.r.EvaluatedTo)), "end", s.DateDay(s.at(s.r.Period.End - 1)),
	}
}

// measuredVerdict is met or breached by the measured value alone.
func measuredVerdict(r sla.ObjectiveResult) verdictKind {
	if overspent(r) {
		return verdictBreached
	}
	return verdictMet
}

// reasonKey is the end of the keys about a reason of doubt.
func reasonKey(reason string) string {
	switch reason {
	case sla.ReasonSilentVantages:
		return "vantages"
	case sla.ReasonTooCoarse:
		return "coarse"
	case sla.ReasonCoverage:
		return "coverage"
	}
	return "gaps"
}

// longestInterval returns the greatest interval of the service's monitors.
func (s scribe) longestInterval() sla.Micros {
	var longest sla.Micros
	for _, lane := range s.r.Lanes {
		longest = max(longest, lane.Interval)
	}
	return longest
}

// note is the muted line under the sentence: how sure the verdict is.
func (s scribe) note(kind verdictKind) string {
	switch {
	case kind == verdictNA:
		return s.Text("note.na")
	case kind == verdictOnTrack || kind == verdictMissedSoFar:
		return s.Text("note.provisional")
	case kind == verdictUndetermined || kind == verdictMetUnproven || kind == verdictBreachedUnproven:
		note := s.Text("note." + reasonKey(s.r.CertaintyReason))
		if len(s.r.Objective.Credits) > 0 {
			note += " " + s.Text("note.credit")
		}
		return note
	case s.r.Certainty == sla.Stated:
		return s.Text("note.stated")
	case s.r.Certainty == sla.Corrected:
		return s.Text("note.corrected")
	case kind == verdictBreached:
		return s.Text("note.proven.breached", "bound", s.availability(s.r.Best))
	}
	bound := s.availability(s.r.Worst)
	if bound == s.Availability(s.r.Objective.Target.Millionths(), s.r.Objective.Target.Millionths()) {
		return s.Text("note.proven.met.equal", "bound", bound)
	}
	return s.Text("note.proven.met", "bound", bound)
}

// coverage prints the share of the time that was observed: "100 %" only if it
// is all of it.
func (s scribe) coverage() string {
	if !s.r.Coverage.Valid() {
		return s.NA()
	}
	if s.r.Coverage.Lost == 0 {
		return s.Percent(s.r.Coverage.Millionths(), 0)
	}
	return s.Percent(s.r.Coverage.Millionths(), 3)
}
