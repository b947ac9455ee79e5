package store

import (
	"fmt"
	"time"
)

// timeReason says in words why a time is refused; see instant.sql for the code.
func timeReason(code int64, zone *time.Location) string {
	switch code {
	case -2:
		return fmt.Sprintf("lies before 1970 or after %d", lastYear-1)
	case codeNoZone:
		return "has no zone; write it with one, or name the zone with --timezone"
	case codeSkipped:
		return fmt.Sprintf("was skipped by the clocks of %s", zone)
	case codeRepeated:
		return fmt.Sprintf("was read twice on the clocks of %s; write it with its offset", zone)
	}
	return "want a time such as 2017-09-21T14:05:00+02:00, or seconds, ms, µs or ns since 1970"
}
