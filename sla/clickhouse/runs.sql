-- runs.sql: checks to runs, one row a series, where the checks are.
-- in:  {table}, its columns as expressions: {monitor} and {vantage} as text, {series} to group by, {micros} (UTC
--      microseconds), {code} (1 up, 2 slow, 3 down; 0: none of them), {where} (span of time and names of the batch),
--      {gap} the greatest step that is no gap, in microseconds, {settings}
-- out: monitor, vantage, number of checks as they lie in the table, the least code of them (0: one is no state),
--      then of every run, sorted by time: first and last instant, state (plus 4 where no gap lies before it), number of
--      distinct instants
--
-- A key is instant and state, so that one sort of integers does it; of equal instants the worst comes last and stays.
-- Keys of one instant differ in their last two bits only. A 0 goes before the first key. Of the step from key to key, the
-- last two bits are 0 where the state is the same, and the rest is then the time: what starts a run shows in the step
-- alone. Everything below that is small: a run is known by the key that starts it and the one before.
--
-- Aliases end in _ so that no column of somebody's table hides behind one. All expressions stand at the level of the
-- GROUP BY, so that they are computed on the shards. No lambda captures an array: it would be copied for every element.
WITH
  {code} AS code_,
  arraySort(groupArray({micros} * 4 + code_)) AS keys_,
  arrayFilter((k, next) -> bitXor(k, next) > 3, keys_, arrayPushBack(arrayPopFront(keys_), toInt64(0))) AS instants_,
  arrayPushFront(instants_, toInt64(0)) AS line_,
  arrayDifference(line_) AS steps_,
  arrayMap(d -> bitAnd(d, 3) != 0 OR d > 4 * toInt64({gap}), steps_) AS starts_,
  arrayFilter((k, s) -> s, line_, starts_) AS first_,
  arrayFilter((d, s) -> s, steps_, starts_) AS step_,
  arrayMap((k, d) -> k - d, first_, step_) AS last_before_,
  arrayFilter((i, s) -> s, arrayEnumerate(line_), starts_) AS number_
SELECT {monitor}, {vantage}, count() AS checks_, min(code_) AS least_,
  arrayMap(k -> bitShiftRight(k, 2), first_) AS firsts_,
  arrayMap(p -> bitShiftRight(p, 2), arrayPushBack(arrayPopFront(last_before_), line_[-1])) AS lasts_,
  arrayMap((k, p) -> toUInt8(bitAnd(k, 3) + if(p != 0 AND bitShiftRight(k, 2) - bitShiftRight(p, 2) <= toInt64({gap}), 4, 0)), first_, last_before_) AS states_,
  arrayMap((i, next) -> toUInt32(next - i), number_, arrayPushBack(arrayPopFront(number_), toUInt32(length(line_) + 1))) AS distinct_
FROM {table}
WHERE {where}
GROUP BY {series}
SETTINGS {settings}
