#!/bin/sh
# with_secrets.sh COMMAND ...: run it under the production settings, with secrets made up for this one call
# and an empty database in memory.
set -eu
random() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
unset EINSTIEG_DEMO DEBUG OWNER_DATABASE_URL
SECRET_KEY=$(random) LEDGER_KEY=1:$(random) ALLOWED_HOSTS=localhost PUBLIC_URL=https://localhost DATABASE_URL=sqlite:///:memory: exec "$@"
