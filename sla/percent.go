package sla

import (
	"fmt"
	"strconv"
	"strings"
)

// percentUnit is one percent in the unit of Percent.
const percentUnit = 1_000_000

// A Percent is an exact decimal percentage as written in an agreement, with at
// most six decimals. The zero Percent is 0 %, written "".
type Percent struct {
	text   string
	micros int64
}

// ParsePercent reads a decimal percentage such as "99.9", without a sign and
// without a percent sign. More than six decimals are refused.
func ParsePercent(text string) (Percent, error) {
	micros, err := parseMillionths(text)
	if err != nil {
		return Percent{}, err
	}
	return Percent{text, micros}, nil
}

// String returns p as it was written.
func (p Percent) String() string { return p.text }

// Millionths returns p in millionths of a percent: 100 % is 100 000 000.
func (p Percent) Millionths() int64 { return p.micros }

// IsZero reports whether p is 0 %.
func (p Percent) IsZero() bool { return p.micros == 0 }

// ParseWeight reads a decimal number such as "0.6" with at most six decimals.
func ParseWeight(text string) (Weight, error) {
	millionths, err := parseMillionths(text)
	return Weight(millionths), err
}

// ParseLoss reads a share from "0" to "1" with at most six decimals.
func ParseLoss(text string) (Loss, error) {
	millionths, err := parseMillionths(text)
	if err != nil {
		return 0, err
	}
	if millionths > int64(FullLoss) {
		return 0, fmt.Errorf("%s is more than 1", text)
	}
	return Loss(millionths), nil
}

// String returns l as a decimal share such as "0.4", and "unknown".
func (l Loss) String() string {
	if l == UnknownLoss {
		return "unknown"
	}
	return formatMillionths(int64(l))
}

// String returns w as a decimal number such as "0.6".
func (w Weight) String() string { return formatMillionths(int64(w)) }

func formatMillionths(n int64) string {
	text := fmt.Sprintf("%d.%06d", n/1_000_000, n%1_000_000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// parseMillionths reads an unsigned decimal number exactly.
func parseMillionths(text string) (int64, error) {
	whole, decimals, _ := strings.Cut(text, ".")
	digits := whole + decimals
	if whole == "" || strings.HasSuffix(text, ".") || strings.Trim(digits, "0123456789") != "" {
		return 0, fmt.Errorf("%q is not a decimal number", text)
	}
	if len(decimals) > 6 {
		return 0, fmt.Errorf("%s has more than six decimals", text)
	}
	n, err := strconv.ParseInt(digits+strings.Repeat("0", 6-len(decimals)), 10, 64)
	if err != nil || n > 1e15 {
		return 0, fmt.Errorf("%s is too large", text)
	}
	return n, nil
}
