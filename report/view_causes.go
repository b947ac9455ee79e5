package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// maxCauses is how many rows the table of causes has at most.
const maxCauses = 7

// A causeGroup is the sum over the causes of one first level.
type causeGroup struct {
	top         sla.Cause
	lost, plain sla.Micros
	without     sla.Micros // what would be lost without them
	tenths      int        // share of the lost time, in tenths of a percent
}

// causeGroups takes the causes of the result together by first level and gives
// them their shares, greatest first.
func (s scribe) causeGroups() []causeGroup {
	var groups []causeGroup
	for _, c := range s.r.Causes {
		i := slices.IndexFunc(groups, func(g causeGroup) bool { return g.top == c.Cause.Top() })
		if i < 0 {
			i = len(groups)
			groups = append(groups, causeGroup{top: c.Cause.Top(), without: s.r.Sums.Lost})
		}
		g := &groups[i]
		g.lost += c.Lost
		g.plain += c.Plain
		g.without -= s.r.Sums.Lost - c.Without.Lost
	}
	slices.SortStableFunc(groups, func(a, b causeGroup) int {
		return cmp.Or(cmp.Compare(b.lost, a.lost), strings.Compare(s.causeName(a.top), s.causeName(b.top)))
	})
	lost := make([]int64, len(groups))
	for i, g := range groups {
		lost[i] = int64(g.lost)
	}
	for i, tenths := range largestRemainder(lost, 1000) {
		groups[i].tenths = tenths
	}
	return groups
}

// largestRemainder splits total units in proportion to parts so that they add
// up to total: what rounding down leaves goes to the greatest remainders, of
// equal ones to the first. Parts that add up to 0 get nothing.
func largestRemainder(parts []int64, total int64) []int {
	var sum int64
	for _, p := range parts {
		sum += p
	}
	units := make([]int, len(parts))
	if sum == 0 {
		return units
	}
	type rest struct {
		i    int
		left int64
	}
	var rests []rest
	missing := total
	for i, p := range parts {
		// p × total fits: ten years are 3.2e14 µs, total is 1000
		units[i] = int(p * total / sum)
		missing -= int64(units[i])
		rests = append(rests, rest{i, p * total % sum})
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.left, a.left) })
	for _, r := range rests[:missing] {
		units[r.i]++
	}
	return units
}

func (s scribe) causes() causesView {
	v := causesView{Head: head{Title: s.Text("causes.head")}}
	switch {
	case !s.r.Measured.Valid():
		v.Empty = s.Text("causes.empty.na")
		return v
	case s.r.Sums.Lost == 0 && s.r.Sums.NoData > 0:
		v.Empty = s.Text("causes.empty.gaps")
		return v
	case s.r.Sums.Lost == 0:
		v.Empty = s.Text("causes.empty")
		return v
	}
	v.Head.Notes = []string{s.Text("causes.note")}
	v.Columns = [4]string{s.Text("causes.column.name"), s.Text("causes.column.lost"), s.Text("causes.column.share"), s.Text("causes.column.without")}
	groups := s.causeGroups()
	for _, g := range groups {
		v.All = append(v.All, s.causeRow(g))
	}
	shown := groups
	if len(groups) > maxCauses {
		shown = groups[:maxCauses-1]
	}
	for i, g := range shown {
		v.Rows = append(v.Rows, v.All[i])
		v.Chart.Bars = append(v.Chart.Bars, chart.CauseBar{Lost: int64(g.lost), Plain: int64(g.plain)})
	}
	if rest := groups[len(shown):]; len(rest) > 0 {
		row, bar := s.restRow(rest)
		v.Rows, v.Chart.Bars = append(v.Rows, row), append(v.Chart.Bars, bar)
	}
	v.Sum = causeRow{Name: s.Text("causes.sum"), Lost: s.Duration(s.r.Sums.Lost, words.Up), Share: s.Tenths(1000)}
	v.Alt = s.Text("causes.alt")
	return v
}

func (s scribe) causeRow(g causeGroup) causeRow {
	return causeRow{
		Name: s.causeName(g.top), Owner: s.ownerLine(g.top), Lost: s.Duration(g.lost, words.Up), Share: s.Tenths(g.tenths),
		Without: s.availability(sla.Availability{Lost: g.without, Denominator: s.r.Sums.Denominator}), Key: causeKey(g.top),
	}
}

// restRow is the row of all causes that are not shown.
func (s scribe) restRow(rest []causeGroup) (causeRow, chart.CauseBar) {
	sum := causeGroup{without: s.r.Sums.Lost}
	var keys []string
	for _, g := range rest {
		keys = append(keys, causeKey(g.top))
		sum.lost += g.lost
		sum.plain += g.plain
		sum.tenths += g.tenths
		sum.without -= s.r.Sums.Lost - g.without
	}
	row := s.causeRow(sum)
	row.Key = strings.Join(keys, " ")
	row.Name, row.Owner = s.Text("causes.more", "n", s.Integer(int64(len(rest)))), ""
	return row, chart.CauseBar{Lost: int64(sum.lost), Plain: int64(sum.plain)}
}

// causeInfo returns what the agreement says about a first-level cause.
func (s scribe) causeInfo(top sla.Cause) sla.CauseInfo {
	for _, c := range s.doc.Result.Agreement.Causes {
		if c.Cause == top {
			return c
		}
	}
	return sla.CauseInfo{Cause: top}
}

// causeName returns the name of the first level of a cause; a cause that the
// agreement does not name goes by its own.
func (s scribe) causeName(c sla.Cause) string {
	top := c.Top()
	if label := words.Clean(s.causeInfo(top).Label.In(s.Lang())); label != "" {
		return label
	}
	if top == sla.Unattributed || top == sla.CauseNoData {
		return s.Text("cause." + string(top))
	}
	return words.Clean(string(top))
}

// causeKey names the row of a cause in the page; "" for no cause.
func causeKey(c sla.Cause) string {
	if c == "" {
		return ""
	}
	return "c-" + safe(string(c.Top()))
}

// owner names who answers for a cause; "" if nobody is said to.
func (s scribe) owner(c sla.Cause) string {
	switch owner := s.causeInfo(c.Top()).Owner; owner {
	case sla.OwnerProvider:
		return words.Clean(s.doc.Result.Agreement.Provider.Name)
	case sla.OwnerSupplier, sla.OwnerCustomer, sla.OwnerThirdParty:
		return s.Text("owner." + string(owner))
	}
	return ""
}

// ownerLine is the second line of a cause: who answers for it, or what is open
// about time that nobody has explained.
func (s scribe) ownerLine(top sla.Cause) string {
	if top != sla.Unattributed {
		return s.owner(top)
	}
	var open []string
	suggested := false
	for _, o := range s.r.Outages {
		if o.Cause == sla.Unattributed && o.Lost > 0 {
			open = append(open, s.openOutage(o.Span))
			suggested = suggested || o.Suggested != ""
		}
	}
	if len(open) == 0 {
		return ""
	}
	what := open[0]
	if len(open) > 1 {
		what = s.Count("outages.n", len(open))
	}
	if suggested {
		return s.Text("causes.suggested", "what", what)
	}
	return s.Text("causes.open", "what", what)
}

// openOutage says which outage has no cause: the title of a maintenance that
// was going on, or its day, and its time.
func (s scribe) openOutage(o sla.Span) string {
	what := s.DateShort(s.at(o.Start))
	for _, m := range s.r.Maintenance {
		if title := words.Clean(m.Title.In(s.Lang())); title != "" && o.Overlaps(span.Between(m.Start, m.End)) {
			what = title
		}
	}
	from, to := s.at(o.Start), s.at(o.End)
	end := s.Clock(to, false)
	if from.YearDay() != to.YearDay() || from.Year() != to.Year() {
		end = s.DateShort(to) + " " + end
	}
	return s.Text("causes.open.span", "what", what, "from", s.Clock(from, false), "to", end)
}
