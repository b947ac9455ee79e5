package report

import (
	"fmt"

	"github.com/upledger/upledger/report/words"
	"github.com/upledger/upledger/sla"
)

// A Document is a result together with what a report prints beside it. The
// same Document gives the same bytes in every format.
type Document struct {
	Result       sla.Result
	Locale       string // "de" or "en"; "": the agreement's
	Generator    string // name and version of the program, such as "upledger 0.1.0"
	Policy       []byte // the agreement as evaluated, canonical JSON; nil: not known
	PolicySHA256 string // of Policy, in hex; "": not known
	Logo         []byte // PNG or JPEG; nil: the provider's name stands in type
}

// words returns the words of the document's language.
func (d Document) words() (words.Words, error) {
	lang := d.Locale
	if lang == "" {
		lang = d.Result.Agreement.Locale
	}
	if lang == "" {
		lang = d.Result.Agreement.Provider.Locale
	}
	w, err := words.In(lang)
	if err != nil {
		return words.Words{}, fmt.Errorf("report of agreement %s: %w", d.Result.Agreement.ID, err)
	}
	return w, nil
}
