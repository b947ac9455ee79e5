-- stage.sql: the lines of a log of checks or transitions, read and judged.
-- in:  view lines (n, broken, time, monitor, vantage, state, ok, latency, detail as text, NULL where empty),
--      the macros of instant.sql, $1: whether the word unknown is a state
-- out: table staged, one row per line: the values, problem (NULL: none) and the text that is wrong
CREATE TEMP TABLE staged AS
WITH worded AS (
  SELECT n, broken, time AS time_text, latency AS latency_text, coalesce(state, ok) AS state_text,
         any_instant(trim(time)) AS us, coalesce(trim(monitor), '') AS monitor, coalesce(trim(vantage), '') AS vantage,
         CASE WHEN state IS NULL
              THEN CASE lower(trim(ok)) WHEN 'true' THEN 'up' WHEN '1' THEN 'up' WHEN 'false' THEN 'down' WHEN '0' THEN 'down' END
              ELSE lower(trim(state)) END AS word,
         state IS NULL AND ok IS NOT NULL AS from_ok,
         CASE WHEN try_cast(latency AS DECIMAL(18,3)) >= 0 THEN (try_cast(latency AS DECIMAL(18,3)) * 1000)::BIGINT END AS latency,
         detail
  FROM lines),
numbered AS (
  SELECT *, instant_or_code(us) AS time, CASE word WHEN 'down' THEN 0 WHEN 'slow' THEN 1 WHEN 'up' THEN 2
                      WHEN 'unknown' THEN CASE WHEN $1 THEN 3 END END::UTINYINT AS state
  FROM worded),
judged AS (
  SELECT *, CASE
    WHEN broken THEN 'broken'
    WHEN time_text IS NULL THEN 'time missing'
    WHEN time < 0 THEN 'time ' || time
    WHEN monitor = '' THEN 'monitor missing'
    WHEN state_text IS NULL THEN 'state missing'
    WHEN state IS NULL THEN CASE WHEN from_ok THEN 'ok' WHEN word = 'unknown' THEN 'unknown' ELSE 'state' END
    WHEN latency_text IS NOT NULL AND latency IS NULL THEN 'latency' END AS problem
  FROM numbered)
SELECT n, time, monitor, vantage, state, latency, detail, problem,
       CASE WHEN problem IS NULL THEN NULL WHEN problem LIKE 'time%' THEN time_text
            WHEN problem = 'latency' THEN latency_text WHEN problem IN ('ok', 'state', 'unknown') THEN state_text END AS value
FROM judged
