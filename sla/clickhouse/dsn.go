package clickhouse

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/upledger/upledger/sla"
)

// Scheme is how the address of a cluster begins.
const Scheme = "clickhouse://"

// ParseAddress reads an address such as
//
//	clickhouse://reader:secret@ch1:9440,ch2:9440/monitoring?secure=true&table=probes&time=ts:ms&state=ok:1=up:0=down
//
// Its parameters are table; time, monitor, vantage, state, latency and detail
// (the column, with its unit or the meaning of its values after colons, - for
// none); secure, ca (a file of PEM certificates) and server_name; batch_rows,
// parallel, memory (bytes) and timeout. Errors never quote the address: it may
// hold a password.
func ParseAddress(address string) (Options, error) {
	rest, ok := strings.CutPrefix(address, Scheme)
	if !ok {
		return Options{}, errors.New("the address of a cluster begins with " + Scheme)
	}
	// The hosts are taken out before: a URL has one only.
	end := strings.IndexAny(rest+"/", "/?#")
	at := strings.LastIndex(rest[:end], "@") + 1
	u, err := url.Parse(Scheme + rest[:at] + "host" + rest[end:])
	if err != nil || strings.Contains(u.Path, "@") || u.Fragment != "" {
		return Options{}, errNotURL
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return Options{}, errors.New("the parameters of the cluster's address are not those of a URL")
	}
	o := Options{User: u.User.Username(), Database: strings.TrimPrefix(u.Path, "/")}
	o.Password, _ = u.User.Password()
	for key, values := range query {
		if len(values) != 1 {
			return Options{}, fmt.Errorf("the cluster's address has %s %d times", key, len(values))
		}
		if err := o.set(key, values[0]); err != nil {
			return Options{}, fmt.Errorf("the cluster's address: %s: %w", key, err)
		}
	}
	if err := o.secure(query); err != nil {
		return Options{}, err
	}
	return o, o.addHosts(rest[at:end])
}

var errNotURL = errors.New("the address of the cluster is not a URL; in user and password write @ : / ? # % as %40 %3A %2F %3F %23 %25")

// set takes one parameter.
func (o *Options) set(key, value string) error {
	var err error
	switch key {
	case "table":
		o.Table = value
	case "time":
		o.Columns.Time, o.Columns.TimeUnit, err = columnAndUnit(value)
	case "monitor":
		o.Columns.Monitor = value
	case "vantage":
		o.Columns.Vantage = value
	case "state":
		o.Columns.State, o.Columns.States, err = columnAndStates(value)
	case "latency":
		o.Columns.Latency, o.Columns.LatencyUnit, err = columnAndUnit(value)
	case "detail":
		o.Columns.Detail = value
	case "batch_rows":
		o.BatchRows, err = positive(value)
	case "parallel":
		var n int64
		n, err = positive(value)
		o.Parallel = int(n)
	case "memory":
		o.Memory, err = positive(value)
	case "timeout":
		if o.Timeout, err = time.ParseDuration(value); err != nil || o.Timeout <= 0 {
			err = fmt.Errorf("%q: want a length such as 10m", value)
		}
	case "secure", "ca", "server_name":
	default:
		err = errors.New("no such parameter")
	}
	return err
}

func positive(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%q: want a number above 0", text)
	}
	return n, nil
}

// columnAndUnit reads COLUMN or COLUMN:UNIT.
func columnAndUnit(text string) (string, Unit, error) {
	column, unit, _ := strings.Cut(text, ":")
	if unit != "" && perSecond[Unit(unit)] == 0 {
		return "", "", fmt.Errorf("unit %q: want s, ms, us or ns", unit)
	}
	return column, Unit(unit), nil
}

// columnAndStates reads COLUMN or COLUMN:VALUE=STATE:….
func columnAndStates(text string) (string, map[string]sla.State, error) {
	column, rest, mapped := strings.Cut(text, ":")
	if !mapped {
		return column, nil, nil
	}
	states := map[string]sla.State{}
	for pair := range strings.SplitSeq(rest, ":") {
		value, word, _ := strings.Cut(pair, "=")
		switch word {
		case "up":
			states[value] = sla.Up
		case "slow":
			states[value] = sla.Slow
		case "down":
			states[value] = sla.Down
		default:
			return "", nil, fmt.Errorf("%q: want VALUE=up, VALUE=slow or VALUE=down", pair)
		}
	}
	return column, states, nil
}

// secure sets up TLS.
func (o *Options) secure(query url.Values) error {
	on := false
	if text := query.Get("secure"); text != "" {
		var err error
		if on, err = strconv.ParseBool(text); err != nil {
			return fmt.Errorf("the cluster's address: secure %q: want true or false", text)
		}
	}
	if !on {
		if query.Has("ca") || query.Has("server_name") {
			return errors.New("the cluster's address: ca and server_name go with secure=true")
		}
		return nil
	}
	o.TLS = &tls.Config{MinVersion: tls.VersionTLS12, ServerName: query.Get("server_name")}
	if file := query.Get("ca"); file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("the cluster's address: ca: %w", err)
		}
		o.TLS.RootCAs = x509.NewCertPool()
		if !o.TLS.RootCAs.AppendCertsFromPEM(pem) {
			return fmt.Errorf("the cluster's address: ca: %s holds no PEM certificate", file)
		}
	}
	return nil
}

// addHosts takes host, host:port and lists of them.
func (o *Options) addHosts(list string) error {
	port := "9000"
	if o.TLS != nil {
		port = "9440"
	}
	for host := range strings.SplitSeq(list, ",") {
		if host == "" {
			return errors.New("the cluster's address names no host")
		}
		if _, given, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), port)
		} else if n, err := strconv.ParseUint(given, 10, 16); err != nil || n == 0 {
			return errNotURL // perhaps a password with a slash: not to be printed
		}
		o.Hosts = append(o.Hosts, host)
	}
	return nil
}
