#!/bin/sh
# Production: bring the database up to date, refuse to serve what is not in order, then serve.
#   deploy/entrypoint.sh gunicorn config.wsgi --bind 0.0.0.0:8000 --workers 2 --threads 4 --no-control-socket
set -eu
"${PYTHON:-python}" manage.py migrate --noinput
"${PYTHON:-python}" manage.py check --deploy --database default --fail-level WARNING
exec "$@"
