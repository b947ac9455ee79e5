# Everything that one needs on a fresh machine with Go, a C compiler and make.

GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: demo test build lint oracle clean

demo: build ## an example with agreement, logs and reports, in ./demo
	bin/upledger demo demo

build: ## the command, as bin/upledger
	$(GO) build -o bin/upledger ./cmd/upledger

test: lint oracle ## everything that CI checks
	$(GO) test -race ./...

lint: ## format, vet, staticcheck and a tidy go.mod
	@unformatted=$$(gofmt -l cmd examples report sla *.go); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff

oracle: ## Evaluate against the slow oracle on 20,000 random histories
	$(GO) test ./sla -run TestOracle -rapid.checks=20000

clean:
	rm -rf bin demo
