# The verbs of the project. `make help` lists them; CI runs the same ones as people.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Everything that is expensive to fetch or build is kept here, outside the checkout, and used again.
export MEDIA_INSIGHTS_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/media-insights
# uv from the PATH, or our own copy of it.
UV := $(shell command -v uv || echo $(MEDIA_INSIGHTS_CACHE)/uv/bin/uv)
RUN := $(UV) run --frozen
# Files of tests at a time in `make test`, odd files at a time in `make hostile`.
WORKERS ?= 2
# make test hostile e2e THOROUGH=1 also runs what only a release runs; with AGAIN=1, as in CI, a test that fails runs once
# more, and is named: docs/decisions/0148-a-failure-is-tried-again.md.
PYTEST := pytest $(if $(THOROUGH),--thorough) $(if $(AGAIN),--reruns 1 --rerun-show-tracebacks -r fER)
# The operators' own environments and helper scripts find uv on the PATH too.
export PATH := $(dir $(UV)):$(PATH)

include dev/cluster/cluster.mk
include dev/images/images.mk

##@ Everyday
help: ## List the verbs
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-zA-Z_-]+:.*## / {printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(UV) ## Make the Python environment (.venv), bringing uv when it is missing
	@$(UV) sync --frozen --quiet

check: setup ## Lint, format, types, import contracts, generated files
	@$(RUN) ruff check . && $(RUN) ruff format --check . && $(RUN) mypy && $(RUN) python -m dev.tools.operator_types
	@$(RUN) lint-imports && $(RUN) python -m dev.tools.generate --check

test: setup models ## Everything that needs no cluster
	@$(RUN) $(PYTEST) tests --ignore tests/e2e --ignore tests/containers --ignore tests/hostile --ignore tests/console --ignore tests/search_servers --ignore tests/faults -n $(WORKERS) --dist loadfile

hostile: setup models ## Damaged, lying and merely odd files, given to every operator that opens files
	@$(RUN) $(PYTEST) tests/hostile -n $(WORKERS) --dist worksteal

# They run again in `make e2e`: on a fresh machine what they need was not built yet during `make test`.
NEEDING_SERVERS := tests/unit/storage tests/unit/events/test_nats_*.py tests/unit/events/test_store_faults.py \
  tests/unit/chart/test_nats.py tests/unit/rest/test_killed_replicas.py tests/unit/wire/test_events_over_crashes.py \
  tests/conformance/api/test_sign_in_at_a_provider.py tests/unit/cluster/test_faults_of_indexing.py
servers: setup cluster-tools ## Tests that need a store, NATS or an issuer, which `make test` leaves out where these are not built
	@$(RUN) $(PYTEST) $(NEEDING_SERVERS) -n $(WORKERS) --dist loadfile

e2e: setup servers cluster images install ## The whole product on a real cluster, its console in Chromium (brought where root may)
	@dev/tools/bring-chromium
	@KUBECONFIG="$$($(MAKE) -s kubeconfig)" PATH="$$($(MAKE) -s tools-path):$$PATH" $(RUN) $(PYTEST) tests/e2e

faults: setup cluster-tools ## What breaks around a controller, on a real API server and store, and what remains after it
	@$(RUN) $(PYTEST) tests/faults -n $(WORKERS)

test-containers: setup models ## The embedded engine with --containers, on Podman (installed where root may) or Docker
	@$(RUN) python -m dev.images engine && CLUSTER=current $(RUN) python -m dev.images build
	@$(RUN) pytest tests/containers

search-servers: setup ## The index of moments in a real OpenSearch, and its faults (fetched by Maven; a JDK of 21 or newer)
	@$(RUN) pytest tests/search_servers

evaluate: setup models ## How good operators are, in figures; fails when one got worse (ONLY="transcribe captions"); yours with MODELS=OPERATOR=FOLDER
	@MODELS="$(MODELS)" $(RUN) python -m tests.evaluation $(ONLY)

generate: setup ## Write CRDs, the chart's copies and the catalogue page from their sources
	@$(RUN) python -m dev.tools.generate

licences: setup ## Record the licences of packages that are new in a lock, and write THIRD-PARTY.md
	@$(RUN) python -m dev.sbom licences && $(RUN) python -m dev.tools.generate

console: setup ## Build and check the web page: needs Node 20.19 or newer, which nothing else does
	@dev/tools/build-console

console-test: setup ## The web page in Chromium (brought where root may), over the real application
	@WORKERS=$(WORKERS) dev/tools/test-console

screenshots: setup ## Pictures of every page of the console in build/screenshots, of the demo clip (ONLY=search RESULTS=folder)
	@$(RUN) python -m dev.screenshots --only "$(ONLY)" $(if $(RESULTS),--results "$(RESULTS)")

# In an environment of its own: nothing else needs MkDocs.
docs: $(UV) ## Build the site of the documentation in build/site, offline; a dead link fails
	@NO_MKDOCS_2_WARNING=1 $(RUN) --isolated --quiet --no-default-groups --group docs python -m dev.site
	@echo "build/site/index.html"

wheels: setup ## The SDK, the kits and what runs operators of MIE as wheels, in an index: dist/simple
	@$(RUN) python -m dev.tools.wheels

models: setup ## Fetch, convert and verify the models of all operators
	@$(UV) run dev/models/build.py

operator: setup ## Start a new operator: make operator NAME=my-operator [READS=text]
	@test -n "$(NAME)" || { echo 'say its name: make operator NAME=my-operator' >&2; exit 2; }
	@$(RUN) media-insights operator new "$(NAME)" $(if $(READS),--reads $(READS))

##@ On a cluster
install: setup ## Install or upgrade the chart on the cluster
	@PATH="$$($(MAKE) -s tools-path):$$PATH" KUBECONFIG="$$($(MAKE) -s kubeconfig)" dev/tools/install

demo-cluster: setup cluster images install ## A real clip, analysed on a real cluster, with the summary on the screen
	@KUBECONFIG="$$($(MAKE) -s kubeconfig)" PATH="$$($(MAKE) -s tools-path):$$PATH" $(RUN) python -m dev.tools.demo cluster

demo: $(UV) ## A real clip, analysed right here without a cluster; OPEN=1 then opens it in the browser
	@$(RUN) --quiet --no-default-groups --extra embedding python -m dev.tools.demo embedded $(if $(OPEN),--open)

upgrade-test: setup cluster models ## Before a release, on an empty local cluster: install and use 0.1.0, upgrade, read its results
	@KUBECONFIG="$$($(MAKE) -s kubeconfig)" PATH="$$($(MAKE) -s tools-path):$$PATH" $(RUN) python -m tests.upgrade

bench: setup cluster images install ## What orchestration costs: the queue, keys of runs, floors, a full analysis of a 60 s clip
	@$(RUN) python -m tests.bench.queueing
	@$(RUN) python -m tests.bench.credentials
	@KUBECONFIG="$$($(MAKE) -s kubeconfig)" PATH="$$($(MAKE) -s tools-path):$$PATH" $(RUN) python -m tests.bench

bench-controller: setup cluster-tools ## What an execution costs the controller, in bursts and steadily, without nodes (COUNTS="100 10000")
	@$(RUN) python -m tests.bench.controller $(COUNTS)

bench-embedded: setup ## What the embedded engine adds to the computing itself, on the 60 s clip
	@$(RUN) python -m tests.bench.embedded

bench-batch: setup models ## What a photo costs in a batch, alone and by a bare script
	@$(RUN) python -m tests.bench.batch

bench-operators: setup models ## What each operator costs for a minute of 720p and of 1080p, and what decoding once saves
	@$(RUN) python -m tests.bench.operators $(ONLY)

bench-models: setup models ## What the models of each operator cost before the first answer (ONLY="entities transcribe")
	@$(RUN) python -m tests.bench.loading $(ONLY)

bench-search: setup ## What indexing and ten kinds of query cost, over 10,000 and 100,000 moments, and how soon what is stored is found (KIND=opensearch COUNTS="10000 1000000"; KIND=vectors: vectors in both)
	@$(RUN) python -m tests.bench.$(if $(filter vectors,$(KIND)),vectors,searching $(KIND)) $(COUNTS)
	@$(RUN) python -m tests.bench.search_lag

bench-api: setup cluster-tools ## What the HTTP API costs idle and over 64 connections, in time and memory, and how late events are (SHORT=1: without events, in two minutes)
	@$(RUN) python -m tests.bench.api $(if $(SHORT),--short)
	@$(if $(SHORT),true,$(RUN) python -m tests.bench.event_lag)

bench-console: setup ## What drawing costs in the console (boxes, moments, edits of a long transcript), and when its pages are painted; needs Node, as make console
	@dev/tools/bring-chromium
	@$(RUN) python -m tests.bench.painting
	@cd console && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent; } && npm run --silent bench

##@ Cleaning up
clean: ## Remove what was made in the checkout (caches stay)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache results operators-images/*/.venv
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MEDIA_INSIGHTS_CACHE)/uv/bin/uv:
	@echo "bringing uv into $(MEDIA_INSIGHTS_CACHE)/uv"
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@python3 -m venv $(MEDIA_INSIGHTS_CACHE)/uv && $(MEDIA_INSIGHTS_CACHE)/uv/bin/pip install --quiet --no-deps --only-binary=:all: --require-hashes -r dev/tools/uv.txt

.PHONY: help setup check test servers test-containers search-servers hostile e2e upgrade-test evaluate generate licences console console-test screenshots docs bench-console wheels models operator install demo-cluster demo bench bench-controller bench-embedded bench-batch bench-operators bench-models bench-search bench-api clean
