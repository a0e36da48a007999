# GNU make 3.81 (macOS) is enough. The rest of the set-up is in tools/, called from here.
VENV := .venv
BIN  := $(VENV)/bin
PORT ?= 8000
J    ?= 2
LOCK := uv pip compile -q --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header
DEMO   := EINSTIEG_DEMO=1 PORT=$(PORT) PUBLIC_URL=http://localhost:$(PORT)
SQLITE := DATABASE_URL=sqlite:///:memory: OWNER_DATABASE_URL=

.PHONY: help run sheet bench pictures test test-deep test-sqlite test-postgres test-browser check messages lock clean
# The three test runs share two cores and one terminal: never at the same time, even under `make -j`.
.NOTPARALLEL:

help:                            ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 -- /p' Makefile

run: $(VENV)/run.done            ## the server with demo data, at http://localhost:8000 (PORT=... for another)
	@env $(DEMO) $(BIN)/python tools/serve.py --look
	@env $(DEMO) $(BIN)/python manage.py demo
	@exec env $(DEMO) $(BIN)/python tools/serve.py

test: test-sqlite test-postgres test-browser  ## all tests: on SQLite, on a real PostgreSQL, in a real browser

test-deep:                       ## the same tests, the generated ones at full size
	@HYPOTHESIS_PROFILE=deep $(MAKE) --no-print-directory test

# PostgreSQL is looked for here, too: the tests of tools/scratch_postgres.py need its programs.
test-sqlite: $(VENV)/dev.done    ## only on SQLite (ARGS="-k name" picks tests)
	@tools/ensure_postgres.sh
	@echo "--- SQLite"
	@env $(SQLITE) $(BIN)/python -m pytest -n $(J) --dist loadgroup -m "not browser" $(ARGS)

test-postgres: $(VENV)/dev.done  ## only on PostgreSQL (TEST_DATABASE_URL=... for your own server)
	@tools/ensure_postgres.sh
	@echo "--- PostgreSQL"
	@env ONLY_WITH_DATABASE=1 $(BIN)/python tools/scratch_postgres.py -- $(BIN)/python -m pytest -n $(J) --dist loadgroup -m "not browser" $(ARGS)

test-browser: $(VENV)/dev.done   ## only in the browser (CHROMIUM=... for your own)
	@tools/ensure_chromium.sh
	@echo "--- browser"
	@env $(SQLITE) $(BIN)/python -m pytest -m browser $(ARGS)

sheet: $(VENV)/run.done          ## one information sheet as a PDF, with the demonstration's details (LANGUAGE=ar OUTPUT=sheet.pdf)
	@env $(DEMO) $(BIN)/python manage.py sheet --language $(or $(LANGUAGE),de) --output $(or $(OUTPUT),sheet.pdf)

check: $(VENV)/dev.done          ## style, types, templates, floors, migrations, translations, settings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@tools/with_secrets.sh $(BIN)/mypy intake schools privacy config
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/lint-imports --no-logo
	@tools/with_secrets.sh $(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python tools/messages.py --check
	@tools/with_secrets.sh $(BIN)/python manage.py check_notices
	@tools/with_secrets.sh $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv-bench/bench.done     ## how fast papers and the list of cases are, beside others (ARGS=--quick, ARGS=caseload)
	@tools/ensure_pango.sh
	@tools/ensure_postgres.sh .venv-bench
	@env $(DEMO) DJANGO_SETTINGS_MODULE=config.settings .venv-bench/bin/python -m bench $(ARGS)

pictures: $(VENV)/dev.done       ## draw the golden pictures of sheets and letters anew (look at each of them)
	@env $(SQLITE) DRAW_PICTURES=1 $(BIN)/python -m pytest -q tests/privacy/test_pictures.py -k looks

messages: $(VENV)/dev.done       ## take new texts into the German catalogue
	@$(BIN)/python tools/messages.py

lock:                            ## new versions of everything, with hashes (needs uv)
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --group pyproject.toml:test --group pyproject.toml:lint -o requirements/dev.txt
	$(LOCK) --group pyproject.toml:postgres -o requirements/postgres.txt
	$(LOCK) --group pyproject.toml:bench -o requirements/bench.txt

$(VENV)/run.done: requirements/run.txt tools/make_venv.sh
	@tools/make_venv.sh $(VENV) requirements/run.txt
	@touch $@

$(VENV)/dev.done: requirements/dev.txt tools/make_venv.sh
	@tools/make_venv.sh $(VENV) requirements/dev.txt
	@touch $(VENV)/run.done $@

.venv-bench/bench.done: requirements/run.txt requirements/bench.txt tools/make_venv.sh
	@tools/make_venv.sh .venv-bench requirements/run.txt
	@tools/make_venv.sh .venv-bench requirements/bench.txt
	@touch $@

clean:                           ## remove what these commands made, demo data too
	rm -rf $(VENV) .venv-bench var
