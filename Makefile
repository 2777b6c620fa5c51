# The commands of the house. PORT=, DATABASE_URL= and TEST_DATABASE_URL= are honoured; see README.md.
.PHONY: help run test bench format
.DEFAULT_GOAL := help

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1: /p' $(MAKEFILE_LIST)

run: ## the site with the demo casebook on http://127.0.0.1:8000
	@scripts/run

test: ## style, types, import contracts and the whole suite on SQLite and PostgreSQL
	@scripts/test

bench: ## how fast it is, on both engines; SIZE=100000 for one size
	@scripts/bench

format: ## put the code into the house's form
	@scripts/environment dev
	@.venv/bin/python -m ruff check --fix
	@.venv/bin/python -m ruff format
