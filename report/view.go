package report

import (
	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
)

// A view is everything that any format prints, as ready-made words and
// numbers in one language. Texts are clean: no control or bidi characters.
type view struct {
	Words words.Words // for the few words that only one format needs

	Title      string // "Verfügbarkeitsbericht"
	Period     string // "September 2017", of the report as asked for
	Provider   string
	Customer   string
	Logo       []byte // PNG or JPEG; nil: none
	Accent     string // "#rrggbb"; "": none
	Summary    *summaryView
	Objectives []objectiveView // worst first
	Digests    digestsView
	Notes      []footnote
	Generated  string // "Erstellt mit upledger 0.1.0, Stand 1. Oktober 2017, 00:00 Uhr"
}

// A prose is text in which some runs are bold.
type prose []words.Run

// A head stands in the hanging column beside its section.
type head struct {
	Title string
	Notes []string
}

// A pair is a label and what is said about it.
type pair struct {
	Label string
	Value prose
}

// A summaryView is the list in front of several objectives, worst first.
type summaryView struct {
	Head     head
	Sentence string    // "2 von 3 Zielen erreicht"
	Columns  [7]string // name, verdict, measured, promised, budget left, error budget, credit
	Rows     []summaryRow
}

// A summaryRow is one objective in the summary.
type summaryRow struct {
	Anchor   string // of its section in the HTML
	Mark     chart.MarkKind
	Tone     chart.Role
	Name     string
	Period   string
	Word     string // of the verdict
	Measured string
	Target   string
	Left     string // of the budget, "−18 min 24 s"
	Bar      chart.Share
	Credit   string // "120,00 EUR", "keine"; "–" where none is agreed or none can be said
}

// An objectiveView is one objective: the three pages of the PDF.
type objectiveView struct {
	ID      string
	Name    string // the service, told apart from other objectives
	Service string // id of the service
	Anchor  string // "crm", safe as an id in HTML
	Running string // running head: "Verfügbarkeitsbericht September 2017" (several objectives: with the objective)
	Footer  string // "MusterCRM GmbH für ACME GmbH · MusterCRM · September 2017"
	Period  string // "September 2017"
	Facts   [4]fact

	Verdict  verdictView
	Budget   budgetView
	Figures  figuresView
	Days     daysView
	Causes   causesView
	Trend    trendView
	Latency  *latencyView  // nil: nobody knows how long checks took
	Happened *happenedView // nil: nothing happened, no page "what happened"
	Counted  countedView
	Ledger   ledgerView // only the HTML prints it
}

// A fact is one of the four in the letterhead.
type fact struct{ Label, Value string }

// A verdictView is the block that is understood in five seconds.
type verdictView struct {
	Mark     chart.MarkKind
	MarkTone chart.Role
	Word     string // "Ziel erreicht"
	WordTone chart.Role
	Measured string     // "99,928 %" or "n/a"
	NumTone  chart.Role // of Measured: ink, or nodata for n/a
	Sentence prose
	Note     string // one or more sentences, muted
	Side     []fact // promised, certainly at least, at most
}

// A budgetView is the error budget. Without data there is no bar but Empty.
type budgetView struct {
	Head      head
	Empty     string     // "Ohne Daten kein Budget."; then the rest is zero
	SpentWord string     // "verbraucht"
	Spent     string     // "31 min"
	LeftWord  string     // "übrig" or "überzogen um"
	Left      string     // "12 min 12 s"
	LeftTone  chart.Role // ink or breached
	Chart     chart.Budget
	Table     dataTable
}

// A figuresView is the row of five key figures.
type figuresView struct {
	Head    head
	Figures [5]figure
}

// A figure is a key figure with the clause that concerns it.
type figure struct {
	Label, Value string
	ValueTone    chart.Role // "": ink; breached where something is owed
	Note         string
	NoteMark     chart.MarkKind // check or cross before Note; "": no clause
	NoteTone     chart.Role     // muted, or breached
}

// A daysView is the days of the period: one block for a week or month, one per
// month of a quarter or year.
type daysView struct {
	Head   head
	Blocks []daysBlock
	List   prose // the days with loss in words, for narrow screens
	Table  dataTable
}

// A daysBlock is one chart of days.
type daysBlock struct {
	Title string // "September 2017", "" if there is only one
	Chart chart.Days
}

// A causesView is the table of causes. Without loss there is Empty.
type causesView struct {
	Head    head
	Empty   string // "Keine Ursachen: Es gab keinen Ausfall."
	Columns [4]string
	Rows    []causeRow // at most 7; the rest is one row "weitere 5"
	All     []causeRow // every cause; longer than Rows only if Rows was cut
	Sum     causeRow
	Chart   chart.Causes // the bars of Rows, in the same order
	Alt     string       // what the bars show, for readers who do not see them
}

// A causeRow is a cause of the first level.
type causeRow struct {
	Name    string
	Owner   string // or what is open about it
	Lost    string
	Share   string
	Without string // availability without this cause; "" in Sum
	Key     string // of the cause, several with spaces between; safe as an id
}

// A trendView compares with earlier periods; with fewer than three there is
// only the sentence Empty.
type trendView struct {
	Head  head
	Empty string
	Chart chart.Trend
	Table dataTable
}

// A happenedView is the page "what happened".
type happenedView struct {
	Title     string
	Note      string
	Timelines []timelineView // at most six, by date
	Outages   outagesView
	Incidents []incidentView
}

// A timelineView is one day with outages.
type timelineView struct {
	Anchor string // of the day, for links from the chart of days
	Head   head
	Chart  chart.Timeline
	Table  dataTable
}

// An outagesView is the table of all outages.
type outagesView struct {
	Anchor  string // for links from days that are not drawn
	Head    head
	Columns [8]string // no., day, start, end, length, users, lost, cause
	Rows    []outageRow
	Sum     outageRow // Number holds the word "Summe", only Length and Lost besides
}

// An outageRow is one outage.
type outageRow struct {
	Number, Day, Start, End, Length, Users, Lost, Cause string
	Note                                                string // "begann im Vormonat", "noch offen", …; "" mostly
	Key                                                 string // of the cause's row; "": none
}

// An incidentView is an incident in the provider's own words, or an outage
// without one.
type incidentView struct {
	ID    string
	Head  head
	Parts []paragraph // three answers, each begun by its bold question
}

// A countedView is the page "how it was counted".
type countedView struct {
	Title       string
	Waterfall   waterfallView
	Formulas    []formula
	Rules       rulesView // Vereinbarte Regeln
	Exceptions  rulesView // Wartung, Lücken, Korrekturen
	Definitions rulesView // Begriffe

	Reconciliation reconciliationView // Abgleich; without rows: nothing to compare
}

// A waterfallView leads from the calendar to the availability.
type waterfallView struct {
	Head  head
	Rows  []waterfallRow
	Chart chart.Waterfall // the bars of Rows, in the same order
	Alt   string
}

// A waterfallRow is one line of the waterfall.
type waterfallRow struct {
	Sign     string // "", "−" or "="
	Name     string
	Duration string
	Seconds  string
	Total    bool // rule above, bold
	Bold     bool // not zero though it mostly is
	Muted    bool // zero
}

// A formula is one of the formulas with the figures put in.
type formula struct{ Name, Formula, Value string }

// A rulesView is a section of labels and sentences.
type rulesView struct {
	Head  head
	Pairs []pair
	Own   []pair // those of Pairs that only this objective has, where others repeat the rest
}

// own is v with the pairs that only this objective has.
func (v rulesView) own() rulesView { return rulesView{Head: v.Head, Pairs: v.Own} }

// A digestsView says which data the report was made from.
type digestsView struct {
	Head head
	Rows []digest
}

// A digest is the checksum of one input or of the rules.
type digest struct{ Name, Count, SHA256 string }

// A footnote is a doubt in words.
type footnote struct{ Code, Objective, Text string }

// A ledgerView is all rows of the ledger.
type ledgerView struct {
	Head    head
	Columns [5]string // start, end, seconds, label, cause
	Rows    []ledgerRow
	Sum     string // seconds of all rows
	Count   string // "7 Zeilen"
	SumWord string
}

// A ledgerRow is one row of the ledger in words.
type ledgerRow struct {
	Start, End, Seconds, Label, Cause string
	Kind                              string // the label's code, for its colour
	From, To, Length                  string // the same for programs: RFC 3339, seconds
}

// A dataTable holds the numbers of a chart for readers who do not see it.
type dataTable struct {
	Caption string
	Show    string // what opens a table that is folded away
	Columns []string
	Rows    [][]string
}
