#!/bin/sh
# Chromium for the browser tests: found, or installed where that needs no password.
# Never fails: the tests say loudly what did not run.
set -u
mkdir -p var

has_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

# On Ubuntu the package "chromium" is only a pointer to a snap, so this is for Debian.
may_install() {
    [ -z "${NO_INSTALL:-}" ] && command -v apt-get >/dev/null 2>&1 &&
        grep -qi '^ID=debian' /etc/os-release 2>/dev/null && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }
}

packages=
has_chromium || packages="chromium fonts-dejavu-core"
# Playwright brings its own Node.js, which needs libatomic; a minimal Debian lacks it.
.venv/bin/python -m playwright --version >/dev/null 2>&1 || packages="$packages libatomic1"
[ -n "$packages" ] || exit 0

sudo=
[ "$(id -u)" = 0 ] || sudo="sudo -n"
may_install || exit 0
echo "installing for the browser tests: $packages (NO_INSTALL=1 leaves it out)"
{ $sudo apt-get update -qq &&
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $packages; } </dev/null >var/apt.log 2>&1 ||
    echo "that did not work: see var/apt.log"
exit 0
