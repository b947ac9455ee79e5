package agreement

import (
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
)

// provider reads who gave the promises. Its zone is that of agreements that
// name none, so it must be there: a report in a zone that nobody chose is
// wrong without anyone noticing.
func provider(n node) sla.Provider {
	o := n.object("name", "locale", "timezone", "brand", "contact")
	p := sla.Provider{
		Name:    required(o, "name", text),
		Locale:  optional(o, "locale", locale, "en"),
		Zone:    required(o, "timezone", zone),
		Contact: contact(o.field("contact")),
	}
	if p.Zone == nil {
		p.Zone = time.UTC // only to read on
	}
	brand := o.field("brand").object("color", "logo")
	p.Color = optional(brand, "color", color, "")
	p.Logo = optional(brand, "logo", imageFile, "")
	return p
}

func contact(n node) sla.Contact {
	o := n.object("name", "email")
	return sla.Contact{
		Name:  optional(o, "name", text, ""),
		Email: optional(o, "email", email, ""),
	}
}

// causes reads the first-level causes in the order of the file.
func causes(n node) []sla.CauseInfo {
	var all []sla.CauseInfo
	for _, e := range n.entries() {
		if !validCause(e.key) || strings.Contains(e.key, "/") {
			e.keyProblem("want the first level of a cause, such as datacenter")
		}
		o := e.value.object("label", "owner")
		all = append(all, sla.CauseInfo{
			Cause: sla.Cause(e.key),
			Label: optional(o, "label", label, nil),
			Owner: optional(o, "owner", owner, sla.OwnerProvider),
		})
	}
	return all
}

var owner = oneOf(sla.OwnerProvider, sla.OwnerSupplier, sla.OwnerCustomer, sla.OwnerThirdParty)

// label reads text, or one text per language.
func label(n node) (sla.Text, bool) {
	if !n.isMapping() {
		s, ok := text(n)
		return sla.Text{"": s}, ok
	}
	o := n.object("de", "en")
	words := sla.Text{}
	for _, e := range o.entries {
		if s, ok := text(e.value); ok {
			words[e.key] = s
		}
	}
	return words, len(words) > 0
}

// cause reads a path such as "datacenter/uplink".
func cause(n node) (sla.Cause, bool) {
	s, ok := text(n)
	if ok && !validCause(s) {
		n.problem("%q: want a cause such as customer or datacenter/uplink", s)
		return "", false
	}
	return sla.Cause(s), ok
}

// validCause reports whether every level of a cause is a word.
func validCause(s string) bool {
	for level := range strings.SplitSeq(s, "/") {
		if !idForm.MatchString(level) {
			return false
		}
	}
	return true
}
