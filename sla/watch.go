package sla

import "context"

// A Watch is one series as one service watches it, with that service's rules
// for making runs of checks.
type Watch struct {
	Service   string // id
	Monitor   string
	Vantage   string
	MaxGap    Micros // greatest step that is no gap
	SlowAfter Micros // an up check of greater latency is slow; 0: never
}

// Runs is where the runs of checks come from: a store on this machine or a
// cluster of databases. All implementations yield equal runs of equal checks.
type Runs interface {
	// Runs returns the runs of every watched series that has checks in the closed
	// range of instants from…asOf, in the order of the watches, reduced from
	// those checks alone. An error means that nothing is known, never less.
	Runs(ctx context.Context, watches []Watch, from, asOf Instant) ([]Series, error)
}
