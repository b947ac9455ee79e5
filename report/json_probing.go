package report

import (
	"time"

	"github.com/upledger/upledger/sla"
)

// jsonProbing is how often and how fast one monitor was checked from one
// vantage.
type jsonProbing struct {
	Service string           `json:"service"`
	Monitor string           `json:"monitor"`
	Vantage string           `json:"vantage"`
	Checks  int64            `json:"checks"`
	NotUp   int64            `json:"not_up"`
	Days    []jsonProbingDay `json:"days"`
}

// jsonProbingDay is one day of it. Latencies are in microseconds, at most 1 µs
// and a 32nd too long; null where no check of the day has one.
type jsonProbingDay struct {
	Date   string `json:"date"`
	Checks int64  `json:"checks"`
	NotUp  int64  `json:"not_up"`
	Timed  int64  `json:"timed"`
	P50    *int64 `json:"p50"`
	P95    *int64 `json:"p95"`
	P99    *int64 `json:"p99"`
}

func newJSONProbing(probing []sla.Probing, zone *time.Location) []jsonProbing {
	list := []jsonProbing{}
	for _, p := range probing {
		j := jsonProbing{Service: p.Service, Monitor: p.Monitor, Vantage: p.Vantage}
		j.Days = newJSONProbingDays(p.Days, zone)
		for _, d := range p.Days {
			j.Checks += d.Checks
			j.NotUp += d.NotUp
		}
		list = append(list, j)
	}
	return list
}

func newJSONProbingDays(days []sla.ProbingDay, zone *time.Location) []jsonProbingDay {
	list := []jsonProbingDay{}
	for _, d := range days {
		j := jsonProbingDay{Date: d.Start.Time().In(zone).Format(time.DateOnly), Checks: d.Checks, NotUp: d.NotUp, Timed: d.Latency.N()}
		for i, p := range []**int64{&j.P50, &j.P95, &j.P99} {
			if d.Latency.N() > 0 {
				length := int64(d.Latency.Quantile(quantiles[i]))
				*p = &length
			}
		}
		list = append(list, j)
	}
	return list
}
