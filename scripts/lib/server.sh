# shellcheck shell=bash
# The private PostgreSQL at work: a socket and no TCP; it ends with the script, even with a killed one.
# shellcheck disable=SC2154 # the cluster's variables come from cluster.sh

# A failed constraint's DETAIL has the whole row in it, names and addresses too: it stays out of the log.
# cluster_start [-c setting=value…] leaves the postmaster's id in `postmaster` once the server takes connections.
cluster_start() {
    local log=$cluster_data/log/postgres.log
    cluster_options=("$@")
    spawn "${as_server[@]}" --pdeathsig INT -- "$pgbin/postgres" -D "$pgdata" -c cluster_name=registrar \
        -c port=5432 -c listen_addresses= -c unix_socket_directories="$cluster_socket" \
        -c unix_socket_permissions=0700 -c log_error_verbosity=terse "$@" >>"$log" 2>&1
    postmaster=$started
    until "$pgbin/pg_isready" -q -h "$cluster_socket" -p 5432; do
        kill -0 "$postmaster" 2>/dev/null || { show_log "$log" && die "PostgreSQL did not start"; }
        sleep 0.05
    done
}

# A fast shutdown; a server that takes too long is ended hard, and recovers at its next start.
cluster_stop() {
    [[ -z ${postmaster-} ]] || finish "$postmaster" INT:4 QUIT:2 KILL:1
    postmaster=
}

# cluster_url ROLE DATABASE
cluster_url() {
    printf 'postgresql:///%s?host=%s&port=5432&user=%s' "$2" "$cluster_socket" "$1"
}

# Debian replaces the program's files under a running server, whose new backends then break: notices that, and restarts.
cluster_renew() {
    [[ $(readlink "/proc/$postmaster/exe") == *' (deleted)' ]] || return 0
    if [[ ! -x $pgbin/postgres ]]; then
        [[ -n ${told_major-} ]] || say "PostgreSQL was taken off this machine. Once this run ends: $(tell_major)"
        told_major=yes
    elif [[ -z ${seen_renewed-} ]]; then
        seen_renewed=yes # restarts at the second look, when the package is surely unpacked whole
    else
        say "PostgreSQL was upgraded on this machine: restarting the private server."
        seen_renewed=
        cluster_stop
        cluster_start "${cluster_options[@]}"
    fi
}
