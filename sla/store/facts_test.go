package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
	"github.com/upledger/upledger/sla/store"
)

// utc returns the instant of a time such as "21 14:05" in September 2017, UTC.
func utc(t *testing.T, text string) sla.Instant {
	t.Helper()
	i, err := time.Parse("2006-01 02 15:04", "2017-09 "+text)
	if err != nil {
		t.Fatal(err)
	}
	return span.Of(i)
}

// september is what testdata/september.yaml says of the service crm.
func september(t *testing.T) sla.Facts {
	deploy := sla.Incident{ID: "2017-09-21-deploy", Services: []string{"crm"}, Cause: "deploy",
		Title:   sla.Text{"de": "Fehler im Update", "en": "Deploy error"},
		Started: utc(t, "21 12:05"), Detected: utc(t, "21 12:06"), Acknowledged: utc(t, "21 12:07"), Resolved: utc(t, "21 12:45"),
		Impact: 1_000_000, Claimed: 30 * span.Minute, HasClaim: true, Summary: sla.Text{"": "Two words,\ntwo lines.\n"}, Status: "resolved",
		Outages: []sla.IncidentOutage{
			{Start: utc(t, "21 12:05"), End: utc(t, "21 12:20"), Impact: 1_000_000, Cause: "deploy"},
			{Start: utc(t, "21 12:35"), End: utc(t, "21 12:45"), Impact: 123_456, Cause: "deploy/restart"}}}
	uplink := sla.Incident{ID: "2017-09-22-uplink", Services: []string{"crm", "login"}, Cause: "datacenter/uplink",
		Started: utc(t, "22 08:05"), Impact: 400_000}
	return sla.Facts{
		Incidents: []sla.Incident{deploy, uplink},
		Maintenance: []sla.Maintenance{
			{ID: "announced", Services: []string{"crm"}, Start: utc(t, "30 00:00").Add(26 * span.Hour), End: utc(t, "30 00:00").Add(27 * span.Hour),
				Announced: utc(t, "20 00:00"), Kind: sla.Planned},
			{ID: "restart", Services: []string{"crm"}, Start: utc(t, "21 12:35"), End: utc(t, "21 12:45"), Kind: sla.Emergency,
				Title: sla.Text{"": "Restart"}}},
		Corrections: []sla.Correction{
			{ID: "c1", Services: []string{"crm"}, Start: utc(t, "03 00:00"), End: utc(t, "03 00:10"), As: sla.CorrectLoss, Loss: 400_000,
				Cause: "customer", Reason: "their test", Author: "Ann", Made: utc(t, "04 00:00")},
			{ID: "c2", Services: []string{"crm"}, Start: utc(t, "03 00:00"), End: utc(t, "03 00:00"), As: sla.CorrectNoData,
				Reason: "probe moved", Author: "Ann", Made: utc(t, "05 00:00")}},
		Changes: []sla.Change{{Time: utc(t, "21 12:00"), Service: "crm", ID: "r1", Outcome: "failed"}},
	}
}

// recordedIn imports testdata/september.yaml, or the same as JSON, and returns
// what was known at asOf, without the list of inputs.
func recordedIn(t *testing.T, db *store.DB, asOf sla.Instant) sla.Facts {
	t.Helper()
	f := mustFacts(t, db, agreement(), asOf)
	f.Inputs = nil
	return f
}

func TestFactsReadBack(t *testing.T) {
	text, err := os.ReadFile("testdata/september.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"log.yaml": string(text), "log.json": string(asJSON)} {
		db := mustOpen(t)
		done := mustImport(t, db, name, content, store.Import{})
		if done.Rows != 9 || len(done.Kinds) != 4 {
			t.Errorf("%s: %+v, want 9 facts of 4 kinds", name, done)
		}
		if diff := cmp.Diff(september(t), recordedIn(t, db, forever)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		inputs := mustFacts(t, db, agreement(), forever).Inputs
		var kinds []string
		for _, in := range inputs {
			kinds = append(kinds, in.Kind)
		}
		if got := strings.Join(kinds, " "); got != "changes corrections incidents maintenance" {
			t.Errorf("inputs = %s", got)
		}
		if again := mustImport(t, db, name, content, store.Import{}); !again.Already || again.Rows != 9 {
			t.Errorf("again: %+v", again)
		}
	}
}

// What lies after as_of was not known then.
func TestFactsAsOf(t *testing.T) {
	db := mustOpen(t)
	if _, err := db.Import(context.Background(), "testdata/september.yaml", store.Import{}); err != nil {
		t.Fatal(err)
	}
	want := september(t)
	first := want.Incidents[0]
	first.Acknowledged, first.Resolved = 0, 0
	first.Outages = first.Outages[:1]
	first.Outages[0].End = 0
	want.Incidents = []sla.Incident{first}
	want.Maintenance = want.Maintenance[:1] // announced on the 20th, with its planned end
	if diff := cmp.Diff(want, recordedIn(t, db, utc(t, "21 12:06"))); diff != "" {
		t.Errorf("at 21 12:06: %s", diff)
	}
	if diff := cmp.Diff(sla.Facts{Corrections: september(t).Corrections[:1]}, recordedIn(t, db, utc(t, "04 23:59"))); diff != "" {
		t.Errorf("at 04 23:59: %s", diff)
	}
	// one microsecond before and at the instant itself
	if f := recordedIn(t, db, utc(t, "21 12:05")-1); len(f.Incidents) != 0 {
		t.Errorf("before it began: %+v", f.Incidents)
	}
	if f := recordedIn(t, db, utc(t, "21 12:05")); len(f.Incidents) != 1 {
		t.Errorf("as it began: %+v", f.Incidents)
	}
}

func TestChecksAsOf(t *testing.T) {
	db := mustOpen(t)
	mustImport(t, db, "c.csv", "time,monitor,state\n2017-09-01T10:00:00Z,web,up\n2017-09-01T10:01:00Z,web,down\n", store.Import{})
	runs := mustFacts(t, db, agreement(), at(t, "10:01:00")-1).Series[0].Runs
	if diff := cmp.Diff([]string{"up - 10:00:00 10:00:00 - 1"}, written(t, runs)); diff != "" {
		t.Error(diff)
	}
	if f := mustFacts(t, db, agreement(), at(t, "10:00:00")-1); len(f.Series) != 0 {
		t.Errorf("before the first check: %+v", f.Series)
	}
}

// Series are per service: a shared monitor appears with each one's rules, and
// vantages that a service does not list do not appear.
func TestSeriesPerService(t *testing.T) {
	db := mustOpen(t)
	mustImport(t, db, "c.csv", "time,monitor,vantage,state\n2017-09-01T10:00:00Z,web,a,up\n2017-09-01T10:03:00Z,web,a,up\n2017-09-01T10:00:00Z,web,b,up\n2017-09-01T10:00:00Z,db,,up\n", store.Import{})
	a := agreement("a", "b", "silent")
	a.Services["login"] = sla.Service{ID: "login", Vantages: []sla.Vantage{{Name: "a"}},
		Monitors: []sla.Monitor{{Name: "web", MaxGap: span.Minute}, {Name: "db", MaxGap: span.Minute}}}
	var got []string
	for _, s := range mustFacts(t, db, a, forever).Series {
		got = append(got, s.Service+"/"+s.Monitor+"/"+s.Vantage+strings.Repeat("*", len(s.Runs)))
	}
	if diff := cmp.Diff([]string{"crm/web/a*", "crm/web/b*", "login/web/a**"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsFromTables(t *testing.T) {
	db := mustOpen(t)
	mustImport(t, db, "deploys.csv", "time;service;id;outcome\n2017-09-21T12:00:00Z;crm login;r1;failed\n", store.Import{})
	mustImport(t, db, "m.csv", "id,service,start,end,announced,title.de,title.en\nannounced,crm,2017-10-01T02:00:00Z,2017-10-01T03:00:00Z,2017-09-20T00:00:00Z,Umzug,Move\n", store.Import{})
	mustImport(t, db, "i.ndjson", `{"nr":"2017-09-22-uplink","service":["crm","login"],"cause":"x","started":1506067500,"impact":0.4,"url":"x","seen":[1]}`+"\n",
		store.Import{Map: mustMap(t, "nr=id,cause=cause:x=datacenter/uplink,url=-,seen=-")})
	want := september(t)
	want.Incidents, want.Maintenance, want.Corrections = want.Incidents[1:], want.Maintenance[:1], nil
	want.Maintenance[0].Title = sla.Text{"de": "Umzug", "en": "Move"}
	if diff := cmp.Diff(want, recordedIn(t, db, forever)); diff != "" {
		t.Error(diff)
	}
}

// Facts are never edited: the same fact counts once, another one under its id is
// refused.
func TestFactsAreNeverEdited(t *testing.T) {
	const head, tail = "- {id: a, service: crm, started: 2017-09-21T12:05:00Z", "}\n"
	db := mustOpen(t)
	mustImport(t, db, "first.yaml", head+tail, store.Import{Kind: store.Incidents})
	again := mustImport(t, db, "second.yaml", "# the same\n"+head+", resolved: "+tail+"- {id: b, service: crm, started: 2017-09-21T12:05:00Z}\n", store.Import{})
	if again.Already || again.Rows != 1 {
		t.Errorf("again = %+v, want one new row", again)
	}
	_, err := importText(t, db, "third.yaml", head+", impact: 0.5"+tail, store.Import{})
	want := `third.yaml:1:8: id "a": is the id of another incident, from first.yaml; facts are never edited, give this one its own id or add a correction`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if f := mustFacts(t, db, agreement(), forever); len(f.Incidents) != 2 || f.Incidents[0].Impact != sla.FullLoss || len(f.Inputs) != 2 {
		t.Errorf("facts = %+v", f)
	}
}

// Every reason to refuse a fact, with its place: the first key stands in column 6.
func TestRefusedFacts(t *testing.T) {
	incident := "id: a, service: crm, started: 2017-09-21T12:05:00Z"
	upkeep := "id: a, service: crm, start: 2017-09-21T12:05:00Z, end: 2017-09-21T12:06:00Z"
	correct := upkeep + ", reason: r, author: x, made: 2017-09-22T00:00:00Z"
	tests := map[string]struct {
		kind store.Kind
		fact string
		want string
	}{
		"unknown key":      {store.Incidents, incident + ", casue: x", `2:58: key "casue": is not known; want one of id, service, cause, title, started, detected, acknowledged, resolved, impact, outages, claimed, summary, actions, prevention, status`},
		"no id":            {store.Incidents, "service: crm, started: 2017-09-21T12:05:00Z", `2:6: id: is missing`},
		"no service":       {store.Incidents, "id: a, started: 2017-09-21T12:05:00Z", `2:6: service: is missing`},
		"unknown service":  {store.Incidents, "id: a, service: [crm, cmr], started: 2017-09-21T12:05:00Z", `2:28: service "cmr": there is no such service`},
		"empty services":   {store.Incidents, "id: a, service: [], started: 2017-09-21T12:05:00Z", `2:22: service: names no service`},
		"no start":         {store.Incidents, "id: a, service: crm", `2:6: started: is missing`},
		"bad time":         {store.Incidents, "id: a, service: crm, started: today", `2:36: started "today": want a time such as 2017-09-21T14:05:00+02:00, or seconds, ms, µs or ns since 1970`},
		"ends before":      {store.Incidents, incident + ", resolved: 2017-09-21T12:04:00Z", `2:68: resolved "2017-09-21T12:04:00Z": lies before the start (2017-09-21T12:05:00Z)`},
		"impact":           {store.Incidents, incident + ", impact: 1.5", `2:66: impact "1.5": want a share from 0 to 1 with at most six decimals`},
		"impact exponent":  {store.Incidents, incident + ", impact: 4e-1", `2:66: impact "4e-1": want a share from 0 to 1 with at most six decimals`},
		"cause":            {store.Incidents, incident + ", cause: a//b", `2:65: cause "a//b": want a path such as datacenter/uplink`},
		"claim":            {store.Incidents, incident + ", claimed: 30", `2:67: claimed "30": want a length such as 30m or 1h15m`},
		"title":            {store.Incidents, incident + ", title: [x]", `2:65: title: want words, or words under each language`},
		"list for scalar":  {store.Incidents, "id: [a], service: crm, started: 2017-09-21T12:05:00Z", `2:10: id: want a single value`},
		"outages":          {store.Incidents, incident + ", outages: x", `2:67: outages: want a list of outages, each with start, end, impact, cause`},
		"outage ends":      {store.Incidents, incident + ", outages: [{start: 9, end: 8}]", `2:84: end "8": lies before the start (1970-01-01T00:00:09Z)`},
		"outage key":       {store.Incidents, incident + ", outages: [{start: 9, stop: 8}]", `2:79: key "stop": is not known; want one of start, end, impact, cause`},
		"kind":             {store.Maintenance, upkeep + ", kind: urgent", `2:89: kind "urgent": want planned or emergency`},
		"maintenance ends": {store.Maintenance, "id: a, service: crm, start: 9, end: 8", `2:42: end "8": lies before the start (1970-01-01T00:00:09Z)`},
		"no end":           {store.Maintenance, "id: a, service: crm, start: 9", `2:6: end: is missing`},
		"as":               {store.Corrections, correct + ", as: broken", `2:137: as "broken": want up, down, no-data, excluded or a loss from 0 to 1`},
		"no as":            {store.Corrections, correct, `2:6: as: is missing`},
		"no reason":        {store.Corrections, upkeep + ", as: up, author: x, made: 9", `2:6: reason: is missing`},
		"no author":        {store.Corrections, upkeep + ", as: up, reason: x, made: 9", `2:6: author: is missing`},
		"no making":        {store.Corrections, upkeep + ", as: up, reason: x, author: x", `2:6: made: is missing`},
		"no time":          {store.Changes, "id: a, service: crm", `2:6: time: is missing`},
		"the id twice":     {store.Incidents, incident + "}\n  - {" + incident, `3:10: id "a": is the id of another incident in this file`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			db := mustOpen(t)
			_, err := importText(t, db, "l.yaml", string(test.kind)+":\n  - {"+test.fact+"}\n", store.Import{Services: map[string]bool{"crm": true}})
			var rejects *store.RejectsError
			if !errors.As(err, &rejects) || rejects.Total != 1 || rejects.Rejects[0].String() != "l.yaml:"+test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if f := mustFacts(t, db, agreement(), forever); !cmp.Equal(f, sla.Facts{}) {
				t.Errorf("the store has %+v, want nothing", f)
			}
		})
	}
}

// A table of facts refuses lines of its own.
func TestRefusedFactLines(t *testing.T) {
	db := mustOpen(t)
	_, err := importText(t, db, "c.csv", "time,service,id\n2017-09-01T10:00:00Z,crm\n2017-09-01T10:00:00Z,crm,\n2017-09-01T10:00:00Z,\xff,x\n2017-09-01T10:00:00Z,crm,x\"y\n", store.Import{})
	want := []string{"c.csv:2: has 2 columns, the first line has 3", "c.csv:3:1: id: is missing", "c.csv:4:2: is not UTF-8",
		"c.csv:5: a quote stands where none may, or is not closed"}
	for _, w := range want {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("got  %v\nwant %s", err, w)
		}
	}
	line, err := json.Marshal(map[string]any{"time": 9, "service": "crm", "id": 7})
	if err != nil {
		t.Fatal(err)
	}
	done := mustImport(t, db, "c.ndjson", string(line)+"\n{x\n", store.Import{MaxRejects: 1})
	if done.Rows != 1 || done.Rejected != 1 || done.Rejects[0].String() != "c.ndjson:2: is no JSON object" {
		t.Errorf("done = %+v", done)
	}
}
