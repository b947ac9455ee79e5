-- stats.sql: how much every series has.
-- in:  stored.checks, stored.series
-- out: monitor, vantage, from_log, rows, first and last instant
SELECT s.monitor, s.vantage, s.from_log, c."rows", c.first, c.last
FROM (SELECT series, count(*) AS "rows", min(time) AS first, max(time) AS last FROM stored.checks GROUP BY series) c
JOIN stored.series s USING (series) ORDER BY s.monitor, s.vantage
