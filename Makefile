# What one does here. A fresh machine needs make, git and Python 3.11 or newer with venv; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help install demo test test-deep check bench locks docs

help:            ## list these commands
	@grep -E '^[a-z-]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ —/'

install: $(VENV)/.run          ## make .venv with the command ovi

demo: install    ## start the product with an invented county's year of data
	@$(BIN)/ovi demo $(ARGS)

test: $(VENV)/.dev check       ## every quick check and test
	@$(BIN)/python tools/test.py quick

test-deep: $(VENV)/.dev        ## what is slow: kill -9, large property runs, mutation, the wheel
	@$(BIN)/python tools/test.py deep

check: $(VENV)/.dev            ## format, lint, layers, types, texts
	@$(BIN)/ruff format --check --quiet . || (echo "Run: $(BIN)/ruff format ." && false)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo > $(VENV)/layers.txt || (cat $(VENV)/layers.txt && false)
	@OVI_MODE=test OVI_VAR=var/check DATABASE_URL=postgresql://nobody@localhost/none $(BIN)/mypy
	@$(BIN)/python tools/messages.py --check

bench: $(VENV)/.dev            ## measure, print a table, write bench/RESULTS.md
	@$(BIN)/python -m bench $(ARGS)

docs: $(VENV)/.dev             ## write docs/reference from the code and the specifications
	@OVI_MODE=test OVI_VAR=var/check $(BIN)/python tools/reference.py
	@$(BIN)/python tools/spec_pages.py

locks: $(VENV)/.dev            ## pin every dependency with its hash anew (maintainers)
	@$(BIN)/python tools/locks.py

# uv installs the pinned files in seconds; where it cannot be had, plain pip installs the same files.
$(VENV)/.made: 
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Python 3.11 or newer is needed; set PYTHON=…" && false)
	@$(PYTHON) -m venv $(VENV) || (echo "Python's venv is missing; on Debian: apt install python3-venv" && false)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/uv.txt || echo "Going on with plain pip."
	@touch $@

$(VENV)/.run: $(VENV)/.made locks/run.txt pyproject.toml
	@tools/install run
	@touch $@

$(VENV)/.dev: $(VENV)/.run locks/dev.txt
	@tools/install dev
	@touch $@
