package agreement

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// maxDuration is more than any rule of an agreement needs, and little enough
// that sums of lengths cannot overflow.
const maxDuration = 3660 * 24 * span.Hour

// units are those of a duration, from long to short.
var units = []struct {
	name   string
	length sla.Micros
}{
	{"d", 24 * span.Hour},
	{"h", span.Hour},
	{"m", span.Minute},
	{"s", span.Second},
	{"ms", span.Second / 1000},
	{"us", 1},
}

var errDuration = errors.New("want a duration such as 60s, 3m, 1h30m, 72h or 1d")

// parseDuration reads lengths from long to short units, each a whole number,
// such as "1h30m". A day is 24 hours.
func parseDuration(text string) (sla.Micros, error) {
	rest, next := text, 0
	var sum sla.Micros
	for rest != "" {
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		rest = rest[len(digits):]
		name := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"))]
		rest = rest[len(name):]
		for next < len(units) && units[next].name != name {
			next++
		}
		if digits == "" || next == len(units) {
			return 0, fmt.Errorf("%q: %w", text, errDuration)
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n > int64((maxDuration-sum)/units[next].length) {
			return 0, fmt.Errorf("%s is longer than ten years", text)
		}
		sum += sla.Micros(n) * units[next].length
		next++
	}
	if text == "" {
		return 0, errDuration
	}
	return sum, nil
}

// formatDuration writes d as parseDuration reads it, without days: "1h30m".
func formatDuration(d sla.Micros) string {
	if d == 0 {
		return "0s"
	}
	var text strings.Builder
	for _, u := range units[1:] {
		if n := d / u.length; n > 0 {
			fmt.Fprintf(&text, "%d%s", n, u.name)
			d -= n * u.length
		}
	}
	return text.String()
}
