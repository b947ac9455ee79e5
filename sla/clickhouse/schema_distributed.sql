
-- The tables of all servers as one. Sharding by the monitor keeps every series on one shard.
CREATE TABLE checks AS checks_local ENGINE = Distributed({cluster}, currentDatabase(), checks_local, cityHash64(monitor));
CREATE TABLE checks_copied AS checks_copied_local ENGINE = Distributed({cluster}, currentDatabase(), checks_copied_local, cityHash64(file));
