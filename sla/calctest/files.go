package calctest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/upledger/upledger/sla"
)

// Files returns the facts of the script as log files by name, for an importer:
// checks.csv, transitions.csv and records.json, those that have rows.
func (s *Script) Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	if len(s.Checks) > 0 {
		var b strings.Builder
		b.WriteString("time,monitor,vantage,state,latency_ms\n")
		for _, c := range s.Checks {
			fmt.Fprintf(&b, "%s,%s,%s,%s,%d\n", c.Time, c.Monitor, c.Vantage, c.State, c.Latency/1000)
		}
		files["checks.csv"] = []byte(b.String())
	}
	if len(s.Transitions) > 0 {
		var b strings.Builder
		b.WriteString("time,monitor,vantage,state\n")
		for _, c := range s.Transitions {
			fmt.Fprintf(&b, "%s,%s,%s,%s\n", c.Time, c.Monitor, c.Vantage, c.State)
		}
		files["transitions.csv"] = []byte(b.String())
	}
	records := s.records()
	if len(records) == 0 {
		return files, nil
	}
	var err error
	files["records.json"], err = json.MarshalIndent(records, "", "  ")
	return files, err
}

type record = map[string]any

// records returns everything but checks and transitions by its key in a file.
func (s *Script) records() map[string][]record {
	all := map[string][]record{}
	for _, i := range s.Incidents {
		r := record{"id": i.ID, "service": i.Services, "cause": i.Cause, "title": i.ID, "impact": i.Impact.String()}
		putTimes(r, map[string]sla.Instant{"started": i.Started, "detected": i.Detected, "acknowledged": i.Acknowledged, "resolved": i.Resolved})
		if i.HasClaim {
			r["claimed"] = i.Claimed.String()
		}
		var outages []record
		for _, o := range i.Outages {
			x := record{}
			putTimes(x, map[string]sla.Instant{"start": o.Start, "end": o.End})
			if o.Cause != "" {
				x["cause"] = o.Cause
			}
			outages = append(outages, x)
		}
		if outages != nil {
			r["outages"] = outages
		}
		all["incidents"] = append(all["incidents"], r)
	}
	for _, m := range s.Maintenance {
		r := record{"id": m.ID, "service": m.Services, "kind": m.Kind, "title": m.ID}
		putTimes(r, map[string]sla.Instant{"start": m.Start, "end": m.End, "announced": m.Announced})
		all["maintenance"] = append(all["maintenance"], r)
	}
	for _, c := range s.Corrections {
		r := record{"id": c.ID, "service": c.Services, "as": string(c.As), "reason": c.Reason, "author": c.Author}
		if c.As == sla.CorrectLoss {
			r["as"] = c.Loss.String()
		}
		if c.Cause != "" {
			r["cause"] = c.Cause
		}
		putTimes(r, map[string]sla.Instant{"start": c.Start, "end": c.End, "made": c.Made})
		all["corrections"] = append(all["corrections"], r)
	}
	for _, c := range s.Changes {
		r := record{"id": c.ID, "service": c.Service}
		putTimes(r, map[string]sla.Instant{"time": c.Time})
		all["changes"] = append(all["changes"], r)
	}
	return all
}

// putTimes adds the instants that are there.
func putTimes(r record, times map[string]sla.Instant) {
	for key, at := range times {
		if at != 0 {
			r[key] = at.String()
		}
	}
}
