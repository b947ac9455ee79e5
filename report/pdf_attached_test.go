package report

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/span"
)

// detach returns the n-th attached file, from 1.
func detach(t *testing.T, data []byte, n string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	tool(t, data, "pdfdetach", "-save", n, "-o", out, "FILE")
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// The PDF carries what it says: the JSON report, byte for byte, and the ledger.
func TestPDFCarriesReportAndLedger(t *testing.T) {
	doc := two(t)
	data := pdf(t, doc)
	contains(t, tool(t, data, "pdfdetach", "-list", "FILE"), "2 embedded files", "1: report.json", "2: ledger.csv")
	var report, ledger bytes.Buffer
	if err := JSON(&report, doc); err != nil {
		t.Fatal(err)
	}
	if err := LedgerCSV(&ledger, doc); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(detach(t, data, "1"), report.Bytes()) {
		t.Error("the attached report.json is not what JSON writes")
	}
	if !bytes.Equal(detach(t, data, "2"), ledger.Bytes()) {
		t.Error("the attached ledger.csv is not what LedgerCSV writes")
	}
}

// September has 720 h; Σ charged × length of worked example 1 is 1860 s.
func TestLedgerCSVAddsUp(t *testing.T) {
	var b bytes.Buffer
	if err := LedgerCSV(&b, example1(t)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var length, lost int64
	for _, row := range rows[1:] {
		n, err := strconv.ParseInt(row[column["microseconds"]], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		charged, err := strconv.ParseInt(row[column["charged"]], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		length += n
		lost += n / 1_000_000 * charged
	}
	check(t, "length", length, int64(720*span.Hour))
	check(t, "lost", lost, int64(1860*span.Second))
	check(t, "first start", rows[1][column["start"]], "2017-08-31T22:00:00Z")
}

// No cell of the ledger is computed by a spreadsheet.
func TestLedgerCSVHasNoFormula(t *testing.T) {
	for _, name := range []string{`=HYPERLINK("http://example.org")`, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"} {
		doc := altered(t, func(r *sla.ObjectiveResult) {
			r.Objective.ID = name
			for i := range r.Ledger {
				row := &r.Ledger[i]
				row.Cause, row.Incident, row.Maintenance, row.Correction = sla.Cause(name), name, name, name
			}
		})
		var b bytes.Buffer
		if err := LedgerCSV(&b, doc); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%q: cell %q", name, cell)
				}
			}
		}
	}
}

// Title, language, outline and XMP say what the file is, also with names that
// are no XML.
func TestPDFDescribesItself(t *testing.T) {
	doc := hostile(t, `<A> & "B"`)
	doc.Locale = "en"
	data := pdf(t, doc)
	info := tool(t, data, "pdfinfo", "FILE")
	contains(t, info, `Title: Availability report September 2017, <A> & "B", <A> & "B"`, `Author: <A> & "B"`, "Metadata Stream: yes")
	meta := tool(t, data, "pdfinfo", "-meta", "FILE")
	contains(t, meta, "<dc:language><rdf:Bag><rdf:li>en</rdf:li>", "<xmp:CreateDate>2017-09-30T22:00:00Z</xmp:CreateDate>")
	d := xml.NewDecoder(strings.NewReader(meta))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("XMP: %v\n%s", err, meta)
		}
	}
	if !bytes.Contains(data, []byte("/Lang (en)")) {
		t.Error("no language in the catalogue")
	}
	outline := tool(t, data, "qpdf", "--json", "--json-key=outlines", "FILE")
	contains(t, outline, `"title": "Target met"`, `"title": "What happened"`, `"title": "How it was counted"`)
}
