package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"regexp"
	"sync"
)

// pageScripts holds what `make assets` built; without it only a .gitignore.
//
//go:embed all:page/dist
var pageScripts embed.FS

// A script is the one that a page may run, if any.
type script struct {
	Text      template.JS
	URL       string
	Integrity string // of the script at URL
	source    string // what the policy allows
}

func (s script) there() bool { return s.source != "" }

// builtIn is the script that was built before the program, if there is one.
var builtIn = sync.OnceValues(func() (script, error) {
	text, err := pageScripts.ReadFile("page/dist/charts.js")
	if errors.Is(err, fs.ErrNotExist) {
		return script{}, nil
	}
	if err != nil {
		return script{}, err
	}
	return inline(text)
})

var integrityPattern = regexp.MustCompile(`^(sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)$`)

// script returns the script that the options ask for.
func (o HTMLOptions) script() (script, error) {
	switch {
	case o.Static:
		return script{}, nil
	case o.ScriptURL != "":
		address, err := url.Parse(o.ScriptURL)
		if err != nil || address.Scheme != "https" || address.Host == "" || address.User != nil {
			return script{}, fmt.Errorf("script %q: want an https address", o.ScriptURL)
		}
		if !integrityPattern.MatchString(o.ScriptIntegrity) {
			return script{}, fmt.Errorf("integrity %q of the script: want sha256-, sha384- or sha512- and the digest in base64", o.ScriptIntegrity)
		}
		// A policy separates by spaces, semicolons and commas. The origin is
		// there for browsers that do not match external scripts by digest.
		return script{URL: o.ScriptURL, Integrity: o.ScriptIntegrity, source: "'" + o.ScriptIntegrity + "' https://" + address.Host}, nil
	case o.Script != nil:
		return inline(o.Script)
	}
	return builtIn()
}

// inline takes a script into the page. Browsers read every line end of a page as
// one \n before they compare digests.
func inline(text []byte) (script, error) {
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	lower := bytes.ToLower(text)
	for _, end := range []string{"</script", "<!--"} {
		if bytes.Contains(lower, []byte(end)) {
			return script{}, fmt.Errorf("the script contains %q, which would end it inside a page", end)
		}
	}
	return script{Text: template.JS(text), source: digestSource(string(text))}, nil
}

// digestSource is how a policy allows exactly this text.
func digestSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// contentPolicy forbids a page everything but its own style sheet, its own
// script and pictures inside it: whatever gets into a text, it cannot run or
// fetch anything.
func contentPolicy(css string, s script) string {
	policy := "default-src 'none'; style-src " + digestSource(css) + "; img-src data:; base-uri 'none'; form-action 'none'"
	if s.there() {
		policy += "; script-src " + s.source
	}
	return policy
}
