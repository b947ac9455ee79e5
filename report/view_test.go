package report

import (
	"slices"
	"testing"
	"time"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

func TestWorkedExample1InWords(t *testing.T) {
	v := viewOf(t, example1(t), "de")
	o := v.Objectives[0]
	check(t, "generated", v.Generated, "Erstellt mit upledger 0.1.0, Stand 1. Oktober 2017, 00:00 Uhr")
	check(t, "footer", o.Footer, "MusterCRM GmbH für ACME GmbH · MusterCRM · September 2017")
	check(t, "period", o.Facts[2].Value, "1. bis 30. September 2017")
	check(t, "hours", o.Facts[3].Value, "rund um die Uhr")
	check(t, "spent", o.Budget.Spent, nb("31·min"))
	check(t, "left", o.Budget.Left, nb("12·min_12·s"))
	check(t, "budget note", o.Budget.Head.Notes[0], nb("0,1·% von 720·h. Klammer über dem Balken: Messgrenzen 28·min_36·s bis 33·min_24·s."))
	want := [5][2]string{{"Ausfälle", "3"}, {"Längster Ausfall", "15·min"}, {"MTTR (n_=_3)", "13·min_20·s"},
		{"MTBF", "239·h_46·min"}, {"Gutschrift", "keine"}}
	for i, f := range o.Figures.Figures {
		check(t, "figure", f.Label, nb(want[i][0]))
		check(t, f.Label, f.Value, nb(want[i][1]))
	}
	check(t, "days with loss", plain(o.Days.List), nb("verloren: 21.09. 25·min, 22.09. 6·min"))
	check(t, "trend", o.Trend.Empty, "Vergleichsmonate folgen ab November 2017.")
}

// 900, 600 and 360 of 1860 s are 48.387…, 32.258… and 19.354… %: the two tenths
// that rounding down leaves go to the two greatest remainders.
func TestCausesOfWorkedExample1(t *testing.T) {
	c := viewOf(t, example1(t), "de").Objectives[0].Causes
	want := []causeRow{
		{"Fehler im Update", "MusterCRM GmbH", nb("15·min"), nb("48,4·%"), nb("99,962·%"), "c-deploy"},
		{"nicht zugeordnet", "keine Störung erfasst: Neustart 14:35 bis 14:45", nb("10·min"), nb("32,3·%"), nb("99,951·%"), "c-unattributed"},
		{"Rechenzentrum", "Zulieferer", nb("6·min"), nb("19,3·%"), nb("99,942·%"), "c-datacenter"},
	}
	if !slices.Equal(c.Rows, want) {
		t.Errorf("causes = %q, want %q", c.Rows, want)
	}
	check(t, "sum", c.Sum, causeRow{Name: "Summe", Lost: nb("31·min"), Share: nb("100,0·%")})
}

func TestLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		parts []int64
		want  []int
	}{
		{[]int64{900, 600, 360}, []int{484, 323, 193}},
		{[]int64{1, 1, 1}, []int{334, 333, 333}},
		{[]int64{5}, []int{1000}},
		{[]int64{0, 0}, []int{0, 0}},
		{[]int64{3e14, 1}, []int{1000, 0}}, // ten years fit
		{nil, []int{}},
	} {
		if got := largestRemainder(c.parts, 1000); !slices.Equal(got, c.want) {
			t.Errorf("largestRemainder(%v) = %v, want %v", c.parts, got, c.want)
		}
	}
}

// Nine causes: six rows, the rest in one, all of them elsewhere.
func TestManyCauses(t *testing.T) {
	doc := altered(t, func(r *sla.ObjectiveResult) {
		r.Causes = nil
		r.Sums.Lost = 45 * span.Minute // 9 + 8 + … + 1
		for i := range 9 {
			lost := sla.Micros(9-i) * span.Minute
			r.Causes = append(r.Causes, sla.CauseSum{Cause: sla.Cause('a' + rune(i)), Lost: lost, Plain: lost,
				Without: sla.Availability{Lost: r.Sums.Lost - lost, Denominator: r.Sums.Denominator}})
		}
	})
	c := viewOf(t, doc, "de").Objectives[0].Causes
	check(t, "rows", len(c.Rows), 7)
	check(t, "bars", len(c.Chart.Bars), 7)
	check(t, "all", len(c.All), 9)
	check(t, "rest", c.Rows[6].Name, "weitere 3")
	check(t, "rest lost", c.Rows[6].Lost, nb("6·min")) // 3 + 2 + 1
	// (2 592 000 − 39 × 60) ÷ 2 592 000 = 99.9097…
	check(t, "without the rest", c.Rows[6].Without, nb("99,909·%"))
}

func TestWaterfallOfWorkedExample2(t *testing.T) {
	w := viewOf(t, example2(t), "en").Objectives[0].Counted
	want := [][3]string{
		{"", "Calendar time", "2,592,000·s"}, {"−", "out of hours", "1,836,000·s"}, {"−", "excused maintenance", "0·s"},
		{"−", "excluded", "0·s"}, {"−", "no data", "0·s"}, {"=", "Denominator", "756,000·s"},
		{"", "of it up", "753,600·s"}, {"", "of it degraded, 40% of users", "900·s"}, {"", "of it down", "1,500·s"},
		{"", "Remainder, in no row", "0·s"},
	}
	check(t, "rows", len(w.Waterfall.Rows), len(want))
	for i, r := range w.Waterfall.Rows {
		check(t, "row", [3]string{r.Sign, r.Name, r.Seconds}, [3]string{want[i][0], want[i][1], nb(want[i][2])})
	}
	formulas := []formula{
		{"Lost time", "1,500·s × 100% + 900·s × 40%", "1,860·s"},
		{"Availability", "1 − 1,860·s ÷ 756,000·s = 99.753968…%, rounded down", "99.753%"},
		{"Budget", "(100% − 99.9%) × 756,000·s", "756·s"},
		{"Verdict", "1,860·s > 756·s, overspent by 1,104·s", "missed"},
		{"As users saw it", "nothing excused, around the clock", "99.928%"},
	}
	for i, f := range w.Formulas {
		check(t, "formula", f, formula{formulas[i].Name, nb(formulas[i].Formula), nb(formulas[i].Value)})
	}
}

// A maintenance is printed with the reasons why it excuses nothing.
func TestWorkedExample4InWords(t *testing.T) {
	a, f := september(t)
	a.Objectives[0].Maintenance = &sla.MaintenanceRule{Notice: 72 * span.Hour}
	f.Maintenance[0].Kind = sla.Planned
	f.Maintenance[0].Announced = f.Maintenance[0].Start.Add(-71 * span.Hour)
	v := viewOf(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"), "de")
	check(t, "maintenance", marked(v.Objectives[0].Counted.Exceptions.Pairs[0].Value),
		nb("Do 21.09., 14:35–14:45, Neustart: *nicht entschuldigt*; nur 71·h vorher angekündigt, vereinbart sind 72·h"))
}

func TestIncidentsInWords(t *testing.T) {
	h := viewOf(t, example1(t), "de").Objectives[0].Happened
	check(t, "incidents", len(h.Incidents), 2)
	check(t, "first", h.Incidents[0].Head.Title, "Fehler im Update")
	check(t, "its outage", h.Incidents[0].Head.Notes[0], "Ausfall 1")
	check(t, "missing part", plain(h.Incidents[1].Parts[2].Text), "Warum es nicht wieder geschieht. Dazu steht nichts im Protokoll.")
	check(t, "says so", h.Outages.Head.Notes[1], "Zu Ausfall 2 wurde keine Störung erfasst.")
}

func TestTimelines(t *testing.T) {
	h := viewOf(t, example1(t), "de").Objectives[0].Happened
	check(t, "days", len(h.Timelines), 2)
	first := h.Timelines[0].Chart
	check(t, "window from 14:00", first.From, int64(14*span.Hour))
	check(t, "to 15:00", first.To, int64(15*span.Hour))
	check(t, "outages", len(first.Outages), 2)
	check(t, "lanes", len(first.Lanes), 2)
	check(t, "log", first.Log[1].Label, "Neustart, nicht angekündigt")
	check(t, "share", h.Timelines[1].Chart.Outages[0].Head, nb("Nr. 3, 15·min für 40·% der Nutzer = 6·min"))
	check(t, "note", h.Note[:len("Oben der ganze Tag, darunter eine Stunde.")], "Oben der ganze Tag, darunter eine Stunde.")
	check(t, "days at most", len(viewOf(t, many(t, 120), "de").Objectives[0].Happened.Timelines), 6)
}

// A day of 25 hours is drawn 25 hours long, its hours labelled by the clock.
func TestLongDay(t *testing.T) {
	a, f := september(t)
	f.Incidents, f.Maintenance = nil, nil
	v := viewOf(t, document(t, a, f, "2017-10", "2017-11-01 00:00:00"), "de")
	day := v.Objectives[0].Days.Blocks[0].Chart.Days[28]
	check(t, "day", day.Key, "2017-10-29")
	check(t, "length", day.Length, int64(25*span.Hour))
	s := scribe{Words: v.Words, zone: berlin(t)}
	ticks := s.hourTicks(calendarDay{
		Span: between(t, "2017-10-29 00:00:00", "2017-10-30 00:00:00"), at: local(t, "2017-10-29 00:00:00").Time().In(berlin(t)),
	})
	check(t, "3 o'clock", time.Duration(ticks[1].At)*time.Microsecond, 4*time.Hour)
}

// Without an outage there is no page about what happened.
func TestCalmMonth(t *testing.T) {
	o := viewOf(t, quiet(t), "de").Objectives[0]
	if o.Happened != nil {
		t.Error("a page about nothing")
	}
	check(t, "causes", o.Causes.Empty, "Keine Ursachen: Es gab keinen Ausfall.")
	want := [5]string{"0", "–", "n/a", "n/a", "keine"}
	for i, f := range o.Figures.Figures {
		check(t, f.Label, f.Value, want[i])
	}
}

func TestMonthWithoutData(t *testing.T) {
	o := viewOf(t, silent(t), "de").Objectives[0]
	check(t, "budget", o.Budget.Empty, "Ohne Daten kein Budget.")
	check(t, "measured", o.Verdict.Measured, "n/a")
	check(t, "side", len(o.Verdict.Side), 1)
	row := o.Counted.Waterfall.Rows[4]
	check(t, "no data", row.Seconds, nb("2.674.800·s")) // 743 h
	check(t, "stands out", row.Bold && !row.Muted, true)
}

// No data charged as down is a part of the budget of its own, once.
func TestSilenceChargedAsDown(t *testing.T) {
	a, f := september(t)
	a.Objectives[0].NoData = sla.NoDataDown
	gap := between(t, "2017-09-12 03:00:00", "2017-09-12 05:00:00")
	for i := range f.Series {
		checks := slices.DeleteFunc(everyMinute(t, nil), func(c sla.Check) bool { return gap.Contains(c.Time) })
		f.Series[i].Runs = sla.Reduce(checks, web)
	}
	f.Incidents, f.Maintenance = nil, nil
	o := viewOf(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"), "de").Objectives[0]
	// 3 minutes after the last check at 02:59 the silence begins: 1 h 58 min.
	check(t, "spent", o.Budget.Spent, nb("1·h_58·min"))
	var parts int64
	for _, p := range o.Budget.Chart.Parts {
		parts += p.Lost
	}
	check(t, "parts", parts, o.Budget.Chart.Lost)
	check(t, "cause", o.Causes.Rows[0].Name, "ohne Messdaten")
}

func TestSummaryWorstFirst(t *testing.T) {
	v := viewOf(t, two(t), "de")
	check(t, "sentence", v.Summary.Sentence, "1 von 2 Zielen erreicht")
	check(t, "first", v.Summary.Rows[0].Name, "MusterCRM (crm-office)")
	check(t, "left", v.Summary.Rows[0].Left, nb("−18·min_24·s"))
	check(t, "second", v.Summary.Rows[1].Left, nb("12·min_12·s"))
	check(t, "running head", v.Objectives[0].Running, "Verfügbarkeitsbericht September 2017 · MusterCRM (crm-office)")
}

// Every label, reason and code that a result can hold has words.
func TestEveryCodeHasWords(t *testing.T) {
	w := viewOf(t, example1(t), "de").Words
	keys := []string{}
	for _, l := range []sla.Label{sla.LabelOutOfHours, sla.LabelMaintenance, sla.LabelExcluded, sla.LabelNoData, sla.LabelDown, sla.LabelDegraded, sla.LabelUp} {
		keys = append(keys, "label."+string(l))
	}
	for _, y := range []sla.Why{sla.WhyHours, sla.WhyMaintenance, sla.WhyCorrection, sla.WhyExcludedCause, sla.WhySilence, sla.WhyChecks, sla.WhyIncident, sla.WhyNoIncident, sla.WhyShortOutage} {
		keys = append(keys, "why."+string(y))
	}
	for _, m := range []string{sla.MaintExcused, sla.MaintNoRule, sla.MaintEmergency, sla.MaintNotAnnounced, sla.MaintShortNotice, sla.MaintOutsideWindow, sla.MaintAllowance, sla.MaintOutOfHours, sla.MaintEmpty} {
		keys = append(keys, "maintenance.why."+m)
	}
	for _, n := range []string{sla.NoteAsIncidents, sla.NoteNoData, sla.NoteBlips, sla.NoteSuppressed, sla.NoteOpenOutages, sla.NoteEndUnknown, sla.NoteClamped} {
		keys = append(keys, "note.code."+n)
	}
	for _, c := range []sla.CorrectionKind{sla.CorrectUp, sla.CorrectDown, sla.CorrectLoss, sla.CorrectNoData, sla.CorrectExcluded} {
		keys = append(keys, "correction.as."+string(c))
	}
	for _, e := range []sla.Evidence{sla.Probes, sla.Incidents, sla.Either, sla.ProbesThenIncidents} {
		keys = append(keys, "rules.evidence."+string(e))
	}
	for _, n := range []sla.NoDataRule{sla.NoDataExclude, sla.NoDataUp, sla.NoDataDown} {
		keys = append(keys, "rules.no-data."+string(n))
	}
	for _, m := range []sla.CombineMode{sla.Any, sla.All, sla.AtLeast, sla.Share} {
		keys = append(keys, "rules.works."+string(m), "rules.lost."+string(m))
	}
	for _, c := range []sla.Certainty{sla.CertaintyNA, sla.Stated, sla.Corrected, sla.Proven, sla.CertaintyUndetermined} {
		keys = append(keys, "certainty."+string(c))
	}
	for kind := range looks {
		keys = append(keys, "verdict."+string(kind))
	}
	for _, key := range keys {
		if !w.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
}

func TestChangesAreCounted(t *testing.T) {
	a, f := september(t)
	f.Changes = []sla.Change{
		{ID: "a", Service: "crm", Time: local(t, "2017-09-21 14:01:00")}, // 4 min before an outage
		{ID: "b", Service: "crm", Time: local(t, "2017-09-25 14:00:00")},
	}
	pairs := viewOf(t, document(t, a, f, "2017-09", "2017-10-01 00:00:00"), "de").Objectives[0].Counted.Exceptions.Pairs
	check(t, "changes", pairs[len(pairs)-2].Label+": "+plain(pairs[len(pairs)-2].Value), "Änderungen: 2 Änderungen; auf 1 davon folgte ein Ausfall")
}
