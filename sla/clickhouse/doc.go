// Package clickhouse reduces checks to runs where they are: in the tables of a
// ClickHouse cluster. It is for checks that outgrow one machine. A Cluster is
// an sla.Runs, as the store is, and yields the same runs to the microsecond;
// incidents, state logs, maintenance and the rest stay in the store.
//
// # What runs where
//
// One statement, runs.sql, makes runs of the checks of many series. It sorts,
// removes what stands twice and finds the starts of runs with functions over
// arrays, shard by shard; what travels is the runs. It is the same statement for
// version 18.16 and for current ones, for a MergeTree and for a Distributed
// table. Before it, plan.sql counts the checks of every series on every shard.
// From that follow
//
//   - batches: no server reduces more than Options.BatchRows checks in a
//     statement (about 50 bytes of memory each), and Options.Parallel statements
//     run at a time, each on all shards at once;
//   - which series lie on several shards because the sharding key is not the
//     monitor: their checks travel to the server that was asked and are reduced
//     there. This is slower, and Options.Note says so;
//   - what must come back: a series that is missing, or has fewer checks than
//     were counted, is an error.
//
// # Wrong is worse than slow
//
// A profile on a server can allow it to answer with less than the whole: to skip
// shards that do not answer, to read from a replica that lags behind, to break
// off at a limit and call what there is the result. Every statement switches all
// of that off for itself. A dead shard, a dropped connection, a timeout, a quota
// or too little memory is an error in the server's words (ServerError), never a
// smaller number. A word in the column of states that has no meaning is an
// error, too, and so are several hosts whose table is not the same Distributed
// one. What cannot be seen from here: a row policy that hides rows from the
// user, and rows that were never written.
//
// The user needs SELECT on the table and on system.tables, system.columns and
// system.settings, and a profile whose readonly is 0 or 2: with 1 a server
// refuses the settings above.
//
// # Lost connections, breaking off, and going on
//
// A batch is taken whole or not at all. If the connection to the server that was
// asked is lost, the batch is asked for again, on the next of the hosts, or once
// more if there is one only; what came of the first answer counts for nothing.
// What a server refuses is never tried again. When a reduction breaks off, or
// its context ends it, the Cluster keeps the finished batches until the next
// call of Runs, which takes them up if it asks for the same span of time.
// Before the store asks for more time, because an outage reaches over the end of
// what was read, it asks whether there are any checks (HasChecks).
// Batches are read one after the other: checks that arrive meanwhile with times
// before asOf are in some and not in others.
//
// # Tables
//
// Schema prints the recommended tables. Other tables will do: Columns names the
// columns, their units and the words for states, and their types are looked up.
// Times may be DateTime, DateTime64 or integers; what is finer than a microsecond
// is cut off, as the store does. Sort the table by monitor, vantage and time,
// and shard it by the monitor. Times of zero are no times.
//
// # When to move
//
// Not for speed alone: the store reduces faster on one machine than a cluster
// of a few. It keeps a check in 3 to 9 bytes and reduced 70 to 125 million a
// second on two cores here (README, How fast it is), so that a month of 10^9
// checks is 9 GB and some 15 seconds. Move when a month no longer fits the disk,
// when more arrives than one machine imports (3 to 5 million a second on two
// cores), when several machines write at once, or when the checks are in
// ClickHouse already: around 10^10 a month.
//
// # Size
//
// Measured with BenchmarkRuns, 50 million checks of 1,158 monitors, one a minute
// for 30 days, on two cores that were busy with other work too, which is why the
// figures are per second of a core's work and not of the clock:
//
//	                              18.16, two shards    26.7, in one process
//	reduced, with the count       4.4 million/s        22.6 million/s
//	a scan of the same columns    24.6 million/s       132 million/s
//	on disk, recommended table    10.5 bytes/check     2.9 bytes/check
//	travelled for 8,111 runs      18 bytes/run         –
//
// The reduction takes five to six times the work of a scan that only adds up its
// columns. Half of the monitors took 47 % of the work. From that, on paper, for
// one report on all checks of a month:
//
//	checks    disk, 18.16 / current   work, 18.16 / current   current: so many cores   take
//	10^9      11 GB / 3 GB            230 / 44 core-seconds   8                        6 s
//	10^10     105 GB / 29 GB          2,300 / 440             64                       7 s
//	10^11     1.1 TB / 290 GB         23,000 / 4,400          256                      17 s
//
// assuming that every check is read once (a report whose outages reach over the
// ends of what was read at first asks again for more), that the work is spread
// evenly, that disks deliver 70 MB/s per core, and no other load; replicas take
// the disk again. Latencies of 18 random bits are most of the disk.
//
// What was tested on what: everything in this package runs against two servers
// of version 18.16.1 (Debian's) with a Distributed table on loopback, killed and
// cut off in mid-query; its statements and the recommended table also against
// version 26.7, through libchdb.so, which has no servers: the protocol of
// current versions, their replicas and Keeper were not tested.
package clickhouse
