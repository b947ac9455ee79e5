package chart

import "testing"

// White text stands on what is filled with the colour of an outage, never on
// the hatch of the silence inside it.
func TestNamesOfOutagesStandOnTheirColour(t *testing.T) {
	for _, silence := range []int64{0, 5, 20, 29} { // minutes of the 30 of the outage
		down := (30 - silence) * minute
		tl := Timeline{Length: 24 * hour, From: 14 * hour, To: 15 * hour, Counted: []Stretch{{From: 0, To: 24 * hour}},
			Marks: []Stretch{
				{From: 14*hour + 5*minute, To: 14*hour + 5*minute + down/3, Kind: KindDown, Share: million},
				{From: 14*hour + 5*minute + down/3, To: 14*hour + 5*minute + down/3 + silence*minute, Kind: KindNoData},
				{From: 14*hour + 5*minute + down/3 + silence*minute, To: 14*hour + 35*minute, Kind: KindDown, Share: million},
			},
			Outages: []TimelineOutage{{From: 14*hour + 5*minute, To: 14*hour + 35*minute, Share: million, Head: "Nr. 9, 30 min", Short: "Nr. 9", Cause: "unattributed", Down: true}},
		}
		s := tl.Scene(OnPaper())
		for _, shape := range s.Shapes {
			text, ok := shape.(Text)
			if !ok || text.Fill != Paper {
				continue
			}
			stands := false
			for _, under := range s.Shapes {
				if r, ok := under.(Rect); ok && r.Fill == Breached && r.X <= text.X && text.X+TextWidth(text.Words, text.Size, text.Bold) <= r.X+r.W && r.Y < text.Y && text.Y < r.Y+r.H {
					stands = true
				}
			}
			if !stands {
				t.Errorf("%d min of silence: %q stands on no outage", silence, text.Words)
			}
		}
	}
}

// Labels of neighbouring months keep apart, however long they are.
func TestTrendLabelsKeepApart(t *testing.T) {
	var tr Trend
	for range 12 {
		tr.Months = append(tr.Months, Month{Label: "Jan 17", Value: "100,000000", Lost: 5000 * minute, LostText: "12.345 h", Budget: minute, Breached: true})
	}
	for _, shape := range tr.Scene(OnPaper()).Shapes {
		if text, ok := shape.(Text); ok && text.Anchor == AtMiddle {
			if w := TextWidth(text.Words, text.Size, text.Bold); w > OnPaper().Width/12-0.5 {
				t.Errorf("%q is %.1f mm wide, its slot %.1f", text.Words, w, OnPaper().Width/12)
			}
		}
	}
}
