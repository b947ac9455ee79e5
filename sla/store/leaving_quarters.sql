-- leaving_quarters.sql: what a prune takes, by quarters of an hour: of these, the months of all zones are made.
-- in:  table leaving, $1: the instant of the prune
-- out: microseconds since 1970 at the start of the quarter, rows that go
SELECT c.time // 900000000 * 900000000 AS quarter, count(*)
FROM stored.checks c JOIN leaving l USING (series)
WHERE c.time < l.before AND c.time < $1::BIGINT
GROUP BY quarter ORDER BY quarter
