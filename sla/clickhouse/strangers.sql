-- strangers.sql: a word in the column of states that nobody has given a meaning.
-- in:  {table}, {monitor} as text, {word} the state as text, {code} (0: no state), {where}, {settings}
-- out: monitor, word; at most one row
SELECT {monitor}, {word} FROM {table} WHERE {where} AND {code} = 0 LIMIT 1 SETTINGS {settings}
