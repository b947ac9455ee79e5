package report

import (
	"slices"
	"strings"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

func (s scribe) happened() happenedView {
	v := happenedView{Title: s.Text("happened.head"), Outages: s.outages(), Incidents: s.incidentViews()}
	var hours int64
	v.Timelines, hours = s.timelines()
	switch {
	case len(v.Timelines) == 0:
	case hours == wholeDayWindow:
		v.Note = s.Text("happened.note.day")
	default:
		v.Note = s.Text("happened.note", "window", s.Count("happened.window", int(hours)))
	}
	return v
}

func (s scribe) outages() outagesView {
	v := outagesView{Anchor: s.outagesAnchor(), Head: head{Title: s.Text("outages.head"), Notes: append([]string{s.zoneNote()}, s.unrecorded()...)}}
	for i, key := range []string{"number", "day", "start", "end", "length", "users", "lost", "cause"} {
		v.Columns[i] = s.Text("outages." + key)
	}
	var length sla.Micros
	for i, o := range s.r.Outages {
		v.Rows = append(v.Rows, s.outageRow(i+1, o))
		length += o.Len()
	}
	if silent := s.chargedSilence(); silent > 0 {
		v.Rows = append(v.Rows, outageRow{Number: s.Nothing(), Lost: s.Duration(silent, words.Up), Cause: s.Text("cause.no-data"), Key: causeKey(sla.CauseNoData)})
	}
	v.Sum = outageRow{Number: s.Text("outages.sum"), Lost: s.Duration(s.r.Sums.Lost, words.Up)}
	// Lengths reach beyond the period and over what does not count. Their sum
	// is only printed where it is one of the ledger.
	if length == s.r.Sums.Down+s.r.Sums.Degraded {
		v.Sum.Length = s.Duration(length, words.Up)
	}
	return v
}

// zoneNote says whose clock the times are, with both names of its zone if it
// was changed during the period.
func (s scribe) zoneNote() string {
	first, last := s.Abbreviation(s.at(s.r.Period.Start)), s.Abbreviation(s.at(s.r.Period.End-1))
	if first != last {
		first += "/" + last
	}
	return s.Text("outages.note", "zone", s.zone.String(), "abbreviation", first)
}

func (s scribe) outageRow(n int, o sla.Outage) outageRow {
	return outageRow{
		Number: s.Integer(int64(n)), Day: s.DateTable(s.at(o.Start), s.twoYears() || !s.r.Period.Contains(o.Start)),
		Start: s.Clock(s.at(o.Start), true), End: s.outageEnd(o), Length: s.Duration(o.Len(), words.Up),
		Users: s.Users(int64(max(0, o.Worst))), Lost: s.Duration(o.Lost, words.Up), Cause: s.outageCause(o), Note: s.outageNote(o), Key: causeKey(o.Cause),
	}
}

func (s scribe) outageCause(o sla.Outage) string {
	if o.Cause == "" {
		return s.Nothing()
	}
	return s.causeName(o.Cause)
}

// outageEnd prints when an outage ended, with the day if it is another one.
func (s scribe) outageEnd(o sla.Outage) string {
	switch o.State {
	case sla.Open:
		return s.Text("outages.open")
	case sla.EndUnknown:
		return s.Text("outages.unknown")
	}
	start, end := s.at(o.Start), s.at(o.End)
	clock := s.Clock(end, true)
	if start.YearDay() != end.YearDay() || start.Year() != end.Year() {
		return s.DateShort(end) + " " + clock
	}
	return clock
}

// outageNote says what is unusual about an outage.
func (s scribe) outageNote(o sla.Outage) string {
	var notes []string
	if !o.Belongs {
		notes = append(notes, s.Text("outages.note.before"))
	}
	if o.State == sla.EndUnknown {
		notes = append(notes, s.Text("outages.note.end-unknown"))
	}
	if o.Unknown > 0 {
		notes = append(notes, s.Text("outages.note.silent", "length", s.Duration(o.Unknown, words.Up)))
	}
	if o.Suggested != "" {
		notes = append(notes, s.Text("outages.note.suggested"))
	}
	return strings.Join(notes, "; ")
}

// incidents returns the incidents of the objective's service and of all that
// it needs, that touch the evaluated period.
func (s scribe) incidents() []sla.Incident {
	needed := s.needed()
	var list []sla.Incident
	for _, i := range s.doc.Result.Incidents {
		mine := slices.ContainsFunc(i.Services, func(id string) bool { return needed[id] })
		touches := slices.ContainsFunc(s.incidentSpans(i), func(x sla.Span) bool {
			return x.Start < s.r.EvaluatedTo && x.End > s.r.Period.Start
		})
		if mine && touches {
			list = append(list, i)
		}
	}
	return list
}

// needed returns the objective's service and all that it needs.
func (s scribe) needed() map[string]bool {
	seen := map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, other := range s.doc.Result.Agreement.Services[id].Needs {
			visit(other)
		}
	}
	visit(s.r.Objective.Service)
	return seen
}

// incidentViews are the incidents in the provider's words.
func (s scribe) incidentViews() []incidentView {
	var views []incidentView
	for _, i := range s.incidents() {
		views = append(views, s.incidentView(i))
	}
	return views
}

// unrecorded says for which outages there is no incident; few by number, many
// by their count.
func (s scribe) unrecorded() []string {
	incidents := s.incidents()
	var numbers []string
	for n, o := range s.r.Outages {
		known := slices.ContainsFunc(incidents, func(i sla.Incident) bool { return slices.Contains(o.Incidents, i.ID) })
		if !known && o.Counted > 0 {
			numbers = append(numbers, s.Integer(int64(n+1)))
		}
	}
	switch n := len(numbers); {
	case n == 0:
		return nil
	case n <= 5:
		return []string{s.Count("incident.none", n, "list", s.List(numbers))}
	default:
		return []string{s.Text("incident.none.many", "n", s.Integer(int64(n)))}
	}
}

func (s scribe) incidentView(i sla.Incident) incidentView {
	var mine []string
	for n, o := range s.r.Outages {
		if slices.Contains(o.Incidents, i.ID) {
			mine = append(mine, s.Integer(int64(n+1)))
		}
	}
	v := incidentView{ID: i.ID, Head: head{
		Title: words.Clean(i.Title.In(s.Lang())),
		Notes: []string{s.Count("incident.outages", len(mine), "list", s.List(mine)), s.Text("incident.id", "id", words.Clean(i.ID))},
	}}
	if v.Head.Title == "" {
		v.Head.Title = s.causeName(i.Cause)
	}
	if owner := s.owner(i.Cause); owner != "" {
		v.Head.Notes = append(v.Head.Notes, s.Text("incident.owner", "owner", owner))
	}
	for _, part := range []struct {
		key  string
		text sla.Text
	}{{"happened", i.Summary}, {"did", i.Actions}, {"never", i.Prevention}} {
		said := paragraphs(part.text.In(s.Lang()))
		if len(said) == 0 {
			said = []paragraph{{Text: prose{{Text: s.Text("incident.nothing")}}}}
		}
		v.Parts = append(v.Parts, answer(s.Text("incident."+part.key), said)...)
	}
	return v
}

// answer puts a bold question before a text: in its first paragraph, or as one
// of its own before a list.
func answer(question string, said []paragraph) []paragraph {
	head := words.Run{Text: question, Bold: true}
	if said[0].Bullet != "" {
		return append([]paragraph{{Text: prose{head}}}, said...)
	}
	said[0].Text = append(prose{head, {Text: " "}}, said[0].Text...)
	return said
}
