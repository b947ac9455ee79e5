package agreement

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]sla.Micros{
		"0s":         0,
		"60s":        60 * span.Second,
		"3m":         3 * span.Minute,
		"1h30m":      90 * span.Minute,
		"72h":        72 * span.Hour,
		"1d":         24 * span.Hour,
		"1d1h1m1s":   (((24+1)*60+1)*60 + 1) * span.Second,
		"5ms":        5000,
		"1s250us":    1_000_250,
		"3660d":      3660 * 24 * span.Hour,
		"87840h":     3660 * 24 * span.Hour,
		"000000001m": span.Minute,
	} {
		if got, err := parseDuration(text); err != nil || got != want {
			t.Errorf("%s: got %d (%v), want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "5", "s", "-5s", "+5s", "5 s", "1.5h", "5s3m", "5s5s", "1w", "1M", "3660d1us", "99999999999999999999s", "٣s"} {
		if got, err := parseDuration(text); err == nil {
			t.Errorf("%q: got %d, want an error", text, got)
		}
	}
}

func TestDurationsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sla.Micros(rapid.Int64Range(0, int64(maxDuration)).Draw(t, "d"))
		if got, err := parseDuration(formatDuration(d)); err != nil || got != d {
			t.Fatalf("%d is written %s and read %d (%v)", d, formatDuration(d), got, err)
		}
	})
}

func TestFormatDuration(t *testing.T) {
	for want, d := range map[string]sla.Micros{
		"0s": 0, "1m": span.Minute, "1h30m": 90 * span.Minute, "72h": 72 * span.Hour, "1s500ms": 1_500_000, "250us": 250,
	} {
		if got := formatDuration(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"max_gap", "maxgap", 1}, {"kitten", "sitting", 3}, {"tür", "tor", 1},
	} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q to %q: got %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
