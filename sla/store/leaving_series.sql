-- leaving_series.sql: what a prune takes, by series.
-- in:  table leaving, $1: the instant of the prune
-- out: monitor, vantage, from_log, rows that go, the first and the last of them
SELECT s.monitor, s.vantage, s.from_log, count(*), min(c.time), max(c.time)
FROM stored.checks c JOIN leaving l USING (series) JOIN stored.series s USING (series)
WHERE c.time < l.before AND c.time < $1::BIGINT
GROUP BY s.monitor, s.vantage, s.from_log ORDER BY s.monitor, s.vantage
