package chart

import (
	"encoding/json"
	"strings"
	"testing"
)

// week has days of 40, 80 and 120 ms, one of them without checks.
func week() Latency {
	l := Latency{Unit: " ms", Per: 1000, Names: [3]string{"Median", "95 %", "99 %"}}
	for i := range 7 {
		l.Days = append(l.Days, LatencyDay{Label: number(int64(i + 1)), None: i == 3, Quantiles: [3]int64{40_000, 80_000, 120_000}})
	}
	return l
}

func silentWeek() Latency {
	l := week()
	for i := range l.Days {
		l.Days[i] = LatencyDay{None: true}
	}
	return l
}

// The axis goes from zero to 200 ms, the next of 1, 2, 3 and 5 times a power of
// ten above 120 ms; the lines are broken on the fourth day.
func TestLatencyIsDrawnFromZero(t *testing.T) {
	s := week().Scene(OnPaper())
	has(t, s, "200 ms", "100", "0", "Median", "95 %", "99 %", "1", "7")
	var lines []Path
	for _, shape := range s.Shapes {
		if p, ok := shape.(Path); ok {
			lines = append(lines, p)
		}
	}
	if len(lines) != 3 || len(lines[0].Segments) != 2 || len(lines[0].Segments[0]) != 3 {
		t.Fatalf("lines %+v, want three, each of two parts of three days", lines)
	}
	bottom := LatencyTop + 24.0
	near(t, "40 of 200 ms", bottom-lines[0].Segments[0][0].Y, 24.0/5)
	near(t, "120 of 200 ms", bottom-lines[2].Segments[0][0].Y, 24.0*3/5)
}

func TestLatencyNamesDoNotMeet(t *testing.T) {
	l := week()
	for i := range l.Days {
		l.Days[i].Quantiles = [3]int64{1000, 1000, 1000}
	}
	var y []float64
	for _, shape := range l.Scene(OnPhone()).Shapes {
		if x, ok := shape.(Text); ok && (x.Words == "Median" || strings.HasSuffix(x.Words, "%")) {
			y = append(y, x.Y)
		}
	}
	if len(y) != 3 || y[0]-y[1] < lineHeight-0.001 || y[1]-y[2] < lineHeight-0.001 {
		t.Errorf("names at %v, want %v apart", y, lineHeight)
	}
}

// optionOf returns an option as a script reads it.
func optionOf(t *testing.T, o Option) map[string]any {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "__f__") || strings.Contains(string(text), "</") {
		t.Errorf("a function or the end of an element in %s", text)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"title", "legend", "tooltip", "toolbox", "color"} {
		if m[part] != nil {
			t.Errorf("the option has a %s, which the script cannot draw", part)
		}
	}
	return m
}

// series returns the values of a series.
func series(t *testing.T, m map[string]any, name string) []any {
	t.Helper()
	for _, s := range m["series"].([]any) {
		if s := s.(map[string]any); s["name"] == name {
			data, _ := s["data"].([]any)
			var values []any
			for _, d := range data {
				values = append(values, d.(map[string]any)["value"])
			}
			return values
		}
	}
	t.Fatalf("no series %q", name)
	return nil
}

func TestLatencyOption(t *testing.T) {
	m := optionOf(t, week().Option())
	if got := series(t, m, "99 %"); got[0] != 120.0 || got[3] != "-" {
		t.Errorf("99 %% = %v, want 120 ms, and nothing on the fourth day", got)
	}
	if top := m["yAxis"].([]any)[0].(map[string]any)["max"]; top != 200.0 {
		t.Errorf("top of the axis = %v, want 200", top)
	}
}

// Bars and budgets are minutes; a month above five budgets is cut.
func TestTrendOption(t *testing.T) {
	m := optionOf(t, Trend{Unit: " min", Months: []Month{
		{Label: "</script>", Value: "99,9", Lost: 10 * minute, Budget: 43 * minute},
		{Label: "B", Lost: 900 * minute, LostText: "900 min", Budget: 43 * minute, Breached: true},
		{Label: "C", NoData: true}, {Label: "D", NoReport: true},
	}}.Option())
	if got := series(t, m, "lost"); got[0] != 10.0 || got[1] != 60.0 || got[2] != "-" || got[3] != "-" {
		t.Errorf("lost = %v, want 10, cut at 60, nothing, nothing", got)
	}
	budgets := series(t, m, "budget")
	if len(budgets) != 2 || budgets[1].([]any)[1] != 43.0 || budgets[1].([]any)[5] != true {
		t.Errorf("budgets = %v, want 43 for two months, the second cut", budgets)
	}
	if got := series(t, m, "nodata"); len(got) != 1 || got[0].([]any)[0] != 2.0 {
		t.Errorf("slots without data = %v, want the third", got)
	}
}

// Rows stand below one another: 18 px for a name, 47 or 12 px for what happened
// and 8 px between. An outage of 40 % of the users takes 18 of 47 px, from below.
func TestChronicleOption(t *testing.T) {
	c := Chronicle{From: 1000, To: 9000, Rows: []ChronicleRow{{Label: "Outages", High: true}, {Label: "Checks"}}, Items: []ChronicleItem{
		{Row: 0, From: 1000, To: 9000, Kind: KindCounted, Box: -1},
		{Row: 0, From: 2000, To: 3000, Kind: KindDegraded, Share: 400_000, Box: 0},
		{Row: 1, From: 2000, To: 3000, Kind: KindFailed, Interval: 60, Box: 1},
	}}
	if got := c.Height(); got != 18+47+8+18+12 {
		t.Errorf("height = %d", got)
	}
	m := optionOf(t, c.Option())
	for i, want := range []string{`[2000,3000,47,18,"degraded","",0,0]`, `[2000,3000,91,12,"ink","",60,1]`} {
		if got, _ := json.Marshal(series(t, m, "items")[i]); string(got) != want {
			t.Errorf("item %d = %s, want %s", i, got, want)
		}
	}
	if ground := series(t, m, "ground"); len(ground) != 1 {
		t.Errorf("ground = %v, want the counted time", ground)
	}
}
