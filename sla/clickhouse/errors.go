package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
)

// A ServerError is what a server answered instead of a result.
type ServerError struct {
	Host  string
	Code  int // ClickHouse's number of the error
	Words string
}

// Error gives the server's words, with its name and the number.
func (e *ServerError) Error() string {
	return fmt.Sprintf("%s: %s (code %d)", e.Host, e.Words, e.Code)
}

var errTimeout = errors.New("the statement took longer than it may; raise the timeout, or ask for less in a batch")

// timedOut puts the reason in the place of an error that only says that the
// context ended, or is about to: the deadline of the connection, which is the
// same one, may come first.
func timedOut(ctx context.Context, err error) error {
	deadline, _ := ctx.Deadline()
	reached := errors.Is(err, os.ErrDeadlineExceeded) && time.Until(deadline) < 100*time.Millisecond
	if err != nil && (reached || errors.Is(context.Cause(ctx), errTimeout)) {
		return errTimeout
	}
	return err
}

// fault says which host an error came from, in the server's own words.
func (n *node) fault(err error) error {
	var exception *ch.Exception
	if !errors.As(err, &exception) {
		return fmt.Errorf("%s: %w", n.host, err)
	}
	words, _, _ := strings.Cut(exception.Message, ", Stack trace")
	words, _, _ = strings.Cut(words, "\n\nStack trace")
	return &ServerError{Host: n.host, Code: int(exception.Code), Words: strings.TrimSpace(words)}
}

// isLost reports whether an error is about the connection, not about what was
// asked.
func isLost(err error) bool {
	var exception *ch.Exception
	var network net.Error
	switch {
	case errors.Is(err, errTimeout), errors.As(err, &exception):
		return false
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return true
	}
	return errors.Is(err, ch.ErrAcquireConnTimeout)
}
