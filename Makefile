# The two commands of a newcomer: make run, make test. Each does the set-up that it needs.
# Needed beforehand: git, make, and a Python 3 with pip.

UV_VERSION := 0.13.9
TOOLS := .tools
UV := $(or $(shell command -v uv),$(TOOLS)/uv/bin/uv)
BIN := .venv/bin
SYNCED := .venv/.synced

export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(SYNCED) ## Start the assistant. PORT (5005) and HOST (127.0.0.1) are respected.
	@exec $(BIN)/caremail run

.PHONY: shell
shell: $(SYNCED) ## Chat in the terminal.
	@exec $(BIN)/caremail shell

.PHONY: train
train: $(SYNCED) ## Train the model if its inputs changed.
	@$(BIN)/caremail train

NODE := $(shell command -v npm)
WIDGET_TOOLS := $(if $(NODE),bot/widget/node_modules)

# Files of tests that run at the same time; 0 runs them one after another, in this process.
WORKERS := 2

.PHONY: test
test: $(SYNCED) $(WIDGET_TOOLS) train ## Run every test, two files at a time (WORKERS).
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Without Node.js this is left out, and said; with CAREMAIL_NO_SKIPS it fails.
.PHONY: check-widget
check-widget: $(WIDGET_TOOLS) ## Check the chat's JavaScript.
ifdef NODE
	npm --prefix bot/widget run check --silent
else
	@echo "Left out: the checks of the chat's JavaScript. Node.js 20 is not installed."
	@test -z "$(CAREMAIL_NO_SKIPS)"
endif

bot/widget/node_modules: bot/widget/package-lock.json
	@npm --prefix bot/widget ci --silent --no-audit --no-fund
	@touch $@

.PHONY: evaluate
evaluate: $(SYNCED) train ## Ask the running assistant the question bank (BANK=bank, or unseen).
	@$(BIN)/python -m tests.evaluation $(BANK)

.PHONY: bench
bench: $(SYNCED) train ## Compare the speed with a bot of Rasa's defaults; writes docs/performance.md.
	@$(BIN)/python -m tests.bench

.PHONY: check
check: $(SYNCED) check-widget ## Check style, types, imports, texts and training data.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/caremail check-content
	$(BIN)/caremail coverage --check
	$(BIN)/caremail check-data

.PHONY: setup
setup: $(SYNCED) ## Install everything into this folder.

$(SYNCED): pyproject.toml uv.lock .python-version | $(UV)
	@$(UV) sync --frozen
	@touch $@

$(TOOLS)/uv/bin/uv:
	@echo "Installing uv $(UV_VERSION) into $(TOOLS)/"
	@python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
		--target $(TOOLS)/uv uv==$(UV_VERSION)
