package words

import (
	"testing"

	"github.com/upledger/upledger/sla/span"
)

// The tables follow the design's section "Numbers and dates". In the wanted
// texts "·" is U+202F and "_" is U+00A0.

func TestPercentages(t *testing.T) {
	de, en := in(t, "de"), in(t, "en")
	check(t, "de", de.Percent(99_928_240, 3), "99,928·%")
	check(t, "en", en.Percent(99_928_240, 3), "99.928%")
	check(t, "down", de.Percent(99_999_999, 3), "99,999·%")
	check(t, "none", de.Percent(0, 0), "0·%")
	check(t, "six", en.Percent(5, 6), "0.000005%")
	check(t, "as written", de.PercentAsWritten("99.90"), "99,90·%")
	check(t, "zero Percent", en.PercentAsWritten(""), "0%")
	check(t, "figure", de.PercentFigure(99_869_900, 3), "99,869")
	check(t, "share", de.Tenths(484), "48,4·%")
	check(t, "share en", en.Tenths(1000), "100.0%")
}

// As many decimals as show that it is not the target, up to six.
func TestAvailability(t *testing.T) {
	w := in(t, "de")
	for _, c := range []struct {
		millionths, target int64
		want               string
	}{
		{99_928_240, 99_900_000, "99,928·%"},
		{99_899_999, 99_900_000, "99,899·%"}, // three decimals show it
		{99_900_000, 99_900_000, "99,900·%"}, // it is the target
		{99_900_400, 99_900_000, "99,9004·%"},
		{99_900_040, 99_900_000, "99,90004·%"},
		{99_900_001, 99_900_000, "99,900001·%"},
		{99_995_012, 99_995_000, "99,99501·%"},
		{100_000_000, 100_000_000, "100,000·%"},
		{99_999_999, 100_000_000, "99,999·%"},
	} {
		check(t, "availability", w.Availability(c.millionths, c.target), c.want)
	}
}

func TestDigits(t *testing.T) {
	w := in(t, "de")
	check(t, "inexact", w.Digits(99_928_240, false), "99,92824…·%")
	check(t, "exact", w.Digits(99_900_000, true), "99,9·%")
	check(t, "whole", w.Digits(100_000_000, true), "100·%")
}

func TestUsers(t *testing.T) {
	w := in(t, "de")
	for ppm, want := range map[int64]string{
		0: "0·%", 400_000: "40·%", 1_000_000: "100·%", 333_334: "33,4·%", 1: "0,1·%", 999_999: "100·%",
	} {
		check(t, "users", w.Users(ppm), want)
	}
}

func TestMoney(t *testing.T) {
	check(t, "de", in(t, "de").Money(120_000, "EUR"), "1.200,00_EUR")
	check(t, "en", in(t, "en").Money(12_005, "EUR"), "EUR_120.05")
	check(t, "cents", in(t, "de").Money(-7, "EUR"), "−0,07_EUR")
}

func TestSeconds(t *testing.T) {
	check(t, "de", in(t, "de").Seconds(2_592_000*span.Second), "2.592.000·s")
	check(t, "en", in(t, "en").Seconds(2_592_000*span.Second), "2,592,000·s")
	check(t, "exact", in(t, "de").Seconds(1_860_500_000), "1.860,5·s")
	check(t, "microsecond", in(t, "en").Seconds(1), "0.000001·s")
	check(t, "negative", in(t, "de").Seconds(-500_000), "−0,5·s")
}

func TestDuration(t *testing.T) {
	w := in(t, "de")
	for _, c := range []struct {
		d    span.Micros
		r    Rounding
		want string
	}{
		{732 * span.Second, Down, "12·min_12·s"},
		{239*span.Hour + 46*span.Minute, Down, "239·h_46·min"},
		{20*span.Hour + 5*span.Second, Up, "20·h_0·min_5·s"},
		{-1104 * span.Second, Down, "−18·min_24·s"},
		{0, Up, "0·s"},
		{span.Hour, Up, "1·h"},
		{25 * span.Minute, Up, "25·min"},
		{1, Up, "1·s"}, // lost time goes up
		{1, Down, "0·s"},
		{59*span.Second + 999_999, Up, "1·min"},
		{-1, Down, "−1·s"}, // a debt goes deeper
		{-1, Up, "0·s"},
		{-1_500_000, Up, "−1·s"},
		{2592 * span.Hour, Up, "2.592·h"},
	} {
		check(t, c.d.String(), w.Duration(c.d, c.r), c.want)
	}
}

// Key figures drop the seconds from an hour on, against the provider.
func TestKeyDuration(t *testing.T) {
	w := in(t, "en")
	mtbf := 239*span.Hour + 46*span.Minute + 40*span.Second
	check(t, "MTBF", w.KeyDuration(mtbf, Down), "239·h_46·min")
	check(t, "loss", w.KeyDuration(mtbf, Up), "239·h_47·min")
	check(t, "below an hour", w.KeyDuration(800*span.Second, Up), "13·min_20·s")
	check(t, "debt", w.KeyDuration(-span.Hour-span.Second, Down), "−1·h_1·min")
}

func TestInterval(t *testing.T) {
	w := in(t, "de")
	for d, want := range map[span.Micros]string{
		span.Minute: "60·s", 30 * span.Second: "30·s", 500_000: "500·ms", 5 * span.Minute: "5·min", 90 * span.Second: "90·s",
	} {
		check(t, "interval", w.Interval(d), want)
	}
}

func TestMinutes(t *testing.T) {
	w := in(t, "de")
	check(t, "exact", w.Minutes(25*span.Minute), "25")
	check(t, "up", w.Minutes(25*span.Minute+1), "26")
}
