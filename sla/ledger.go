package sla

import (
	"slices"

	"github.com/upledger/upledger/sla/span"
)

// A book is what the rows of one ledger are made from.
type book struct {
	frame
	scene       *scene
	view        view
	corrections []Correction // of the service, in the order in which they decide
	line        timeline
	stretches   []stretch
	suppressed  []Span
}

// newBook prepares the ledger of a frame under a view.
func (s *scene) newBook(f frame, v view) *book {
	b := &book{frame: f, scene: s, view: v, line: s.line(f.objective.Service, v)}
	if v.corrections {
		b.corrections = s.correctionsOf(f.objective.Service)
	}
	b.stretches = stretches(b.line, f.objective.MergeGap)
	b.suppressed = suppressed(b.stretches, f.objective.MinOutage, b.corrections)
	return b
}

// rows cuts the period into pieces in which nothing changes, labels each, and
// joins neighbours that agree in everything.
func (b *book) rows() []Row {
	if b.over.Empty() {
		return nil
	}
	layers := b.layers()
	var rows []Row
	for _, p := range pieces(b.over, layers.cuts()) {
		row := layers.label(p)
		if n := len(rows) - 1; n >= 0 && sameRow(rows[n], row) {
			rows[n].End = row.End
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// sameRow reports whether two rows differ in nothing but time.
func sameRow(a, b Row) bool {
	a.Span, b.Span = Span{}, Span{}
	return a == b
}

// layers are the answers that a row needs, for instants that only grow.
type layers struct {
	*book
	hourLayer       *active
	excuseLayer     *active
	excuseIDs       []string
	correctionLayer *active
	shortLayer      *active
	causes          *attribution
}

func (b *book) layers() *layers {
	l := &layers{book: b, hourLayer: newActive(b.hours), shortLayer: newActive(b.suppressed)}
	var excused, corrected []Span
	for _, e := range b.excused {
		for _, s := range e.spans {
			excused = append(excused, s)
			l.excuseIDs = append(l.excuseIDs, e.id)
		}
	}
	for _, c := range b.corrections {
		corrected = append(corrected, span.Between(c.Start, c.End))
	}
	l.excuseLayer, l.correctionLayer = newActive(excused), newActive(corrected)
	l.causes = newAttribution(b.coversInReach(), b.objective.MatchSlack, b.concerns)
	return l
}

// coversInReach lists the covers of the service and of all that it needs that
// can name a cause inside the ledger.
func (b *book) coversInReach() []cover {
	needed := b.scene.needed(b.objective.Service)
	reach := b.over.Widen(b.objective.MatchSlack)
	var list []cover
	for _, c := range b.scene.covers {
		if slices.Contains(needed, c.service) && c.Overlaps(reach) {
			list = append(list, c)
		}
	}
	return list
}

// concerns reports whether incidents of a service stand behind a loss at i:
// those of the service itself always do, those of a needed one where it is lost.
func (b *book) concerns(service string, i Instant) bool {
	return service == b.objective.Service || b.scene.line(service, b.view).at(i).loss > NoLoss
}

func (l *layers) cuts() []Span {
	spans := slices.Concat(l.hourLayer.spans, l.shortLayer.spans, l.excuseLayer.spans, l.correctionLayer.spans, l.causes.cuts())
	first, last := l.line.index(l.over.Start), l.line.index(l.over.End-1)
	for _, s := range l.line[first : last+1] {
		spans = append(spans, s.Span)
	}
	for _, id := range l.scene.needed(l.objective.Service)[1:] {
		for _, s := range l.scene.line(id, l.view) {
			if s.Overlaps(l.over) {
				spans = append(spans, s.Span)
			}
		}
	}
	return spans
}

// label gives one piece its row: the first rule of section 6 that matches.
func (l *layers) label(p Span) Row {
	seen := l.line.at(p.Start)
	row := Row{Span: p, Loss: seen.loss, Seen: seen.loss, Why: seen.why}
	if len(l.shortLayer.at(p.Start)) > 0 {
		row.Suppressed, row.Loss, row.Why = seen.loss > NoLoss, NoLoss, WhyShortOutage
		if !row.Suppressed {
			row.Why = seen.why
		}
	}
	decider := l.decider(p.Start)
	if decider != nil {
		row.Correction = decider.ID
	}
	excludable := l.attribute(&row, decider, seen.assumed)
	l.classify(&row, decider, excludable)
	l.charge(&row)
	return row
}

// decider returns the correction that decides at i, nil if none does.
func (l *layers) decider(i Instant) *Correction {
	live := l.correctionLayer.at(i)
	if len(live) == 0 {
		return nil
	}
	return &l.corrections[live[len(live)-1]]
}

// attribute names the cause of a row with loss and reports whether that cause
// excludes it. Silence that the worst bound charges is never excluded.
func (l *layers) attribute(row *Row, decider *Correction, assumed bool) (excluded bool) {
	first, covering := l.causes.at(row.Start)
	if row.Loss <= NoLoss {
		return false
	}
	row.Cause = Unattributed
	if first != nil {
		row.Cause, row.Incident = first.cause, first.incident
	}
	if row.Cause == "" {
		row.Cause = Unattributed
	}
	if decider != nil && decider.Cause != "" {
		row.Cause = decider.Cause
		return !assumed && l.isExcluded(decider.Cause)
	}
	if assumed || len(covering) == 0 {
		return false
	}
	return !slices.ContainsFunc(covering, func(c cover) bool { return !l.isExcluded(c.cause) })
}

func (l *layers) isExcluded(c Cause) bool {
	return slices.ContainsFunc(l.objective.ExcludedCauses, c.Within)
}

// classify sets the label.
func (l *layers) classify(row *Row, decider *Correction, excludable bool) {
	excused := l.excuseLayer.at(row.Start)
	switch {
	case len(l.hourLayer.at(row.Start)) == 0:
		row.Label, row.Why = LabelOutOfHours, WhyHours
	case len(excused) > 0:
		row.Label, row.Why, row.Maintenance = LabelMaintenance, WhyMaintenance, l.excuseIDs[excused[0]]
	case decider != nil && decider.As == CorrectExcluded:
		row.Label, row.Why = LabelExcluded, WhyCorrection
	case excludable:
		row.Label, row.Why = LabelExcluded, WhyExcludedCause
	case row.Loss == UnknownLoss:
		row.Label = LabelNoData
	case row.Loss == FullLoss:
		row.Label = LabelDown
	case row.Loss > NoLoss:
		row.Label = LabelDegraded
	default:
		row.Label = LabelUp
	}
}

// charge says what the row costs, and whether it is in the denominator.
func (l *layers) charge(row *Row) {
	switch row.Label {
	case LabelMaintenance:
		row.Counted = l.objective.Maintenance.CountAsUp
	case LabelNoData:
		row.Counted = l.objective.NoData == NoDataUp || l.objective.NoData == NoDataDown
		if l.objective.NoData == NoDataDown {
			row.Charged, row.Cause = FullLoss, CauseNoData
		}
	case LabelUp, LabelDegraded, LabelDown:
		row.Counted, row.Charged = true, row.Loss
	}
}
