# make report   set up what is missing, run the pipeline, say where the report lies
# make test     set up what is missing, run the tests
# make check   format, lint and types
# make mutants   switch every rule off once: do its examples and the annotated notices miss it? (some minutes)
# make audit   look the pinned packages up in the public list of known flaws (needs a network)
# make ocr     add text recognition, for scans and photographs (once; about 150 MB)
# make bench    measure speed, memory and start-up, beside other tools
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pipeline tests benchmarks

.PHONY: report test check mutants audit ocr bench clean
.DEFAULT_GOAL := report

report: $(VENV)/ready
	@$(BIN)/policy-trends run

test: $(VENV)/ready
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

check: $(VENV)/ready
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/mypy

mutants: $(VENV)/ready
	@$(BIN)/python benchmarks/mutants.py

audit:
	@$(PYTHON) -m venv .cache/audit
	@.cache/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit || { echo "audit: the audit tool cannot be fetched; is there a network?"; exit 1; }
	@.cache/audit/bin/pip-audit --progress-spinner off --strict --disable-pip --require-hashes -r requirements.lock || { echo "audit: a flaw is listed above, or the public list could not be asked (no network): nothing was audited"; exit 1; }

ocr: $(VENV)/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-ocr.lock
	@echo "Text recognition is set up: scans and photographs are read now"

bench: $(VENV)/ready
	@$(BIN)/python benchmarks/run_all.py

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'policy-trends needs Python 3.11 or newer; name one with make PYTHON=python3.12')"
	@echo "Setting up the environment in $(VENV) (a few minutes, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV)
