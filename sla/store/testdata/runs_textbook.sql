-- runs_textbook.sql: checks to runs with window functions by the book; slow, the oracle of the fold.
-- in:  {gap} and {slow_after} in microseconds, {as_of}
-- out: as runs_packed.sql, with the series for the member
WITH judged AS (
  SELECT series, time, CASE WHEN state = 2 AND {slow_after} > 0 AND latency > {slow_after} THEN 1 ELSE state END AS state
  FROM stored.checks WHERE time <= {as_of}),
instants AS (SELECT series, time, min(state) AS state FROM judged GROUP BY series, time),
steps AS (
  SELECT *, lag(time) OVER w AS before, lag(state) OVER w AS state_before
  FROM instants WINDOW w AS (PARTITION BY series ORDER BY time)),
flagged AS (
  SELECT *, CASE WHEN before IS NULL OR state_before <> state OR time - before > {gap} THEN 1 ELSE 0 END AS starts FROM steps),
grouped AS (
  SELECT *, sum(starts) OVER (PARTITION BY series ORDER BY time ROWS UNBOUNDED PRECEDING) AS run FROM flagged),
runs AS (
  SELECT series, run, any_value(state) AS state, min(time) AS first, max(time) AS last, count(*) AS checks
  FROM grouped GROUP BY series, run),
neighbours AS (
  SELECT *, lag(last) OVER w AS last_before, lead(first) OVER w AS first_after
  FROM runs WINDOW w AS (PARTITION BY series ORDER BY run))
SELECT series::INTEGER, state::INTEGER,
  CASE WHEN first - last_before <= {gap} THEN last_before ELSE 0 END::BIGINT AS last_other, first::BIGINT, last::BIGINT,
  CASE WHEN first_after - last <= {gap} THEN first_after ELSE 0 END::BIGINT AS next_other, checks::BIGINT
FROM neighbours ORDER BY series, first
