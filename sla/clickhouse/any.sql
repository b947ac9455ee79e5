-- any.sql: whether there is a check at all. Servers stop at the first that they find.
-- in:  {table}, {where}, {settings}
-- out: a row for every shard that has one, or for one of them
SELECT toUInt8(1) FROM {table} WHERE {where} LIMIT 1 SETTINGS {settings}
