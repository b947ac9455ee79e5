#!/bin/sh
# A week of the web shop, from its logs to a report. Writes into out/.
set -e
upledger validate upledger.yaml checks.csv incidents.yaml
upledger import checks.csv incidents.yaml
mkdir -p out
upledger check --period 2024-W10 --as-of 2024-03-11 > out/check.txt
upledger explain --period 2024-W10 --as-of 2024-03-11 --agreement harbour > out/explain.txt
upledger report --period 2024-W10 --as-of 2024-03-11 --format pdf,html,json --out out
upledger sql --format csv "SELECT state, count(*) AS checks FROM checks GROUP BY ALL ORDER BY ALL" > out/states.csv
