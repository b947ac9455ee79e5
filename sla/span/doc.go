// Package span is the algebra of half-open stretches of time.
//
// An instant is a count of microseconds, a span is [Start, End), a set is a
// list of spans in normal form. The package knows no services, no zones and no
// agreements: it only cuts, joins and sweeps.
package span
