# A thin wrapper: the product is the command `responsibility`. `make` alone lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ROOT_RUN := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: help reports desk check test quick lint types layers bench score effect census picture reference golden tidy tools lock bundle clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' | expand -t 12

# Debian splits venv from python3; without it the first command of a bare machine would fail.
$(BIN)/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { $(ROOT_RUN) apt-get update -q && $(ROOT_RUN) apt-get install -qy --no-install-recommends python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/run.done
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

reports: $(VENV)/run.done ## Build all reports of all plans into output/
	$(BIN)/responsibility reports $(ARGS)

desk: $(VENV)/run.done ## Open the desk in the browser: settle, build, take back
	$(BIN)/responsibility desk $(ARGS)

check: $(VENV)/run.done ## List what the notices leave open or contradict
	$(BIN)/responsibility check $(ARGS)

# The tests open workbooks and pages as the office would; without these programs they skip and say so. Only what is
# missing is asked for: Debian's npm conflicts with a Node.js that brought its own.
tools: ## Install LibreOffice, poppler and Chromium (Debian) and axe-core for the tests that need them
	@missing() { command -v $$1 >/dev/null || echo $$2; }; \
	  wanted="$$(missing soffice 'libreoffice-calc libreoffice-writer'; missing pdftoppm poppler-utils; \
	    missing chromium chromium; missing npm npm)"; \
	  test -z "$$wanted" || { $(ROOT_RUN) apt-get update -q && \
	    $(ROOT_RUN) env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$wanted; }
	@test -f .cache/axe/package/axe.min.js || { mkdir -p .cache/axe && cd .cache/axe && \
	  npm pack --silent axe-core@4.14.1 >/dev/null && tar xzf axe-core-*.tgz; }

test: $(VENV)/dev.done ## Run the tests
	@$(MAKE) --no-print-directory tools || echo 'tests that need LibreOffice or Chromium will skip'
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

quick: $(VENV)/dev.done ## Run the tests that need neither LibreOffice nor a browser, and are not slow
	$(BIN)/python -m pytest -q -n 2 --ignore=tests/oracle -m "not slow and not office and not browser" $(ARGS)

lint: $(VENV)/dev.done ## Style, formatting and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/dev.done ## Strict types
	$(BIN)/mypy

bench: $(VENV)/dev.done ## Speed, side by side in one run; ARGS="reports --before COMMIT --texts DIR"
	$(BIN)/python -m bench $(ARGS)

score: $(VENV)/dev.done ## Score the reader on a folder of labelled notices: make score LABELLED=DIR
	$(BIN)/python tests/score.py $(LABELLED)

effect: $(VENV)/dev.done ## What a change does to a folder of notices: make effect BASE=COMMIT TEXTS=DIR
	$(BIN)/python tests/effect.py $(BASE) $(TEXTS)

census: $(VENV)/dev.done ## The names in a folder of notices that no register knows: make census TEXTS=DIR
	$(BIN)/python tests/census.py $(TEXTS)

picture: $(VENV)/run.done ## Renew the pictures of the README from real output
	$(BIN)/python docs/picture.py

reference: $(VENV)/run.done ## Rewrite docs/reference from the program's own words
	$(BIN)/python docs/findings.py

golden: $(VENV)/dev.done ## Rewrite the golden files; read git diff afterwards
	GOLDEN=rewrite $(BIN)/python -m pytest -q -k golden

lock: ## Renew the locked requirements (needs uv)
	uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements/run.txt
	uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements/dev.txt

bundle: $(VENV)/run.done ## Make responsibility-windows.zip for offices without internet; PYTHONS="3.13" for one Python alone
	$(BIN)/python requirements/bundle.py responsibility-windows.zip $(PYTHONS)

clean: ## Remove the environment, caches and outputs
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find output -mindepth 1 ! -name README.md -delete
