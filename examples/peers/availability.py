"""Availability, lost time and outages of a fleet by pandas, as one would write it
in an afternoon, to hold upledger's speed and figures against.

    python3 availability.py checks.csv 2017-09-01 2017-10-01

It takes the same log as `upledger import` and gives the mean over all series of
the time that was up, a step of more than three minutes counting as unknown. It
knows nothing of bounds, causes, service hours or the edges of the month.
"""

import sys
import time

import pandas as pd

path, first, last = sys.argv[1:4]
began = time.perf_counter()
checks = pd.read_csv(path, usecols=["time", "monitor", "vantage", "state"],
                     dtype={"monitor": "category", "vantage": "category", "state": "category"})
checks["time"] = pd.to_datetime(checks["time"], utc=True)
read = time.perf_counter()

start, end = pd.Timestamp(first, tz="UTC"), pd.Timestamp(last, tz="UTC")
checks = checks[(checks["time"] >= start) & (checks["time"] < end)]
checks = checks.sort_values(["monitor", "vantage", "time"])
series = checks.groupby(["monitor", "vantage"], observed=True)
following = series["time"].shift(-1)
hold = (following - checks["time"]).fillna(pd.Timedelta(0))
hold = hold.where(hold <= pd.Timedelta(minutes=3), pd.Timedelta(0))
down = checks["state"] == "down"
changed = down & ~series["state"].shift(1).eq("down")

known, lost = hold.sum(), hold[down].sum()
print(f"checks {len(checks)}")
print(f"availability {100 * (1 - lost / known):.6f}")
print(f"outages {int(changed.sum())}")
print(f"seconds {read - began:.2f} reading, {time.perf_counter() - read:.2f} computing")
