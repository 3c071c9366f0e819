# shellcheck shell=bash
# The files of a private PostgreSQL: never root's, and in folders that only the server's own user may enter.

cluster_roles=(postgres registrar_owner registrar_service)

# cluster_open DATA [initdb option…] finds the cluster under DATA or makes one: ours alone, and ready to start.
cluster_open() {
    cluster_data=$1
    unset "${!PG@}" # a caller's PGPORT, PGDATA and the like speak of another server
    mkdir -p -- "$cluster_data/log"
    choose_server_user
    cluster_home=$(place postgres)
    cluster_socket=$(place socket)
    pgdata=$cluster_home/data
    exec 8<"$cluster_home"
    flock -n 8 || die "the cluster in $cluster_home is in use by another run"
    [[ -e $pgdata ]] || make_cluster "${@:2}"
    choose_server
    clear_leftovers
    admit
}

# Root hands the server to the user `postgres`; anyone else runs it as oneself; an older cluster stays with its owner.
choose_server_user() {
    local home=$cluster_data/postgres me
    me=$(id -un)
    server_user=$me
    ((EUID != 0)) || server_user=postgres
    [[ ! -d $home ]] || server_user=$(stat -Lc %U -- "$home")
    if ((EUID != 0)); then
        [[ $server_user == "$me" ]] || die "the cluster in $cluster_data is $server_user's: run as $server_user or root"
        as_server=(env -C / setpriv)
        return 0
    fi
    [[ $server_user != root ]] || die "PostgreSQL never runs as root, but $home is root's"
    getent passwd "$server_user" >/dev/null \
        || useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin "$server_user"
    as_server=(env -C / setpriv --reuid="$server_user" --regid="$(id -g "$server_user")" --init-groups)
}

# place NAME makes DATA/NAME a folder for the server's user alone, and prints its path. Where that user cannot reach
# DATA, or the path is none for a socket (under 100 bytes, no odd character), it points to a folder under /var/tmp.
place() {
    local LC_ALL=C link=$cluster_data/$1 real
    if [[ ! -d $link ]]; then
        [[ ! -L $link ]] || say "$link points to a folder that is gone: starting afresh."
        rm -f -- "$link"
        real=$link
        if "${as_server[@]}" test -x "$cluster_data" \
            && [[ $1 != socket || (${#link} -le 80 && $link != *[!a-zA-Z0-9/._-]*) ]]; then
            mkdir -m 700 -- "$real"
        else
            real=$(mktemp -d "/var/tmp/registrar-$1.XXXXXX")
            ln -s -- "$real" "$link"
        fi
        ((EUID != 0)) || chown "$server_user:" -- "$real"
    fi
    chmod 700 -- "$link"
    (cd -P -- "$link" && pwd)
}

# A cluster gets its name when it is whole, so that a killed initdb leaves nothing that looks like one.
make_cluster() {
    local initdb log=$cluster_data/log/initdb.log
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [[ -x $initdb ]] || die "there is no PostgreSQL server in /usr/lib/postgresql"
    say "Making a PostgreSQL cluster in $cluster_home"
    "${as_server[@]}" rm -rf -- "$pgdata.new"
    spawn "${as_server[@]}" --pdeathsig TERM -- "$initdb" -D "$pgdata.new" -E UTF8 --locale=C.UTF-8 \
        --username=postgres --auth-local=peer --auth-host=reject "$@" >"$log" 2>&1
    await || { show_log "$log" && die "initdb failed"; }
    "${as_server[@]}" mv -- "$pgdata.new" "$pgdata"
}

# The server of the cluster's own major version: no other can read its files.
choose_server() {
    pgversion=$(<"$pgdata/PG_VERSION")
    pgbin=/usr/lib/postgresql/$pgversion/bin
    [[ -x $pgbin/postgres ]] || die "$(tell_major)"
}

tell_major() {
    cat <<END
the data in $cluster_data was made by PostgreSQL $pgversion, which this machine no longer has;
another major version cannot read it. Install the old one beside the new (apt-get install postgresql-$pgversion) and
move the data with pg_dumpall when it suits you, or start with an empty folder (--data).
END
}

# Ends what a killed run left in the cluster's folder and takes away its marks, so that a stale id is never believed.
clear_leftovers() {
    local leftover='' tries
    if [[ -e $pgdata/postmaster.pid ]]; then
        read -r leftover <"$pgdata/postmaster.pid" || true
    fi
    if [[ -n $leftover && /proc/$leftover/cwd -ef $pgdata ]]; then
        say "Ending the PostgreSQL that an earlier run left behind (process $leftover)…"
        finish "$leftover" INT:20 QUIT:5 KILL:1
    fi
    for ((tries = 100; tries > 0; tries--)); do
        [[ -n $(processes_inside) ]] || break
        sleep 0.1
    done
    ((tries > 0)) || die "processes of an earlier run still work in $pgdata: $(processes_inside)"
    rm -f -- "$pgdata/postmaster.pid" "$cluster_socket"/.s.PGSQL.*
}

processes_inside() {
    local process
    for process in /proc/[0-9]*; do
        [[ ! $process/cwd -ef $pgdata ]] || printf '%s ' "${process#/proc/}"
    done
}

# The kernel's word (peer) lets in whoever runs the script, as each of the roles; any other role needs a password.
admit() {
    local login role
    {
        printf 'local all %s peer map=registrar\n' "$(IFS=, && echo "${cluster_roles[*]}")"
        printf 'local all all scram-sha-256\n'
    } >"$pgdata/pg_hba.conf"
    for login in "$(id -un)" "$server_user"; do
        for role in "${cluster_roles[@]}"; do printf 'registrar "%s" %s\n' "$login" "$role"; done
    done >"$pgdata/pg_ident.conf"
}
