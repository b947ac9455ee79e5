package clickhouse

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/upledger/upledger/sla"
)

// A table is the table of checks as statements see it: its columns as
// expressions that mean the same whatever their types are.
type table struct {
	from    string // quoted, with its database
	engine  string
	columns map[string]string // type by name, of all columns

	time, monitor, vantage, state, latency, detail column // vantage, latency, detail: name "" for none
}

// A column is one column and its type without Nullable and LowCardinality.
type column struct {
	name, typ string
	nullable  bool
	unit      Unit
}

// bind finds the columns that the options name.
func (t *table) bind(o Options) error {
	t.from = identifier(o.Database) + "." + identifier(o.Table)
	var problems []string
	find := func(given, standard string, needed bool) column {
		name := cmp.Or(given, standard)
		typ, ok := t.columns[name]
		if !ok && given != NoColumn && (needed || given != "") {
			problems = append(problems, fmt.Sprintf("there is no column %s for the %s", name, standard))
		}
		if !ok || given == NoColumn {
			return column{}
		}
		return newColumn(name, typ)
	}
	t.time = find(o.Columns.Time, "time", true)
	t.time.unit = o.Columns.TimeUnit
	t.monitor = find(o.Columns.Monitor, "monitor", true)
	t.vantage = find(o.Columns.Vantage, "vantage", false)
	t.state = find(o.Columns.State, "state", true)
	t.latency = find(o.Columns.Latency, "latency", false)
	t.latency.unit = o.Columns.LatencyUnit
	t.detail = find(o.Columns.Detail, "detail", false)
	if len(problems) > 0 {
		return fmt.Errorf("table %s: %s; it has %s", t.from, strings.Join(problems, "; "), strings.Join(slices.Sorted(maps.Keys(t.columns)), ", "))
	}
	return t.check(o)
}

// check refuses columns of types that cannot be what they are said to be.
func (t *table) check(o Options) error {
	if !t.time.isInteger() && !t.time.isDateTime() {
		return fmt.Errorf("table %s: the column %s is %s; want DateTime, DateTime64 or an integer for the time", t.from, t.time.name, t.time.typ)
	}
	if t.latency.name != "" && !t.latency.isInteger() && !t.latency.isFraction() {
		return fmt.Errorf("table %s: the column %s is %s; want a number for the latency", t.from, t.latency.name, t.latency.typ)
	}
	if t.state.isInteger() {
		for value := range o.Columns.States {
			if _, err := strconv.ParseInt(value, 10, 64); err != nil {
				return fmt.Errorf("table %s: the column %s is %s; say what its values mean, as in state=%s:1=up:0=down",
					t.from, t.state.name, t.state.typ, t.state.name)
			}
		}
	}
	return nil
}

func newColumn(name, typ string) column {
	c := column{name: name, typ: typ}
	for {
		inner, ok := strings.CutSuffix(c.typ, ")")
		switch {
		case ok && strings.HasPrefix(inner, "Nullable("):
			c.typ, c.nullable = strings.TrimPrefix(inner, "Nullable("), true
		case ok && strings.HasPrefix(inner, "LowCardinality("):
			c.typ = strings.TrimPrefix(inner, "LowCardinality(")
		default:
			return c
		}
	}
}

var integerType = regexp.MustCompile(`^U?Int(8|16|32|64)$`)

func (c column) isInteger() bool  { return integerType.MatchString(c.typ) }
func (c column) isEnum() bool     { return strings.HasPrefix(c.typ, "Enum") }
func (c column) isText() bool     { return c.typ == "String" || strings.HasPrefix(c.typ, "FixedString") }
func (c column) isDateTime() bool { return strings.HasPrefix(c.typ, "DateTime") }
func (c column) isFraction() bool {
	return strings.HasPrefix(c.typ, "Float") || strings.HasPrefix(c.typ, "Decimal")
}

// isDateTime64 reports whether the column is a time with fractions of seconds.
func (c column) isDateTime64() bool { return strings.HasPrefix(c.typ, "DateTime64") }

// raw is the column itself, never NULL: what stands for NULL is instead.
func (c column) raw(instead string) string {
	if c.nullable {
		return "ifNull(" + identifier(c.name) + ", " + instead + ")"
	}
	return identifier(c.name)
}

// text is the column as text, "" for NULL or no column.
func (c column) text() string {
	switch {
	case c.name == "":
		return "''"
	case c.isText():
		return "toString(" + c.raw("''") + ")"
	case c.nullable:
		return "ifNull(toString(" + identifier(c.name) + "), '')"
	}
	return "toString(" + identifier(c.name) + ")"
}

// key is what to group by so that each text is one group: the column itself
// where that is the same and faster, "" where there is none.
func (c column) key() string {
	switch {
	case c.name == "":
		return ""
	case c.isText(), !c.nullable:
		return c.raw("''")
	}
	return c.text()
}

// micros is the time in microseconds since 1970.
func (t *table) micros() string {
	c := identifier(t.time.name)
	if t.time.nullable { // the span of time has taken out NULL
		c = "assumeNotNull(" + c + ")"
	}
	switch {
	case t.time.isDateTime64():
		return "toUnixTimestamp64Micro(" + c + ")"
	case t.time.isDateTime():
		return "toInt64(" + c + ") * 1000000"
	}
	return scaled("toInt64("+c+")", t.time.unit)
}

// scaled turns an integer of a unit into microseconds, the fraction cut off.
func scaled(expr string, unit Unit) string {
	switch per := perSecond[unit]; {
	case per > 1e6:
		return fmt.Sprintf("intDiv(%s, %d)", expr, per/1e6)
	case per < 1e6:
		return fmt.Sprintf("%s * %d", expr, 1e6/per)
	}
	return expr
}

// latest is the end of what a model's instant can be, 2200-01-01.
const latest = sla.Instant(7_258_118_400_000_000)

// during limits the time to the closed range from…asOf, in the column's own
// type so that the table's order and partitions serve. Instant 0 is no time.
func (t *table) during(from, asOf sla.Instant) string {
	first, last := int64(max(from, 1)), int64(min(asOf, latest))
	c := identifier(t.time.name)
	switch {
	case t.time.isDateTime64():
		return fmt.Sprintf("%s >= fromUnixTimestamp64Micro(toInt64(%d)) AND %s < fromUnixTimestamp64Micro(toInt64(%d))", c, first, c, last+1)
	case t.time.isDateTime():
		return fmt.Sprintf("%s >= toDateTime(%d) AND %s <= toDateTime(%d)", c, min((first+999_999)/1e6, 1<<32-1), c, max(0, min(last/1e6, 1<<32-1)))
	}
	if per := perSecond[t.time.unit]; per > 1e6 {
		return fmt.Sprintf("%s >= %d AND %s <= %d", c, first*(per/1e6), c, last*(per/1e6)+per/1e6-1)
	} else {
		n := 1_000_000 / per
		return fmt.Sprintf("%s >= %d AND %s <= %d", c, (first+n-1)/n, c, last/n)
	}
}

// among limits a column to names.
func (c column) among(names []string) string {
	var list []string
	for _, name := range names {
		switch {
		case !c.isInteger():
			list = append(list, literal(name))
		case isInteger(name):
			list = append(list, name)
		}
	}
	switch {
	case len(list) == 0:
		return "0"
	case c.isText() && !c.nullable, c.isInteger():
		return identifier(c.name) + " IN (" + strings.Join(list, ", ") + ")"
	}
	return c.text() + " IN (" + strings.Join(list, ", ") + ")"
}

// isInteger reports whether name is how an integer column prints a value.
func isInteger(name string) bool {
	n, err := strconv.ParseInt(name, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == name
}

var (
	enumElement = regexp.MustCompile(`'((?:[^'\\]|\\.)*)' = (-?\d+)`)
	escaped     = regexp.MustCompile(`\\(.)`)
)

// elements are the words of an Enum with their numbers.
func (c column) elements() map[string]string {
	list := map[string]string{}
	for _, m := range enumElement.FindAllStringSubmatch(c.typ, -1) {
		list[escaped.ReplaceAllString(m[1], "$1")] = m[2]
	}
	return list
}

// isState returns a condition for the values that mean a state. An Enum refuses
// to be compared with a word that it has not.
func (t *table) isState(o Options, s sla.State) string {
	c := t.state
	expr := c.text()
	switch {
	case c.isEnum() && c.nullable:
		expr = "ifNull(toInt16(" + identifier(c.name) + "), -32768)"
	case c.isInteger() && c.nullable:
		expr = "ifNull(toInt64(" + identifier(c.name) + "), -9223372036854775807)"
	case c.isEnum(), c.isInteger(), c.typ == "String" && !c.nullable:
		expr = identifier(c.name)
	}
	var list []string
	elements := c.elements()
	for _, value := range slices.Sorted(maps.Keys(o.Columns.States)) {
		number, isElement := elements[value]
		switch {
		case o.Columns.States[value] != s, c.isEnum() && !isElement, c.isInteger() && !isInteger(value):
		case c.isEnum() && c.nullable:
			list = append(list, expr+" = "+number)
		case c.isInteger():
			list = append(list, expr+" = "+value)
		default:
			list = append(list, expr+" = "+literal(value))
		}
	}
	if len(list) == 0 {
		return "0"
	}
	return "(" + strings.Join(list, " OR ") + ")"
}

// isCode reports whether the numbers of an Enum are those of sla.State already.
func (t *table) isCode(o Options) bool {
	elements := t.state.elements()
	for word, number := range elements {
		if s, ok := o.Columns.States[word]; !ok || number != strconv.Itoa(int(s)) {
			return false
		}
	}
	return len(elements) > 0 && !t.state.nullable
}

// code is the state as sla.State, 0 for none.
func (t *table) code(o Options, slowAfter sla.Micros) string {
	up, tooSlow := t.isState(o, sla.Up), ""
	if slowAfter > 0 && t.latency.name != "" {
		tooSlow = "(" + up + " AND " + t.slower(slowAfter) + ")"
	}
	if t.isCode(o) {
		code := "toUInt8(" + identifier(t.state.name) + ")"
		if tooSlow != "" {
			code = "toUInt8(" + code + " + " + tooSlow + ")" // up is 1 and slow is 2
		}
		return code
	}
	slow := t.isState(o, sla.Slow)
	if tooSlow != "" {
		slow += " OR " + tooSlow
	}
	return fmt.Sprintf("multiIf(%s, %d, %s, %d, %s, %d, 0)", t.isState(o, sla.Down), sla.Down, slow, sla.Slow, up, sla.Up)
}

// slower says whether the latency is greater than slowAfter. Fractions are
// rounded to microseconds first, half up, as the store does.
func (t *table) slower(slowAfter sla.Micros) string {
	c := t.latency.raw("0")
	if t.latency.isInteger() && t.latency.unit == Microseconds {
		return fmt.Sprintf("%s > %d", c, slowAfter)
	}
	if t.latency.isInteger() {
		return fmt.Sprintf("%s > %d", scaled("toInt64("+c+")", t.latency.unit), slowAfter)
	}
	return fmt.Sprintf("toFloat64(%s) * %g >= %d.5", c, 1e6/float64(perSecond[t.latency.unit]), slowAfter)
}

// identifier quotes a name.
func identifier(name string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(name) + "`"
}

// literal quotes text.
func literal(text string) string {
	return "'" + strings.NewReplacer("\\", "\\\\", "'", "\\'").Replace(text) + "'"
}
