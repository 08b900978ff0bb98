# Each target is one thing to do: make lab, make test, …  "make" alone lists them.
PYTHON ?= python3
BIN := .venv/bin

help:            ## list these
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST)

setup: .venv/ready   ## build .venv, from the pinned versions in requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "This needs Python 3.11 or newer, and found " + sys.version.split()[0] + ". With another one: make setup PYTHON=python3.12")'
	@echo "Building .venv: a minute or two, once."
	@$(PYTHON) -m venv .venv || { echo "Python cannot make an environment here. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@# uv is several times faster; where it does not get through, as behind a mirror that only pip knows, pip does it.
	@$(BIN)/pip install --quiet --disable-pip-version-check "$$(grep ^uv== requirements.lock)" && \
	 $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -r requirements.lock 2> /dev/null || \
	 $(BIN)/pip install --quiet --disable-pip-version-check --use-pep517 -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

lab: setup       ## open the course in JupyterLab, in your own folder (make lab FOLDER=there for another)
	@$(BIN)/bedside lab $(FOLDER) $(OPTIONS)

check: setup     ## find mistakes in the content
	@$(BIN)/bedside check

# Kernels start faster where Python may keep what it has compiled.
test soak: export PYTHONDONTWRITEBYTECODE =
test: setup programs node_modules/.package-lock.json  ## run the tests, in the real JupyterLab and a real Chromium: about six minutes
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/pytest -n 2 --dist loadfile --nbval-lax notebooks
	@$(BIN)/pytest -n 4 --dist worksteal --durations=8 tests

soak: setup programs  ## run the long tests: everything once, and what may fail by chance over and over
	@$(BIN)/pytest -n 3 --dist worksteal --durations=8 -m soak tests

frontend: node_modules/.package-lock.json  ## make the scripts and styles anew, after a change in bedside/frontend
	@npm run --silent build && npm run --silent check

# The tools for JavaScript; without them the tests still see whether what is made and its sources are apart.
node_modules/.package-lock.json: package-lock.json
	@! command -v npm > /dev/null || npm ci --silent --no-audit --no-fund || echo "npm could not get its tools: the checks of JavaScript are left out."

programs: setup
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.postgres

shots: setup     ## take pictures of every notebook, wide and narrow, light and dark, into tests/browser/shots
	@$(BIN)/python -m tests.browser.chromium
	@BEDSIDE_SHOTS=1 $(BIN)/pytest -n 2 -m "soak or not soak" tests/browser -k "seen_and_read_by_all"

class: setup     ## run a class, live (make class LESSON=causes, OPTIONS=--lan to let your network in)
	@$(BIN)/bedside class $(or $(LESSON),$(error Name a lesson: make class LESSON=causes)) $(OPTIONS)

site: setup      ## write the course as pages, into the folder site (make site OUT=there, OPTIONS=--answers for hand-outs)
	@$(BIN)/bedside site "$(or $(OUT),site)" $(OPTIONS)

export: setup    ## write the questions for anki, moodle, qti, table or csv (make export FORM=anki OUT=file.apkg)
	@$(BIN)/bedside export $(or $(FORM),$(error Name a form: make export FORM=anki OUT=file.apkg)) "$(or $(OUT),$(error Name the file to write: make export FORM=anki OUT=file.apkg))" $(OPTIONS)

results: setup   ## see what a class's answers say (make results CLASS=folder-of-files)
	@$(BIN)/bedside results "$(or $(CLASS),$(error Name the folder with your students' files: make results CLASS=that-folder))" $(OPTIONS)

wheel: setup     ## build the one file that holds course and program, in dist/
	@$(BIN)/python -m build --wheel --outdir dist . > /dev/null && ls dist/*.whl

bench: setup     ## measure against others, side by side
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m benchmarks.notebook

lock: setup      ## pin the newest versions that fit pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 pyproject.toml --all-extras --no-emit-index-url --no-annotate --no-header -o requirements.lock

.PHONY: help setup lab check test soak frontend programs shots class site export results wheel bench lock
.DEFAULT_GOAL := help
