# Two commands do it all on a fresh machine: make demo, make test. The others are parts of them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHON VENV
# Where it is set, every one of the hundreds of processes that the targets start compiles its libraries anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test lint types walls unit lock environment test-spark engines bench bench-observe bench-score bench-slices bench-compare bench-signals bench-traps bench-lead-lag bench-warnings bench-causes bench-expected bench-outlook bench-pay bench-lab bench-effects bench-charts bench-practices tiers calibrate explore servers soak payloads sheets

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup:  ## build .venv from the hashed lock
	@./scripts/bootstrap

demo: setup  ## run the demo engagement; the last line is the path of the retrospective
	@$(BIN)/perfloop demo

test: setup servers lint types walls unit  ## everything: lint, types, walls, doctests, tests

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

walls:
	$(BIN)/lint-imports

unit:
	$(BIN)/pytest -n 2 --dist worksteal -m "not spark" --doctest-modules diagnostics tests

test-spark: setup  ## what computes with Spark, in local mode: too heavy for every run (needs Java 17)
	@./scripts/spark
	$(BIN)/pytest -m spark tests

engines: setup servers  ## every aggregate on DuckDB, PostgreSQL and Spark beside each other, as a table
	@./scripts/spark
	$(BIN)/python tests/benchmarks/engines.py

explore: setup  ## property tests on new random examples, many of them
	HYPOTHESIS_PROFILE=explore $(BIN)/pytest -m "not kernels and not browser and not wheel" tests

payloads: setup  ## hostile inputs of ../shared/acceptance against the product, with a table by category
	$(BIN)/pytest -q -n 2 tests/acceptance

sheets: setup  ## real sheets and tables of ../shared/data with their known totals, as a table
	$(BIN)/python tests/benchmarks/sheets.py

soak: setup  ## long tests with random input, one file of tests/soak after the other; each says what it counted
	@for each in tests/soak/*.py; do echo "== $$each"; $(BIN)/python "$$each" || exit 1; done

servers:  ## what some tests need (Debian's Chromium and PostgreSQL), where it can be installed
	@./scripts/servers

lock: setup  ## resolve dependencies anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra test pyproject.toml -o requirements.lock
	@./scripts/spark-lock

environment: setup  ## write environment.yml from pyproject.toml
	$(BIN)/python scripts/environment.py

bench: setup  ## what a run costs beside stock papermill and one plain script; ARGS="--runs 5 --tables small,kernels"
	$(BIN)/python tests/benchmarks/run.py $(ARGS)

bench-observe: setup  ## ROWS facts (1e6) to Observations beside hand-written SQL and pandas
	$(BIN)/python tests/benchmarks/observe.py --rows $(or $(ROWS),1e6)

tiers: setup  ## 80/50/20 tiers of simulated people: how many others reach them, as a table
	$(BIN)/python tests/benchmarks/tiers.py --draws $(or $(DRAWS),1000)

calibrate: setup  ## how often verdicts on effects err, on made-up series, DRAWS (2000) a cell; goes on where it was killed
	$(BIN)/python -m tests.calibration --draws $(or $(DRAWS),2000) $(if $(JOBS),--jobs $(JOBS)) $(if $(CELLS),--cells '$(CELLS)')

bench-compare: setup  ## a wide panel to gaps, and ROWS facts (1e6) to gaps beside the engine's own aggregation
	$(BIN)/python tests/benchmarks/compare.py --rows $(or $(ROWS),1e6)

bench-lead-lag: setup  ## planted lags found and false ones, beside statsmodels' cross-correlations
	$(BIN)/python tests/benchmarks/lead_lag.py --series $(or $(SERIES),1000)

bench-charts: setup  ## 1,000 control charts beside a bare loop; ARGS="--alarms 5000" or "--kinds 400": false marks
	$(BIN)/python tests/benchmarks/charts.py $(ARGS)

bench-expected: setup  ## expected values beside each method alone, on real series of ../shared/data
	$(BIN)/python tests/benchmarks/expected.py

bench-outlook: setup  ## forecasts to the year's end: ranges and chances held to DRAWS (400) made-up series and to real ones
	$(BIN)/python tests/benchmarks/outlook.py --draws $(or $(DRAWS),400)

bench-pay: setup  ## pay of DRAWS (1e5) draws × 50 entities beside a plain loop over fewer draws, scaled
	$(BIN)/python tests/benchmarks/pay.py --draws $(or $(DRAWS),1e5)

bench-practices: setup  ## ranges for the next client beside known truths, DRAWS (400) libraries a cell, and what cards alone promise
	$(BIN)/python tests/benchmarks/practices.py --draws $(or $(DRAWS),400)

bench-lab: setup  ## how soon the scenario panels answer, by panel, four scenarios side by side
	$(BIN)/python tests/benchmarks/lab.py

bench-traps: setup  ## what each test of the four traps finds, and how often it errs on clean figures, over SEEDS (200)
	$(BIN)/python tests/benchmarks/traps.py --seeds $(or $(SEEDS),200)

bench-signals: setup  ## false signals in quiet panels and planted ones found, beside plain XmR limits and statsmodels
	$(BIN)/python tests/benchmarks/signals.py --series $(or $(SERIES),10000)

bench-warnings: setup  ## alerts on quiet figures beside those stated, and periods until a shift is found, over PANELS (15)
	$(BIN)/python tests/benchmarks/early_warnings.py --panels $(or $(PANELS),15)

bench-causes: setup  ## planted causes confirmed and decoys, over SEEDS panels (200), as a table
	$(BIN)/python tests/benchmarks/causes.py --seeds $(or $(SEEDS),200)

bench-slices: setup  ## slices found beside known answers, false alarms on quiet cubes, 1e6 and 1e7 leaves, as a table
	$(BIN)/python tests/benchmarks/slices.py $(if $(PEER),--peer $(PEER))

bench-effects: setup  ## published effects: what is found, what other programs find, in what time (SLOW=1: with predictors, too)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 RAYON_NUM_THREADS=1 $(BIN)/python tests/benchmarks/effects.py $(if $(SLOW),--slow)

bench-score: setup  ## 10,000 KPI x entity scores, and totals of scorecards, beside a bare line of numpy
	$(BIN)/python tests/benchmarks/score.py
