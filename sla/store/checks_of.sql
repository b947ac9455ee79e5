-- checks_of.sql: the checks of one import, in an order that depends on nothing but them.
-- in:  $1: number of the import
-- out: time, monitor, vantage, state (0 down, 1 slow, 2 up), latency (microseconds, 0: none), detail ('': none)
SELECT c.time, s.monitor, s.vantage, c.state, coalesce(c.latency, 0), coalesce(c.detail, '')
FROM stored.checks c JOIN stored.series s USING (series)
WHERE c.import = $1 ORDER BY ALL
