# Every chore is one target; bare `make` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo test fuzz lint format bench bench-lsp soak lock grammar generate clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Reqon needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.8"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

setup: $(STAMP) ## create .venv with locked versions of everything

demo: $(STAMP) ## check, run, kill, resume a real mission against a local API
	@$(BIN)/reqon demo

test: $(STAMP) lint ## everything that must pass before a merge
	$(BIN)/python -m pytest -n 2

fuzz: $(STAMP) ## 200 000 random edits and odd texts: nothing breaks, nothing is slow
	PYTHONPATH=tests $(BIN)/python -m fuzz $(FUZZ)

lint: $(STAMP) ## formatting, lint rules, types, layering
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(STAMP) ## rewrite the code in the house style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(STAMP) ## speed, as ratios within one run
	$(BIN)/python -m benchmarks

bench-lsp: $(STAMP) ## how long an editor waits for each answer of the server
	$(BIN)/python -m benchmarks.lsp

soak: $(STAMP) ## type for an hour into a large file, without the waiting
	$(BIN)/python -m benchmarks.lsp.soak

grammar: $(STAMP) ## compile grammars/vague.lark into the shipped tables
	$(BIN)/python -P language/reqon_language/syntax/compile.py

generate: $(STAMP) ## highlighters, reference and diagnostic pages from the tables
	$(BIN)/python -m reqon_language.generate
	$(BIN)/python -m reqon_server.generate

lock: $(STAMP) ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
	  --extra postgres --group dev pyproject.toml -o requirements.lock

clean: ## remove what was built or installed here
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
