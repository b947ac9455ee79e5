package clickhouse

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
)

// fill turns a part into the columns of the table, in the types that it has. A
// value that a column cannot hold exactly is an error, not another value.
func (t *table) fill(o Options, p *part) (names string, columns []any, err error) {
	var list []string
	add := func(c column, values any, problem error) {
		list, columns = append(list, identifier(c.name)), append(columns, values)
		if err == nil && problem != nil {
			err = fmt.Errorf("table %s: column %s %s: %w", t.from, c.name, c.typ, problem)
		}
	}
	times, problem := t.time.times(p.times)
	add(t.time, times, problem)
	monitors, problem := t.monitor.words(p.monitors)
	add(t.monitor, monitors, problem)
	states, problem := t.state.states(o, p.states)
	add(t.state, states, problem)
	if t.vantage.name != "" {
		vantages, problem := t.vantage.words(p.vantages)
		add(t.vantage, vantages, problem)
	} else if i := slices.IndexFunc(p.vantages, func(v string) bool { return v != "" }); i >= 0 && err == nil {
		err = fmt.Errorf("table %s has no column for the vantage, which %s has: %q", t.from, p.monitors[i], p.vantages[i])
	}
	if t.latency.name != "" {
		latencies, problem := t.latency.latencies(p.latencies)
		add(t.latency, latencies, problem)
	} else if i := slices.IndexFunc(p.latencies, func(n int64) bool { return n != 0 }); i >= 0 && err == nil {
		err = fmt.Errorf("table %s has no column for the latency, which checks of %s have", t.from, p.monitors[i])
	}
	if t.detail.name != "" {
		details, problem := t.detail.words(p.details)
		add(t.detail, details, problem)
	}
	return strings.Join(list, ", "), columns, err
}

var dateTime64 = regexp.MustCompile(`^DateTime64\((\d)`)

// times are instants in the column's type and unit.
func (c column) times(micros []int64) (any, error) {
	if !c.isDateTime() {
		scaled, err := scale(micros, perSecond[c.unit])
		if err != nil {
			return nil, err
		}
		return c.integers(scaled)
	}
	digits := 0
	if m := dateTime64.FindStringSubmatch(c.typ); m != nil {
		digits, _ = strconv.Atoi(m[1])
	}
	grain := int64(math.Pow10(max(0, 6-digits)))
	list := make([]time.Time, len(micros))
	for i, n := range micros {
		if n%grain != 0 {
			return nil, fmt.Errorf("it cannot hold %s", sla.Instant(n))
		}
		list[i] = time.UnixMicro(n).UTC()
		if c.typ == "DateTime" && n/1e6 > math.MaxUint32 {
			return nil, fmt.Errorf("it cannot hold %s", sla.Instant(n))
		}
	}
	return list, nil
}

// scale turns microseconds into a unit of which so many make a second.
func scale(micros []int64, perSecond int64) ([]int64, error) {
	list := make([]int64, len(micros))
	for i, n := range micros {
		if perSecond < 1e6 && n%(1e6/perSecond) != 0 {
			return nil, fmt.Errorf("its unit is too coarse for %d µs", n)
		}
		if list[i] = n * max(1, perSecond/1e6); perSecond < 1e6 {
			list[i] = n / (1e6 / perSecond)
		}
	}
	return list, nil
}

// words are text in the column's type.
func (c column) words(list []string) (any, error) {
	switch {
	case c.isText():
		return list, nil
	case !c.isInteger():
		return nil, fmt.Errorf("want text or an integer")
	}
	numbers := make([]int64, len(list))
	for i, text := range list {
		if !isInteger(text) {
			return nil, fmt.Errorf("it cannot hold %q", text)
		}
		numbers[i], _ = strconv.ParseInt(text, 10, 64)
	}
	return c.integers(numbers)
}

// states are states as the column writes them.
func (c column) states(o Options, list []sla.State) (any, error) {
	words := map[sla.State]string{}
	for _, value := range slices.Backward(slices.Sorted(maps.Keys(o.Columns.States))) {
		words[o.Columns.States[value]] = value // of several, the first
	}
	texts := make([]string, len(list))
	for i, s := range list {
		word, ok := words[s]
		if !ok {
			return nil, fmt.Errorf("no value of it means %s", s)
		}
		texts[i] = word
	}
	if c.isEnum() {
		return texts, nil
	}
	return c.words(texts)
}

// latencies are latencies in the column's type and unit.
func (c column) latencies(micros []int64) (any, error) {
	switch {
	case c.isInteger():
		scaled, err := scale(micros, perSecond[c.unit])
		if err != nil {
			return nil, err
		}
		return c.integers(scaled)
	case c.typ == "Float64":
		list := make([]float64, len(micros))
		for i, n := range micros {
			list[i] = float64(n) / (1e6 / float64(perSecond[c.unit]))
		}
		return list, nil
	}
	return nil, fmt.Errorf("want an integer or Float64 to copy latencies into")
}

// integers are numbers in the column's type.
func (c column) integers(list []int64) (any, error) {
	switch c.typ {
	case "UInt8":
		return narrow[uint8](list)
	case "UInt16":
		return narrow[uint16](list)
	case "UInt32":
		return narrow[uint32](list)
	case "UInt64":
		return narrow[uint64](list)
	case "Int8":
		return narrow[int8](list)
	case "Int16":
		return narrow[int16](list)
	case "Int32":
		return narrow[int32](list)
	}
	return list, nil
}

func narrow[T uint8 | uint16 | uint32 | uint64 | int8 | int16 | int32](list []int64) ([]T, error) {
	out := make([]T, len(list))
	for i, n := range list {
		if out[i] = T(n); int64(out[i]) != n || n < 0 && out[i] > 0 {
			return nil, fmt.Errorf("it cannot hold %d", n)
		}
	}
	return out, nil
}
