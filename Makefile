# The commands of this project. Everything is prepared by itself; see `make help`.
.DEFAULT_GOAL := help
.PHONY: help up down clean status test test-long check bench toolchain renderers deps generate distclean
SHELL := /bin/sh

ENV ?= development
# The Node that npm brings; the machine's own where npm has none for the system.
NODE_RUN = PATH="$(CURDIR)/node_modules/.bin:$$PATH" node --disable-warning=ExperimentalWarning
# Options of `make up` become flags of ./msa up.
UP_FLAGS = $(if $(CONTEXT),--context $(CONTEXT)) $(if $(DEMO),--demo) $(if $(METRICS),--metrics) $(if $(ADOPT),--adopt $(ADOPT))

help: ## this list
	@echo "Usage: make <target> [ENV=development|staging|production]"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: deps ## bring an environment up on a local cluster (or CONTEXT=<kubeconfig context> [DEMO=1])
	@./msa up $(ENV) $(UP_FLAGS)

status: deps ## what runs, and why something does not (ENV chooses; all without it)
	@./msa status $(if $(filter command line environment,$(origin ENV)),$(ENV)) $(if $(CONTEXT),--context $(CONTEXT))

down: deps ## stop what `make up` started; its data stays
	@./msa down

clean: deps ## stop everything and remove the local clusters
	@./msa clean

test: deps ## install what the tests need and run all of them
	@$(NODE_RUN) toolchain/main.ts --for test
	@npm run --silent check
	@npm test --silent -- $(MOCHA_FLAGS)

test-long: deps ## what takes too long for every change: runs interrupted at every step, channels down for minutes (about three hours)
	@$(NODE_RUN) toolchain/main.ts --for test
	@npm run --silent test:long -- $(MOCHA_FLAGS)

check: deps ## format, lint, types, generated files
	@npm run --silent check

bench: deps ## times and memory as ratios of one run
	@$(NODE_RUN) toolchain/main.ts --for up
	@$(NODE_RUN) tests/bench/main.ts $(PARTS)

toolchain: deps ## find or build the engines (once, up to an hour; nothing where official ones are installed)
	@$(NODE_RUN) toolchain/main.ts --for test

renderers: deps ## find or build Helm, which is all that ./msa render and ./msa preview need
	@$(NODE_RUN) toolchain/main.ts --for render

generate: deps ## write the generated files anew
	@npm run --silent generate

# By content, not by time: a fresh checkout of the same lock file installs nothing.
deps: ## install the npm dependencies
	@cmp -s package-lock.json node_modules/.installed-lock.json || { \
	  command -v npm > /dev/null || { echo "make: npm is missing. Install Node 20 or newer from https://nodejs.org." >&2; exit 2; }; \
	  echo "Installing the npm dependencies …"; \
	  npm ci --loglevel=error && cp package-lock.json node_modules/.installed-lock.json; }

distclean: clean ## also remove the toolchain and the dependencies
	rm -rf .msa node_modules
