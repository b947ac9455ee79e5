-- Tables for checks in ClickHouse 18.16, which Debian 12 has. It knows neither DateTime64 nor codecs.
-- Run this on every server of the cluster. For replicas write ReplicatedMergeTree(path, replica) for MergeTree.
--
-- Sorted by series and time, one series lies together: a reduction reads just its ranges, and sorts what is sorted.
-- time is in microseconds since 1970, UTC; latency in microseconds, 0 where none was measured.
CREATE TABLE {checks} (
  time Int64,
  monitor String,
  vantage String,
  state Enum8('up' = 1, 'slow' = 2, 'down' = 3),
  latency UInt32,
  detail String
) ENGINE = MergeTree PARTITION BY toYYYYMM(toDateTime(intDiv(time, 1000000))) ORDER BY (monitor, vantage, time);

-- What upledger copy has copied: files by their SHA-256, in parts, which are known by theirs.
CREATE TABLE {copied} (
  file String, part String, checks UInt64
) ENGINE = MergeTree ORDER BY (file, part);
