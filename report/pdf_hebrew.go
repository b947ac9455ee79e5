package report

import (
	"slices"
	"strings"
	"unicode"
)

// visual puts a clean line into the order in which it is drawn: Hebrew, the one
// script of the font that is written from right to left, is turned around, with
// the spaces and signs in it, but not the numbers.
//
// Note: the bidi package of x/text was tried. It leaves numbers between two
// Hebrew words where they were, and a line of a report is in German or English
// in any case.
func visual(line string) string {
	if !strings.ContainsFunc(line, isHebrew) {
		return line
	}
	runes := []rune(line)
	for from := 0; from < len(runes); {
		if !isHebrew(runes[from]) {
			from++
			continue
		}
		to := from + 1 // after the last Hebrew letter before one of another script
		for i := to; i < len(runes) && (isHebrew(runes[i]) || !unicode.IsLetter(runes[i]) && runes[i] != noGlyph); i++ {
			if isHebrew(runes[i]) {
				to = i + 1
			}
		}
		turn(runes[from:to])
		from = to
	}
	return string(runes)
}

// turn reverses text but for the numbers in it.
func turn(text []rune) {
	slices.Reverse(text)
	for from := 0; from < len(text); from++ {
		to := from
		for to < len(text) && (unicode.IsDigit(text[to]) || to > from && (text[to] == '.' || text[to] == ',' || text[to] == ':')) {
			to++
		}
		for to > from && !unicode.IsDigit(text[to-1]) {
			to--
		}
		slices.Reverse(text[from:to])
		from = max(from, to-1)
	}
}

func isHebrew(r rune) bool { return r >= '\u0590' && unicode.Is(unicode.Hebrew, r) }
