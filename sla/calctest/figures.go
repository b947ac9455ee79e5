package calctest

import (
	"fmt"
	"strings"

	"github.com/upledger/upledger/sla"
)

// Misses evaluates the script with the given facts and returns a line for every
// figure that is not as expected, and an error if it cannot be evaluated.
func (s *Script) Misses(f sla.Facts) ([]string, error) {
	result, err := sla.Evaluate(s.Agreement, s.Period, s.AsOf, f)
	if err != nil {
		if len(s.Expect) == 1 && s.Expect[0].Figure == "error" && strings.Contains(err.Error(), s.Expect[0].Want) {
			return nil, nil
		}
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	var misses []string
	for _, e := range s.Expect {
		for _, o := range result.Objectives {
			if o.Objective.ID != e.Objective {
				continue
			}
			if got := figure(result, o, e.Figure); got != e.Want {
				misses = append(misses, fmt.Sprintf("%s:%d: %s = %s, want %s", s.Name, e.Line, e.Figure, got, e.Want))
			}
		}
	}
	return misses, nil
}

// figure returns a figure by the name that scripts use.
func figure(result sla.Result, o sla.ObjectiveResult, name string) string {
	name, argument, _ := strings.Cut(name, "[")
	argument = strings.TrimSuffix(argument, "]")
	if length, ok := lengths(o)[name]; ok {
		return seconds(length)
	}
	if text, ok := words(result, o)[name]; ok {
		return text
	}
	switch name {
	case "cause":
		for _, c := range o.Causes {
			if string(c.Cause) == argument {
				return seconds(c.Lost)
			}
		}
		return "none"
	case "clause":
		for _, c := range o.Clauses {
			if string(c.Clause) == argument {
				return fmt.Sprintf("%d of %d %v", c.Actual, c.Limit, c.Met)
			}
		}
		return "none"
	case "reconciled":
		return strings.Join(reconciled(o, sla.ReconciliationKind(argument)), ", ")
	case "note":
		for _, n := range result.Notes {
			if n.Code == argument {
				return "yes"
			}
		}
		return "no"
	}
	return fmt.Sprintf("unknown figure %q", name)
}

// reconciled lists the entries of one kind: what was claimed and measured, and
// for a drift how far start and end lie apart.
func reconciled(o sla.ObjectiveResult, kind sla.ReconciliationKind) []string {
	var list []string
	for _, r := range o.Reconciliation {
		if r.Kind != kind {
			continue
		}
		text := strings.TrimSpace(r.Incident + " " + seconds(r.Claimed) + " " + seconds(r.Lost))
		if kind == sla.Drift {
			text += " " + seconds(r.StartDrift) + " " + seconds(r.EndDrift)
		}
		list = append(list, text)
	}
	return list
}

// lengths are the figures that are lengths of time.
func lengths(o sla.ObjectiveResult) map[string]sla.Micros {
	var counted, unknown sla.Micros
	for _, x := range o.Outages {
		counted += x.Counted
		unknown += x.Unknown
	}
	s := o.Sums
	return map[string]sla.Micros{
		"period": s.Period, "out-of-hours": s.OutOfHours, "maintenance": s.Maintenance, "excluded": s.Excluded,
		"no-data": s.NoData, "up": s.Up, "degraded": s.Degraded, "down": s.Down, "denominator": s.Denominator, "lost": s.Lost,
		"budget": o.Budget, "remaining": o.Remaining, "counted": counted, "unknown": unknown,
		"mttr": o.Repair.MTTR, "median": o.Repair.Median, "p90": o.Repair.P90, "longest": o.Repair.Longest, "mtbf": o.Repair.MTBF,
		"mttd": o.Repair.MTTD.Mean, "mtta": o.Repair.MTTA.Mean, "blip-time": o.Blips.Length, "suppressed-time": o.Suppressed.Length,
		"worst-lost": o.Worst.Lost, "best-lost": o.Best.Lost,
	}
}

// words are the figures that are numbers or words.
func words(result sla.Result, o sla.ObjectiveResult) map[string]string {
	number := func(n int) string { return fmt.Sprint(n) }
	var states, causes, suggested, reasons, labels []string
	for _, x := range o.Outages {
		states = append(states, string(x.State))
		causes = append(causes, string(x.Cause))
		if x.Suggested != "" {
			suggested = append(suggested, string(x.Suggested))
		}
	}
	for _, m := range o.Maintenance {
		for _, w := range m.Why {
			reasons = append(reasons, m.ID+":"+w.Code)
		}
	}
	for _, r := range o.Ledger {
		labels = append(labels, string(r.Label))
	}
	return map[string]string{
		"availability": o.Measured.String(), "worst": o.Worst.String(), "best": o.Best.String(), "as-seen": o.AsSeen.String(),
		"without-corrections": o.WithoutCorrections.String(), "coverage": o.Coverage.String(),
		"verdict": string(o.Verdict), "certainty": string(o.Certainty), "reason": o.CertaintyReason,
		"outages": number(o.Repair.Outages), "listed": number(len(o.Outages)), "n": number(o.Repair.N),
		"open": number(o.Repair.Open), "end-unknown": number(o.Repair.EndUnknown),
		"blips": number(o.Blips.N), "suppressed": number(o.Suppressed.N), "mttd-n": number(o.Repair.MTTD.N), "mtta-n": number(o.Repair.MTTA.N),
		"states": strings.Join(states, " "), "outage-causes": strings.Join(causes, " "), "suggested": strings.Join(suggested, " "),
		"maintenance-why": strings.Join(reasons, " "), "labels": strings.Join(labels, " "),
		"credit": o.Credit.Percent.String(), "amount": o.Credit.Amount.String(), "total-credit": result.Credit.Amount.String(),
		"changes": fmt.Sprintf("%d of %d", o.FailedChanges, len(o.Changes)),
		"days":    number(len(o.Days)), "provisional": fmt.Sprint(o.Provisional),
	}
}

// seconds writes a length in seconds, with as many decimals as it needs.
func seconds(d sla.Micros) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	text := fmt.Sprintf("%s%d.%06d", sign, d/1_000_000, d%1_000_000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + "s"
}
