-- direct.sql: the lines of a log of checks or transitions, from the file into the store.
-- in:  in place of rows: us, monitor, vantage, code, latency, detail of every line; table candidates: monitor, vantage, series;
--      $1: number of the import
-- out: rows of stored.checks; an error for a line that is not in order, and then none
INSERT INTO stored.checks
SELECT coalesce(c.series, error('upledger: not in order')),
       CASE WHEN r.us > 0 AND r.us < 7258118400000000 THEN r.us ELSE error('upledger: not in order') END,
       coalesce(r.code, error('upledger: not in order')), r.latency, r.detail, $1::INTEGER
FROM ({rows}) AS r LEFT JOIN candidates AS c ON c.monitor = r.monitor AND c.vantage = r.vantage
