package report

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upledger/upledger/sla/span"

	"github.com/upledger/upledger/sla"
)

func jsonOf(t testing.TB, doc Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decoded(t testing.TB, doc Document) jsonReport {
	t.Helper()
	var r jsonReport
	d := json.NewDecoder(bytes.NewReader(jsonOf(t, doc)))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// schemaKeys are the keys of upledger.report/1 in their order, each where it
// comes first, for worked example 1.
const schemaKeys = `schema generator agreement customer provisional period name from to evaluated_to timezone as_of
 objectives id service hours evidence no_data target verdict certainty certainty_reason
 availability measured worst best as_seen without_corrections
 microseconds out_of_hours maintenance excluded up degraded down denominator lost budget remaining bounds
 coverage blips n suppressed outages start end unknown counted cause suggested incidents belongs state
 repair mttr median p90 longest open end_unknown mtbf mttd mean mtta causes owner plain availability_without
 kind announced excused beyond why corrections
 reconciliation incident other logged_from logged_to measured_from measured_to start_drift end_drift claimed
 changes followed_by_outage clauses clause limit actual met credit percent tier amount currency latency probing days date trend
 ledger label loss charged seen correction notes inputs file sha256 rows rejected policy version policy_sha256`

func TestJSONSchema(t *testing.T) {
	var keys []string
	for _, m := range regexp.MustCompile(`"([a-z0-9_]+)":`).FindAllSubmatch(jsonOf(t, example1(t)), -1) {
		if key := string(m[1]); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if want := strings.Fields(schemaKeys); !slices.Equal(keys, want) {
		t.Errorf("keys are\n%v, want\n%v", keys, want)
	}
}

func TestJSONOfWorkedExample1(t *testing.T) {
	r := decoded(t, example1(t))
	o := r.Objectives[0]
	check(t, "schema", r.Schema, "upledger.report/1")
	check(t, "period", r.Period, jsonPeriod{"2017-09", "2017-08-31T22:00:00Z", "2017-09-30T22:00:00Z", "2017-09-30T22:00:00Z", "Europe/Berlin", "2017-09-30T22:00:00Z"})
	check(t, "availability", o.Availability, jsonAvailability{"99.928240", "99.922685", "99.933796", "99.928240", "99.928240"})
	check(t, "sums", o.Microseconds, jsonSums{Period: 2_592_000_000_000, Up: 2_589_600_000_000, Degraded: 900_000_000, Down: 1_500_000_000,
		Denominator: 2_592_000_000_000, Lost: 1_860_000_000, Budget: 2_592_000_000, Remaining: 732_000_000})
	check(t, "verdict", o.Verdict+" "+o.Certainty, "met proven")
	check(t, "MTTR", *o.Repair.MTTR, 800_000_000)
	check(t, "MTTD", o.Repair.MTTD.Mean == nil, true)
	check(t, "cause", o.Causes[2].Cause+" "+o.Causes[2].Owner, "datacenter/uplink supplier")
	check(t, "maintenance", o.Maintenance[0].Why, "emergencies are not excused")
	check(t, "announced", o.Maintenance[0].Announced == nil, true)
	check(t, "why", o.Ledger[1].Why, "the checks say so")
}

// The ledger adds up to the figures: Σ charged × length is the lost time.
func TestJSONLedgerAddsUp(t *testing.T) {
	for name, doc := range cases(t) {
		r := decoded(t, doc)
		for i, o := range r.Objectives {
			var charged, length int64
			for _, row := range doc.Result.Objectives[i].Ledger {
				charged += int64(row.Charged) * int64(row.Len()/span.Second)
				length += int64(row.Len())
			}
			check(t, name+" period", length, o.Microseconds.Period)
			check(t, name+" lost", charged, o.Microseconds.Lost)
			check(t, name+" rows", len(o.Ledger), len(doc.Result.Objectives[i].Ledger))
		}
	}
}

// What nobody knows is null, what cannot be computed n/a, and lists are empty.
func TestJSONWithoutData(t *testing.T) {
	text := string(jsonOf(t, silent(t)))
	for _, want := range []string{
		`"verdict":"n/a","certainty":"n/a"`, `"measured":"n/a"`, `"outages":[]`, `"label":"no-data","loss":null,"charged":0,"seen":null`,
		`"mttr":null`, `"mtbf":null`, `"reconciliation":[]`, `"credit":{"percent":"0","tier":null,"amount":"0.00","currency":"EUR"}`, `"corrections":[]`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
}

// The policy keeps the bytes that its digest is of, and the same document
// gives the same bytes.
func TestJSONBytes(t *testing.T) {
	doc := two(t)
	doc.Policy = []byte(`{"note":"<&>","n":1.50}`)
	first := jsonOf(t, doc)
	if !bytes.Contains(first, append([]byte(`"policy":`), doc.Policy...)) {
		t.Error("the policy was rewritten")
	}
	if !bytes.Equal(first, jsonOf(t, doc)) {
		t.Error("two reports of one document differ")
	}
	doc.Locale = "en"
	if !bytes.Equal(first, jsonOf(t, doc)) {
		t.Error("the language changes the JSON")
	}
	doc.Policy = []byte("{")
	if err := JSON(&bytes.Buffer{}, doc); err == nil || err.Error() != "report of agreement acme: the policy is not JSON" {
		t.Errorf("broken policy: %v", err)
	}
}

// Hostile names stay valid JSON.
func TestJSONOfHostileNames(t *testing.T) {
	for _, name := range hostileNames {
		doc := hostile(t, name)
		if text := jsonOf(t, doc); !json.Valid(text) {
			t.Errorf("%q: not JSON", name)
		}
	}
}

func TestJSONProbing(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	var h sla.Histogram
	for _, ms := range []sla.Micros{10, 20, 30, 40} {
		h.Add(ms * 1000)
	}
	day := sla.Date{Year: 2017, Month: 9, Day: 2}.At(zone)
	got, err := json.Marshal(newJSONProbing([]sla.Probing{{Service: "crm", Monitor: "web", Vantage: "a", Days: []sla.ProbingDay{
		{Start: day, Checks: 5, NotUp: 2, Latency: h}, {Start: day + 1, Checks: 1},
	}}}, zone))
	if err != nil {
		t.Fatal(err)
	}
	// 32 µs + 20 ms lie in the 40th class of 512 µs, 32 µs + 40 ms in the 40th of 1,024 µs: a class ends a
	// microsecond before 40 × 512 − 32 and 40 × 1,024 − 32.
	want := `[{"service":"crm","monitor":"web","vantage":"a","checks":6,"not_up":2,"days":[` +
		`{"date":"2017-09-02","checks":5,"not_up":2,"timed":4,"p50":20447,"p95":40927,"p99":40927},` +
		`{"date":"2017-09-02","checks":1,"not_up":0,"timed":0,"p50":null,"p95":null,"p99":null}]}]`
	if string(got) != want {
		t.Errorf("probing is\n%s, want\n%s", got, want)
	}
}
