-- leave.sql: takes out what a prune takes.
-- in:  table leaving, $1: the instant of the prune
-- out: fewer rows of stored.checks
DELETE FROM stored.checks AS c USING leaving l WHERE c.series = l.series AND c.time < l.before AND c.time < $1::BIGINT
