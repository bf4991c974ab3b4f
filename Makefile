# Two commands matter: `make run` and `make test`. Both set up everything they need in .venv.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

ASSETS := $(shell find static/css static/js static/img portal -name '*.css' -o -name '*.js' -o -name '*.svg' -o -name '*.po')

.PHONY: setup run test bench bench-large lint format lock binary messages

setup: $(VENV)/.installed $(VENV)/.built

$(VENV)/.python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Portal needs Python 3.11 or newer; say which with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.lock pyproject.toml package-lock.json
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check -e . --no-deps --no-build-isolation
	@touch $@ $(VENV)/.built

$(VENV)/.built: $(VENV)/.installed hatch_build.py $(ASSETS)
	$(BIN)/python hatch_build.py
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python hatch_build.py --for-tests
	@touch $@

run: setup
	@$(BIN)/portal demo --if-empty
	@PORTAL_SERVER_TIMING=yes exec $(BIN)/portal serve --port $(PORT)

test: setup $(VENV)/.tested-with
	$(BIN)/pytest -n auto --dist loadfile

lint: setup $(VENV)/.tested-with
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup $(VENV)/.tested-with
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pins every package for every platform and Python from 3.11 on, with hashes and without a registry's name.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade
lock:
	$(LOCK) pyproject.toml --extra build -o requirements.lock
	$(LOCK) pyproject.toml --extra build --extra dev -c requirements.lock -o requirements-dev.lock

# Brings the catalogues up to date with the words of the readers' side; the new ones wait for a translator.
messages: setup
	@mkdir -p build
	$(BIN)/pybabel --quiet extract -F babel.cfg --no-location --sort-output -o build/messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i build/messages.pot -d portal/translations

binary: setup $(VENV)/.tested-with
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller deploy/portal.spec
	@ls -lh dist/portal

bench bench-large: setup $(VENV)/.tested-with
	$(BIN)/python -m tests.bench $(if $(filter bench-large,$@),--large)
