# shellcheck shell=bash
# The data folder of a run: its lock, its secret, and the file `env` in which other shells find the run's database.

# data_open DIR makes the folder if need be and leaves its full path in `data`; one script at a time holds it.
data_open() {
    if [[ ! -d $1 ]]; then
        mkdir -p -- "$1"
        if ((EUID == 0)); then chmod 711 -- "$1"; else chmod 700 -- "$1"; fi # the server's user passes through root's
    fi
    data=$(cd -P -- "$1" && pwd)
    [[ -w $data && (! -e $data/lock || -w $data/lock) ]] || die "$(id -un) may not write in $data"
    exec 9>>"$data/lock"
    flock -n 9 || die "$data is in use by another ${0##*/} (process $(<"$data/lock"))"
    echo $$ >"$data/lock"
    (umask 077 && mkdir -p -- "$data/spool" "$data/log")
}

# The one secret file: 32 random bytes as hexadecimal digits, written once and whole.
data_secret() {
    [[ ! -s $data/secret ]] || return 0
    (umask 077 && od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n' >"$data/secret.new")
    mv -- "$data/secret.new" "$data/secret"
}

# data_publish NAME… writes these variables for `scripts/registrar`, which takes a line as it stands.
data_publish() {
    local name
    (
        umask 077
        for name; do printf '%s=%s\n' "$name" "${!name}"; done >"$data/env.new"
    )
    mv -- "$data/env.new" "$data/env"
}
