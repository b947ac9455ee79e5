package report

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// The names of the attachments.
const (
	attachedReport = "report.json"
	attachedLedger = "ledger.csv"
)

// attach embeds the report for programs and the ledger for spreadsheets.
func (s *sheet) attach(doc Document) error {
	var report, ledger bytes.Buffer
	if err := JSON(&report, doc); err != nil {
		return err
	}
	if err := LedgerCSV(&ledger, doc); err != nil {
		return err
	}
	s.pdf.SetAttachments([]fpdf.Attachment{
		{Content: report.Bytes(), Filename: attachedReport, Description: "upledger.report/1"},
		{Content: ledger.Bytes(), Filename: attachedLedger, Description: "the ledger, one row a line"},
	})
	return nil
}

// describe sets what the file says about itself, in the dictionary of old and
// in XMP.
func (s *sheet) describe(v view, doc Document) {
	title := s.face.clean(v.Title + " " + v.Period + ", " + v.Provider + ", " + v.Customer)
	subject := ""
	if len(v.Objectives) > 0 {
		subject = s.face.clean(v.Objectives[0].Verdict.Sentence.text())
	}
	author, creator := s.face.clean(v.Provider), s.face.clean(doc.Generator)
	at := doc.Result.AsOf.Time().UTC()
	if at.Year() < 1970 || at.Year() > 9999 { // a PDF date has four digits
		at = time.Unix(0, 0).UTC()
	}
	s.pdf.SetTitle(title, true)
	s.pdf.SetSubject(subject, true)
	s.pdf.SetAuthor(author, true)
	s.pdf.SetCreator(creator, true)
	s.pdf.SetProducer(creator, true)
	s.pdf.SetLang(v.Words.Lang())
	s.pdf.SetCreationDate(at)
	s.pdf.SetModificationDate(at)
	s.pdf.SetXmpMetadata(xmp(v.Words.Lang(), title, subject, author, creator, at))
}

// xmp is the description as XMP, which archives and search engines read.
func xmp(lang, title, subject, author, creator string, at time.Time) []byte {
	fill := strings.NewReplacer("{lang}", escaped(lang), "{title}", escaped(title), "{subject}", escaped(subject),
		"{author}", escaped(author), "{creator}", escaped(creator), "{at}", at.Format(time.RFC3339))
	return []byte(fill.Replace(xmpPacket))
}

const xmpPacket = `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{at}</xmp:CreateDate>
<xmp:ModifyDate>{at}</xmp:ModifyDate>
<pdf:Producer>{creator}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`

func escaped(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a builder takes everything
	}
	return b.String()
}
