# One short list of commands for people, hooks and CI. "make" by itself shows it.
# All of it happens in .venv, which is made once and made again when a lock changes.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11, \
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate $(UPGRADE)
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
SOURCES := $(shell find bot tests questions -type f -not -name '*.pyc') pyproject.toml
FLOOR := 92
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')
WORKERS = $(shell $(BIN)/python -c "import os; print(min(8, 1 + (os.cpu_count() or 1)))")

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run test check bench lock messages

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: $(RUNTIME) ## play a whole session here and now; needs no token (ARGS="--speed 60")
	$(BIN)/python -m bot demo $(ARGS)

run: $(RUNTIME) ## host for real; needs a token in .env
	$(BIN)/python -m bot run

test: ## run all tests
	@rm -f .coverage
	@$(MAKE) --no-print-directory .coverage

check: $(DEVELOPMENT) .coverage ## look over style, types, arrows, papers, question files; tests, too, if something changed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict compose.yaml .pre-commit-config.yaml .github
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/ci.yml
	$(BIN)/hadolint Dockerfile
	$(BIN)/shellcheck .ci/run
	$(BIN)/python .ci/audit.py
	$(BIN)/python -m bot check questions
	$(BIN)/coverage report --fail-under=$(FLOOR)

bench: $(DEVELOPMENT) ## measure it beside other bots, ten minutes (QUICK=1: two; docs/performance.md)
	$(BIN)/python -m tests.bench $(if $(QUICK),quick)

lock: $(BIN)/uv ## write the locks anew from pyproject.toml (UPGRADE=--upgrade takes the newest of everything)
	$(COMPILE) --extra dev pyproject.toml --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock pyproject.toml --output-file requirements.lock
	echo hatchling | $(COMPILE) --constraint requirements-dev.lock - --output-file requirements-build.lock

messages: $(DEVELOPMENT) ## bring the files of sentences up to date for translators (NEW=it begins another language)
	$(BIN)/python -m bot.wording $(NEW)

# The tests, and what they covered; "make check" after "make test" need not run them twice.
# Hundreds of databases that sync at every commit make a slow disk stall, so they are kept in memory where there is plenty.
.coverage: $(SOURCES) | $(DEVELOPMENT)
	$(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=

$(BIN)/python:
	$(if $(PYTHON),,$(error Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3))
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(RUNTIME): requirements.lock | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	@touch $@

$(DEVELOPMENT): requirements.lock requirements-dev.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@

$(BIN)/uv: | $(BIN)/python
	$(INSTALL) uv
