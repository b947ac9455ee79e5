package sla_test

import (
	"slices"
	"sort"

	"github.com/upledger/upledger/sla"
)

// The slow oracle: the model applied to one tick at a time, written from the
// text of the model and sharing no code with Evaluate. A tick is ten seconds;
// every instant of a history is a whole number of ticks.

const tick = 10_000_000 // microseconds

const none = -1 // no data

// A history is a random world, in ticks since base.
type history struct {
	from, to, asOf int
	services       []oService // the first is the objective's
	incidents      []oIncident
	corrections    []oCorrection
	maintenance    []oMaintenance
	hours          []bool // nil: around the clock
	target         int64  // millionths of a percent
	evidence       sla.Evidence
	noData         sla.NoDataRule
	mergeGap       int
	minOutage      int
	slack          int
	excluded       []string
	rule           *oRule

	memo map[oKey]int // losses already worked out
	seen map[oSeries][]oCheck
}

type oKey struct {
	service, tick int
	bound         string
	corrections   bool
}

type oSeries struct {
	service, monitor, vantage string
}

type oService struct {
	name            string
	monitors        []oMonitor
	vantages        []string
	weights         []int // of vantages
	lostIf, worksIf string
	lostK, worksK   int
	needs           []int
	checks          map[[2]string][]oCheck // by monitor and vantage, any order
	logs            map[[2]string][]oCheck
}

type oMonitor struct {
	name                      string
	maxGap, confirm, slowLoss int
	weight                    int
}

type oCheck struct {
	at    int
	state sla.State
}

type oIncident struct {
	id, cause  string
	service    int
	start, end int // end -1: open
	impact     int
}

type oCorrection struct {
	id, as, cause    string
	start, end, made int
	loss             int
}

type oMaintenance struct {
	id                    string
	start, end, announced int // announced -1: never
	emergency             bool
}

type oRule struct {
	notice, allowance int
	asUp, emergency   bool
}

// value of one series at tick t in one bound: loss, or none.
func (h *history) series(s oService, m oMonitor, v string, t int, bound string) int {
	if log := s.logs[[2]string{m.name, v}]; log != nil {
		return logValue(log, m, t, h.asOf)
	}
	key := oSeries{s.name, m.name, v}
	if _, ok := h.seen[key]; !ok {
		h.seen[key] = sorted(s.checks[[2]string{m.name, v}], h.asOf)
	}
	checks := h.seen[key]
	i := sort.Search(len(checks), func(i int) bool { return checks[i].at > t }) - 1
	if i < 0 || t-checks[i].at >= m.maxGap {
		return none
	}
	c := checks[i]
	loss := lossOf(c.state, m)
	followed := i+1 < len(checks) && checks[i+1].at-c.at <= m.maxGap
	switch bound {
	case "best":
		if isBlip(checks, i, m) || !followed || checks[i+1].state != c.state {
			return 0
		}
		return loss
	case "worst":
		if !followed {
			return 1_000_000
		}
		return max(loss, lossOf(checks[i+1].state, m))
	}
	if isBlip(checks, i, m) {
		return 0
	}
	return loss
}

func logValue(log []oCheck, m oMonitor, t, asOf int) int {
	entries := sorted(log, asOf)
	i := sort.Search(len(entries), func(i int) bool { return entries[i].at > t }) - 1
	if i < 0 || entries[i].state == sla.Unknown {
		return none
	}
	return lossOf(entries[i].state, m)
}

// sorted drops what is not known yet and keeps the worse of equal instants.
func sorted(checks []oCheck, asOf int) []oCheck {
	worst := map[int]sla.State{}
	for _, c := range checks {
		if c.at <= asOf {
			worst[c.at] = max(worst[c.at], c.state)
		}
	}
	var list []oCheck
	for at, state := range worst {
		list = append(list, oCheck{at, state})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].at < list[j].at })
	return list
}

func lossOf(s sla.State, m oMonitor) int {
	return map[sla.State]int{sla.Up: 0, sla.Slow: m.slowLoss, sla.Down: 1_000_000}[s]
}

// isBlip reports whether check i belongs to a failure that was not confirmed.
func isBlip(checks []oCheck, i int, m oMonitor) bool {
	if checks[i].state == sla.Up {
		return false
	}
	near := func(a, b int) bool { return checks[b].at-checks[a].at <= m.maxGap }
	first, last := i, i
	for first > 0 && near(first-1, first) && checks[first-1].state != sla.Up {
		first--
	}
	for last+1 < len(checks) && near(last, last+1) && checks[last+1].state != sla.Up {
		last++
	}
	followedByUp := last+1 < len(checks) && near(last, last+1)
	return last-first+1 < m.confirm && followedByUp
}

// combine joins members; up says that they work (works_if), else that they are
// lost (lost_if).
func combine(mode string, k int, losses, weights []int, works bool) int {
	var have []int
	all, known, sum := 0, 0, 0
	for i, l := range losses {
		all += weights[i]
		if l != none {
			have = append(have, l)
			known += weights[i]
			sum += weights[i] * l
		}
	}
	if mode == "share" {
		if known*2 <= all {
			return none
		}
		return (sum + known - 1) / known
	}
	if mode == "at_least" {
		place := func(fill int) int {
			full := slices.Clone(losses)
			for i := range full {
				if full[i] == none {
					full[i] = fill
				}
			}
			sort.Ints(full)
			if works {
				return full[k-1]
			}
			return full[len(full)-k]
		}
		if place(0) != place(1_000_000) {
			return none
		}
		return place(0)
	}
	if len(have) == 0 {
		return none
	}
	if (mode == "any") == works {
		return slices.Min(have)
	}
	return slices.Max(have)
}

// fill replaces none by what a bound assumes.
func fill(loss int, bound string) int {
	if loss == none && bound == "best" {
		return 0
	}
	if loss == none && bound == "worst" {
		return 1_000_000
	}
	return loss
}

// probes is what the checks say of service n at t.
func (h *history) probes(n, t int, bound string) int {
	s := h.services[n]
	if bound != "measured" && h.probes(n, t, "measured") == none {
		return none
	}
	var monitors, weights []int
	for _, m := range s.monitors {
		var seen, bare []int
		for _, v := range s.vantages {
			bare = append(bare, h.series(s, m, v, t, "measured"))
			seen = append(seen, fill(h.series(s, m, v, t, bound), bound))
		}
		loss := combine(s.lostIf, s.lostK, seen, s.weights, false)
		if combine(s.lostIf, s.lostK, bare, s.weights, false) == none {
			loss = fill(none, bound) // the monitor is a member without data
		}
		monitors = append(monitors, loss)
		weights = append(weights, m.weight)
	}
	return combine(s.worksIf, s.worksK, monitors, weights, true)
}

// stated reports whether the incident log alone speaks for service n.
func (h *history) stated(n int) bool {
	if h.evidence == sla.Incidents {
		return true
	}
	if h.evidence != sla.ProbesThenIncidents {
		return false
	}
	if !slices.ContainsFunc(h.incidents, func(i oIncident) bool { return i.start <= h.asOf }) {
		return false // there is no incident log
	}
	s := h.services[n]
	for _, list := range []map[[2]string][]oCheck{s.checks, s.logs} {
		for _, checks := range list {
			if len(sorted(checks, h.asOf)) > 0 {
				return false
			}
		}
	}
	return true
}

// logged is the greatest impact of the incidents of service n at t, 0 if none.
func (h *history) logged(n, t int) int {
	loss := 0
	for _, i := range h.covering(n, t, 0) {
		loss = max(loss, i.impact)
	}
	return loss
}

// covering lists the incidents of service n whose span, widened, contains t.
func (h *history) covering(n, t, slack int) []oIncident {
	var list []oIncident
	for _, i := range h.incidents {
		end := i.end
		if end == -1 || end > h.asOf {
			end = h.asOf
		}
		known := i.start <= h.asOf && i.impact > 0 && end > i.start
		if known && i.service == n && t >= i.start-slack && t < end+slack {
			list = append(list, i)
		}
	}
	return list
}

// own is the evidence about service n at t with its corrections.
func (h *history) own(n, t int, bound string, corrections bool) int {
	probed, logged := h.probes(n, t, bound), h.logged(n, t)
	loss := probed
	if h.stated(n) {
		loss = logged
		if bound == "worst" && logged > 0 {
			loss = 1_000_000
		}
	} else if h.evidence != sla.Probes && logged > 0 {
		if bound == "worst" && probed == none {
			logged = 1_000_000
		}
		if probed == none || h.evidence == sla.Either && logged > probed {
			loss = logged
		}
	}
	if c := h.correction(t); corrections && n == 0 && c != nil {
		switch c.as {
		case "up":
			loss = 0
		case "down":
			loss = 1_000_000
		case "loss":
			loss = c.loss
		case "no-data":
			loss = none
		}
	}
	return loss
}

// correction is the one that decides at t, nil if none does.
func (h *history) correction(t int) *oCorrection {
	var best *oCorrection
	for i := range h.corrections {
		c := &h.corrections[i]
		if c.made > h.asOf || t < c.start || t >= c.end {
			continue
		}
		if best == nil || c.made > best.made || c.made == best.made && c.id > best.id {
			best = c
		}
	}
	return best
}

// loss is the value of service n at t with what it needs.
func (h *history) loss(n, t int, bound string, corrections bool) int {
	key := oKey{n, t, bound, corrections}
	if loss, ok := h.memo[key]; ok {
		return loss
	}
	if bound != "measured" && h.loss(n, t, "measured", corrections) == none {
		return fill(none, bound)
	}
	worst := fill(h.own(n, t, bound, corrections), bound)
	for _, need := range h.services[n].needs {
		worst = max(worst, h.loss(need, t, bound, corrections))
	}
	h.memo[key] = worst
	return worst
}

// An oStretch is an outage in ticks.
type oStretch struct {
	start, end, lost, unknown int
	touches                   bool
}

// outages finds the outages of a line; silence marks ticks whose loss stands
// for silence.
func (h *history) outages(line []int, silence func(int) bool) []oStretch {
	var list []oStretch
	bridged := false // only silence since the last loss
	for t, loss := range line {
		switch {
		case loss > 0:
			n := len(list) - 1
			if n >= 0 && (bridged || t-list[n].end < h.mergeGap) {
				list[n].end = t + 1
			} else {
				list = append(list, oStretch{start: t, end: t + 1})
			}
			bridged = true
		case loss == 0:
			bridged = false
		}
	}
	for i := range list {
		o := &list[i]
		for t := max(0, o.start-1); t < min(len(line), o.end+1); t++ {
			inside := t >= o.start && t < o.end
			o.touches = o.touches || line[t] == none || inside && line[t] > 0 && silence(t)
			if inside && line[t] > 0 {
				o.lost++
			}
			if inside && line[t] == none {
				o.unknown++
			}
		}
	}
	return list
}

func (h *history) isSuppressed(o oStretch, corrections bool) bool {
	if o.lost >= h.minOutage || o.touches || o.end == h.asOf {
		return false
	}
	for _, c := range h.corrections {
		if corrections && c.end > c.start && c.made <= h.asOf && c.start < o.end && o.start < c.end {
			return false
		}
	}
	return true
}

// excusedBy gives for every tick of the period the maintenance that excuses it.
func (h *history) excusedBy() []string {
	by := make([]string, h.to)
	if h.rule == nil {
		return by
	}
	list := slices.Clone(h.maintenance)
	sort.Slice(list, func(i, j int) bool {
		return list[i].start < list[j].start || list[i].start == list[j].start && list[i].id < list[j].id
	})
	used := 0
	for _, m := range list {
		announced := m.announced != -1 && m.announced <= h.asOf
		if !announced && m.start > h.asOf || m.end <= m.start {
			continue
		}
		if m.emergency && !h.rule.emergency || !m.emergency && (!announced || m.start-m.announced < h.rule.notice) {
			continue
		}
		for t := max(m.start, h.from); t < min(m.end, h.to); t++ {
			open := h.hours == nil || h.hours[t]
			if by[t] == "" && open && (h.rule.allowance == 0 || used < h.rule.allowance) {
				by[t] = m.id
				used++
			}
		}
	}
	return by
}

// An oLedger holds what the oracle counts, in ticks and ppm·ticks.
type oLedger struct {
	labels         map[sla.Label]int
	denominator    int
	lost           int64
	seen, seenLost int64
	causes         map[string]int64
	outages        []oStretch
	counted        []int
	suppressed     int
}

// ledger labels every tick of the evaluated period.
func (h *history) ledger(bound string, corrections bool) oLedger {
	line := make([]int, h.asOf)
	for t := range line {
		line[t] = h.loss(0, t, bound, corrections)
	}
	silence := func(t int) bool {
		return bound == "worst" && h.loss(0, t, "measured", corrections) == none
	}
	l := oLedger{labels: map[sla.Label]int{}, causes: map[string]int64{}}
	short := make([]bool, len(line))
	for _, o := range h.outages(line, silence) {
		overlaps := o.start < h.to && o.end > h.from
		if h.isSuppressed(o, corrections) {
			for t := o.start; t < o.end; t++ {
				short[t] = true
			}
			if overlaps {
				l.suppressed++
			}
		} else if overlaps {
			l.outages = append(l.outages, o)
		}
	}
	l.counted = make([]int, len(l.outages))
	excused := h.excusedBy()
	for t := h.from; t < min(h.to, h.asOf); t++ {
		h.tick(&l, t, line[t], short[t], excused[t], silence(t), bound, corrections)
	}
	return l
}

// tick labels one tick and adds it up.
func (h *history) tick(l *oLedger, t, seen int, short bool, excused string, silence bool, bound string, corrections bool) {
	loss := seen
	if short {
		loss = 0
	}
	var c *oCorrection
	if corrections {
		c = h.correction(t)
	}
	cause, excludable := h.cause(t, c, bound, corrections)
	charged, counted := 0, false
	var label sla.Label
	switch {
	case h.hours != nil && !h.hours[t]:
		label = sla.LabelOutOfHours
	case excused != "":
		label, counted = sla.LabelMaintenance, h.rule.asUp
	case c != nil && c.as == "excluded", loss > 0 && excludable && !silence:
		label = sla.LabelExcluded
	case loss == none:
		label, counted = sla.LabelNoData, h.noData != sla.NoDataExclude
		if h.noData == sla.NoDataDown {
			charged, cause = 1_000_000, "no-data"
		}
	default:
		label, counted, charged = sla.LabelUp, true, loss
		if loss == 1_000_000 {
			label = sla.LabelDown
		} else if loss > 0 {
			label = sla.LabelDegraded
		}
	}
	l.labels[label]++
	l.lost += int64(charged)
	if counted {
		l.denominator++
	}
	if charged > 0 {
		l.causes[cause] += int64(charged)
	}
	if seen != none {
		l.seen++
		l.seenLost += int64(seen)
	}
	for i, o := range l.outages {
		if (label == sla.LabelDown || label == sla.LabelDegraded) && t >= o.start && t < o.end {
			l.counted[i]++
		}
	}
}

// cause names who answers for a loss at t, and whether that excludes it.
func (h *history) cause(t int, c *oCorrection, bound string, corrections bool) (string, bool) {
	isExcluded := func(cause string) bool { return slices.Contains(h.excluded, cause) }
	if c != nil && c.cause != "" {
		return c.cause, isExcluded(c.cause)
	}
	find := func(slack int) []oIncident {
		list := h.covering(0, t, slack)
		for n := 1; n < len(h.services); n++ {
			if h.loss(n, t, bound, corrections) > 0 {
				list = append(list, h.covering(n, t, slack)...)
			}
		}
		sort.Slice(list, func(i, j int) bool {
			a, b := list[i], list[j]
			if a.impact != b.impact {
				return a.impact > b.impact
			}
			if a.start != b.start {
				return a.start < b.start
			}
			return a.id < b.id
		})
		return list
	}
	exact := find(0)
	excludable := len(exact) > 0
	for _, i := range exact {
		excludable = excludable && isExcluded(i.cause)
	}
	if near := find(h.slack); len(exact) == 0 && len(near) > 0 {
		return near[0].cause, false
	}
	if len(exact) == 0 {
		return "unattributed", false
	}
	return exact[0].cause, excludable
}
