package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/upledger/upledger/sla"
)

var incidentShelf = shelf[sla.Incident]{Incidents, func(i sla.Incident) string { return i.ID },
	func(i sla.Incident) string { return i.ID }, readIncidents, writeIncident}

var maintenanceShelf = shelf[sla.Maintenance]{Maintenance, func(m sla.Maintenance) string { return m.ID },
	func(m sla.Maintenance) string { return m.ID }, readMaintenance, writeMaintenance}

var correctionShelf = shelf[sla.Correction]{Corrections, func(c sla.Correction) string { return c.ID },
	func(c sla.Correction) string { return c.ID }, readCorrections, writeCorrection}

// A deployment may concern several services under one id.
var changeShelf = shelf[sla.Change]{Changes, func(c sla.Change) string { return c.Service + "\x00" + c.ID },
	func(c sla.Change) string { return c.ID }, readChanges, writeChange}

// readAll runs a query and reads every row with scan.
func readAll[T any](ctx context.Context, q queryer, query string, scan func(*sql.Rows) (kept[T], error)) ([]kept[T], error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []kept[T]
	for rows.Next() {
		k, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, rows.Err()
}

// words is a list of strings that the driver yields as []any.
func words(v any) ([]string, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("services are %T, want a list", v)
	}
	out := make([]string, len(list))
	for i, w := range list {
		if out[i], ok = w.(string); !ok {
			return nil, fmt.Errorf("a service is %T, want text", w)
		}
	}
	return out, nil
}

// instantOf returns the zero Instant for NULL.
func instantOf(n sql.NullInt64) sla.Instant { return sla.Instant(n.Int64) }

func writeIncident(ctx context.Context, q queryer, number int, i sla.Incident) error {
	var claimed any
	if i.HasClaim {
		claimed = int64(i.Claimed)
	}
	_, err := q.ExecContext(ctx, "INSERT INTO stored.incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		number, i.ID, i.Services, string(i.Cause), textJSON(i.Title), int64(i.Started), orNull(i.Detected),
		orNull(i.Acknowledged), orNull(i.Resolved), int32(i.Impact), claimed, textJSON(i.Summary),
		textJSON(i.Actions), textJSON(i.Prevention), i.Status)
	if err != nil {
		return err
	}
	for n, o := range i.Outages {
		_, err := q.ExecContext(ctx, "INSERT INTO stored.incident_outages VALUES (?, ?, ?, ?, ?, ?)",
			i.ID, n+1, int64(o.Start), orNull(o.End), int32(o.Impact), string(o.Cause))
		if err != nil {
			return err
		}
	}
	return nil
}

func readIncidents(ctx context.Context, q queryer) ([]kept[sla.Incident], error) {
	outages, err := readOutages(ctx, q)
	if err != nil {
		return nil, err
	}
	return readAll(ctx, q, `SELECT f.file, i.id, services, cause, title, started, detected, acknowledged, resolved, impact,
		claimed, summary, actions, prevention, status
		FROM stored.incidents i JOIN stored.imports f USING (import) ORDER BY i.id`,
		func(rows *sql.Rows) (kept[sla.Incident], error) {
			k, err := scanIncident(rows)
			k.fact.Outages = outages[k.fact.ID]
			return k, err
		})
}

func scanIncident(rows *sql.Rows) (k kept[sla.Incident], err error) {
	i := &k.fact
	var services any
	var title, summary, actions, prevention string
	var detected, acknowledged, resolved, claimed sql.NullInt64
	err = rows.Scan(&k.file, &i.ID, &services, &i.Cause, &title, &i.Started, &detected, &acknowledged, &resolved,
		&i.Impact, &claimed, &summary, &actions, &prevention, &i.Status)
	if err != nil {
		return k, err
	}
	i.Detected, i.Acknowledged, i.Resolved = instantOf(detected), instantOf(acknowledged), instantOf(resolved)
	i.Claimed, i.HasClaim = sla.Micros(claimed.Int64), claimed.Valid
	if i.Services, err = words(services); err != nil {
		return k, err
	}
	for _, t := range []struct {
		to   *sla.Text
		from string
	}{{&i.Title, title}, {&i.Summary, summary}, {&i.Actions, actions}, {&i.Prevention, prevention}} {
		if *t.to, err = parseText(t.from); err != nil {
			return k, err
		}
	}
	return k, nil
}

// readOutages returns the outages of incidents by id, in the order of their list.
func readOutages(ctx context.Context, q queryer) (map[string][]sla.IncidentOutage, error) {
	outages := map[string][]sla.IncidentOutage{}
	_, err := readAll(ctx, q, `SELECT incident, "start", "end", impact, cause FROM stored.incident_outages ORDER BY incident, n`,
		func(rows *sql.Rows) (kept[sla.IncidentOutage], error) {
			var id string
			var o sla.IncidentOutage
			var end sql.NullInt64
			err := rows.Scan(&id, &o.Start, &end, &o.Impact, &o.Cause)
			o.End = instantOf(end)
			outages[id] = append(outages[id], o)
			return kept[sla.IncidentOutage]{}, err
		})
	return outages, err
}

func writeMaintenance(ctx context.Context, q queryer, number int, m sla.Maintenance) error {
	_, err := q.ExecContext(ctx, "INSERT INTO stored.maintenance VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		number, m.ID, m.Services, int64(m.Start), int64(m.End), orNull(m.Announced), string(m.Kind), textJSON(m.Title))
	return err
}

func readMaintenance(ctx context.Context, q queryer) ([]kept[sla.Maintenance], error) {
	return readAll(ctx, q, `SELECT f.file, m.id, services, "start", "end", announced, m.kind, title
		FROM stored.maintenance m JOIN stored.imports f USING (import) ORDER BY m.id`,
		func(rows *sql.Rows) (k kept[sla.Maintenance], err error) {
			m := &k.fact
			var services any
			var announced sql.NullInt64
			var title string
			if err = rows.Scan(&k.file, &m.ID, &services, &m.Start, &m.End, &announced, &m.Kind, &title); err != nil {
				return k, err
			}
			m.Announced = instantOf(announced)
			if m.Services, err = words(services); err != nil {
				return k, err
			}
			m.Title, err = parseText(title)
			return k, err
		})
}

func writeCorrection(ctx context.Context, q queryer, number int, c sla.Correction) error {
	_, err := q.ExecContext(ctx, "INSERT INTO stored.corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		number, c.ID, c.Services, int64(c.Start), int64(c.End), string(c.As), int32(c.Loss), string(c.Cause),
		c.Reason, c.Author, int64(c.Made))
	return err
}

func readCorrections(ctx context.Context, q queryer) ([]kept[sla.Correction], error) {
	return readAll(ctx, q, `SELECT f.file, c.id, services, "start", "end", "as", loss, cause, reason, author, made
		FROM stored.corrections c JOIN stored.imports f USING (import) ORDER BY c.id`,
		func(rows *sql.Rows) (k kept[sla.Correction], err error) {
			c := &k.fact
			var services any
			err = rows.Scan(&k.file, &c.ID, &services, &c.Start, &c.End, &c.As, &c.Loss, &c.Cause, &c.Reason, &c.Author, &c.Made)
			if err != nil {
				return k, err
			}
			c.Services, err = words(services)
			return k, err
		})
}

func writeChange(ctx context.Context, q queryer, number int, c sla.Change) error {
	_, err := q.ExecContext(ctx, "INSERT INTO stored.changes VALUES (?, ?, ?, ?, ?)",
		number, c.ID, c.Service, int64(c.Time), c.Outcome)
	return err
}

func readChanges(ctx context.Context, q queryer) ([]kept[sla.Change], error) {
	return readAll(ctx, q, `SELECT f.file, c.id, service, time, outcome
		FROM stored.changes c JOIN stored.imports f USING (import) ORDER BY time, service, c.id`,
		func(rows *sql.Rows) (k kept[sla.Change], err error) {
			c := &k.fact
			err = rows.Scan(&k.file, &c.ID, &c.Service, &c.Time, &c.Outcome)
			return k, err
		})
}

// concerns reports whether one of services belongs to a.
func concerns(a sla.Agreement, services []string) bool {
	return slices.ContainsFunc(services, func(id string) bool { _, ok := a.Services[id]; return ok })
}
