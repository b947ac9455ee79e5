package report

import (
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/upledger/upledger/report/words"
)

// A paragraph is one paragraph or one item of a list.
type paragraph struct {
	Text   prose
	Bullet string // "•" or "2."; "": not an item of a list
	Level  int    // lists that it stands in, 1 to mostLevels; 0: none
}

// mostLevels is how deep lists are set in; deeper ones stand below one another.
const mostLevels = 3

// markdownParser is made once; goldmark's parsers may be used by many at a time.
var markdownParser = sync.OnceValue(goldmark.DefaultParser)

// paragraphs reads a text of the incident log: paragraphs, lists, emphasis and
// links of Markdown. All emphasis is bold, since the reports have no italics,
// headings are bold paragraphs, and HTML is text like any other.
func paragraphs(source string) []paragraph {
	source = strings.ToValidUTF8(source, "\ufffd")
	m := markdown{source: []byte(source)}
	m.block(markdownParser().Parse(text.NewReader(m.source)), "", 0)
	return m.out
}

// A markdown is a text being read.
type markdown struct {
	source []byte
	out    []paragraph
}

// block reads a block and those in it; bullet is that of the item that it
// begins.
func (m *markdown) block(n ast.Node, bullet string, level int) {
	switch v := n.(type) {
	case *ast.List:
		m.list(v, level+1)
		return
	case *ast.Paragraph, *ast.TextBlock:
		m.add(m.inline(n, words.Run{}), bullet, level)
		return
	case *ast.Heading:
		m.add(m.inline(n, words.Run{Bold: true}), bullet, level)
		return
	case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			m.add(prose{{Text: cleanPiece(string(line.Value(m.source)))}}, bullet, level)
			bullet = ""
		}
		return
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		m.block(child, bullet, level)
		bullet = ""
	}
}

func (m *markdown) list(l *ast.List, level int) {
	n := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		bullet := "•"
		if l.IsOrdered() {
			bullet = strconv.Itoa(n) + "."
			n++
		}
		m.block(item, bullet, min(level, mostLevels))
	}
}

func (m *markdown) add(p prose, bullet string, level int) {
	if p = tidy(p); len(p) > 0 {
		m.out = append(m.out, paragraph{p, bullet, level})
	}
}

// inline reads what stands in a block, in the look of like.
func (m *markdown) inline(n ast.Node, like words.Run) prose {
	var p prose
	say := func(s string) {
		run := like
		run.Text = cleanPiece(s)
		p = append(p, run)
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		inner := like
		switch v := child.(type) {
		case *ast.Text:
			say(m.plain(v))
			if v.SoftLineBreak() || v.HardLineBreak() {
				say(" ")
			}
			continue
		case *ast.String:
			say(string(v.Value))
			continue
		case *ast.AutoLink:
			inner.Link = safeLink(string(v.URL(m.source)))
			inner.Text = cleanPiece(string(v.Label(m.source)))
			p = append(p, inner)
			continue
		case *ast.RawHTML:
			for i := range v.Segments.Len() {
				segment := v.Segments.At(i)
				say(string(segment.Value(m.source)))
			}
			continue
		case *ast.Emphasis:
			inner.Bold = true
		case *ast.Link:
			inner.Link = safeLink(string(v.Destination))
		}
		p = append(p, m.inline(child, inner)...)
	}
	return p
}

// plain returns a text with its escapes and entities resolved; in code there
// are none.
func (m *markdown) plain(t *ast.Text) string {
	value := t.Value(m.source)
	if t.IsRaw() || t.Parent().Kind() == ast.KindCodeSpan {
		return string(value)
	}
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(value))))
}

// safeLink returns an address that a reader may follow, "" for any other: a
// report must not run anything.
func safeLink(url string) string {
	lower := strings.ToLower(url)
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(lower, scheme) && words.Clean(url) == url && !strings.ContainsAny(url, " \"<>\\") {
			return url
		}
	}
	return ""
}

// cleanPiece is words.Clean for a piece of a text: spaces at its ends stay.
func cleanPiece(s string) string {
	clean := words.Clean(s)
	if clean == "" {
		if strings.ContainsAny(s, " \t\n") {
			return " "
		}
		return ""
	}
	if strings.ContainsAny(s[:1], " \t\n") {
		clean = " " + clean
	}
	if strings.ContainsAny(s[len(s)-1:], " \t\n") {
		clean += " "
	}
	return clean
}

// tidy joins runs that look the same, leaves out empty ones and spaces at the
// ends and beside spaces.
func tidy(p prose) prose {
	var out prose
	space := true
	for _, r := range p {
		if space {
			r.Text = strings.TrimLeft(r.Text, " ")
		}
		if r.Text == "" {
			continue
		}
		space = strings.HasSuffix(r.Text, " ")
		if last := len(out) - 1; last >= 0 && out[last].Bold == r.Bold && out[last].Link == r.Link {
			out[last].Text += r.Text
			continue
		}
		out = append(out, r)
	}
	for len(out) > 0 {
		last := &out[len(out)-1]
		if last.Text = strings.TrimRight(last.Text, " "); last.Text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}
