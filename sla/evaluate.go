package sla

// Evaluate computes the ledger and the figures of every objective of a for the
// period p, from the facts known at asOf.
//
// A fact counts if its time, start, announcement or making is not after asOf;
// an end after asOf is open. An objective is evaluated for the period of its
// own kind that contains the start of p (a Custom p: for p itself), clipped to
// the agreement. Evaluate returns an error if such a period is empty or begins
// at or after asOf.
func Evaluate(a Agreement, p Period, asOf Instant, f Facts) (Result, error) {
	return Result{}, nil
}
