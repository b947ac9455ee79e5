package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A clause about a month without data was neither kept nor broken.
func TestNoDataChecksNoClause(t *testing.T) {
	f := viewOf(t, silent(t), "de").Objectives[0].Figures
	check(t, "outages", f.Figures[0].Value, "n/a")
	for _, x := range f.Figures {
		check(t, "mark of "+x.Label, x.NoteMark, "")
	}
	check(t, "legends", len(f.Head.Notes), 0)
	f = viewOf(t, many(t, 4), "de").Objectives[0].Figures
	check(t, "more than three outages", f.Figures[0].NoteMark, chart.MarkCross)
	check(t, "three minutes each", f.Figures[1].NoteMark, chart.MarkCheck)
	check(t, "legend", f.Head.Notes[0], "Haken: Zusage eingehalten. Kreuz: nicht eingehalten.")
}

// The table of outages prints the full length, the figure the counted one.
func TestLongestOutageSaysThatItIsTheCountedOne(t *testing.T) {
	f := viewOf(t, example1(t), "de").Objectives[0].Figures.Figures[1]
	check(t, "label", f.Label, "Längster Ausfall")
	doc := altered(t, func(r *sla.ObjectiveResult) { r.Outages[0].Start = r.Outages[0].Start.Add(-span.Hour) })
	f = viewOf(t, doc, "de").Objectives[0].Figures.Figures[1]
	check(t, "label where they differ", f.Label, "Längster, gezählt")
	check(t, "length", f.Value, nb("15·min"))
}

// October 2017 has a single check, the one at its first instant, which speaks
// for three minutes: 744 h and the hour of the clock change, less 3 min, nobody
// watched.
func TestTrendShowsWhatNobodyWatched(t *testing.T) {
	v := viewOf(t, silent(t), "de").Objectives[0].Trend
	i := slices.IndexFunc(v.Chart.Months, func(m chart.Month) bool { return m.Value == "100,000" })
	if i < 0 {
		t.Fatalf("no month at 100,000 in %v", v.Chart.Months)
	}
	check(t, "unknown", v.Chart.Months[i].Unknown, int64(745*span.Hour-3*span.Minute))
	check(t, "in the table", v.Table.Rows[i][3], nb("744·h_57·min"))
	check(t, "note", v.Head.Notes[1], "Schräg gestreift: ohne Messdaten, vielleicht auch verloren.")
	check(t, "notes where all was watched", len(viewOf(t, withTrend(t, example1(t)), "de").Objectives[0].Trend.Head.Notes), 1)
}

// longDown is September down from the 3rd at noon to the 9th at noon.
func longDown(t testing.TB) Document {
	a, f := september(t)
	for i := range f.Series {
		f.Series[i].Runs = sla.Reduce(everyMinute(t, []sla.Span{between(t, "2017-09-03 12:00:00", "2017-09-09 12:00:00")}), web)
	}
	f.Incidents, f.Maintenance = nil, nil
	return withTrend(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"))
}

// Six days in a row that are wholly lost are one picture, and days with more
// than 999 minutes are counted in hours.
func TestWhollyLostDaysAreOnePicture(t *testing.T) {
	o := viewOf(t, longDown(t), "de").Objectives[0]
	var titles []string
	for _, v := range o.Happened.Timelines {
		titles = append(titles, v.Head.Title)
	}
	want := []string{"So, 3. September", "Mo, 4. September, bis Fr, 8. September", "Sa, 9. September"}
	if !slices.Equal(titles, want) {
		t.Errorf("timelines = %q, want %q", titles, want)
	}
	check(t, "note", o.Happened.Timelines[1].Head.Notes[0], nb("an 5 Tagen gleich, je 24·h verloren"))
	days := o.Days.Blocks[0].Chart
	check(t, "row", days.LostRow, "verlorene Stunden")
	check(t, "lost on the 3rd", days.Days[2].Lost, "12")
	check(t, "lost on the 5th", days.Days[4].Lost, "24")
	check(t, "link of the 8th", days.Days[7].Href, "#"+o.Happened.Timelines[1].Anchor)
	check(t, "cut bar", o.Trend.Chart.Months[11].LostText, nb("144·h"))
}

func TestUnattributedTimeDoesNotReadLikeOpenOutages(t *testing.T) {
	row := viewOf(t, many(t, 13), "en").Objectives[0].Causes.Rows[0]
	check(t, "owner line", row.Owner, "no incident logged: 13 outages")
	row = viewOf(t, longDown(t), "de").Objectives[0].Causes.Rows[0]
	check(t, "over several days", row.Owner, "keine Störung erfasst: 03.09. 12:00 bis 09.09. 12:00")
}

func TestSummaryHasBarAndCredit(t *testing.T) {
	s := viewOf(t, two(t), "de").Summary
	check(t, "worst credit", s.Rows[0].Credit, nb("120,00_EUR"))
	check(t, "other credit", s.Rows[1].Credit, "keine")
	// lost 1860 s of 756 s and of 2592 s
	check(t, "worst bar", s.Rows[0].Bar, chart.Share{Spent: 1_860_000_000, Budget: 756_000_000})
	check(t, "other bar", s.Rows[1].Bar, chart.Share{Spent: 1_860_000_000, Budget: 2_592_000_000})
	doc := two(t)
	r := &doc.Result.Objectives[0]
	r.Certainty, r.CertaintyReason = sla.CertaintyUndetermined, sla.ReasonGaps
	check(t, "sentence", viewOf(t, doc, "de").Summary.Sentence, "1 von 2 Zielen erreicht, 1 davon nicht belegt")
}

// Two monitors, each minute of 30 days: 86,400 checks are agreed.
func TestGapsSayHowManyChecksThereAre(t *testing.T) {
	for n, want := range map[int64]string{
		43_200: "keine; 86.400 von 86.400 Prüfungen liegen vor",
		43_190: "keine; 86.380 von 86.400 Prüfungen liegen vor",
		43_201: "keine; 86.402 Prüfungen liegen vor",
	} {
		doc := altered(t, func(r *sla.ObjectiveResult) {
			for _, v := range []string{"backbone", "dtag"} {
				r.Probing = append(r.Probing, sla.Probing{Service: "crm", Monitor: "web", Vantage: v,
					Days: []sla.ProbingDay{{Start: r.Period.Start, Checks: n}}})
			}
		})
		var got string
		for _, p := range viewOf(t, doc, "de").Objectives[0].Counted.Exceptions.Pairs {
			if p.Label == "Lücken" {
				got = plain(p.Value)
			}
		}
		check(t, "gaps", got, want)
	}
}

// A quarter's objective in a month's report says which period it is about.
func TestJSONNamesAnObjectivesOwnPeriod(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, example1(t)); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), `"period":{`) != 1 {
		t.Error("an objective of the report's own period repeats it")
	}
	a, f := september(t)
	a.Objectives[0].Period = sla.Quarter
	b.Reset()
	if err := JSON(&b, document(t, a, f, "2017-09", "2017-10-01 00:00:00")); err != nil {
		t.Fatal(err)
	}
	want := `"period":{"name":"2017-Q3","from":"2017-06-30T22:00:00Z","to":"2017-09-30T22:00:00Z","evaluated_to":"2017-09-30T22:00:00Z"}`
	if !strings.Contains(b.String(), want) {
		t.Errorf("no %s", want)
	}
}

// A report on the incident log speaks of no checks and no silence.
func TestStatedRulesSpeakOfTheLog(t *testing.T) {
	c := viewOf(t, stated(t), "de").Objectives[0].Counted
	said := map[string]string{}
	for _, p := range append(c.Rules.Pairs, c.Definitions.Pairs...) {
		said[p.Label] = plain(p.Value)
	}
	check(t, "evidence", said["Wessen Wort zählt"], "das Störungsprotokoll")
	check(t, "outages", said["Ausfälle"], "jeder zählt, wie er im Störungsprotokoll steht; keine Mindestdauer; Ausfälle werden nicht zusammengelegt")
	check(t, "bounds", said["Messgrenzen"], "nach dem Störungsprotokoll; ungünstigstenfalls traf jede erfasste Störung alle Nutzer")
}
