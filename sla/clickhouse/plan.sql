-- plan.sql: how many checks each series has on each shard; what a batch will need, and what it must find.
-- in:  {table}, {monitor} and {vantage} as text, {series} to group by, {where}, {settings}
-- out: monitor, vantage, name of the server, number of checks; a series twice: it lies on two shards
SELECT {monitor}, {vantage}, any(hostName()) AS server_, toUInt64(count()) AS checks_
FROM {table}
WHERE {where}
GROUP BY {series}
SETTINGS {settings}
