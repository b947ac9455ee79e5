package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/upledger/upledger/report/chart"
	"github.com/upledger/upledger/report/words"
)

//go:embed page/page.css
var htmlCSS string

//go:embed page/page.tmpl
var htmlTemplate string

// pageTemplate is parsed when the first page is written, and escaped once.
var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report").Funcs(htmlFuncs()).Parse(htmlTemplate)
})

// HTMLOptions say which script brings the charts and tables of a page to life.
// The zero HTMLOptions take the one that is built in, if `make assets` built it
// before the program; else the page is static, and complete all the same.
type HTMLOptions struct {
	// Static leaves the script out.
	Static bool
	// Script is the text of a script to put into the page instead of the one
	// built in. It must not contain "</script" or "<!--".
	Script []byte
	// ScriptURL is where the page loads its script from: the only request that
	// a page ever makes. It is an https address, and ScriptIntegrity is needed.
	ScriptURL string
	// ScriptIntegrity is the digest that the script at ScriptURL must have, such
	// as "sha384-" and 64 characters of base64.
	ScriptIntegrity string
}

// usualPage is how many bytes a month takes without style sheet and script.
const usualPage = 1 << 17

// A htmlPage is what the template fills in.
type htmlPage struct {
	view
	CSS       template.CSS
	Policy    string // Content-Security-Policy
	Script    script
	Data      template.JS // what the script needs to know; "" without one
	LogoURL   template.URL
	Generator string
	Footer    string
	Nav       []htmlLink
}

// A htmlLink leads to a place in the page.
type htmlLink struct{ Anchor, Name string }

// HTML writes the report as one file that asks for nothing from elsewhere. It can
// be read on a phone, in the dark, by a screen reader and on paper, and without
// running the script that it contains if one is built in.
func HTML(w io.Writer, doc Document) error { return HTMLWith(w, doc, HTMLOptions{}) }

// HTMLWith is HTML with a choice of the script.
func HTMLWith(w io.Writer, doc Document, o HTMLOptions) error {
	script, err := o.script()
	if err != nil {
		return fmt.Errorf("report of agreement %s: %w", doc.Result.Agreement.ID, err)
	}
	v, err := newView(doc)
	if err != nil {
		return err
	}
	css := rolesCSS(v.Accent) + chart.CSS() + htmlCSS
	page := htmlPage{
		view: v, CSS: template.CSS(css), Policy: contentPolicy(css, script), Script: script, LogoURL: logoURL(doc.Logo),
		Generator: words.Clean(doc.Generator), Nav: v.links(),
	}
	if len(v.Objectives) > 0 {
		page.Footer = v.Objectives[0].Footer
	}
	if script.there() {
		data, err := v.alive(doc)
		if err != nil {
			return err
		}
		page.Data = template.JS(data)
	}
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	// Written as a whole, so that a failure leaves no half page behind.
	var b bytes.Buffer
	b.Grow(len(css) + len(script.Text) + len(page.Data) + usualPage)
	if err := t.Execute(&b, page); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
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
func htmlFuncs() template.FuncMap {
	return template.FuncMap{
		"mark": func(kind chart.MarkKind, r float64) template.HTML { return template.HTML(chart.MarkSVG(kind, r)) },
		"budgetChart": func(b budgetView) template.HTML {
			return drawn(b.Chart.Scene, b.Table.Caption, strings.Join(b.Head.Notes, " "))
		},
		"daysChart": func(b daysBlock, d daysView) template.HTML {
			return drawn(b.Chart.Scene, strings.TrimSpace(d.Table.Caption+" "+b.Title), plainText(d.List))
		},
		"trendChart": func(t trendView) template.HTML {
			return drawn(t.Chart.Scene, t.Table.Caption, strings.Join(t.Head.Notes, " "))
		},
		"latencyChart": func(l latencyView) template.HTML {
			return drawn(l.Chart.Scene, l.Table.Caption, strings.Join(l.Head.Notes, " "))
		},
		"timelineChart": func(t timelineView) template.HTML {
			return drawn(t.Chart.Scene, t.Table.Caption, strings.Join(t.Head.Notes, " "))
		},
		"causeBars": func(c causesView, width float64) []template.HTML {
			return bars(c.Chart.Scenes(width / chart.PixelsPerMM))
		},
		"waterBars": func(w waterfallView) []template.HTML { return bars(w.Chart.Scenes(138 / chart.PixelsPerMM)) },
	}
}

// drawn draws a chart for a wide page, a tablet and a phone. The style sheet
// shows one of them, to eyes and screen readers alike. Labels of axes hang out
// to the left; what would run out of the page to the right is cut.
func drawn(scene func(chart.Frame) chart.Scene, title, desc string) template.HTML {
	b := make([]byte, 0, 1<<15)
	for _, on := range []struct {
		class string
		frame chart.Frame
	}{{"desk", chart.OnScreen()}, {"tablet", chart.OnTablet()}, {"narrow", chart.OnPhone()}} {
		b = append(append(append(b, `<div class="scene `...), on.class...), `">`...)
		b = append(chart.AppendSVG(b, scene(on.frame), title, desc), "</div>"...)
	}
	return template.HTML(b)
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
