package agreement

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	maxSize  = 8 << 20 // bytes of a file
	maxDepth = 64      // nested lists and mappings: no agreement has more than ten
)

// parseTree returns the root of the only document of src, nil with problems
// recorded where there is none that can be read.
func (d *document) parseTree(src []byte) ast.Node {
	text, ok := d.cleanText(src)
	if !ok || !d.checkTokens(lexer.Tokenize(text)) {
		return nil
	}
	file, err := parseYAML(text)
	if err != nil {
		d.syntaxError(err)
		return nil
	}
	if len(file.Docs) > 1 {
		at := place{1, 1}
		if second := file.Docs[1]; second.Start != nil {
			at = placeOf(second.Start)
		}
		d.report(at, "", "a second YAML document: want one per file")
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		d.report(place{1, 1}, "", "the file is empty")
		return nil
	}
	return file.Docs[0].Body
}

// cleanText refuses what is no text of a sensible size, and evens out what the
// YAML library trips over.
func (d *document) cleanText(src []byte) (string, bool) {
	if len(src) > maxSize {
		d.report(place{1, 1}, "", fmt.Sprintf("the file has %d bytes: want at most 8 MiB", len(src)))
		return "", false
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	at := place{1, 1}
	for rest := src; len(rest) > 0; at.column++ {
		r, size := utf8.DecodeRune(rest)
		control := r < ' ' && !strings.ContainsRune("\t\r\n", r) || r == 0x7f
		if r == utf8.RuneError && size == 1 || control {
			d.report(at, "", "the file is not UTF-8 text")
			return "", false
		}
		if r == '\n' {
			at = place{at.line + 1, 0}
		}
		rest = rest[size:]
	}
	if bytes.HasPrefix(bytes.TrimSpace(src), []byte("{")) {
		// JSON may be indented by tabs; the library does not count those.
		return leadingTabs.ReplaceAllStringFunc(string(src), func(tabs string) string {
			return strings.Repeat(" ", len(tabs))
		}), true
	}
	return string(src), true
}

var leadingTabs = regexp.MustCompile(`(?m)^\t+`)

// refusedTokens are the parts of YAML by which a text says something else than
// a reader sees.
var refusedTokens = map[token.Type]string{
	token.AnchorType:     "anchors (&) are refused: write the value where it is used",
	token.AliasType:      "aliases (*) are refused: write the value where it is used",
	token.MergeKeyType:   "merge keys (<<) are refused: write the keys where they are used",
	token.TagType:        "tags (!) are refused",
	token.DirectiveType:  "directives (%) are refused",
	token.MappingKeyType: "keys with ? are refused: write \"key: value\"",
}

// checkTokens refuses parts of YAML, and nesting so deep that the library's
// recursion would end the program.
func (d *document) checkTokens(tokens token.Tokens) bool {
	var (
		flow    int   // open [ and {
		columns []int // of the open lists and mappings outside of those
		ok      = true
	)
	for _, t := range tokens {
		if message, refused := refusedTokens[t.Type]; refused {
			d.report(placeOf(t), "", message)
			ok = false
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType, token.MappingValueType:
			if flow == 0 {
				columns = nest(columns, t)
			}
		}
		if flow+len(columns) > maxDepth {
			d.report(placeOf(t), "", fmt.Sprintf("nested deeper than %d levels", maxDepth))
			return false
		}
	}
	return ok
}

// nest returns the columns of the open blocks after t, a dash or a colon. A
// block inside another begins further to the right.
func nest(columns []int, t *token.Token) []int {
	at := t.Position.Column
	if t.Type == token.MappingValueType && t.Prev != nil && t.Prev.Position.Line == t.Position.Line {
		at = t.Prev.Position.Column
	}
	for len(columns) > 0 && columns[len(columns)-1] >= at {
		columns = columns[:len(columns)-1]
	}
	return append(columns, at)
}

// parseYAML parses text. A panic of the library, on input that it does not
// expect, becomes an error: no file may end the program.
func parseYAML(text string) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("not valid YAML (%v)", r)
		}
	}()
	// Duplicate keys are found by the reader, all of them and with their paths.
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

func (d *document) syntaxError(err error) {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		d.report(placeOf(syntax.Token), "", "not valid YAML: "+syntax.Message)
		return
	}
	d.report(place{1, 1}, "", err.Error())
}
