# shellcheck shell=bash
# Appending to the transparency log: cost of one entry in a short log and in a long one.
# shellcheck disable=SC2154 # wanted, rounds, data and certificates are scripts/bench's

# log_of NAME ENTRIES makes a database whose log has so many entries.
log_of() {
    say "  a log of $2 entries"
    stage_sql -d "$bootstrap_url" -c "CREATE DATABASE $1 TEMPLATE registrar OWNER registrar_owner"
    stage_sql -d "$(cluster_url postgres "$1")" -v entries="$2" -f "$root/scripts/lib/bench/log.sql" \
        -c 'VACUUM ANALYZE' -c 'CHECKPOINT'
}

# appends NAME measures one client that appends one entry a transaction, the disk not waited for; leaves rate.
appends() {
    step "$pgbin/pgbench" -n -M prepared -c 1 -t 1000 -f "$root/scripts/lib/bench/append.sql" \
        "$(cluster_url registrar_owner "$1")" >"$(out)" 2>"$(out).err" || { show_log "$(out).err" && die "pgbench failed"; }
    rate=$(awk '/^tps/ { printf "%.0f", $3 }' "$(out)")
    say "  $1: $rate appended/s"
}

log_append() {
    local round rates=() yard=()
    say "log-append: logs of $certificates and of 1000 entries, 1,000 appends a round, $rounds rounds"
    log_of short 1000
    log_of long "$certificates"
    for ((round = 1; round <= rounds; round++)); do
        appends long
        rates+=("$rate")
        appends short
        yard+=("$rate")
    done
    figure log-append "$(median "${rates[@]}")" "$(median "${yard[@]}")"
    stage_sql -d "$bootstrap_url" -c 'DROP DATABASE long' -c 'DROP DATABASE short'
}
