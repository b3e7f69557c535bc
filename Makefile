# The verbs of the project; people and CI run the same lines.

DATA ?= demo-data
LISTEN ?= 127.0.0.1:7878
WEB_SOURCES := $(shell find web-map -path web-map/node_modules -prune -o -path web-map/dist -prune -o -type f -print)

.PHONY: run test soak bench web lint clean-demo

## Build everything, make the demo district, serve it, print a one-time sign-in link.
run: web
	cargo run --release --locked -p server --bin muster -- demo --serve --data $(DATA) --listen $(LISTEN)

## Every test, on short budgets. Ends with "N passed, N failed, N skipped".
test:
	node tests/run.mjs

## The long ones: kill loops, load, all road files, to their full figures.
soak:
	MUSTER_SOAK=1 node tests/run.mjs

## The table of docs/benchmarks.md.
bench:
	node tests/bench.mjs

## The browser application, into web-map/dist.
web: web-map/dist/index.html

web-map/dist/index.html: $(filter-out web-map/dist/%,$(WEB_SOURCES))
	cd web-map && npm ci --no-audit --no-fund && npm run build

## What a reviewer's machine would complain about.
lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cd web-map && npm run check

clean-demo:
	rm -rf $(DATA)
