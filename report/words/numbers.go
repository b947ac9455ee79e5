package words

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/upledger/upledger/sla/span"
)

// percentUnit is one percent in millionths of a percent.
const percentUnit = 1_000_000

// NA returns the word for a figure without a denominator.
func (w Words) NA() string { return w.Text("na") }

// Nothing returns the sign for a value that cannot be.
func (w Words) Nothing() string { return w.Text("nothing") }

// Integer returns n with its digits in groups: "2.592.000".
func (w Words) Integer(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w.Text("number.group") + digits[i:]
	}
	return sign + digits
}

// Decimal returns a decimal number as written in an agreement, such as "99.9",
// with the decimal sign of the language.
func (w Words) Decimal(written string) string {
	return strings.Replace(written, ".", w.Text("number.decimal"), 1)
}

// PercentAsWritten returns a percentage as written in an agreement: "99,9 %".
func (w Words) PercentAsWritten(written string) string {
	if written == "" {
		written = "0"
	}
	return w.Text("number.percent", "n", w.Decimal(written))
}

// Percent returns millionths of a percent with so many decimals (0 to 6),
// rounded down: "99,928 %".
func (w Words) Percent(millionths int64, decimals int) string {
	return w.Text("number.percent", "n", w.PercentFigure(millionths, decimals))
}

// PercentFigure is Percent without the sign.
func (w Words) PercentFigure(millionths int64, decimals int) string {
	text := fmt.Sprintf("%d.%06d", millionths/percentUnit, millionths%percentUnit)
	text = text[:len(text)-6+decimals]
	return w.Decimal(strings.TrimSuffix(text, "."))
}

// Availability returns an availability in millionths of a percent, rounded
// down to three decimals, or to as many more, up to six, as show that it is
// not the target (in millionths of a percent too).
func (w Words) Availability(millionths, target int64) string {
	decimals, unit := 3, int64(1000)
	for millionths != target && millionths/unit*unit == target && decimals < 6 {
		decimals++
		unit /= 10
	}
	return w.Percent(millionths, decimals)
}

// Digits returns millionths of a percent with as many decimals as they have,
// and "…" before the sign if exact is false: "99,92824… %".
func (w Words) Digits(millionths int64, exact bool) string {
	text := w.PercentFigure(millionths, 6)
	text = strings.TrimRight(text, "0")
	text = strings.TrimSuffix(text, w.Text("number.decimal"))
	if !exact {
		text += "…"
	}
	return w.Text("number.percent", "n", text)
}

// Tenths returns tenths of a percent: "48,4 %".
func (w Words) Tenths(n int) string {
	return w.Percent(int64(n)*percentUnit/10, 1)
}

// Users returns a share of users in parts per million, rounded up to a tenth
// of a percent, which is left out if it is zero: "40 %".
func (w Words) Users(ppm int64) string {
	tenths := (ppm + 999) / 1000
	if tenths%10 == 0 {
		return w.Percent(tenths/10*percentUnit, 0)
	}
	return w.Tenths(int(tenths))
}

// Money returns hundredths of a currency: "1.200,00 EUR".
func (w Words) Money(cents int64, currency string) string {
	whole, rest := cents/100, cents%100
	sign := ""
	if cents < 0 {
		sign, whole, rest = "−", -whole, -rest
	}
	n := sign + w.Integer(whole) + w.Text("number.decimal") + fmt.Sprintf("%02d", rest)
	return w.Text("number.money", "n", n, "currency", currency)
}

// Seconds returns an exact length in seconds, with as many decimals as it
// needs: "2.592.000 s".
func (w Words) Seconds(d span.Micros) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	n := w.Integer(int64(d / span.Second))
	if rest := d % span.Second; rest != 0 {
		n += w.Text("number.decimal") + strings.TrimRight(fmt.Sprintf("%06d", rest), "0")
	}
	return w.Text("unit.s", "n", sign+n)
}

// Milliseconds returns a length rounded up to whole milliseconds: "182 ms".
func (w Words) Milliseconds(d span.Micros) string {
	return w.Text("unit.ms", "n", w.Integer((int64(d)+999)/1000))
}

// A Rounding says which way a length is rounded to whole units.
type Rounding int

// The ways to round. Lost time goes up and time left goes down, so that no
// figure is better than the truth.
const (
	Up   Rounding = iota // toward more time
	Down                 // toward less time, and toward a deeper debt below zero
)

// Duration returns a length to the second: "12 min 12 s", "−18 min 24 s". Units
// of zero are left out at the ends and kept in the middle.
func (w Words) Duration(d span.Micros, r Rounding) string {
	return w.units(roundTo(d, span.Second, r))
}

// KeyDuration is Duration for key figures: to the minute from one hour on.
func (w Words) KeyDuration(d span.Micros, r Rounding) string {
	if d >= span.Hour || d <= -span.Hour {
		return w.units(roundTo(d, span.Minute, r))
	}
	return w.Duration(d, r)
}

// Interval returns the length between two checks: seconds up to two minutes,
// "60 s", and a Duration above.
func (w Words) Interval(d span.Micros) string {
	switch {
	case d%span.Second != 0 && d < span.Second:
		return w.Text("unit.ms", "n", w.Integer(int64(d)/1000))
	case d <= 2*span.Minute:
		return w.Seconds(d)
	}
	return w.Duration(d, Up)
}

// Minutes returns a length in whole minutes, rounded up, without a unit.
func (w Words) Minutes(d span.Micros) string {
	return w.Integer(int64(roundTo(d, span.Minute, Up) / span.Minute))
}

// WholeHours returns a length in whole hours, rounded up, without a unit.
func (w Words) WholeHours(d span.Micros) string {
	return w.Integer(int64(roundTo(d, span.Hour, Up) / span.Hour))
}

// units writes a length of whole seconds.
func (w Words) units(d span.Micros) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	values := [3]span.Micros{d / span.Hour, d % span.Hour / span.Minute, d % span.Minute / span.Second}
	names := [3]string{"unit.h", "unit.min", "unit.s"}
	first, last := 0, 2
	for first < 2 && values[first] == 0 {
		first++
	}
	for last > first && values[last] == 0 {
		last--
	}
	var parts []string
	for i := first; i <= last; i++ {
		parts = append(parts, w.Text(names[i], "n", w.Integer(int64(values[i]))))
	}
	return sign + strings.Join(parts, "\u00a0")
}

// roundTo rounds d to a multiple of unit.
func roundTo(d, unit span.Micros, r Rounding) span.Micros {
	rest := d % unit
	switch {
	case rest == 0:
		return d
	case r == Up && d > 0:
		return d - rest + unit
	case r == Down && d < 0:
		return d - rest - unit
	}
	return d - rest
}
