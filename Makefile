# Every target sets up what it needs in its own .venv; `make run` is where to begin.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV ?= uv

.PHONY: help run test fuzz soak lint check lock clean

help:            ## list the targets
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: $(VENV)/run ## set up and start the demo: a city, a virtual modem and the phones of citizens and officers
	@$(BIN)/aduan demo

test: $(VENV)/dev ## set up and run all tests
	@$(BIN)/python -m pytest -q -n 4 --dist worksteal

fuzz: $(VENV)/dev ## ten million random texts through the grammar: an hour or so
	@$(BIN)/python bench/fuzz_grammar.py --count 10000000

soak: $(VENV)/dev ## what each fault of a modem costs, and kills at random moments: an hour or so
	@for transport in at gammu; do $(BIN)/python bench/modem_faults.py --transport $$transport || exit 1; done
	@$(BIN)/python bench/modem_soak.py --transport at --kills 100
	@$(BIN)/python bench/modem_soak.py --transport gammu --kills 20

lint: $(VENV)/dev ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint test ## all of it: style, types, layers, tests

lock: ## resolve the dependencies of setup.cfg again (needs uv)
	$(UV) pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate -q --upgrade \
	    setup.cfg --extra build -o requirements.lock
	$(UV) pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate -q \
	    setup.cfg --all-extras -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment and all caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "aduan needs Python 3.11 or newer: apt install python3 (or make PYTHON=python3.x)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "aduan needs Python's venv module: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: $(BIN)/python requirements.lock setup.cfg
	@echo "Setting up $(VENV) (once) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . --config-settings editable_mode=compat
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@echo "Setting up the tools of the tests (once) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
