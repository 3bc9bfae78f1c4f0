# Two commands for a stranger: `make demo` and `make test`. Nothing here needs torch or Ray but `make test-all`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: demo test test-all search lint bench clean

demo: $(VENV)/installed ## install, translate a sample and say where the result lies
	$(BIN)/polyglot-news translate samples/politics.md -o demo/politics.md
	@echo "The bilingual document: demo/politics.md"

test: $(VENV)/tests-installed ## the tests that need no torch; those that do say so
	$(BIN)/python -m pytest -m "not torch and not cluster"
	@echo "Not run: tests marked torch (parity with transformers, conversion) and cluster (Ray, S3); make test-all runs them."

test-all: $(VENV)/all-installed ## the tests that need torch or Ray
	$(BIN)/python -m pytest -m "torch or cluster"

search: $(VENV)/tests-installed ## the property tests with examples of their own on every run
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -m "not torch and not cluster" -p no:cacheprovider

lint: $(VENV)/lint-installed ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/tests-installed ## speed, memory, quality
	for script in throughput startup quality; do $(BIN)/python benchmarks/$$script.py; done

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $@

$(VENV)/tests-installed: $(VENV)/installed
	$(PIP) -e ".[warc,remote]" "hypothesis>=6.130" "pytest>=8.3" "sacrebleu>=2.5"
	@touch $@

$(VENV)/all-installed: $(VENV)/tests-installed
	$(PIP) -e ".[torch,ray]" "moto[server]>=5.0" "s3fs>=2024.10"
	@touch $@

$(VENV)/lint-installed: $(VENV)/tests-installed
	$(PIP) "mypy>=1.15" "ruff>=0.11"
	@touch $@

clean:
	rm -rf $(VENV) demo
