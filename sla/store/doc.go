// Package store keeps facts in DuckDB and reduces checks to runs.
//
// It is the only room with DuckDB and SQL: it reads log files, refuses bad
// lines with their place, keeps what is good, and hands out sla.Facts. Time
// crosses the SQL seam as UTC microseconds; zones exist only in Go.
//
// Checks are reduced by a fold in Go over DuckDB's chunks as they are, in
// parallel, of the time that a period needs and no more (reduce.go, strand.go).
// Two forms of the same reduction in SQL, in testdata, are what it is tested
// with. A log that is in order is imported in one statement, while its bytes are
// digested (direct.go); any other goes by way of a stage that finds words and
// places for what is wrong.
//
// A store is rebuildable (Rebuild): the log files are the truth, their digests are kept
// in the table imports. Facts are never edited. Importing the same bytes again
// changes nothing; the same fact from another file counts once; another fact
// under an id that is taken is refused, naming the file that holds the first.
//
// The package must not know what agreements promise, nor reports.
package store
