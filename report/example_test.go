package report_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/upledger/upledger/report"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// A shop was promised 99.5 % and was gone for two hours of June, by its
// incident log. 2 h of 720 h are 0.2777… %.
func Example() {
	target, err := sla.ParsePercent("99.5")
	if err != nil {
		fmt.Println(err)
		return
	}
	agreement := sla.Agreement{
		ID: "shop", Customer: "Example Ltd", Locale: "en", Zone: time.UTC,
		Provider:   sla.Provider{Name: "Hosting Inc"},
		Services:   map[string]sla.Service{"shop": {ID: "shop", Name: "Web shop"}},
		Objectives: []sla.Objective{{ID: "shop", Service: "shop", Target: target, Period: sla.Month, Evidence: sla.Incidents, NoData: sla.NoDataExclude}},
	}
	down := time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)
	facts := sla.Facts{Incidents: []sla.Incident{{
		ID: "4711", Services: []string{"shop"}, Cause: "power", Impact: sla.FullLoss,
		Started: span.Of(down), Resolved: span.Of(down.Add(2 * time.Hour)),
	}}}
	june, err := sla.ParsePeriod("2026-06", agreement.Zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := sla.Evaluate(agreement, june, span.Of(time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)), facts)
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := report.Document{Result: result, Generator: "upledger 0.1.0"}
	if err := report.Lines(os.Stdout, doc); err != nil {
		fmt.Println(err)
	}
	var page strings.Builder
	if err := report.HTML(&page, doc); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Contains(page.String(), "Target met"))
	// Output:
	// shop  shop  June 2026  Target met  99.722% (99.5%)  99.722% – 99.722%  left 1 h 36 min  from the incident log
	// true
}
