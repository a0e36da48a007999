#!/bin/sh
# Pango for WeasyPrint, a peer of the benchmark: found, or installed where that needs no password.
# Never fails: the benchmark says loudly which peer is missing.
set -u
mkdir -p var
# Without HarfBuzz's subsetter WeasyPrint falls back to a four times slower one, which would flatter us.
.venv-bench/bin/python -c 'from weasyprint.text.ffi import harfbuzz_subset; assert harfbuzz_subset' >/dev/null 2>&1 && exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo="sudo -n"
[ -z "${NO_INSTALL:-}" ] && command -v apt-get >/dev/null 2>&1 || exit 0
[ -z "$sudo" ] || $sudo true 2>/dev/null || exit 0
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
echo "installing for the benchmark: $packages (NO_INSTALL=1 leaves it out)"
{ $sudo apt-get update -qq &&
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $packages; } </dev/null >var/apt.log 2>&1 ||
    echo "that did not work: see var/apt.log"
exit 0
