-- leaving.sql: up to when the series lose what they have.
-- in:  $1: an instant
-- out: table leaving (series, before): what lies before goes. The entry of a state log that speaks at the instant stays.
CREATE OR REPLACE TEMP TABLE leaving AS
SELECT s.series, coalesce(max(c.time), $1::BIGINT) AS before
FROM stored.series s LEFT JOIN stored.checks c ON s.from_log AND c.series = s.series AND c.time <= $1::BIGINT
GROUP BY s.series
