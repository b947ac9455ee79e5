-- schema.sql: the tables of a new store, and views over them for people.
-- in:  an empty database
-- out: schema stored (what upledger reads and writes), views in main (for upledger sql)
--
-- Times are UTC microseconds since 1970, NULL where there is none. Losses are
-- parts per million. No PRIMARY KEY, UNIQUE or INDEX: DuckDB's indexes are not
-- to be trusted with the only copy, so that duplicates are found by queries.
CREATE SCHEMA stored;
CREATE TABLE stored.upledger (version INTEGER NOT NULL);
INSERT INTO stored.upledger VALUES (2);

-- path: the file as it was named, absolute; NULL: it was no file. mapping, zone and format: how it was read; '' for the
-- usual. part: what the folders above it say, as in monitor=web/vantage=a
CREATE TABLE stored.imports (
  import INTEGER NOT NULL, kind VARCHAR NOT NULL, file VARCHAR NOT NULL, path VARCHAR, sha256 VARCHAR NOT NULL,
  mapping VARCHAR NOT NULL, zone VARCHAR NOT NULL, format VARCHAR NOT NULL, max_rejects BIGINT NOT NULL,
  part VARCHAR NOT NULL, "rows" BIGINT NOT NULL, rejected BIGINT NOT NULL);
-- what was taken out again: checks before an instant, after so many imports
CREATE TABLE stored.prunes (before BIGINT NOT NULL, "rows" BIGINT NOT NULL, after_import INTEGER NOT NULL);
-- first and last: the earliest and the latest instant of its checks
CREATE TABLE stored.series (
  series INTEGER NOT NULL, monitor VARCHAR NOT NULL, vantage VARCHAR NOT NULL, from_log BOOLEAN NOT NULL,
  import INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL);
-- state: 0 down, 1 slow, 2 up, 3 unknown (the worst first); latency in microseconds
CREATE TABLE stored.checks (
  series INTEGER NOT NULL, time BIGINT NOT NULL, state UTINYINT NOT NULL, latency BIGINT, detail VARCHAR,
  import INTEGER NOT NULL);
CREATE TABLE stored.incidents (
  import INTEGER NOT NULL, id VARCHAR NOT NULL, services VARCHAR[] NOT NULL, cause VARCHAR NOT NULL,
  title VARCHAR NOT NULL, started BIGINT NOT NULL, detected BIGINT, acknowledged BIGINT, resolved BIGINT,
  impact INTEGER NOT NULL, claimed BIGINT, summary VARCHAR NOT NULL, actions VARCHAR NOT NULL,
  prevention VARCHAR NOT NULL, status VARCHAR NOT NULL);
CREATE TABLE stored.incident_outages (
  incident VARCHAR NOT NULL, n INTEGER NOT NULL, "start" BIGINT NOT NULL, "end" BIGINT, impact INTEGER NOT NULL,
  cause VARCHAR NOT NULL);
CREATE TABLE stored.maintenance (
  import INTEGER NOT NULL, id VARCHAR NOT NULL, services VARCHAR[] NOT NULL, "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL, announced BIGINT, kind VARCHAR NOT NULL, title VARCHAR NOT NULL);
CREATE TABLE stored.changes (
  import INTEGER NOT NULL, id VARCHAR NOT NULL, service VARCHAR NOT NULL, time BIGINT NOT NULL,
  outcome VARCHAR NOT NULL);
CREATE TABLE stored.corrections (
  import INTEGER NOT NULL, id VARCHAR NOT NULL, services VARCHAR[] NOT NULL, "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL, "as" VARCHAR NOT NULL, loss INTEGER NOT NULL, cause VARCHAR NOT NULL,
  reason VARCHAR NOT NULL, author VARCHAR NOT NULL, made BIGINT NOT NULL);

CREATE MACRO state_word(s) AS ['down', 'slow', 'up', 'unknown'][s + 1];
CREATE VIEW imports AS SELECT import, kind, file, sha256, "rows", rejected FROM stored.imports;
CREATE VIEW checks AS
  SELECT make_timestamp(c.time) AS time, s.monitor, s.vantage, state_word(c.state) AS state,
         (c.latency / 1000)::DECIMAL(18,3) AS latency_ms, c.detail, c.import
  FROM stored.checks c JOIN stored.series s USING (series) WHERE NOT s.from_log;
CREATE VIEW transitions AS
  SELECT make_timestamp(c.time) AS time, s.monitor, s.vantage, state_word(c.state) AS state, c.import
  FROM stored.checks c JOIN stored.series s USING (series) WHERE s.from_log;
CREATE VIEW incidents AS
  SELECT id, services, cause, title, make_timestamp(started) AS started, make_timestamp(detected) AS detected,
         make_timestamp(acknowledged) AS acknowledged, make_timestamp(resolved) AS resolved,
         (impact::DECIMAL(18,6) / 1000000)::DECIMAL(9,6) AS impact, claimed // 1000000 AS claimed_seconds,
         summary, actions, prevention, status, import
  FROM stored.incidents;
CREATE VIEW incident_outages AS
  SELECT incident, n, make_timestamp("start") AS "start", make_timestamp("end") AS "end",
         (impact::DECIMAL(18,6) / 1000000)::DECIMAL(9,6) AS impact, cause
  FROM stored.incident_outages;
CREATE VIEW maintenance AS
  SELECT id, services, make_timestamp("start") AS "start", make_timestamp("end") AS "end",
         make_timestamp(announced) AS announced, kind, title, import
  FROM stored.maintenance;
CREATE VIEW changes AS SELECT id, service, make_timestamp(time) AS time, outcome, import FROM stored.changes;
CREATE VIEW corrections AS
  SELECT id, services, make_timestamp("start") AS "start", make_timestamp("end") AS "end", "as",
         (loss::DECIMAL(18,6) / 1000000)::DECIMAL(9,6) AS loss, cause, reason, author,
         make_timestamp(made) AS made, import
  FROM stored.corrections;
