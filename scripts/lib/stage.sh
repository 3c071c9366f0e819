# shellcheck shell=bash
# A stage for measuring and proving: a throwaway cluster with the samples loaded, gone when the script ends.
# shellcheck disable=SC2154 # binary, data, pgbin and the cluster's variables come from the files sourced before

# stage_open NAME [-c setting=value…] leaves the release build in `binary` and a migrated database behind the URLs.
stage_open() {
    local name=$1 log
    build_release first
    unset "${!REGISTRAR_@}" "${!DATABASE_@}"
    find /var/tmp -maxdepth 1 -name "registrar-$name.*" -user "$(id -un)" -mmin +1 -exec flock -n {}/lock rm -rf {} \;
    stage=$(mktemp -d "/var/tmp/registrar-$name.XXXXXX")
    ((EUID != 0)) || chmod 711 -- "$stage" # the server's user passes through root's
    data_open "$stage"
    data_secret
    cluster_open "$data"
    cluster_start "${@:2}"
    bootstrap_url=$(cluster_url postgres postgres)
    owner_url=$(cluster_url registrar_owner registrar)
    service_url=$(cluster_url registrar_service registrar)
    super_url=$(cluster_url postgres registrar)
    export REGISTRAR_SECRET_FILE=$data/secret REGISTRAR_SPOOL=$data/spool REGISTRAR_HOST=127.0.0.1
    export REGISTRAR_PUBLIC_URL=http://localhost:8080
    log=$data/log/setup.log
    DATABASE_URL=$service_url DATABASE_OWNER_URL=$owner_url DATABASE_BOOTSTRAP_URL=$bootstrap_url \
        step "$binary" migrate --bootstrap >"$log" 2>&1 || { show_log "$log" && die "migrate failed"; }
}

# stage_registrar COMMAND… runs a command as the first owner.
stage_registrar() {
    local log=$data/log/commands.log
    DATABASE_URL=$service_url DATABASE_OWNER_URL=$owner_url step "$binary" "$@" >"$log" 2>&1 \
        || { show_log "$log" && die "registrar $1 $2 failed"; }
}

# Loads the institute, the programs and the first owner, whose login is that of whoever runs the script.
stage_samples() {
    stage_registrar sample load
}

# stage_cohorts PREFIX COUNT [STATE [PROGRAM]] makes open cohorts (or drafts) PREFIX-1 … PREFIX-COUNT, each with ten free
# seats, after the pattern of the sample cohort.
stage_cohorts() {
    stage_sql -v prefix="$1" -v count="$2" -v state="${3-open}" -v program="${4-}" -f "$root/scripts/lib/stage/cohorts.sql"
}

# stage_granted PREFIX PEOPLE makes people who were each granted a certificate, not yet issued, in cohorts of ten.
stage_granted() {
    stage_cohorts "$1" $((($2 + 9) / 10)) completed
    stage_sql -v prefix="$1" -v people="$2" -f "$root/scripts/lib/stage/granted.sql"
}

# stage_sql PSQL-OPTION… as the superuser; only what the query answers is printed.
stage_sql() {
    step "$pgbin/psql" -X -q -t -A -v ON_ERROR_STOP=1 -d "$super_url" "$@"
}

# stage_serve PORT [NAME=VALUE…] starts the service and waits until it is ready; its id is left in `serve`.
stage_serve() {
    local port=$1 log=$data/log/serve-$1.log
    spawn setpriv --pdeathsig KILL -- env DATABASE_URL="$service_url" REGISTRAR_PORT="$port" "${@:2}" \
        "$binary" serve >>"$log" 2>&1
    serve=$started
    until (stage_ready "$port") 2>/dev/null; do
        kill -0 "$serve" 2>/dev/null || { show_log "$log" && die "the service ended before it was ready"; }
        sleep 0.05
    done
}

stage_ready() {
    local status
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf 'GET /readyz HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$1" >&3
    read -r -t 5 _ status _ <&3 && [[ $status == 200 ]]
}

stage_stop_serve() {
    [[ -z ${serve-} ]] || finish "$serve" TERM:11 KILL:1
    serve=
}

# A port of the loopback address that nobody uses now.
stage_port() {
    python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Ends the step at hand, the service and the cluster, and takes every file away (KEEP=1 leaves them, and says where).
stage_close() {
    case ${started:-none} in
        none | "${serve-}" | "${postmaster-}") ;;
        *) finish "$started" TERM:5 KILL:1 ;;
    esac
    stage_stop_serve
    cluster_stop
    [[ -n ${stage-} ]] || return 0
    if [[ -n ${KEEP-} ]]; then
        say "Kept: $stage"
    else
        rm -rf -- "$stage"
    fi
}
