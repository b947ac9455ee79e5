// Package chtest starts ClickHouse servers for tests: real ones, on loopback,
// each with its own configuration, data and free ports in a temporary folder,
// known by their process ids. Where no clickhouse-server is installed a test is
// skipped with the reason; in CI that is a failure.
package chtest
