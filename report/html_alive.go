package report

import (
	"encoding/json"

	"github.com/upledger/upledger/report/chart"
)

// An alivePage is what the script of the page needs to know. It travels in the
// page as JSON.
type alivePage struct {
	Words  map[string]string `json:"words"`
	Charts []aliveChart      `json:"charts"`
}

// An aliveChart is a chart that the script draws in the place of a static one.
type aliveChart struct {
	Article string       `json:"article"` // id of its objective in the page
	Place   string       `json:"place"`   // data-chart of its place there
	Option  chart.Option `json:"option"`
	Title   string       `json:"title"`
	Notes   []string     `json:"notes,omitempty"`
	Boxes   [][]string   `json:"boxes"` // words for the box beside an item or slot
	Height  int          `json:"height,omitempty"`
	Clock   *aliveClock  `json:"clock,omitempty"`
}

// An aliveClock is the clock of the chart's line of time.
type aliveClock struct {
	Offsets [][2]int64 `json:"offsets"`
	Days    [][4]any   `json:"days"` // start, key, name, short name
}

// aliveWords are the words that only the script shows.
var aliveWords = []string{
	"chronicle.whole", "chronicle.closer", "chronicle.wider", "chronicle.before", "chronicle.after",
	"filter.label", "filter.all", "filter.count", "ledger.search", "ledger.copy", "ledger.copied", "ledger.uncopied", "ledger.found",
}

// alive describes the charts of a page to its script. No text in it can end the
// script element: json.Marshal writes < and > as \u003c and \u003e.
func (v view) alive(doc Document) ([]byte, error) {
	page := alivePage{Words: map[string]string{}, Charts: []aliveChart{}}
	for _, key := range aliveWords {
		page.Words[key] = v.Words.Text(key, "shown", "{shown}", "all", "{all}")
	}
	for i, r := range worstFirst(doc.Result.Objectives) {
		o := v.Objectives[i]
		add := func(place string, c aliveChart) {
			c.Article, c.Place = o.Anchor, place
			page.Charts = append(page.Charts, c)
		}
		if o.Trend.Empty == "" {
			add("trend", aliveChart{Title: o.Trend.Table.Caption, Option: o.Trend.Chart.Option(), Boxes: rowBoxes(o.Trend.Table)})
		}
		if o.Latency != nil {
			add("latency", aliveChart{Title: o.Latency.Table.Caption, Option: o.Latency.Chart.Option(), Boxes: rowBoxes(o.Latency.Table)})
		}
		if o.Happened != nil {
			c := newScribe(v.Words, doc, r).chronicle()
			add("chronicle", aliveChart{
				Title: c.Head.Title, Notes: c.Head.Notes, Option: c.Chart.Option(), Boxes: c.Boxes, Height: c.Chart.Height(), Clock: c.Clock.forScript(),
			})
		}
	}
	return json.Marshal(page)
}

// rowBoxes words the boxes of a chart whose slots are the rows of its table.
func rowBoxes(t dataTable) [][]string {
	var boxes [][]string
	for _, row := range t.Rows {
		lines := []string{row[0]}
		for i, cell := range row[1:] {
			lines = append(lines, t.Columns[i+1]+": "+cell)
		}
		boxes = append(boxes, lines)
	}
	return boxes
}

func (c clockView) forScript() *aliveClock {
	a := &aliveClock{Offsets: c.Offsets}
	for _, d := range c.Days {
		a.Days = append(a.Days, [4]any{d.Start, d.Key, d.Name, d.Short})
	}
	return a
}
