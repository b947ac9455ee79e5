package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// The documents that the PDF is tried with.

// withTrend puts eleven earlier months beside the one of doc, one of them
// breached.
func withTrend(t testing.TB, doc Document) Document {
	t.Helper()
	minutes := []int64{4, 0, 22, 9, 12, 58, 3, 0, 17, 26, 8}
	this := doc.Result.Objectives[0].Trend[len(doc.Result.Objectives[0].Trend)-1]
	points := []sla.TrendPoint{this}
	p := this.Period
	for i := len(minutes) - 1; i >= 0; i-- {
		p = p.Previous()
		length := p.Len()
		point := sla.TrendPoint{Period: p, Budget: length / 1000, Verdict: sla.Met,
			Availability: sla.Availability{Lost: sla.Micros(minutes[i]) * span.Minute, Denominator: length}}
		if point.Availability.Lost > point.Budget {
			point.Verdict = sla.Breached
		}
		points = append([]sla.TrendPoint{point}, points...)
	}
	doc.Result.Objectives[0].Trend = points
	return doc
}

// quiet is September without any outage.
func quiet(t testing.TB) Document {
	a, f := september(t)
	for i := range f.Series {
		f.Series[i].Runs = sla.Reduce(everyMinute(t, nil), web)
	}
	f.Incidents, f.Maintenance = nil, nil
	return withTrend(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))
}

// silent is a month after the last check.
func silent(t testing.TB) Document {
	a, f := september(t)
	f.Incidents, f.Maintenance = nil, nil
	return document(t, a, f, "2018-03", "2018-04-01 00:00:00")
}

// soFar is September seen on the 22nd at noon.
func soFar(t testing.TB) Document {
	a, f := september(t)
	asOf := local(t, "2017-09-22 12:00:00")
	var down []sla.Span
	for i := range f.Series {
		var checks []sla.Check
		for _, c := range everyMinute(t, append(down, between(t, "2017-09-21 14:05:00", "2017-09-21 14:19:01"))) {
			if c.Time <= asOf {
				checks = append(checks, c)
			}
		}
		f.Series[i].Runs = sla.Reduce(checks, web)
	}
	return document(t, a, f, "2017-09", "2017-09-22 12:00:00")
}

// gappy is September with most of a day unwatched.
func gappy(t testing.TB) Document {
	a, f := september(t)
	var checks []sla.Check
	gap := between(t, "2017-09-12 03:00:00", "2017-09-12 20:00:00")
	for _, c := range everyMinute(t, nil) {
		if !gap.Contains(c.Time) {
			checks = append(checks, c)
		}
	}
	for i := range f.Series {
		f.Series[i].Runs = sla.Reduce(checks, web)
	}
	f.Incidents = nil
	a.Objectives[0].Maintenance = &sla.MaintenanceRule{EmergencyExcused: true}
	return document(t, a, f, "2017-09", "2017-10-01 00:00:00")
}

// many is a month with n outages of three minutes, ten a day.
func many(t testing.TB, n int) Document {
	a, f := september(t)
	var down []sla.Span
	for i := range n {
		from := local(t, "2017-09-01 00:30:00").Add(sla.Micros(i/10)*24*span.Hour + sla.Micros(i%10)*2*span.Hour)
		down = append(down, span.Between(from, from.Add(2*span.Minute+1)))
	}
	for i := range f.Series {
		f.Series[i].Runs = sla.Reduce(everyMinute(t, down), web)
	}
	return withTrend(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))
}

// hostileNames are what people or programs might put into a name.
var hostileNames = []string{
	strings.Repeat("Überlandwerk Nordsüd Energieversorgung ", 4),
	strings.Repeat("Donaudampfschifffahrtsgesellschaft", 6),
	"emoji 🚒🔥 und 漢字",
	"שלום עולם, مرحبا بالعالم, สวัสดี",
	"**fett** [x](mailto:" + strings.Repeat("sehr-lang-", 40) + "@example.org)",
	"soft\u00adhyphen und nicht\u2011trennbar",
	"<script>alert(1)</script> & \"quotes\" \\ (paren)",
	"zeile eins\nzeile zwei\ttab\x00null\x1b[31mrot",
	"rechts\u202enach links\u200b",
	"\xff\xfe kaputt \ufffd",
	"a\u0300\u0301\u0302\u0303 combining",
	"",
	" ",
}

// hostile is worked example 1 with one name everywhere.
func hostile(t testing.TB, name string) Document {
	a, f := september(t)
	a.Customer, a.Provider.Name, a.Provider.Color = name, name, name
	s := a.Services["crm"]
	s.Name = name
	s.Vantages[0].Name = name
	a.Services["crm"] = s
	f.Series[0].Vantage = name
	a.Causes[0].Label = sla.Text{"": name}
	for i := range f.Incidents {
		in := &f.Incidents[i]
		in.ID = fmt.Sprintf("%s %d", name, i)
		in.Title = sla.Text{"": name}
		in.Summary = sla.Text{"": strings.Repeat(name+" ", 60)}
		in.Actions, in.Prevention = in.Summary, in.Summary
	}
	f.Maintenance[0].Title = sla.Text{"": name}
	f.Inputs[0].File = name
	doc := document(t, a, f, "2017-09", "2017-10-01 00:00:00")
	doc.Generator = name
	return doc
}

// two is an agreement with two objectives, one of them breached.
func two(t testing.TB) Document {
	a, f := september(t)
	second := a.Objectives[0]
	second.ID, second.Hours = "crm-office", office(t)
	a.Objectives = append(a.Objectives, second)
	return document(t, a, f, "2017-09", "2017-10-01 00:00:00")
}

// four is an agreement with four objectives for one service: around the clock,
// in office hours, and both with a stricter target.
func four(t testing.TB) Document {
	a, f := september(t)
	for _, id := range []string{"crm-office", "crm-strict", "crm-office-strict"} {
		o := a.Objectives[0]
		o.ID = id
		if strings.Contains(id, "office") {
			o.Hours = office(t)
		}
		if strings.Contains(id, "strict") {
			o.Target = percent(t, "99.93")
		}
		a.Objectives = append(a.Objectives, o)
	}
	return document(t, a, f, "2017-09", "2017-10-01 00:00:00")
}

// stated is September by the incident log alone.
func stated(t testing.TB) Document {
	a, f := september(t)
	a.Objectives[0].Evidence = sla.Incidents
	return withTrend(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))
}

// quarter is the third quarter.
func quarter(t testing.TB) Document {
	a, f := september(t)
	a.Objectives[0].Period = sla.Quarter
	return document(t, a, f, "2017-Q3", "2017-10-01 00:00:00")
}

// overload is a month with everything that there can be too much of: causes,
// vantages, gaps inside of outages, maintenances, corrections, changes, and
// incidents with long words.
func overload(t testing.TB) Document {
	a, f := september(t)
	crm := a.Services["crm"]
	crm.LostIf = sla.Combine{Mode: sla.Any}
	crm.Vantages = nil
	f.Series, f.Incidents, f.Maintenance = nil, nil, nil
	var down, gaps []sla.Span
	for i := range 60 {
		from := local(t, "2017-09-01 00:07:00").Add(sla.Micros(i) * 11 * span.Hour)
		length := sla.Micros(3+i%9*7) * span.Minute
		down = append(down, span.Between(from, from.Add(length)))
		cause := sla.Cause(fmt.Sprintf("ursache-%02d", i%14))
		if i%14 == 3 {
			cause = "netzwerkverbindungsunterbrechungsursachenforschung"
		}
		f.Incidents = append(f.Incidents, sla.Incident{ID: fmt.Sprintf("störung-%02d", i), Services: []string{"crm"}, Cause: cause, Impact: sla.FullLoss,
			Started: from, Resolved: from.Add(length - span.Minute), Title: sla.Text{"": fmt.Sprintf("Störung der Art %d in einem von vielen Teilsystemen", i%14)},
			Summary: sla.Text{"": strings.Repeat("Ein Satz über das, was geschah. ", 1+i%5)}})
		if i%4 == 0 {
			gaps = append(gaps, span.Between(from.Add(length/2), from.Add(length/2+20*span.Minute)))
		}
		if i%6 == 0 {
			f.Maintenance = append(f.Maintenance, sla.Maintenance{ID: fmt.Sprintf("w-%02d", i), Services: []string{"crm"}, Kind: sla.Planned,
				Start: from, End: from.Add(span.Hour), Announced: from.Add(-100 * span.Hour), Title: sla.Text{"": "Wartung der Datenbank"}})
			f.Corrections = append(f.Corrections, sla.Correction{ID: fmt.Sprintf("k-%02d", i), Services: []string{"crm"}, Start: from, End: from.Add(2 * span.Minute),
				As: sla.CorrectExcluded, Reason: "Messfehler an einem Standort", Author: "Frau Muster", Made: from.Add(span.Hour)})
		}
	}
	silent := span.NewSet(gaps...)
	for i := range 12 {
		name := fmt.Sprintf("standort-%02d", i)
		crm.Vantages = append(crm.Vantages, sla.Vantage{Name: name, Weight: 100_000})
		var checks []sla.Check
		for _, c := range everyMinute(t, down) {
			if !silent.Contains(c.Time) {
				checks = append(checks, c)
			}
		}
		f.Series = append(f.Series, sla.Series{Service: "crm", Monitor: "web", Vantage: name, Runs: sla.Reduce(checks, web)})
	}
	a.Services["crm"] = crm
	return withTrend(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))
}
