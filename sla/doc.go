// Package sla turns facts about services into figures about agreements.
//
// Facts (runs of checks, incidents, maintenance, changes, corrections) go in,
// a Result comes out: a ledger that gives every instant of the period exactly
// one label, and figures that are sums over that ledger. Evaluate is pure; it
// reads no file, no clock and no database.
//
// Instants and lengths are integer microseconds, losses are parts per million,
// percentages are millionths of a percent. No float decides anything.
//
// The package must not know SQL, files, YAML or report formats.
package sla
