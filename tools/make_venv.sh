#!/bin/sh
# make_venv.sh FOLDER REQUIREMENTS: a virtual environment that holds exactly the hashed packages.
set -eu
venv=$1 requirements=$2
mkdir -p var

fail() { printf '\n%s\n\n' "$*" >&2; exit 1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        echo "$candidate"
        return
    done
}

# Debian and Ubuntu ship Python without the part that makes virtual environments.
install_venv_module() {
    package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
    advice="Run:  sudo apt-get install $package   and then the same command again."
    sudo=
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    command -v apt-get >/dev/null 2>&1 || fail "This Python has no venv module. $advice"
    [ -z "$sudo" ] || $sudo true 2>/dev/null || fail "This Python has no venv module. $advice"
    echo "installing $package with apt-get"
    { $sudo apt-get update -qq &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o DPkg::Lock::Timeout=300 "$package"; } </dev/null >var/apt.log 2>&1 ||
        fail "That did not work (see var/apt.log). $advice"
}

if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or newer is needed. Install it, or say where it is: make PYTHON=/path/to/python3 ..."
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv_module
    rm -rf "$venv"
    "$python" -m venv "$venv" || { rm -rf "$venv"; fail "The virtual environment $venv could not be made."; }
fi
echo "putting the packages into $venv"
# --no-deps: the file names every package, so there is nothing to resolve.
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r "$requirements"
