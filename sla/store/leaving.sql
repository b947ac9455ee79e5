-- leaving.sql: up to when the series lose what they have.
-- in:  $1: an instant
-- out: table leaving (series, before): what lies before goes. The entry of a state log that speaks at the instant stays.
CREATE OR REPLACE TEMP TABLE leaving AS
WITH spoken AS (
  SELECT series, max(time) AS before FROM stored.checks
  WHERE time <= $1::BIGINT AND series IN (SELECT series FROM stored.series WHERE from_log) GROUP BY series)
SELECT s.series, coalesce(l.before, $1::BIGINT) AS before
FROM stored.series s LEFT JOIN spoken l USING (series)
