package store

import (
	"context"

	"github.com/upledger/upledger/sla"
)

// A looker is an engine that can tell at little cost where it has no checks.
type looker interface {
	// HasChecks reports whether any watched series has a check in from…to.
	HasChecks(ctx context.Context, watches []sla.Watch, from, to sla.Instant) (bool, error)
}

// stretch returns known with all the time beside it in which an engine has no
// checks: there is nothing to be read again for.
func (q *asking) stretch(ctx context.Context, watches []sla.Watch, known sla.Span) (sla.Span, error) {
	engine, ok := q.engine.(looker)
	if !ok {
		return known, nil
	}
	if known.Start > 0 {
		has, err := engine.HasChecks(ctx, watches, 0, known.Start-1)
		if err != nil {
			return known, err
		}
		if !has {
			known.Start = 0
		}
	}
	if known.End < q.window.AsOf {
		has, err := engine.HasChecks(ctx, watches, known.End+1, q.window.AsOf)
		if err != nil {
			return known, err
		}
		if !has {
			known.End = q.window.AsOf
		}
	}
	return known, nil
}
