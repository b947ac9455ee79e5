# Everything that one needs on a fresh machine with Go, a C compiler and make.

GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: demo test build assets lint oracle bench clean

demo: build ## an example with agreement, logs and reports, in ./demo
	bin/upledger demo demo

build: assets ## the command, as bin/upledger
	$(GO) build -o bin/upledger ./cmd/upledger

assets: ## the script that brings HTML reports to life, where npm is there
	@if command -v npm >/dev/null; then \
	$(MAKE) --no-print-directory report/page/dist/charts.js || { [ "$$CI" != true ] && echo "without it HTML reports will be static"; }; \
	else echo "npm is not installed: HTML reports will be static"; fi

report/page/dist/charts.js: report/page/node_modules/.package-lock.json report/page/build.mjs $(wildcard report/page/*.js)
	cd report/page && node build.mjs

report/page/node_modules/.package-lock.json: report/page/package-lock.json
	cd report/page && npm ci --loglevel=error
	@touch $@

test: assets lint oracle ## everything that CI checks
	$(GO) test -race ./...

lint: ## format, vet, staticcheck and a tidy go.mod
	@unformatted=$$(gofmt -l cmd examples report sla *.go); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff

oracle: ## Evaluate against the slow oracle on 20,000 random histories
	$(GO) test ./sla -run TestOracle -rapid.checks=20000

bench: ## reduction, import and reports at size, against DuckDB alone and pandas
	examples/fleet/bench.sh $(BENCH_DIR)

clean:
	rm -rf bin demo report/page/dist/*.js report/page/node_modules
