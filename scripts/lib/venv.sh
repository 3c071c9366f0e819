# shellcheck shell=bash
# Python packages from PyPI, each at the version that its list names; fetched once, they stay beside the build.
# shellcheck disable=SC2154 # root is set by the script that sources this file

# venv_open NAME REQUIREMENTS leaves the path of a virtual environment with exactly these packages in `venv`.
venv_open() {
    venv=$root/.build/$1
    ! cmp -s -- "$2" "$venv/requirements.txt" || return 0
    rm -rf -- "$venv"
    step python3 -m venv "$venv"
    step "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$2" >&2 \
        || die "the packages of $2 could not be fetched from PyPI"
    cp -- "$2" "$venv/requirements.txt"
}
