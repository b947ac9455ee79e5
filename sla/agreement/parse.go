package agreement

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
)

// A File is what an agreement file says.
type File struct {
	Name       string // as given to Parse or Load
	Provider   sla.Provider
	Causes     []sla.CauseInfo        // in the order of the file
	Services   map[string]sla.Service // by id, also those of no agreement
	Agreements []sla.Agreement        // by id
}

// A SeriesName names what one monitor sees from one vantage.
type SeriesName struct{ Monitor, Vantage string }

// Series returns every series that a check may belong to: those of the monitors
// and vantages of all services.
func (f File) Series() map[SeriesName]bool {
	all := map[SeriesName]bool{}
	for _, s := range f.Services {
		for _, m := range s.Monitors {
			if len(s.Vantages) == 0 {
				all[SeriesName{m.Name, ""}] = true
			}
			for _, v := range s.Vantages {
				all[SeriesName{m.Name, v.Name}] = true
			}
		}
	}
	return all
}

// Agreement returns the agreement with the given id.
func (f File) Agreement(id string) (sla.Agreement, bool) {
	for _, a := range f.Agreements {
		if a.ID == id {
			return a, true
		}
	}
	return sla.Agreement{}, false
}

// Load reads the agreement file at path. The error is Problems where the file
// can be read but not used.
func Load(path string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxSize+1)) // one byte more is too large for Parse
	if err != nil {
		return File{}, fmt.Errorf("read agreement file: %w", err)
	}
	return Parse(path, src)
}

// Parse reads an agreement file; name is what problems call it. The error is
// of type Problems and has everything that is wrong, sorted by place; the File
// is empty then.
func Parse(name string, src []byte) (File, error) {
	d := &document{file: name, zones: map[string]*time.Location{}}
	file := File{Name: name}
	if tree := d.parseTree(src); tree != nil {
		d.read(&file, node{doc: d, tree: tree, at: placeIn(tree)})
	}
	if len(d.problems) > 0 {
		return File{}, d.problems.sorted()
	}
	return file, nil
}

// read fills f from the root of a document.
func (d *document) read(f *File, root node) {
	o := root.object("version", "provider", "causes", "services", "service_hours", "agreements")
	if o.entries == nil && !root.isMapping() {
		return // reported already: nothing below can be right
	}
	required(o, "version", oneOf("1"))
	if !o.has("provider") {
		o.field("provider").problem("is missing")
	}
	f.Provider = provider(o.field("provider"))
	f.Causes = causes(o.field("causes"))
	f.Services = map[string]sla.Service{}
	entries := o.field("services").entries()
	for _, e := range entries {
		f.Services[e.key] = service(e)
	}
	checkNeeds(f.Services, entries)

	s := shared{f.Provider, f.Causes, f.Services, map[string]*sla.Calendar{}}
	for _, e := range o.field("service_hours").entries() {
		e.checkID()
		s.hours[e.key] = calendar(e.value, e.key, s.provider.Zone)
	}
	for _, e := range o.field("agreements").entries() {
		f.Agreements = append(f.Agreements, s.agreement(e))
	}
	if f := o.field("agreements"); f.isEmpty() {
		f.problem("has none: a file has at least one agreement")
	}
	slices.SortFunc(f.Agreements, func(a, b sla.Agreement) int { return strings.Compare(a.ID, b.ID) })
}
