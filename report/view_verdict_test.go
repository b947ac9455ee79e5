package report

import (
	"strings"
	"testing"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// nb writes the no-break spaces of wanted texts: "_" is U+00A0, "·" U+202F,
// which the bold figures of the sentences are full of.
func nb(text string) string { return strings.NewReplacer("_", "\u00a0", "·", "\u202f").Replace(text) }

// marked returns a prose with its bold runs between asterisks.
func marked(p prose) string {
	var b strings.Builder
	for _, r := range p {
		if r.Bold {
			b.WriteString("*" + r.Text + "*")
			continue
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

// sentences checks the verdict, its sentence and its note in both languages.
func sentences(t *testing.T, name string, doc Document, de, en [3]string) {
	t.Helper()
	for lang, want := range map[string][3]string{"de": de, "en": en} {
		v := viewOf(t, doc, lang).Objectives[0].Verdict
		check(t, name+" word "+lang, v.Word, want[0])
		check(t, name+" sentence "+lang, marked(v.Sentence), nb(want[1]))
		check(t, name+" note "+lang, v.Note, nb(want[2]))
	}
}

func TestSentenceMet(t *testing.T) {
	sentences(t, "met", example1(t),
		[3]string{"Ziel erreicht",
			"Im September 2017 war MusterCRM zu *99,928·%* verfügbar; zugesagt waren *99,9·%*. Das Ziel wurde erreicht; *12·min_12·s* des Budgets blieben übrig.",
			"Belegt: Auch der ungünstigste Wert, 99,922·%, liegt über der Zusage."},
		[3]string{"Target met",
			"In September 2017 MusterCRM was available *99.928%* of the time; *99.9%* was promised. The target was met, with *12·min_12·s* of the budget left.",
			"Proven: even the least favourable value, 99.922%, is above the promise."})
}

func TestSentenceNothingLost(t *testing.T) {
	sentences(t, "nothing lost", quiet(t),
		[3]string{"Ziel erreicht", "Im September 2017 war MusterCRM ohne Ausfall verfügbar; zugesagt waren *99,9·%*. Das Ziel wurde erreicht.",
			"Belegt: Auch der ungünstigste Wert, 100,000·%, liegt über der Zusage."},
		[3]string{"Target met", "In September 2017 MusterCRM was available without an outage; *99.9%* was promised. The target was met.",
			"Proven: even the least favourable value, 100.000%, is above the promise."})
}

func TestSentenceBreached(t *testing.T) {
	sentences(t, "breached", example2(t),
		[3]string{"Ziel verfehlt",
			"Im September 2017 war MusterCRM in der Servicezeit zu *99,753·%* verfügbar; zugesagt waren *99,9·%*. Das Ziel wurde verfehlt; das Budget ist um *18·min_24·s* überzogen. Gutschrift: 10·% = *120,00_EUR*.",
			"Belegt: Auch der günstigste Wert, 99,773·%, liegt unter der Zusage."},
		[3]string{"Target missed",
			"In September 2017 MusterCRM was available *99.753%* of the time during service hours; *99.9%* was promised. The target was missed; the budget is overspent by *18·min_24·s*. Credit: 10% = *EUR_120.00*.",
			"Proven: even the most favourable value, 99.773%, is below the promise."})
}

// altered is worked example 1 with its result changed by hand, for verdicts
// that are hard to bring about with facts.
func altered(t *testing.T, change func(*sla.ObjectiveResult)) Document {
	doc := example1(t)
	change(&doc.Result.Objectives[0])
	return doc
}

func TestSentenceBudgetSpent(t *testing.T) {
	doc := altered(t, func(r *sla.ObjectiveResult) {
		r.Remaining = 0
		r.Measured = sla.Availability{Lost: 2592 * span.Second, Denominator: 2_592_000 * span.Second}
		r.Worst = r.Measured
	})
	sentences(t, "spent", doc,
		[3]string{"Ziel erreicht",
			"Im September 2017 war MusterCRM zu *99,900·%* verfügbar; zugesagt waren *99,9·%*. Das Ziel wurde erreicht; das Budget ist aufgebraucht.",
			"Belegt: Auch der ungünstigste Wert, 99,900·%, erreicht genau die Zusage."},
		[3]string{"Target met",
			"In September 2017 MusterCRM was available *99.900%* of the time; *99.9%* was promised. The target was met with nothing of the budget left.",
			"Proven: even the least favourable value, 99.900%, is exactly the promise."})
}

func TestSentenceUndetermined(t *testing.T) {
	gaps := altered(t, func(r *sla.ObjectiveResult) {
		r.Certainty, r.CertaintyReason, r.Sums.NoData = sla.CertaintyUndetermined, sla.ReasonGaps, 3*span.Hour+10*span.Minute
	})
	sentences(t, "gaps", gaps,
		[3]string{"Erreicht, nicht belegt",
			"Im September 2017 wurden *99,928·%* gemessen; zugesagt waren *99,9·%*. Nach der Messung ist das Ziel erreicht, belegt ist das nicht: Für *3·h_10·min* fehlen Messdaten.",
			"Grund: Lücken in der Messung. Die Gutschrift richtet sich nach dem gemessenen Wert."},
		[3]string{"Met, not proven",
			"In September 2017 *99.928%* was measured; *99.9%* was promised. By measurement the target is met, but this is not proven: *3·h_10·min* are without data.",
			"Reason: gaps in the measurement. The credit follows the measured value."})
	coarse := altered(t, func(r *sla.ObjectiveResult) {
		r.Verdict, r.Certainty, r.CertaintyReason, r.Remaining = sla.Breached, sla.CertaintyUndetermined, sla.ReasonTooCoarse, -span.Second
	})
	sentences(t, "coarse", coarse,
		[3]string{"Verfehlt, nicht belegt",
			"Im September 2017 wurden *99,928·%* gemessen; zugesagt waren *99,9·%*. Nach der Messung ist das Ziel verfehlt, belegt ist das nicht: Prüfungen alle *60·s* sind für dieses Ziel zu selten.",
			"Grund: zu seltene Prüfungen. Die Gutschrift richtet sich nach dem gemessenen Wert."},
		[3]string{"Missed, not proven",
			"In September 2017 *99.928%* was measured; *99.9%* was promised. By measurement the target is missed, but this is not proven: one check every *60·s* is too coarse for this target.",
			"Reason: checks too far apart. The credit follows the measured value."})
}

// Below the agreed coverage there is no verdict, and the mark says so.
func TestSentenceOfTooLittleData(t *testing.T) {
	doc := altered(t, func(r *sla.ObjectiveResult) {
		r.Verdict, r.Certainty, r.CertaintyReason = sla.VerdictUndetermined, sla.CertaintyUndetermined, sla.ReasonCoverage
		r.Objective.Credits = nil
	})
	v := viewOf(t, doc, "de").Objectives[0].Verdict
	check(t, "word", v.Word, "Nicht entscheidbar")
	check(t, "mark", v.Mark, chart.MarkUndetermined)
	check(t, "note", v.Note, "Grund: zu wenig Messdaten.")
}

// What the incident log says is printed as what it says, never as certain.
func TestStatedIsNotCertain(t *testing.T) {
	stated := func(r *sla.ObjectiveResult) { r.Certainty, r.Worst, r.Best = sla.Stated, r.Measured, r.Measured }
	v := viewOf(t, altered(t, stated), "de").Objectives[0].Verdict
	check(t, "sentence", marked(v.Sentence), nb("Im September 2017 war MusterCRM nach dem Störungsprotokoll zu *99,928·%* verfügbar; zugesagt waren *99,9·%*. "+
		"Das Ziel wurde erreicht; *12·min_12·s* des Budgets blieben übrig."))
	check(t, "rows beside it", len(v.Side), 2)
	check(t, "label", v.Side[1], fact{"laut Störungsprotokoll", nb("99,928·%")})
	v = viewOf(t, altered(t, func(r *sla.ObjectiveResult) { r.Certainty = sla.Stated }), "en").Objectives[0].Verdict
	check(t, "label of the worst", v.Side[1], fact{"at least (by the log)", "99.922%"})
}

func TestSentenceNoData(t *testing.T) {
	sentences(t, "no data", silent(t),
		[3]string{"Keine Daten",
			"Für März 2018 liegen zu MusterCRM keine Messdaten vor. Ob das Ziel von *99,9·%* erreicht wurde, lässt sich nicht sagen.",
			"Ohne Daten wird weder eine Verfügbarkeit noch eine Gutschrift berechnet."},
		[3]string{"No data",
			"There is no data about MusterCRM for March 2018. Whether the target of *99.9%* was met cannot be said.",
			"Without data neither an availability nor a credit is computed."})
}

// Seen on the 22nd at noon: 15 min of the whole month's 43 min 12 s are lost,
// 900 s of 21.5 days are 0.0484 %.
func TestSentenceProvisional(t *testing.T) {
	sentences(t, "on track", soFar(t),
		[3]string{"Vorläufig erreicht",
			"Bis 22. September 2017, 12:00 Uhr, war MusterCRM zu *99,951·%* verfügbar; zugesagt sind *99,9·%*. Bis 30. September dürfen noch *28·min_12·s* verloren gehen.",
			"Vorläufig: Der Zeitraum ist noch nicht zu Ende."},
		[3]string{"Met so far",
			"Up to 22 September 2017, 12:00, MusterCRM was available *99.951%* of the time; *99.9%* is promised. *28·min_12·s* may still be lost until 30 September.",
			"Provisional: the period has not ended."})
	missed := soFar(t)
	r := &missed.Result.Objectives[0]
	r.Verdict, r.Remaining = sla.Breached, -90*span.Second
	sentences(t, "missed so far", missed,
		[3]string{"Vorläufig verfehlt",
			"Bis 22. September 2017, 12:00 Uhr, war MusterCRM zu *99,951·%* verfügbar; zugesagt sind *99,9·%*. Das Budget des ganzen Zeitraums ist um *1·min_30·s* überzogen.",
			"Vorläufig: Der Zeitraum ist noch nicht zu Ende."},
		[3]string{"Missed so far",
			"Up to 22 September 2017, 12:00, MusterCRM was available *99.951%* of the time; *99.9%* is promised. The budget of the whole period is overspent by *1·min_30·s*.",
			"Provisional: the period has not ended."})
}

// A verdict that rests on words or on corrections says so.
func TestNoteOfStatedAndCorrected(t *testing.T) {
	for certainty, want := range map[sla.Certainty]string{
		sla.Stated:    "Angegeben: Die Werte beruhen auf dem Störungsprotokoll, nicht auf Messungen.",
		sla.Corrected: "Korrigiert: Ohne die Korrekturen wäre das Urteil ein anderes.",
	} {
		doc := altered(t, func(r *sla.ObjectiveResult) { r.Certainty = certainty })
		check(t, string(certainty), viewOf(t, doc, "de").Objectives[0].Verdict.Note, want)
	}
}

// A miss by less than three decimals show is printed as a miss.
func TestAvailabilityNeverLooksLikeTheTarget(t *testing.T) {
	doc := altered(t, func(r *sla.ObjectiveResult) {
		r.Objective.Target = percent(t, "99.928")
	})
	check(t, "measured", viewOf(t, doc, "de").Objectives[0].Verdict.Measured, nb("99,9282·%"))
}
