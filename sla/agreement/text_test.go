package agreement_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla/agreement"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// A file means the same whatever its line ends, with a byte order mark, and
// with explicit ends of the document.
func TestSameMeaning(t *testing.T) {
	src := read(t, "testdata/full.yaml")
	want, err := agreement.Parse("f", src)
	if err != nil {
		t.Fatal(err)
	}
	for name, variant := range map[string][]byte{
		"CRLF":             bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n")),
		"byte order mark":  slices.Concat([]byte("\ufeff"), src),
		"document markers": slices.Concat([]byte("---\n"), src, []byte("...\n")),
		"no last newline":  bytes.TrimSpace(src),
		"comments":         bytes.ReplaceAll(src, []byte("\n"), []byte(" # comment: {\n")),
	} {
		got, err := agreement.Parse("f", variant)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got, equal); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// JSON is YAML, also when it is indented by tabs and has JSON's escapes.
func TestJSON(t *testing.T) {
	src := "{\n" +
		"\t\"version\": 1,\n" +
		"\t\"provider\": {\"name\": \"M\\u00fcller \\/ \\ud83d\\ude00\", \"timezone\":\"UTC\"},\n" +
		"\t\"services\":{\"crm\":{}},\n" +
		"\t\"agreements\":{\"acme\":{\"customer\":\"ACME\",\"objectives\":[{\"service\":\"crm\",\"target\":99.90}]}}\n" +
		"}\n"
	file, err := agreement.Parse("f", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Müller / 😀"; file.Provider.Name != want {
		t.Errorf("name %q, want %q", file.Provider.Name, want)
	}
	if got := only(t, file, "acme").Objectives[0].Target.String(); got != "99.90" {
		t.Errorf("target %s, want the number as it stands in the file, 99.90", got)
	}
	_, err = agreement.Parse("f", []byte(strings.Replace(src, "\"services\"", "\"service\"", 1)))
	want := "f:4:2: service: unknown key: did you mean services?"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestRefusedBytes(t *testing.T) {
	good := read(t, "testdata/full.yaml")
	for _, test := range []struct {
		name string
		src  []byte
		want string
	}{
		{"too large", slices.Concat(good, bytes.Repeat([]byte("#\n"), 4<<20)),
			fmt.Sprintf("f:1:1: the file has %d bytes: want at most 8 MiB", len(good)+8<<20)},
		{"Latin-1", []byte("version: 1\nprovider: {name: M\xfcller}\n"), "f:2:19: the file is not UTF-8 text"},
		{"UTF-16", []byte("v\x00e\x00r\x00"), "f:1:2: the file is not UTF-8 text"},
		{"flow depth", []byte("version: " + strings.Repeat("{a: ", 100_000)), "f:1:262: nested deeper than 64 levels"}, // 9 + 4×63 + 1
		{"block depth", []byte(strings.Repeat("- ", 100_000)), "f:1:129: nested deeper than 64 levels"},                // 2×64 + 1
	} {
		_, err := agreement.Parse("f", test.src)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %.200v\nwant %s", test.name, err, test.want)
		}
	}
}

// A message that quotes a long value is cut.
func TestLongValue(t *testing.T) {
	_, err := agreement.Parse("f", []byte("version: "+strings.Repeat("1", 1<<20)))
	var problems agreement.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	for _, p := range problems {
		if len(p.Message) > 500 {
			t.Errorf("a message of %d bytes", len(p.Message))
		}
	}
}
