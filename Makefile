# Every command of Dimmer. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help demo test check cases mutate-law mutate-core bench docs requirements clean
MAKEFLAGS += --no-print-directory
export PYTHON UPGRADE UV SERVER

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Serve Exampleshire, an invented area, on this machine (PORT=8001, SCALE=1000 for more)
	@scripts/python scripts/environment.py run
	@.venv/bin/dimmer demo $(if $(PORT),--port $(PORT)) $(if $(SCALE),--scale $(SCALE))

test: ## Run all that CI runs, browsers included (SERVER=all: all on the packed PostgreSQL too)
	@scripts/python scripts/environment.py test
	@scripts/python scripts/environment.py pure
	@.venv/bin/python scripts/test.py

check: ## Look over format, lint, types, imports and the core
	@scripts/python scripts/environment.py test
	@.venv/bin/python scripts/test.py check

cases: ## Judge the advice on every case: ours, and ../shared/cases where they are
	@scripts/python scripts/environment.py run
	@.venv/bin/python scripts/cases.py

mutate-law: ## Change the lawbook row by row, and see whether some story tells (ONLY=care_act for one)
	@scripts/python scripts/environment.py run
	@.venv/bin/python scripts/mutate_law.py $(if $(ONLY),--only "$(ONLY)")

mutate-core: ## Change the code of the advice line by line, and see whether some test tells (ONLY=cell for one module)
	@scripts/python scripts/environment.py mutate
	@.venv/mutate/bin/python scripts/mutate_core.py $(ONLY)

bench: ## Measure, beside what others reach (NAME=advise for one of them)
	@scripts/python scripts/environment.py bench
	@.venv/bin/python -m bench $(NAME)

docs: ## Write the parts of docs/reference that come from the code
	@scripts/python scripts/environment.py run
	@.venv/bin/python docs/generate.py

requirements: ## Pin what pyproject.toml asks for, with hashes (UPGRADE=yes for the newest)
	@requirements/compile

clean: ## Remove what make built; the data in .dimmer stays
	@if [ -x .venv/bin/dimmer ]; then .venv/bin/dimmer db stop >/dev/null 2>&1 || true; fi
	@rm -rf .venv node_modules static-built .mypy_cache .ruff_cache .import_linter_cache .hypothesis mutants
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
