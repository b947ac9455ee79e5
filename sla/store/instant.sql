-- instant.sql: how the text of a time becomes an instant.
-- in:  macro from_local(us), made in Go from the zone of the import
-- out: macros any_instant(text) and, over its result, instant_or_code(us): UTC microseconds after 1970, or a code:
--      -1 no time, -2 before 1970 or after 2200, -3 no zone given, -4 skipped by the clock, -5 repeated by the clock
--      (two macros, since DuckDB would compute an argument once for every mention)
CREATE TEMP MACRO epoch_instant(whole, frac) AS CASE
  WHEN whole < 100000000000 THEN whole * 1000000 + left(rpad(frac, 6, '0'), 6)::BIGINT
  WHEN whole < 100000000000000 THEN whole * 1000 + left(rpad(frac, 3, '0'), 3)::BIGINT
  WHEN whole < 100000000000000000 THEN whole
  ELSE whole // 1000 END;
CREATE TEMP MACRO any_instant(t) AS CASE
  WHEN regexp_full_match(t, '\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)')
    THEN epoch_us(try_cast(upper(t) AS TIMESTAMPTZ))
  WHEN regexp_full_match(t, '\d{1,19}(\.\d+)?')
    THEN epoch_instant(try_cast(split_part(t, '.', 1) AS BIGINT), split_part(t, '.', 2))
  WHEN regexp_full_match(t, '\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?')
    THEN from_local(epoch_us(try_cast(upper(t) AS TIMESTAMP)))
  END;
CREATE TEMP MACRO instant_or_code(us) AS CASE
  WHEN us IS NULL THEN -1 WHEN us < -2 AND us > -6 THEN us
  WHEN us <= 0 OR us >= 7258118400000000 THEN -2 ELSE us END;
