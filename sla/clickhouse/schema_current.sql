-- Tables for checks in a current ClickHouse (DateTime64 and codecs: 20.5 and later).
-- Run this on every server of the cluster; with Keeper, once, with ON CLUSTER after each name.
-- For replicas write ReplicatedMergeTree for MergeTree.
--
-- Sorted by series and time, one series lies together: a reduction reads just its ranges, and sorts what is sorted.
-- latency is in microseconds, 0 where none was measured.
CREATE TABLE {checks} (
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  monitor LowCardinality(String),
  vantage LowCardinality(String),
  state Enum8('up' = 1, 'slow' = 2, 'down' = 3),
  latency UInt32 CODEC(ZSTD(1)),
  detail String CODEC(ZSTD(1))
) ENGINE = MergeTree PARTITION BY toYYYYMM(time) ORDER BY (monitor, vantage, time);

-- What upledger copy has copied: files by their SHA-256, in parts, which are known by theirs.
CREATE TABLE {copied} (
  file String, part String, checks UInt64
) ENGINE = MergeTree ORDER BY (file, part);
