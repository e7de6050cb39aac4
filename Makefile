.DEFAULT_GOAL := help
.PHONY: help setup serve test check fmt bench conformance quality lock

PYTHON ?= python3
GRAPH ?= graph
PORT ?= 7878
BIN := .venv/bin
UI := server/ui/package-lock.json server/ui/build.mjs $(wildcard server/ui/src/*)

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

setup: .venv/installed ## make .venv with everything pinned, and mendel in it

.venv/installed: pyproject.toml constraints.txt $(UI)
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("MendelGraph needs Python 3.11 or later: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r constraints.txt
	@command -v npm >/dev/null || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r server/ui/node.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@test -e server/static/ui/editor.js || echo "The editor was not built, so pages have plain forms. To see why: $(BIN)/python server/ui/hatch_build.py"
	@touch $@

serve: setup ## build the bundled documents where GRAPH holds no graph yet, and serve it at PORT
	@test -e $(GRAPH)/CURRENT || $(BIN)/mendel build -l $(GRAPH)
	$(BIN)/mendel serve -l $(GRAPH) --port $(PORT)

test: setup ## run the tests
	$(BIN)/pytest

check: setup ## all that must hold before a commit
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

fmt: setup ## format, and mend what can be mended
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: setup ## measure and print; nothing can fail here
	$(BIN)/python tests/bench/bench_build.py
	$(BIN)/python tests/bench/bench_lexicon.py
	$(BIN)/python -m tests.bench.bench_export
	$(BIN)/python -m tests.bench.bench_reason
	-$(BIN)/python -m tests.bench.fuzz_server 100000
	-$(BIN)/python -m tests.bench.interface_server 1000
	-$(BIN)/python -m tests.bench.load_server 64 300
	$(BIN)/python -m tests.bench.bench_server
	$(BIN)/python -m tests.bench.bench_pages

conformance: setup ## run the W3C suites of ../shared, and write how they came out to earl.ttl
	MENDEL_EARL=earl.ttl $(BIN)/pytest -q --numprocesses=0 tests/w3c # one process, one report

quality: setup ## build the pages of ../shared, compare with gold, write the figures (names: MENDEL_LEXICON)
	$(BIN)/python tests/quality/measure.py

lock: ## pin anew what pyproject.toml asks for (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header -o constraints.txt
