-- stats_imports.sql: what was imported of every kind.
-- in:  stored.imports
-- out: kind, files, rows, refused lines
SELECT kind, count(*), sum("rows")::BIGINT, sum(rejected)::BIGINT FROM stored.imports GROUP BY kind ORDER BY min(import)
