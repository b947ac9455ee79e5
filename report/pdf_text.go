package report

import (
	"slices"
	"strings"

	"github.com/upledger/upledger/report/words"
)

// A textLine is one line of prose that fits its column.
type textLine []words.Run

// A wrapper breaks prose into lines.
type wrapper struct {
	face  *typeface
	size  float64 // mm
	width float64 // mm

	lines []textLine
	line  textLine
	used  float64
}

// wrap breaks prose into lines at most width mm wide, at spaces, or within a
// word that is wider than the column. There is always at least one line.
func (t *typeface) wrap(p prose, size, width float64) []textLine {
	w := &wrapper{face: t, size: size, width: width}
	for _, word := range t.splitWords(p) {
		w.add(word)
	}
	w.flush()
	return w.lines
}

// A setting is a text in one weight and the column that it stands in.
type setting struct {
	text        string
	size, width float64 // mm
	bold        bool
}

// wrapText is wrap for text in one weight. It remembers the lines, since heads
// are measured before they are written, and written again on other pages;
// callers must not change them.
func (t *typeface) wrapText(text string, size, width float64, bold bool) []textLine {
	key := setting{text, size, width, bold}
	lines, ok := t.wrapped[key]
	if !ok {
		lines = t.wrap(prose{{Text: text, Bold: bold}}, size, width)
		t.wrapped[key] = lines
	}
	return lines
}

// splitWords cuts prose at spaces; a word may change its weight inside.
func (t *typeface) splitWords(p prose) []textLine {
	var out []textLine
	var word textLine
	for _, run := range p {
		for i, piece := range strings.Split(t.clean(run.Text), " ") {
			if i > 0 && len(word) > 0 {
				out = append(out, word)
				word = nil
			}
			if piece != "" {
				word = append(word, words.Run{Text: piece, Bold: run.Bold, Link: run.Link})
			}
		}
	}
	if len(word) > 0 {
		out = append(out, word)
	}
	return out
}

func (w *wrapper) measure(l textLine) float64 {
	sum := 0.0
	for _, r := range l {
		sum += w.face.width(r.Text, w.size, r.Bold)
	}
	return sum
}

func (w *wrapper) add(word textLine) {
	space := 0.0
	if len(w.line) > 0 {
		space = w.face.width(" ", w.size, false)
	}
	width := w.measure(word)
	switch {
	case w.used+space+width <= w.width:
	case width <= w.width:
		w.flush()
		space = 0
	default:
		w.breakWord(word)
		return
	}
	if space > 0 {
		between := words.Run{Text: " "}
		if last := w.line[len(w.line)-1]; last.Link == word[0].Link {
			between.Link = last.Link
		}
		w.line = append(w.line, between)
	}
	w.line = append(w.line, word...)
	w.used += space + width
}

// breakWord puts a word that is wider than the column on as many lines as it
// needs, with no hyphen added.
func (w *wrapper) breakWord(word textLine) {
	if len(w.line) > 0 {
		w.flush()
	}
	for _, run := range word {
		var piece strings.Builder
		flush := func() {
			if piece.Len() > 0 {
				w.line = append(w.line, words.Run{Text: piece.String(), Bold: run.Bold, Link: run.Link})
				piece.Reset()
			}
		}
		for _, r := range run.Text {
			width := w.face.width(string(r), w.size, run.Bold)
			if w.used+width > w.width && w.used > 0 {
				flush()
				w.flush()
			}
			piece.WriteRune(r)
			w.used += width
		}
		flush()
	}
}

func (w *wrapper) flush() {
	w.lines = append(w.lines, joinRuns(w.line))
	w.line, w.used = nil, 0
}

// joinRuns joins neighbours of one weight and link, so that text can be searched and
// copied in one piece. A space takes the weight of what precedes it.
func joinRuns(line textLine) textLine {
	var out textLine
	for _, r := range line {
		if n := len(out); n > 0 && out[n-1].Link == r.Link && (out[n-1].Bold == r.Bold || r.Text == " " && !out[n-1].Bold) {
			out[n-1].Text += r.Text
			continue
		}
		out = append(out, r)
	}
	return out
}

// cut shortens text to width mm and shows that it did with "…".
func (t *typeface) cut(text string, size, width float64, bold bool) string {
	text = t.clean(text)
	if t.width(text, size, bold) <= width {
		return text
	}
	room := width - t.width("…", size, bold)
	used := 0.0
	for i, r := range text {
		used += t.width(string(r), size, bold)
		if used > room {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}

// limit cuts lines to at most n and shows that something is left out.
func (t *typeface) limit(lines []textLine, n int, size, width float64) []textLine {
	if len(lines) <= n {
		return lines
	}
	lines = slices.Clone(lines[:n]) // they may be remembered
	last := lines[n-1]
	if len(last) > 0 {
		run := last[len(last)-1]
		before := 0.0
		for _, r := range last[:len(last)-1] {
			before += t.width(r.Text, size, r.Bold)
		}
		run.Text = t.cut(run.Text+" …………", size, width-before, run.Bold)
		run.Text = strings.TrimRight(run.Text, " …") + "…"
		lines[n-1] = append(last[:len(last)-1:len(last)-1], run)
	}
	return lines
}
