package store

import (
	"fmt"
	"strings"
	"time"
)

// Codes that from_local gives instead of an instant (see instant.sql).
const (
	codeNoZone   = -3
	codeSkipped  = -4
	codeRepeated = -5
)

// lastYear is the first year in which no log is expected any more.
const lastYear = 2200

// A stretchOfClock is a span of local readings, from the one given up to that
// of the next stretch, which all stand for the instant `reading - offset`, or
// for none or two instants (code).
type stretchOfClock struct {
	from   int64 // local reading in microseconds
	offset int64 // microseconds east of UTC
	code   int   // 0: the reading is clear
}

// clockOf cuts the readings of zone's wall clock into stretches.
func clockOf(zone *time.Location) []stretchOfClock {
	at := time.Date(1969, 12, 30, 0, 0, 0, 0, time.UTC).In(zone)
	_, offset := at.Zone()
	clock := []stretchOfClock{{at.UnixMicro() + int64(offset)*1e6, int64(offset) * 1e6, 0}}
	for {
		_, end := at.ZoneBounds()
		if at.Year() >= lastYear || end.IsZero() {
			return clock
		}
		if !end.After(at) { // ZoneBounds stalls at the end of some years, where no clock changes
			at = at.Add(24 * time.Hour)
			continue
		}
		before := clock[len(clock)-1].offset
		_, offset := end.Zone()
		after := int64(offset) * 1e6
		change := end.UnixMicro()
		switch {
		case after > before:
			clock = append(clock, stretchOfClock{change + before, before, codeSkipped}, stretchOfClock{change + after, after, 0})
		case after < before:
			clock = append(clock, stretchOfClock{change + after, after, codeRepeated}, stretchOfClock{change + before, after, 0})
		}
		at = end
	}
}

// fromLocalMacro returns the definition of from_local for zone; without a zone
// it refuses every reading.
func fromLocalMacro(zone *time.Location) string {
	body := fmt.Sprint(codeNoZone)
	if zone != nil {
		var b strings.Builder
		writeClock(&b, clockOf(zone))
		body = b.String()
	}
	return "CREATE TEMP MACRO from_local(us) AS CASE WHEN us IS NULL THEN NULL ELSE " + body + " END"
}

// writeClock writes a search through the stretches, halving them, so that a
// line costs about nine comparisons.
func writeClock(b *strings.Builder, clock []stretchOfClock) {
	if len(clock) == 1 {
		if clock[0].code != 0 {
			fmt.Fprint(b, clock[0].code)
			return
		}
		fmt.Fprintf(b, "us - (%d)", clock[0].offset)
		return
	}
	half := len(clock) / 2
	fmt.Fprintf(b, "CASE WHEN us < %d THEN ", clock[half].from)
	writeClock(b, clock[:half])
	b.WriteString(" ELSE ")
	writeClock(b, clock[half:])
	b.WriteString(" END")
}
