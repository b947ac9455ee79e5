package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
)

//go:embed html.css
var htmlCSS string

//go:embed html.tmpl
var htmlTemplate string

// A htmlPage is what the template fills in.
type htmlPage struct {
	view
	CSS       template.CSS
	Policy    string // Content-Security-Policy
	LogoURL   template.URL
	Generator string
	Footer    string
	Nav       []htmlLink
}

// A htmlLink leads to a place in the page.
type htmlLink struct{ Anchor, Name string }

// HTML writes the report as one file that needs nothing else: no script, no
// font, no picture from elsewhere. It can be read on a phone, in the dark, by
// a screen reader and on paper.
func HTML(w io.Writer, doc Document) error {
	v, err := newView(doc)
	if err != nil {
		return err
	}
	css := rolesCSS(v.Accent) + chart.CSS() + htmlCSS
	page := htmlPage{
		view: v, CSS: template.CSS(css), Policy: contentPolicy(css), LogoURL: logoURL(doc.Logo),
		Generator: words.Clean(doc.Generator), Nav: v.links(),
	}
	if len(v.Objectives) > 0 {
		page.Footer = v.Objectives[0].Footer
	}
	t, err := template.New("report").Funcs(v.htmlFuncs()).Parse(htmlTemplate)
	if err != nil {
		return err
	}
	// Written as a whole, so that a failure leaves no half page behind.
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// contentPolicy forbids a page everything but its own style sheet and pictures
// inside it: whatever gets into a text, it cannot run or fetch anything.
func contentPolicy(css string) string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

// logoURL returns a PNG or JPEG as a data URL, and "" for anything else.
func logoURL(logo []byte) template.URL {
	kind := ""
	switch {
	case bytes.HasPrefix(logo, []byte("\x89PNG\r\n\x1a\n")):
		kind = "png"
	case bytes.HasPrefix(logo, []byte("\xff\xd8\xff")):
		kind = "jpeg"
	default:
		return ""
	}
	return template.URL("data:image/" + kind + ";base64," + base64.StdEncoding.EncodeToString(logo))
}

// links lists the places of the page: its parts, or its objectives if there
// are several.
func (v view) links() []htmlLink {
	if v.Summary != nil {
		links := []htmlLink{{"summary", v.Summary.Head.Title}}
		for _, row := range v.Summary.Rows {
			links = append(links, htmlLink{row.Anchor, row.Name})
		}
		return links
	}
	var links []htmlLink
	for _, o := range v.Objectives {
		links = append(links, htmlLink{o.Anchor, v.Words.Text("nav.result")})
		if o.Happened != nil {
			links = append(links, htmlLink{o.Anchor + "-happened", o.Happened.Title})
		}
		links = append(links, htmlLink{o.Anchor + "-counted", o.Counted.Title}, htmlLink{o.Anchor + "-ledger", v.Words.Text("nav.all")})
	}
	return links
}

// htmlFuncs are what the template can draw.
func (v view) htmlFuncs() template.FuncMap {
	return template.FuncMap{
		"text": func(key string) string { return v.Words.Text(key) },
		"mark": func(kind chart.MarkKind, r float64) template.HTML { return template.HTML(chart.MarkSVG(kind, r)) },
		"budgetChart": func(b budgetView) template.HTML {
			return twice(b.Chart.Scene, b.Table.Caption, strings.Join(b.Head.Notes, " "))
		},
		"daysChart": func(b daysBlock, d daysView) template.HTML {
			return twice(b.Chart.Scene, strings.TrimSpace(d.Table.Caption+" "+b.Title), plainText(d.List))
		},
		"trendChart": func(t trendView) template.HTML {
			return twice(t.Chart.Scene, t.Table.Caption, strings.Join(t.Head.Notes, " "))
		},
		"timelineChart": func(t timelineView) template.HTML { return twice(t.Chart.Scene, t.Table.Caption, "") },
		"causeBars": func(c causesView, width float64) []template.HTML {
			return bars(c.Chart.Scenes(width / chart.PixelsPerMM))
		},
		"waterBars": func(w waterfallView) []template.HTML { return bars(w.Chart.Scenes(138 / chart.PixelsPerMM)) },
	}
}

// twice draws a chart for a wide page and for a phone. The style sheet shows
// one of them, to eyes and screen readers alike. Labels of axes hang out to the
// left; what would run out of the page to the right is cut.
func twice(scene func(chart.Frame) chart.Scene, title, desc string) template.HTML {
	return template.HTML(`<div class="scene wide">` + chart.SVG(scene(chart.OnScreen()), title, desc) + `</div><div class="scene narrow">` +
		chart.SVG(scene(chart.OnPhone()), title, desc) + `</div>`)
}

// bars draws the bars beside the rows of a table, which has the numbers.
func bars(scenes []chart.Scene) []template.HTML {
	var list []template.HTML
	for _, s := range scenes {
		list = append(list, template.HTML(chart.SVG(s, "", "")))
	}
	return list
}

func plainText(p prose) string {
	var b strings.Builder
	for _, r := range p {
		b.WriteString(r.Text)
	}
	return b.String()
}
