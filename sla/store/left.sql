-- left.sql: makes the series say again from when to when they have checks. One that has none is no series any more.
-- in:  stored.checks as it is now
-- out: stored.series
CREATE OR REPLACE TEMP TABLE left_over AS SELECT series, min(time) AS first, max(time) AS last FROM stored.checks GROUP BY series;
DELETE FROM stored.series WHERE series NOT IN (SELECT series FROM left_over);
UPDATE stored.series AS s SET first = x.first, last = x.last FROM left_over x WHERE s.series = x.series
