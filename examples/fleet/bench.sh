#!/usr/bin/env bash
# Measures upledger at size: reduction and import against DuckDB alone, a month of
# 130 M checks from Parquet to the report, growth, and pandas. Everything is held
# against something else that runs beside it: only ratios mean anything.
#
#   examples/fleet/bench.sh [FOLDER]      # a folder with 10 GB to spare
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=${1:-$(mktemp -d)}
mkdir -p "$dir/bench" bin
go build -o bin/upledger ./cmd/upledger
go build -o bin/fleet ./examples/fleet
upledger=$PWD/bin/upledger
timed() { local label=$1; shift; /usr/bin/time -f "$label: %e s, %U s of processors, %M KiB at most" "$@"; }

echo "== reduction of 50 M checks"
UPLEDGER_BENCH_DIR=$dir/bench UPLEDGER_BENCH_SQL=1 go test ./sla/store -run '^$' -bench Reduce -benchtime 3x -timeout 60m | grep ns/op

echo "== import of 5 M checks"
go test ./sla/store -run '^$' -bench Import -benchtime 3x | grep ns/op

echo "== growth of the reduction, millions of checks"
for millions in ${GROWTH:-10 50 130 500}; do
  UPLEDGER_BENCH_MILLIONS=$millions UPLEDGER_BENCH_DIR=$dir/bench go test ./sla/store -run '^$' -bench 'Reduce/by-time/^(scan|fold)-4$' \
    -benchtime 2x -timeout 60m | grep ns/op | sed "s/^/$millions M: /"
done

echo "== 1,000 monitors x 3 vantages x 30 days x 60 s: 129.6 M checks"
[ -f "$dir/month/checks.parquet" ] || bin/fleet -monitors 1000 -days 30 "$dir/month"
(
  cd "$dir/month"
  rm -f upledger.duckdb*
  timed import "$upledger" --quiet import checks.parquet
  for _ in 1 2 3; do
    timed scan "$upledger" sql 'SELECT sum(series), sum(time), sum(state), sum(latency) FROM stored.checks' > /dev/null
    timed report "$upledger" --quiet report --period 2017-09 --as-of 2017-10-01 --format json
  done
  timed "straight over Parquet" "$upledger" --quiet check --period 2017-09 --as-of 2017-10-01 --checks checks.parquet || true
)

echo "== 5.2 M checks as CSV: pandas, and upledger with import"
[ -f "$dir/csv/checks.csv" ] || bin/fleet -monitors 40 -days 30 -format csv "$dir/csv"
(
  cd "$dir/csv"
  rm -f upledger.duckdb*
  timed pandas /usr/bin/python3 "$OLDPWD/examples/peers/availability.py" checks.csv 2017-09-01 2017-10-01
  timed import "$upledger" --quiet import checks.csv
  timed check "$upledger" check --period 2017-09 --as-of 2017-10-01 || true
)
