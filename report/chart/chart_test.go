package chart

import (
	"math"
	"strings"
	"testing"
)

// near compares lengths in mm to a thousandth.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.001 {
		t.Errorf("%s = %.4f mm, want %.4f mm", what, got, want)
	}
}

// rects returns the rectangles of a scene with one fill.
func rects(s Scene, fill Role) []Rect {
	var out []Rect
	for _, shape := range s.Shapes {
		if r, ok := shape.(Rect); ok && r.Fill == fill {
			out = append(out, r)
		}
	}
	return out
}

func texts(s Scene) []string {
	var out []string
	for _, shape := range s.Shapes {
		if x, ok := shape.(Text); ok {
			out = append(out, x.Words)
		}
	}
	return out
}

func has(t *testing.T, s Scene, want ...string) {
	t.Helper()
	all := texts(s)
	for _, w := range want {
		found := false
		for _, x := range all {
			found = found || x == w
		}
		if !found {
			t.Errorf("no text %q in %q", w, all)
		}
	}
}

// september is the budget of worked example 1: 31 of 43 min 12 s, bounds 28
// min 36 s and 33 min 24 s.
func september() Budget {
	return Budget{
		Budget: 2592 * million, Lost: 1860 * million, Best: 1716 * million, Worst: 2004 * million, Bounds: true,
		Parts: []BudgetPart{{900 * million, "15 min"}, {600 * million, "10 min"}, {360 * million, "6 min"}},
		Mark:  "Budget 43 min 12 s", ZeroMinutes: "0 min", ZeroSeconds: "0 s",
	}
}

func TestBudgetScaleEndsAtTheBudget(t *testing.T) {
	s := september().Scene(OnPaper())
	tint, bar := rects(s, Tint), rects(s, Bar)
	if len(tint) != 1 || len(bar) != 1 {
		t.Fatalf("%d tints and %d bars, want one each", len(tint), len(bar))
	}
	near(t, "budget", tint[0].W, 131)
	near(t, "spent", bar[0].W, 131*1860.0/2592) // 94.005, as drawn
	near(t, "height", bar[0].H, 6)
	has(t, s, "15 min", "10 min", "6 min", "0 min", "10", "20", "30", "Budget 43 min 12 s")
	for _, x := range texts(s) {
		if x == "40" {
			t.Error("the label 40 runs into that of the budget")
		}
	}
}

func TestBudgetOverspentScaleEndsAtTheWorst(t *testing.T) {
	b := september()
	b.Budget = 756 * million // worked example 2
	s := b.Scene(OnPaper())
	near(t, "spent", rects(s, Bar)[0].W, 131*756.0/2004)
	var over []Rect
	for _, r := range rects(s, Breached) {
		if r.Pattern == Overspent {
			over = append(over, r)
		}
	}
	if len(over) != 1 {
		t.Fatalf("%d overspent parts, want 1", len(over))
	}
	near(t, "overspent from", over[0].X, 131*756.0/2004)
	near(t, "overspent", over[0].W, 131*(1860.0-756)/2004)
}

func TestBudgetDropsSeparatorsOfManyOutages(t *testing.T) {
	b := september()
	for _, parts := range [][]BudgetPart{
		{{1859 * million, "30 min 59 s"}, {1 * million, "1 s"}}, // 1 s is 0.05 mm
		make([]BudgetPart, 13),
	} {
		b.Parts = parts
		for _, shape := range b.Scene(OnPaper()).Shapes {
			if l, ok := shape.(Line); ok && l.Stroke == Paper {
				t.Errorf("%d parts: a separator is drawn", len(parts))
			}
		}
	}
}

func TestBudgetAxisKeepsItsUnit(t *testing.T) {
	b := Budget{Budget: 42 * minute, Lost: 16 * hour, Worst: 17 * hour, Bounds: true, Mark: "Budget 42 min 10 s", ZeroMinutes: "0 min", ZeroHours: "0 h"}
	has(t, b.Scene(OnPaper()), "4 h", "8", "12", "16") // the mark's label stands where 0 h would
}

// A bound of 17 h would press a budget of 42 min to a line: it stays open at
// twice the budget, 84 min.
func TestBudgetOutlivesADistantBound(t *testing.T) {
	b := Budget{Budget: 42 * minute, Worst: 17 * hour, Bounds: true, Mark: "Budget 42 min", ZeroMinutes: "0 min"}
	s := b.Scene(OnPaper())
	has(t, s, "0 min", "30", "75")
	for _, shape := range s.Shapes {
		if p, ok := shape.(Path); ok && len(p.Segments) == 3 {
			if got := len(p.Segments[2]); got != 3 {
				t.Errorf("the bracket ends in a stroke of %d points, want an arrow of 3", got)
			}
		}
		if r, ok := shape.(Rect); ok && r.Fill == Tint && (r.W < 65 || r.W > 66) {
			t.Errorf("the budget is %.1f mm wide, want half of 131", r.W)
		}
	}
}

func TestBudgetHasThreeToSevenTicks(t *testing.T) {
	for _, minutes := range []int64{3, 4, 7, 8, 12, 33, 43, 100, 438, 1000, 5256} {
		b := Budget{Budget: minutes * minute, Mark: "Budget", ZeroMinutes: "0 min"}
		step, _, _ := budgetStep(b.Budget, b)
		if n := b.Budget / step; n < 2 || n > 7 {
			t.Errorf("budget %d min: %d ticks after the first, want 2 to 7", minutes, n)
		}
	}
}

func aDay() Day {
	return Day{
		Key: "2017-09-21", Label: "21", Weekday: "D", Length: 24 * hour, Hit: true, Down: true, Lost: "25",
		Counted: []Stretch{{From: 0, To: 24 * hour}},
		Marks: []Stretch{
			{From: 14*hour + 5*minute, To: 14*hour + 20*minute, Kind: KindDown, Share: million},
			{From: 14*hour + 35*minute, To: 14*hour + 36*minute, Kind: KindDown, Share: million},
			{From: 20 * hour, To: 20*hour + 15*minute, Kind: KindDegraded, Share: 400_000},
		},
	}
}

func month(days ...Day) Days {
	all := make([]Day, 30)
	for i := range all {
		all[i] = Day{Label: number(int64(i + 1)), Weekday: "M", Length: 24 * hour, Counted: []Stretch{{From: 0, To: 24 * hour}}}
	}
	copy(all, days)
	return Days{Days: all, Midnight: "0 Uhr", LostRow: "verlorene Minuten"}
}

func TestDaysDrawTrueTimeAndShare(t *testing.T) {
	s := month(aDay()).Scene(OnPaper())
	column := 131.0/30 - 0.5
	down := rects(s, Breached)
	if len(down) != 2 {
		t.Fatalf("%d outages, want 2", len(down))
	}
	near(t, "15 min", down[0].H, 0.375)
	near(t, "14:05", down[0].Y-DaysTop, (14+5.0/60)*1.5)
	near(t, "width with all users", down[0].W, column)
	near(t, "1 min, made visible", down[1].H, 0.25)
	near(t, "14:35 is not moved", down[1].Y-DaysTop, (14+35.0/60)*1.5)
	degraded := rects(s, Degraded)
	near(t, "width with 40 % of the users", degraded[0].W, 0.4*column)
	if hit := rects(s, Hit); len(hit) != 1 || len(rects(s, Tint)) != 29 {
		t.Errorf("%d days with loss and %d without, want 1 and 29", len(hit), len(rects(s, Tint)))
	}
	has(t, s, "0 Uhr", "6", "12", "18", "24", "25", "verlorene Minuten", "30")
}

func TestDaysOfDaylightSavingAreLongerOrShorter(t *testing.T) {
	long := Day{Label: "29", Length: 25 * hour, Counted: []Stretch{{From: 0, To: 25 * hour}}}
	short := Day{Label: "26", Length: 23 * hour, Counted: []Stretch{{From: 0, To: 23 * hour}}}
	tint := rects(month(long, short).Scene(OnPaper()), Tint)
	near(t, "25 h", tint[0].H, 25*1.5)
	near(t, "23 h", tint[1].H, 23*1.5)
	near(t, "24 h", tint[2].H, 24*1.5)
}

func TestPatternsTooThinToSeeBecomeSolid(t *testing.T) {
	day := aDay()
	day.Marks = []Stretch{
		{From: 0, To: 50 * minute, Kind: KindMaintenance}, // 1.25 mm
		{From: 2 * hour, To: 3 * hour, Kind: KindMaintenance},
	}
	marks := rects(month(day).Scene(OnPaper()), Maintenance)
	if len(marks) != 2 || marks[0].Pattern != Solid || marks[1].Pattern != Vertical {
		t.Errorf("patterns %+v, want solid below 1.5 mm and vertical lines at 1.5 mm", marks)
	}
}

func TestTrendBarsStartAtZeroLostTime(t *testing.T) {
	tr := Trend{Unit: " min"}
	for _, lost := range []int64{0, 15, 30, 58} {
		tr.Months = append(tr.Months, Month{Label: "M", Value: "99,9", Lost: lost * minute, Budget: 43 * minute, Breached: lost > 43})
	}
	tr.Months[2].This = true
	s := tr.Scene(OnPaper())
	has(t, s, "60 min", "40", "20", "0") // the next top above 58
	if n := len(rects(s, Bar2)); n != 1 {
		t.Fatalf("%d earlier bars, want 1: nothing was lost in the first month", n)
	}
	near(t, "15 of 60 min", rects(s, Bar2)[0].H, 19.2/4)
	near(t, "30 of 60 min", rects(s, Bar)[0].H, 19.2/2)
	near(t, "58 of 60 min", rects(s, Breached)[0].H, 19.2*58/60)
	near(t, "slot", rects(s, Bar)[0].W, 131.0/12-4.8)
}

func TestTrendCutsAMonthFarAboveTheBudget(t *testing.T) {
	tr := Trend{Unit: " min", Months: []Month{
		{Label: "A", Lost: 10 * minute, Budget: 43 * minute},
		{Label: "B", Lost: 900 * minute, LostText: "900 min", Budget: 43 * minute, Breached: true},
	}}
	s := tr.Scene(OnPaper())
	has(t, s, "900 min", "60 min")
	near(t, "cut bar", rects(s, Breached)[0].H, 19.2)
}

func TestCausesShareOneScale(t *testing.T) {
	c := Causes{Bars: []CauseBar{{900 * million, 900 * million}, {360 * million, 900 * million}, {0, 0}}}
	scenes := c.Scenes(34)
	near(t, "15 min", rects(scenes[0], Bar)[0].W, 34)
	near(t, "6 min", rects(scenes[1], Bar)[0].W, 13.6)
	if n := len(scenes[1].Shapes); n != 2 {
		t.Errorf("%d shapes, want bar and outline", n)
	}
	if n := len(scenes[2].Shapes); n != 0 {
		t.Errorf("%d shapes for nothing, want none", n)
	}
}

func TestWaterfallIsTrueToScaleOrAHairline(t *testing.T) {
	w := Waterfall{Scale: 720 * hour, Bars: []WaterfallBar{{0, 360 * hour, Bar}, {360 * hour, 15 * minute, Degraded}, {0, 0, Bar}}}
	scenes := w.Scenes(21)
	near(t, "half", rects(scenes[0], Bar)[0].W, 10.5)
	near(t, "15 min", rects(scenes[1], Degraded)[0].W, 0.25)
	near(t, "where it begins", rects(scenes[1], Degraded)[0].X, 10.5)
	if len(scenes[2].Shapes) != 0 {
		t.Error("a row of length 0 has a bar")
	}
}

// oneDay is the 22nd of worked example 1.
func oneDay() Timeline {
	from, to := 10*hour+5*int64(minute), 10*hour+20*int64(minute)
	return Timeline{
		Length: 24 * hour, Hours: []Tick{{0, "0 Uhr"}, {12 * hour, "12"}, {24 * hour, "24"}},
		Counted: []Stretch{{From: 0, To: 24 * hour}}, Marks: []Stretch{{From: from, To: to, Kind: KindDegraded, Share: 400_000}},
		From: 10 * hour, To: 11 * hour, Ticks: []Tick{{10 * hour, "10:00"}, {11 * hour, "11:00"}},
		Outages: []TimelineOutage{{From: from, To: to, Share: 400_000, Head: "Nr. 3, 15 min", Cause: "Rechenzentrum"}},
		Lanes: []Lane{{Label: "Prüfung dtag", Interval: minute, Runs: []LaneRun{
			{From: 0, To: from}, {From: from, To: to, Failed: true}, {From: to, To: 24 * hour}}}},
		Log: []Bracket{{From: from, To: to, Label: "Störung 2017-09-22-uplink"}},
	}
}

func TestTimelineMagnifiesTheHour(t *testing.T) {
	s := oneDay().Scene(OnPaper())
	lost := rects(s, Degraded)
	if len(lost) != 2 {
		t.Fatalf("%d outages, want one in the band and one in the window", len(lost))
	}
	near(t, "15 min of the day", lost[0].W, 131*15.0/1440)
	near(t, "40 % of the band", lost[0].H, 0.4*4.8)
	near(t, "15 min of the hour", lost[1].W, 131.0/4)
	near(t, "40 % of the window", lost[1].H, 0.4*9.6)
	failed := rects(s, Ink)
	if len(failed) != 15 {
		t.Errorf("%d boxes, want one per failed check: 15", len(failed))
	}
	dots := 0
	for _, shape := range s.Shapes {
		if p, ok := shape.(Path); ok && p.Stroke == NoData {
			dots += len(p.Segments)
		}
	}
	if dots != 45 {
		t.Errorf("%d dots, want one per good check: 45", dots)
	}
	has(t, s, "Nr. 3, 15 min", "Rechenzentrum", "Störung 2017-09-22-uplink", "10:00", "11:00")
}

func TestTimelineWithoutWindowIsHigher(t *testing.T) {
	day := oneDay()
	day.From, day.To = 0, 0
	s := day.Scene(OnPaper())
	near(t, "40 % of the band", rects(s, Degraded)[0].H, 0.4*9.6)
}

func TestTimelineCombinesManyLanes(t *testing.T) {
	day := oneDay()
	good := Lane{Label: "gut", Interval: minute, Runs: []LaneRun{{From: 0, To: 24 * hour}}}
	for range 8 {
		day.Lanes = append(day.Lanes, good)
	}
	day.Words.Combined = "Prüfungen"
	s := day.Scene(OnPaper())
	has(t, s, "Prüfungen")
	failed := rects(s, Ink)
	if len(failed) != 1 {
		t.Fatalf("%d boxes, want one", len(failed))
	}
	near(t, "one of nine lanes", failed[0].H, 3.0/9)
}

func TestScenesStayInsideTheirWidth(t *testing.T) {
	for _, f := range []Frame{OnPaper(), OnScreen(), OnTablet(), OnPhone()} {
		tr := Trend{Months: make([]Month, 12)}
		scenes := map[string]Scene{"budget": september().Scene(f), "days": month(aDay()).Scene(f), "trend": tr.Scene(f), "timeline": oneDay().Scene(f),
			"latency": week().Scene(f)}
		for name, s := range scenes {
			for _, shape := range s.Shapes {
				r, ok := shape.(Rect)
				if ok && (r.X < -0.001 || r.X+r.W > f.Width+0.001 || r.Y < -0.001 || r.Y+r.H > s.Height+0.001) {
					t.Errorf("%s, %.0f mm: %+v leaves %.2f × %.2f", name, f.Width, r, s.Width, s.Height)
				}
				if x, ok := shape.(Text); ok && f.Inside && (x.X < 0 || x.X > f.Width+0.001) {
					t.Errorf("%s on a phone: %q stands at %.2f", name, x.Words, x.X)
				}
			}
		}
	}
}

func TestHatchIsClipped(t *testing.T) {
	for _, size := range [][2]float64{{28, 7.2}, {3, 40}, {2, 2}} {
		r := Rect{X: 5, Y: 7, W: size[0], H: size[1], Fill: NoData, Pattern: Hatch}
		for _, p := range r.Lines() {
			for _, seg := range p.Segments {
				for _, pt := range seg {
					if pt.X < 5-0.001 || pt.X > 5+size[0]+0.001 || pt.Y < 7-0.001 || pt.Y > 7+size[1]+0.001 {
						t.Fatalf("%v × %v: the hatch leaves its rectangle at %v", size[0], size[1], pt)
					}
				}
			}
		}
	}
}

func TestMarksFitTheirSquare(t *testing.T) {
	for _, kind := range []MarkKind{MarkMet, MarkBreached, MarkUndetermined, MarkNoData, MarkProvisional, MarkAtRisk, MarkCheck, MarkCross, MarkMetUnproven, MarkBreachedUnproven} {
		s := Mark(kind, 7)
		if len(s.Shapes) == 0 {
			t.Errorf("%s: nothing is drawn", kind)
		}
		near(t, string(kind), s.Width, 2.12*7)
	}
}

// Nothing that a chart may be given makes it fail, whatever it then shows.
func TestEmptyInputs(t *testing.T) {
	for _, f := range []Frame{OnPaper(), OnTablet(), OnPhone()} {
		for name, s := range map[string]Scene{
			"budget": Budget{}.Scene(f), "days": Days{}.Scene(f), "trend": Trend{}.Scene(f), "timeline": Timeline{}.Scene(f),
			"latency": Latency{}.Scene(f), "latency without any": silentWeek().Scene(f),
			"timeline with a window": {}, "tiny budget": Budget{Budget: 3, Lost: 1}.Scene(f),
		} {
			if svg := SVG(s, name, ""); strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
				t.Errorf("%s: %s", name, svg)
			}
		}
	}
}
