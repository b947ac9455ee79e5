package chart

// Advance widths of Liberation Sans (the metrics of Arial) for U+0020 to
// U+007E, in thousandths of the em.
var (
	regularWidths = [...]int{
		278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
		556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
		611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
		667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
		222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
	}
	boldWidths = [...]int{
		278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
		556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
		611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
		667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
		278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
	}
)

// TextWidth returns the width in mm that words take in Liberation Sans at
// size. Charts need it only to see whether a label fits, so that runes beyond
// ASCII are taken a little too wide rather than looked up.
func TextWidth(words string, size float64, bold bool) float64 {
	sum := 0
	for _, r := range words {
		sum += advance(r, bold)
	}
	return float64(sum) / 1000 * size
}

func advance(r rune, bold bool) int {
	switch {
	case r >= 0x20 && r < 0x7f && bold:
		return boldWidths[r-0x20]
	case r >= 0x20 && r < 0x7f:
		return regularWidths[r-0x20]
	case r == 0x202f: // narrow no-break space
		return 200
	case r == 0xa0:
		return 278
	case r == 0x2013 || r == 0x2212: // dash, minus
		return 584
	case r >= 0x2e80: // full width
		return 1000
	}
	return 722
}
