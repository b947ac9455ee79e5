package calctest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/span"
)

// A Script is one calculation with the figures that it must give.
type Script struct {
	Name        string
	Agreement   sla.Agreement
	YAML        []byte // the agreement file
	Period      sla.Period
	AsOf        sla.Instant
	Checks      []sla.Check // in the order of the script
	Transitions []sla.Transition
	Incidents   []sla.Incident
	Maintenance []sla.Maintenance
	Corrections []sla.Correction
	Changes     []sla.Change
	Expect      []Expectation
}

// An Expectation is one figure that a script names.
type Expectation struct {
	Line      int
	Objective string // id
	Figure    string
	Want      string
}

// Each runs a test for every script of a folder, in order of their names. A
// folder without scripts fails.
func Each(t *testing.T, dir string, test func(*testing.T, *Script)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no calculation scripts (%v)", dir, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			script, err := Parse(filepath.Base(file), src)
			if err != nil {
				t.Fatal(err)
			}
			test(t, script)
		})
	}
}

// Parse reads a script. An error names the line.
func Parse(name string, src []byte) (*Script, error) {
	archive := txtar.Parse(src)
	s := &Script{Name: name}
	for _, f := range archive.Files {
		if f.Name == "agreement.yaml" {
			s.YAML = f.Data
		}
	}
	file, err := agreement.Parse(name, s.YAML)
	if err != nil {
		return nil, err
	}
	if len(file.Agreements) != 1 {
		return nil, fmt.Errorf("%s: want one agreement, not %d", name, len(file.Agreements))
	}
	s.Agreement = file.Agreements[0]
	for i, line := range strings.Split(string(archive.Comment), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if err := s.command(i+1, strings.Fields(line)); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	if s.Period.Name == "" || s.AsOf == 0 || len(s.Expect) == 0 {
		return nil, fmt.Errorf("%s: a script needs period, as-of and expect", name)
	}
	for _, e := range s.Expect {
		known := func(o sla.Objective) bool { return o.ID == e.Objective }
		if !slices.ContainsFunc(s.Agreement.Objectives, known) {
			return nil, fmt.Errorf("%s:%d: no objective %q", name, e.Line, e.Objective)
		}
	}
	return s, nil
}

// Facts returns the facts of the script as known at its AsOf, reduced without a
// database.
func (s *Script) Facts() sla.Facts {
	f := sla.Facts{Incidents: s.Incidents, Maintenance: s.Maintenance, Corrections: s.Corrections, Changes: s.Changes}
	for _, id := range slices.Sorted(maps.Keys(s.Agreement.Services)) {
		svc := s.Agreement.Services[id]
		vantages := svc.Vantages
		if len(vantages) == 0 {
			vantages = []sla.Vantage{{}}
		}
		for _, m := range svc.Monitors {
			for _, v := range vantages {
				series := sla.Series{Service: id, Monitor: m.Name, Vantage: v.Name}
				series.Runs = sla.Reduce(s.checksOf(m.Name, v.Name), m)
				if log := s.logOf(m.Name, v.Name); len(log) > 0 {
					series.FromLog, series.Runs = true, sla.ReduceLog(log)
				}
				f.Series = append(f.Series, series)
			}
		}
	}
	return f
}

func (s *Script) checksOf(monitor, vantage string) []sla.Check {
	return slices.DeleteFunc(slices.Clone(s.Checks), func(c sla.Check) bool {
		return c.Monitor != monitor || c.Vantage != vantage || c.Time > s.AsOf
	})
}

func (s *Script) logOf(monitor, vantage string) []sla.Transition {
	return slices.DeleteFunc(slices.Clone(s.Transitions), func(c sla.Transition) bool {
		return c.Monitor != monitor || c.Vantage != vantage || c.Time > s.AsOf
	})
}

// command carries out one line.
func (s *Script) command(line int, words []string) error {
	if len(words) == 0 {
		return nil
	}
	a := &arguments{words: words[1:], zone: s.Agreement.Zone}
	switch words[0] {
	case "period":
		var err error
		s.Period, err = sla.ParsePeriod(a.rest(), s.Agreement.Zone)
		return err
	case "as-of":
		s.AsOf = a.instant()
	case "checks":
		s.checks(a)
	case "log":
		s.log(a)
	case "incident":
		s.incident(a)
	case "maintenance":
		s.maintenance(a)
	case "correction":
		s.correction(a)
	case "change":
		c := sla.Change{ID: a.word(), Time: a.instant(), Service: s.service(a.options())[0]}
		s.Changes = append(s.Changes, c)
	case "expect":
		e := Expectation{Line: line, Objective: s.Agreement.Objectives[0].ID, Figure: a.word()}
		if id, figure, ok := strings.Cut(e.Figure, ":"); ok {
			e.Objective, e.Figure = id, figure
		}
		e.Want = a.rest()
		s.Expect = append(s.Expect, e)
	default:
		return fmt.Errorf("unknown command %q", words[0])
	}
	return a.err
}

// service returns the services that an option names.
func (s *Script) service(options map[string]string) []string {
	if named := options["service"]; named != "" {
		return strings.Split(named, ",")
	}
	return []string{s.Agreement.Objectives[0].Service}
}

// vantage reads a vantage; "-" is the only one, without a name.
func vantage(a *arguments) string {
	if v := a.word(); v != "-" {
		return v
	}
	return ""
}

var repeated = regexp.MustCompile(`^(up|slow|down|gap|late)(?:\*(\d+))?$`)

// checks reads "checks MONITOR VANTAGE from TIME every STEP up*3 down gap*2".
func (s *Script) checks(a *arguments) {
	c := sla.Check{Monitor: a.word(), Vantage: vantage(a)}
	a.expect("from")
	c.Time = a.instant()
	a.expect("every")
	step := a.length(a.word())
	states := map[string]sla.State{"up": sla.Up, "slow": sla.Slow, "down": sla.Down, "late": sla.Up}
	for len(a.words) > 0 {
		m := repeated.FindStringSubmatch(a.words[0])
		if m == nil {
			a.fail("%q: want up, slow, down, late or gap, with *N", a.words[0])
			return
		}
		a.word()
		n := 1
		if m[2] != "" {
			n, _ = strconv.Atoi(m[2])
		}
		for range n {
			c.State, c.Latency = states[m[1]], 0
			if m[1] == "late" {
				c.Latency = span.Hour // up, but slower than any limit
			}
			if m[1] != "gap" {
				s.Checks = append(s.Checks, c)
			}
			c.Time = c.Time.Add(step)
		}
	}
}

// log reads "log MONITOR VANTAGE TIME STATE, TIME STATE, …".
func (s *Script) log(a *arguments) {
	t := sla.Transition{Monitor: a.word(), Vantage: vantage(a)}
	states := map[string]sla.State{"up": sla.Up, "slow": sla.Slow, "down": sla.Down, "unknown": sla.Unknown}
	for len(a.words) > 0 && a.err == nil {
		t.Time = a.instant()
		word := strings.TrimSuffix(a.word(), ",")
		state, ok := states[word]
		if !ok {
			a.fail("%q: want up, slow, down or unknown", word)
		}
		t.State = state
		s.Transitions = append(s.Transitions, t)
	}
}

func (s *Script) incident(a *arguments) {
	i := sla.Incident{ID: a.word(), Started: a.instant(), Impact: sla.FullLoss}
	if a.next("to") {
		i.Resolved = a.instant()
	}
	o := a.options()
	i.Services, i.Cause = s.service(o), sla.Cause(o["cause"])
	i.Detected, i.Acknowledged = a.optional(o["detected"]), a.optional(o["acknowledged"])
	if o["impact"] != "" {
		i.Impact = a.loss(o["impact"])
	}
	if o["claimed"] != "" {
		i.Claimed, i.HasClaim = a.length(o["claimed"]), true
	}
	for _, text := range strings.FieldsFunc(o["outages"], func(r rune) bool { return r == ',' }) {
		start, rest, _ := strings.Cut(text, "/")
		end, cause, _ := strings.Cut(rest, "/")
		i.Outages = append(i.Outages, sla.IncidentOutage{
			Start: a.optional(start), End: a.optional(end), Impact: i.Impact, Cause: sla.Cause(cause),
		})
	}
	s.Incidents = append(s.Incidents, i)
}

func (s *Script) maintenance(a *arguments) {
	m := sla.Maintenance{ID: a.word(), Start: a.instant(), Kind: sla.Planned}
	a.expect("to")
	m.End = a.instant()
	o := a.options()
	m.Services, m.Announced = s.service(o), a.optional(o["announced"])
	if o["kind"] != "" {
		m.Kind = sla.MaintenanceKind(o["kind"])
	}
	s.Maintenance = append(s.Maintenance, m)
}

func (s *Script) correction(a *arguments) {
	c := sla.Correction{ID: a.word(), Start: a.instant(), Reason: "a test", Author: "a tester"}
	a.expect("to")
	c.End = a.instant()
	o := a.options()
	c.Services, c.Made, c.Cause = s.service(o), a.optional(o["made"]), sla.Cause(o["cause"])
	switch as := sla.CorrectionKind(o["as"]); as {
	case sla.CorrectUp, sla.CorrectDown, sla.CorrectNoData, sla.CorrectExcluded:
		c.As = as
	default:
		c.As, c.Loss = sla.CorrectLoss, a.loss(o["as"])
	}
	s.Corrections = append(s.Corrections, c)
}

// arguments reads the words of a command; the first error stays.
type arguments struct {
	words []string
	zone  *time.Location
	err   error
}

func (a *arguments) fail(format string, args ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, args...)
	}
}

func (a *arguments) word() string {
	if len(a.words) == 0 {
		a.fail("the line ends too early")
		return ""
	}
	w := a.words[0]
	a.words = a.words[1:]
	return w
}

func (a *arguments) rest() string {
	rest := strings.Join(a.words, " ")
	a.words = nil
	return rest
}

// next takes the next word if it is the given one.
func (a *arguments) next(word string) bool {
	if len(a.words) == 0 || a.words[0] != word {
		return false
	}
	a.word()
	return true
}

func (a *arguments) expect(word string) {
	if !a.next(word) {
		a.fail("want %q", word)
	}
}

// instant reads a date and a local time, or one RFC 3339 time.
func (a *arguments) instant() sla.Instant {
	w := strings.TrimSuffix(a.word(), ",")
	if !strings.Contains(w, "T") {
		w += "T" + a.word()
	}
	return a.optional(w)
}

// optional reads an RFC 3339 time, with or without a zone; "" is none.
func (a *arguments) optional(text string) sla.Instant {
	if text == "" {
		return 0
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t, err = time.ParseInLocation("2006-01-02T15:04:05.999999", text, a.zone)
	}
	if err != nil {
		a.fail("%q is no time", text)
	}
	return span.Of(t)
}

func (a *arguments) length(text string) sla.Micros {
	d, err := time.ParseDuration(text)
	if err != nil {
		a.fail("%q is no length", text)
	}
	return sla.Micros(d.Microseconds())
}

func (a *arguments) loss(text string) sla.Loss {
	l, err := sla.ParseLoss(text)
	if err != nil {
		a.fail("%v", err)
	}
	return l
}

// options reads the rest of the line as key=value.
func (a *arguments) options() map[string]string {
	o := map[string]string{}
	for len(a.words) > 0 {
		key, value, ok := strings.Cut(a.word(), "=")
		if !ok {
			a.fail("%q: want key=value", key)
		}
		o[key] = value
	}
	return o
}
