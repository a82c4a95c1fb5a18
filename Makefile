# Everything a person types. Needs make and Python 3.11; the rest is fetched into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
ARGS ?=
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve test check lint format lock assets-lock messages flow-doc reference wheel clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

setup: ## install everything Gleanry needs into .venv
	@$(PYTHON) -m scripts.install

setup-dev: ## ... and what its tests need
	@$(PYTHON) -m scripts.install --dev

demo: setup ## a filled workspace, served on 127.0.0.1:8000
	@$(BIN)/gleanry demo
	@exec $(BIN)/gleanry serve

serve: setup ## serve the workspace that is there
	@exec $(BIN)/gleanry serve

test: setup-dev ## the whole suite (ARGS='-k score' for a part of it)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: lint test ## what must hold before a merge

lint: setup-dev ## format, lint, types, import contract, templates, catalogues
	@$(BIN)/python -m scripts.lint

format: setup-dev ## write the code as ruff and djlint want it
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: setup-dev ## choose package versions anew
	@$(BIN)/python -m scripts.lock

assets-lock: setup ## take front-end files anew after package.json or icons.txt changed
	@$(BIN)/python -m scripts.assets --update

messages: setup ## collect the strings to translate
	@$(BIN)/python -m scripts.messages extract

flow-doc: setup ## write the table of docs/flow.md from wiring/handoffs.py
	@PYTHONPATH=src $(BIN)/python -m scripts.flow_doc --write

reference: setup ## write the generated pages of docs/reference
	@PYTHONPATH=src DJANGO_SETTINGS_MODULE=gleanry.web.settings $(BIN)/python -m scripts.command_doc --write

wheel: setup-dev ## build the wheel, front-end files and catalogues inside
	@$(BIN)/uv build --wheel --no-build-isolation --python $(BIN)/python

clean: ## remove what set-up and tests made (the workspace in GLEANRY_HOME stays)
	rm -rf .venv .cache dist build src/gleanry/web/static/vendor
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
