package clickhouse

import (
	_ "embed"
	"strings"
)

//go:embed schema_current.sql
var schemaCurrentSQL string

//go:embed schema_18_16.sql
var schema1816SQL string

//go:embed schema_distributed.sql
var schemaDistributedSQL string

// A Schema says for which servers tables are meant.
type Schema struct {
	Cluster string // as remote_servers names it; "": a single server
	Old     bool   // for version 18.16
}

// SQL returns the statements that create the tables, for people to read and to
// run.
func (s Schema) SQL() string {
	sql := schemaCurrentSQL
	if s.Old {
		sql = schema1816SQL
	}
	suffix := ""
	if s.Cluster != "" {
		sql, suffix = sql+schemaDistributedSQL, "_local"
	}
	return strings.NewReplacer("{checks}", "checks"+suffix, "{copied}", "checks_copied"+suffix, "{cluster}", clusterName(s.Cluster)).Replace(sql)
}

// clusterName quotes a name where it must be.
func clusterName(name string) string {
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" {
		return name
	}
	return literal(name)
}

// Statements returns the statements of SQL one by one, without comments.
func (s Schema) Statements() []string {
	var list []string
	for text := range strings.SplitSeq(s.SQL(), ";\n") {
		if text = uncommented(text); strings.TrimSpace(text) != "" {
			list = append(list, strings.TrimSpace(text))
		}
	}
	return list
}

// uncommented leaves out the lines that are comments.
func uncommented(sql string) string {
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if !strings.HasPrefix(line, "--") {
			b.WriteString(line)
		}
	}
	return b.String()
}
