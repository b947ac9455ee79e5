-- settle.sql: takes the good lines of a staged log into the store.
-- in:  table staged, stored.series complete, $1: number of the import
-- out: rows of stored.checks
INSERT INTO stored.checks
SELECT s.series, g.time, g.state, g.latency, g.detail, $1
FROM staged g JOIN stored.series s USING (monitor, vantage)
WHERE g.problem IS NULL
