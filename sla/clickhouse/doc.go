// Package clickhouse reduces checks to runs where they are, in a ClickHouse
// cluster.
package clickhouse
