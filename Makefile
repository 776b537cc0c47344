# Everything runs in .venv, which the targets make themselves. Needs only Python 3.11 or newer, with venv.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint types pytest coverage mutation soak bench templates examples windows-zip wheelhouse \
	windows-test release oldest lock clean

# Draws the preset of 舞钢 in a fresh folder and says what to open.
demo: .venv/.runtime
	rm -rf build/demo
	mkdir -p build
	$(BIN)/ssj init build/demo --preset 舞钢
	$(BIN)/ssj draw build/demo/plans/舞钢.yaml --batch 上半年 </dev/null
	@echo "（ssj 在 $(BIN) 里；也可以用文件管理器打开 build/demo/plans/draws）"

test: lint types pytest

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

pytest: .venv/.dev
	$(BIN)/pytest -q -n auto --dist loadfile

# Which branches of core no test takes; fails if they are more than a few, or if one of them is of a module that
# writes the ledger or an archive (tests/branch_coverage.py).
coverage: .venv/.dev
	mkdir -p build
	COVERAGE_FILE=build/coverage $(BIN)/pytest -q -n auto --dist loadfile --cov --cov-report= \
		tests/core tests/vectors tests/test_examples.py tests/documents tests/workflows \
		tests/reliability tests/files/test_disk.py tests/files/test_ledger_disk.py tests/files/test_names.py \
		tests/files/test_windows.py
	COVERAGE_FILE=build/coverage $(BIN)/coverage json -q -o build/coverage.json
	$(BIN)/python tests/branch_coverage.py build/coverage.json

# Slower runs: what is marked soak, every property on twenty times as many examples, others each time, the
# mutants of the lottery; under Wine the wheels installed without a network, and tests of the core and of files.
soak: .venv/.dev
	$(BIN)/pytest -q -n auto --dist worksteal -m soak
	EXAMPLES_FACTOR=20 $(BIN)/pytest -q -n auto --dist worksteal -m "hypothesis and not soak"
	$(BIN)/python tests/mutation/run.py
	$(BIN)/python -m tools.windows.wheelhouse
	$(BIN)/python -m tools.windows.soak

# Whether the tests notice each small change to the quota, the selection and the tickets.
mutation: .venv/.dev
	$(BIN)/python tests/mutation/run.py

bench: .venv/.dev
	$(BIN)/python benchmarks/county.py
	$(BIN)/python benchmarks/drawing.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/teams.py

# Builds the Word templates that have a layout in tools/templates; FORM="承诺书.docx" builds one alone.
templates: .venv/.dev
	$(BIN)/python -m tools.templates.build $(FORM)

# Writes the invented registries of the presets anew.
examples: .venv/.dev
	$(BIN)/python registries/build_examples.py

# The package for Windows: one zip that needs no installation; needs a network, as all that follows.
windows-zip: .venv/.dev
	$(BIN)/python -m tools.windows.build

# Wheels for offices that have a Python for Windows and no network.
wheelhouse: .venv/.dev
	$(BIN)/python -m tools.windows.wheelhouse

# A year's commands under Wine, what is sealed compared with this system.
windows-test: .venv/.dev
	$(BIN)/python -m tools.windows.under_wine

# All that is handed out with a version, each part installed offline and tried: dist/release.
release: .venv/.dev
	$(BIN)/python -m tools.release.build

# The tests of the sealed bytes, the rules and the papers with the oldest libraries that pyproject.toml allows.
oldest: .venv/.dev
	mkdir -p build
	$(BIN)/python -m tools.release.oldest > build/oldest.txt
	$(PYTHON) -m venv build/oldest
	build/oldest/bin/python -m pip install -q -c build/oldest.txt -e '.[dev]'
	build/oldest/bin/pytest -q -n auto --dist loadfile tests/vectors tests/core tests/workflows tests/documents

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate -q -o requirements-dev.lock

.venv/.runtime: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
