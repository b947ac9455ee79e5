-- runs_packed.sql: checks to runs, the fastest form in SQL: one sort of packed integers.
-- in:  $1, $2: series and place (0, 1, …) of the members, as lists of the same length
--      $3: slow_after of each member (0: never), $4: the greatest gap, the same for all
--      $5: instant up to which checks are known, $6: first instant of any check
--      $7: bits for time and state
-- out: member, state, last_other, first, last, next_other (0: none), checks; by member and time
--
-- A key is member, time and state; equal instants have the worst state first,
-- so that keys sort by what decides. A last key above all others ends the last
-- run. LAG without an order follows the order of the sorted rows.
WITH members AS (SELECT unnest($1::BIGINT[])::INTEGER AS series, unnest($2::BIGINT[])::UBIGINT AS member, unnest($3::BIGINT[]) AS slow_after),
keys AS (
  SELECT (m.member << $7::BIGINT::UBIGINT) | ((c.time - $6::BIGINT)::UBIGINT << 2)
         | CASE WHEN c.state = 2 AND m.slow_after > 0 AND c.latency > m.slow_after THEN 1 ELSE c.state END::UBIGINT AS k
  FROM stored.checks c JOIN members m USING (series) WHERE c.time <= $5::BIGINT
  UNION ALL SELECT 18446744073709551615::UBIGINT),
sorted AS (SELECT k, lag(k) OVER () AS p FROM (SELECT k FROM keys ORDER BY k)),
instants AS (SELECT k, lag(k) OVER () AS p, row_number() OVER () AS n FROM sorted WHERE p IS NULL OR (k >> 2) <> (p >> 2)),
starts AS MATERIALIZED (
  SELECT k, p, n FROM instants
  WHERE p IS NULL OR (k >> $7::BIGINT::UBIGINT) <> (p >> $7::BIGINT::UBIGINT) OR (k & 3) <> (p & 3)
     OR ((k >> 2) - (p >> 2))::BIGINT > $4::BIGINT),
ends AS (
  SELECT k, p, n, lead(k) OVER (ORDER BY n) AS next_k, lead(p) OVER (ORDER BY n) AS last_k, lead(n) OVER (ORDER BY n) AS next_n
  FROM starts)
SELECT (k >> $7::BIGINT::UBIGINT)::INTEGER AS member, (k & 3)::INTEGER AS state,
  CASE WHEN (p >> $7::BIGINT::UBIGINT) = (k >> $7::BIGINT::UBIGINT) AND ((k >> 2) - (p >> 2))::BIGINT <= $4::BIGINT
       THEN $6::BIGINT + ((p >> 2) & ((1::UBIGINT << ($7::BIGINT::UBIGINT - 2)) - 1))::BIGINT ELSE 0 END AS last_other,
  $6::BIGINT + ((k >> 2) & ((1::UBIGINT << ($7::BIGINT::UBIGINT - 2)) - 1))::BIGINT AS first,
  $6::BIGINT + ((last_k >> 2) & ((1::UBIGINT << ($7::BIGINT::UBIGINT - 2)) - 1))::BIGINT AS last,
  CASE WHEN (next_k >> $7::BIGINT::UBIGINT) = (k >> $7::BIGINT::UBIGINT) AND ((next_k >> 2) - (last_k >> 2))::BIGINT <= $4::BIGINT
       THEN $6::BIGINT + ((next_k >> 2) & ((1::UBIGINT << ($7::BIGINT::UBIGINT - 2)) - 1))::BIGINT ELSE 0 END AS next_other,
  (next_n - n)::BIGINT AS checks
FROM ends WHERE next_k IS NOT NULL ORDER BY n
