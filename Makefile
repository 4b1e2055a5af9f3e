# Needs Python 3.11+, git and make; everything else lands in .venv, from hash-checked locks.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --quiet
WORKERS ?= 2

.PHONY: help setup run up down test lint format fuzz bench bench-stores bench-http bench-faults lock clean

help: ## list these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup: .venv/setup.stamp ## environment in .venv, with .venv/bin/directive-graph

run: setup ## load the bundled data on first use, then serve on http://127.0.0.1:8000
	@$(BIN)/directive-graph serve --load-bundled

up: .env ## Neo4j and the service in containers, on 127.0.0.1 (docker compose)
	docker compose up --build --wait
	@echo "Serving on http://127.0.0.1:$${DIRECTIVE_GRAPH_PORT:-8000}; Neo4j Browser on http://127.0.0.1:$${NEO4J_BROWSER_PORT:-7474}, user neo4j, password in .env"

down: ## stop them; the graph stays in its volume (docker compose down --volumes removes it)
	docker compose down

test: .venv/dev.stamp ## every test, on both engines: Neo4j from NEO4J_URI, else from Java 17 and Maven, else Docker
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: .venv/dev.stamp ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev.stamp ## let ruff write what lint asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: .venv/dev.stamp ## 20,000 generated requests to each engine: no 5xx, every answer as OpenAPI says (CASES=, SEED=)
	$(BIN)/python -m tests.fuzz_api --cases $(or $(CASES),20000) --seed $(or $(SEED),1)

bench: .venv/bench.stamp ## measure at 10,000 and 200,000 documents (MILLION=1 for one million too)
	$(BIN)/python -m bench.graph $(if $(MILLION),--million)

bench-stores: .venv/bench.stamp ## both engines beside hand-written Cypher (Java 17 and Maven)
	NEO4J_TEST_HEAP=4g NEO4J_TEST_PAGE_CACHE=2g $(BIN)/python -m bench.stores

bench-http: .venv/bench.stamp ## the service with 32 clients beside a bare route, both engines (Java 17 and Maven)
	NEO4J_TEST_HEAP=4g NEO4J_TEST_PAGE_CACHE=2g $(BIN)/python -m bench.http

bench-faults: .venv/bench.stamp ## ten kills during a load of a Neo4j server: what was lost, what doubled
	$(BIN)/python -m bench.faults

lock: .venv/dev.stamp ## pin the newest allowed versions (UPGRADE=1) or what pyproject.toml newly asks for
	$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements/runtime.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group dev --constraints requirements/runtime.txt --output-file requirements/dev.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group dev --group bench --constraints requirements/dev.txt --output-file requirements/bench.txt

clean: ## remove the environment and caches; ./data stays
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/setup.stamp: pyproject.toml requirements/runtime.txt
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here. Install Python 3.11 or later, or name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) -V 2>&1); 3.11 or later is needed. Name one: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making .venv ..."; $(PYTHON) -m venv .venv; }
	@echo "Installing the locked dependencies ..."
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/setup.stamp requirements/dev.txt
	@echo "Installing the locked test tools ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bench.stamp: .venv/setup.stamp requirements/bench.txt
	@echo "Installing the locked bench tools ..."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

.env:
	@command -v docker >/dev/null || { echo "No docker here. See https://docs.docker.com/engine/install/, or run the service without it: make run" >&2; exit 1; }
	@umask 077 && echo "NEO4J_PASSWORD=$$($(PYTHON) -c 'import secrets; print(secrets.token_hex(16))')" > $@
	@echo "Made a password for Neo4j in .env."
