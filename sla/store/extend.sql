-- extend.sql: widens the time from first to last of the series that an import has checks of.
-- in:  the rows of an import in stored.checks, $1: its number
-- out: first and last of stored.series
UPDATE stored.series AS s
SET first = CASE WHEN s.first = 0 THEN x.first ELSE least(s.first, x.first) END, last = greatest(s.last, x.last)
FROM (SELECT series, min(time) AS first, max(time) AS last FROM stored.checks WHERE import = $1::INTEGER GROUP BY series) AS x
WHERE s.series = x.series
