-- runs.sql: checks to runs, one row a series, where the checks are.
-- in:  {table}, its columns as expressions: {monitor} and {vantage} as text, {series} to group by, {micros} (UTC
--      microseconds), {code} (1 up, 2 slow, 3 down; 0: none of them), {where} (span of time and names of the batch),
--      {gap} the greatest step that is no gap, in microseconds, {settings}
-- out: monitor, vantage, number of checks as they lie in the table, the least code of them (0: one is no state),
--      then of every run, sorted by time: first and last instant, state (plus 4 where no gap lies before it), number of
--      distinct instants
--
-- A key is instant and state, so that one sort of integers does it; of equal instants the worst comes last and stays.
-- Everything below the keys is small: a run is known by the key that starts it and the one before. Aliases end in _ so
-- that no column of somebody's table hides behind one. All expressions stand at the level of the GROUP BY, so that
-- they are computed on the shards. No lambda captures an array: such a one would be copied for every element.
WITH
  {code} AS code_,
  arraySort(groupArray({micros} * 4 + code_)) AS keys_,
  arrayFilter((k, next) -> bitShiftRight(k, 2) != bitShiftRight(next, 2), keys_, arrayPushBack(arrayPopFront(keys_), toInt64(0))) AS instants_,
  arrayPopBack(arrayPushFront(instants_, toInt64(0))) AS before_,
  arrayMap((k, p) -> bitAnd(bitXor(k, p), 3) != 0 OR k - p > 4 * toInt64({gap}), instants_, before_) AS starts_,
  arrayFilter((k, s) -> s, instants_, starts_) AS first_,
  arrayFilter((p, s) -> s, before_, starts_) AS last_before_,
  arrayFilter((i, s) -> s, arrayEnumerate(instants_), starts_) AS number_
SELECT {monitor}, {vantage}, count() AS checks_, min(code_) AS least_,
  arrayMap(k -> bitShiftRight(k, 2), first_) AS firsts_,
  arrayMap(p -> bitShiftRight(p, 2), arrayPushBack(arrayPopFront(last_before_), instants_[-1])) AS lasts_,
  arrayMap((k, p) -> toUInt8(bitAnd(k, 3) + if(p != 0 AND bitShiftRight(k, 2) - bitShiftRight(p, 2) <= toInt64({gap}), 4, 0)), first_, last_before_) AS states_,
  arrayMap((i, next) -> toUInt32(next - i), number_, arrayPushBack(arrayPopFront(number_), toUInt32(length(instants_) + 1))) AS distinct_
FROM {table}
WHERE {where}
GROUP BY {series}
SETTINGS {settings}
