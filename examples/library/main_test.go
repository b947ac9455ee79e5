package main

import (
	"bytes"
	"context"
	"os"
	"testing"
)

// The figure is worked out in the README of the quick start.
func TestExample(t *testing.T) {
	var stdout, pdf bytes.Buffer
	if err := run(context.Background(), "../quickstart", &pdf, &stdout); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("want/stdout")
	if err != nil {
		t.Fatal(err)
	}
	if stdout.String() != string(want) {
		t.Errorf("it printed %q, want %q", stdout.String(), want)
	}
	if !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) || pdf.Len() < 10_000 {
		t.Errorf("%d bytes that begin with %.20q are no report", pdf.Len(), pdf.Bytes())
	}
}
