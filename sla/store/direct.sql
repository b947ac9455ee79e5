-- direct.sql: the lines of a log of checks or transitions, from the file into the store, in the order of the file.
-- in:  in place of rows: us, monitor, vantage, code, latency, detail of every line; in place of series: the number of
--      the line's series; $1: number of the import
-- out: rows of stored.checks; an error for a line that is not in order, and then none
INSERT INTO stored.checks
SELECT coalesce((series), error('upledger: not in order')),
       CASE WHEN r.us > 0 AND r.us < 7258118400000000 THEN r.us ELSE error('upledger: not in order') END,
       coalesce(r.code, error('upledger: not in order')), r.latency, r.detail, $1::INTEGER
FROM (rows) AS r
