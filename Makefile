# Two commands: `make dev` runs the sandbox, `make test` checks everything. Both need Python 3.11+ and nothing else,
# and work offline once they have run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
.DEFAULT_GOAL := help

help:           ## show this
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/'

dev: $(VENV)/.dev   ## run the sandbox with the example agents on http://127.0.0.1:8700
	$(BIN)/chatbridge dev

test: $(VENV)/.test   ## lint, types, imports, and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not patient"

soak: $(VENV)/.test   ## the long proofs: two hundred kills, ten thousand forms, environments made in every way
	CHATBRIDGE_KILLS=200 CHATBRIDGE_FORMS=10000 $(BIN)/python -m pytest -m "soak or patient" -n 0

bench: $(VENV)/.test   ## the benchmarks, as ratios
	@for each in benchmarks/*.py; do case $$each in */_*) ;; *) echo "== $$each"; $(BIN)/python -m $$(echo $$each | sed "s,/,.,; s,\.py,,") || exit 1;; esac; done

format: $(VENV)/.test   ## let ruff format and fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:          ## remove the environment and every cache
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "chatbridge needs Python 3.11, 3.12 or 3.13; found $$($(PYTHON) --version). Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

# The stamps say what is installed, so that the second run installs nothing. Test extras include the others.
$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt
	@test $(VENV)/.test -nt pyproject.toml -a $(VENV)/.test -nt constraints.txt || { echo "Installing chatbridge (once) …"; $(PIP) install -c constraints.txt -e '.[all,examples]'; }
	@touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing chatbridge with its test tools (once) …"
	$(PIP) install -c constraints.txt -e '.[test]'
	@touch $@

.PHONY: help dev test soak bench format clean
