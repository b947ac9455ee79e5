package report

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upledger/upledger/sla"
)

// shown writes paragraphs one a line: bold between asterisks, links as
// [text](address), items behind their bullet, two spaces for each list.
func shown(list []paragraph) string {
	var lines []string
	for _, p := range list {
		var b strings.Builder
		b.WriteString(strings.Repeat("  ", p.Level))
		if p.Bullet != "" {
			b.WriteString(p.Bullet + " ")
		}
		for _, r := range p.Text {
			text := r.Text
			if r.Bold {
				text = "*" + text + "*"
			}
			if r.Link != "" {
				text = fmt.Sprintf("[%s](%s)", text, r.Link)
			}
			b.WriteString(text)
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

func TestMarkdownOfIncidents(t *testing.T) {
	for source, want := range map[string]string{
		"":                                  "",
		" \n\n ":                            "",
		"one line\nand its rest":            "one line and its rest",
		"first\n\nsecond":                   "first\n\nsecond",
		"an *emphasis*, a **strong** one":   "an *emphasis*, a *strong* one",
		"***both***, `code` and 2 * 3 * 4":  "*both*, code and 2 * 3 * 4",
		"snake_case_name stays":             "snake_case_name stays",
		"# Head\ntext":                      "*Head*\ntext",
		"so:\n\n- one\n- two\n  - deep\n":   "so:\n  • one\n  • two\n    • deep",
		"3. third\n4. fourth":               "  3. third\n  4. fourth",
		"- item\n\n  more of it":            "  • item\n  more of it",
		"- a\n  - b\n    - c\n      - d":    "  • a\n    • b\n      • c\n      • d",
		"[the **report**](https://a.b/c?d)": "[the ](https://a.b/c?d)[*report*](https://a.b/c?d)",
		"<https://a.b/c>":                   "[https://a.b/c](https://a.b/c)",
		"[mail](mailto:x@a.b)":              "[mail](mailto:x@a.b)",
		"[no](javascript:alert(1))":         "no",
		"[no](<data:text/html,x>)":          "no",
		"[no](//a.b)":                       "no",
		"![a picture](https://a.b/p.png)":   "a picture",
		"<script>alert(1)</script>":         "<script>alert(1)</script>",
		"a <b>tag</b> is text":              "a <b>tag</b> is text",
		"> quoted":                          "quoted",
		"    code 1\n    code 2":            "code 1\ncode 2",
		"\u202eturned\u200b \x00\xff":       "turned \ufffd",
		`3 \* 4, \[x\], ` + "`\\*`":         `3 * 4, [x], \*`,
		"1 < 2 && 3 > 2 &amp; &lt;":         "1 < 2 && 3 > 2 & <",
	} {
		want = strings.ReplaceAll(want, "\n\n", "\n")
		if got := shown(paragraphs(source)); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", source, got, want)
		}
	}
}

// The question stands before the text, or alone before a list.
func TestQuestionsBeginTheAnswers(t *testing.T) {
	doc := example1(t)
	in := &doc.Result.Incidents[0]
	in.Summary, in.Actions = sla.Text{"": "Text.\n\nMore."}, sla.Text{"": "- one\n- two"}
	in.Prevention = nil
	got := shown(viewOf(t, doc, "en").Objectives[0].Happened.Incidents[0].Parts)
	want := "*What happened.* Text.\nMore.\n*What we did.*\n  • one\n  • two\n" +
		"*Why it will not happen again.* The log says nothing about this."
	check(t, "answers", got, want)
}

// Whatever is written, nothing of it is invisible and no paragraph is empty.
func TestAnyTextIsMarkdown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"*", "**", "_", "- ", "1. ", "\n", "    ", "> ", "[", "](", ")", "<", ">", "`", "https://a.b", "\n\n", "#", "&#0;", "&#x202e;",
		}))).Draw(t, "source"), "")
		for _, p := range paragraphs(source) {
			if strings.TrimSpace(p.Text.text()) == "" || p.Level > mostLevels {
				t.Fatalf("%q gives %+v", source, p)
			}
			for _, r := range p.Text {
				if cleanPiece(r.Text) != r.Text {
					t.Fatalf("%q: %q is not clean", source, r.Text)
				}
			}
		}
	})
}

func TestPDFOfMarkdown(t *testing.T) {
	doc := example1(t)
	doc.Locale = "de"
	doc.Result.Incidents[0].Summary = sla.Text{"": "Siehe den [Bericht des **Netzbetreibers**](https://example.org/a/b).\n\n- erstens\n- zweitens"}
	data := pdf(t, doc)
	contains(t, pages(t, data)[1], "Was geschah. Siehe den Bericht des Netzbetreibers (https://example.org/a/b).", "• erstens", "• zweitens")
	contains(t, tool(t, data, "qpdf", "--qdf", "--stream-data=uncompress", "FILE", "-"), "/URI (https://example.org/a/b)")
}
