package sla

import (
	"testing"
	"time"

	"github.com/upledger/upledger/sla/span"
)

// The rest of a failure looks like a blip when its beginning is not known.
func TestDecidesAtTheEdgesOfWhatIsKnown(t *testing.T) {
	const t0 = Instant(1_504_224_000_000_000)
	at := func(minutes int) Instant { return t0.Add(Micros(minutes) * span.Minute) }
	down := Run{State: Down, First: at(0), Last: at(1), NextOther: at(2), Checks: 2}
	up := Run{State: Up, LastOther: at(1), First: at(2), Last: at(60), NextOther: at(61), Checks: 59}
	late := Run{State: Down, LastOther: at(60), First: at(61), Last: at(62), Checks: 2}
	tests := map[string]struct {
		confirm        int
		known          Span
		window         Span
		earlier, later bool
	}{
		"window begins in a failure that may be a blip": {3, span.Between(at(0), at(70)), span.Between(at(1), at(30)), false, true},
		"window begins after it":                        {3, span.Between(at(0), at(70)), span.Between(at(3), at(30)), true, true},
		"window begins with the first check":            {1, span.Between(at(0), at(70)), span.Between(at(0), at(30)), false, true},
		"no check before the window":                    {1, span.Between(at(0), at(70)), span.Between(at(-1), at(30)), false, true},
		"everything earlier is known":                   {3, span.Between(0, at(70)), span.Between(at(1), at(30)), true, true},
		"window ends in a failure":                      {1, span.Between(at(-9), at(62)), span.Between(at(30), at(62)), true, false},
		"window ends where the checks end":              {1, span.Between(at(-9), at(60)), span.Between(at(30), at(61)), true, false},
		"window ends where the last check only holds":   {1, span.Between(at(-9), at(60)+1), span.Between(at(30), at(60)+1), true, false},
		"everything later is known":                     {1, span.Between(at(-9), at(900)), span.Between(at(30), at(62)), true, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := Monitor{Name: "web", Interval: span.Minute, MaxGap: 3 * span.Minute, Confirm: test.confirm}
			a := Agreement{ID: "a", Zone: time.UTC, Services: map[string]Service{"s": {ID: "s", Monitors: []Monitor{m}}},
				Objectives: []Objective{{ID: "s", Service: "s", Evidence: Probes}}}
			runs := []Run{down, up, late}
			if test.known.End < late.First {
				runs[1].NextOther, runs = 0, runs[:2]
			}
			f := Facts{Known: test.known, Series: []Series{{Service: "s", Monitor: "web", Runs: runs}}}
			earlier, later := Decides(a, test.window, at(900), f)
			if earlier != test.earlier || later != test.later {
				t.Errorf("decides earlier %v, later %v; want %v, %v", earlier, later, test.earlier, test.later)
			}
		})
	}
}
