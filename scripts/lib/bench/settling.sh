# shellcheck shell=bash
# Settling: cohorts with something due, by the service and by pgbench.
# shellcheck disable=SC2154 # wanted, seconds, rounds, port and tag are scripts/bench's

# A thousand cohorts, in each ten offers that are over and twenty people behind them: settled by one look at each.
settle_1000() {
    local round rates=() yard=()
    say "settle-1000: 1,000 cohorts with ten offers due in each, 8 at once, $rounds rounds"
    stage_serve "$port" REGISTRAR_WORKER=off
    for ((round = 1; round <= rounds; round++)); do
        settle_ours 1000 8
        rates+=("$rate")
        settle_pgbench 1000 8
        yard+=("$tps")
    done
    figure settle-1000 "$(median "${rates[@]}")" "$(median "${yard[@]}")"
    stage_stop_serve
}

# due_cohorts COUNT makes cohorts with something due; leaves their prefix.
due_cohorts() {
    prefix=DUE$((++turn))
    stage_cohorts "$prefix" "$1"
    stage_sql -v prefix="$prefix" -f "$root/scripts/lib/bench/due.sql"
    settle_server
}

# none_due: everything due in the cohorts was settled, and every seat is offered anew.
none_due() {
    stage_sql -c "
        SELECT count(*) FILTER (WHERE enrollment.state = 'lapsed'), count(*) FILTER (WHERE enrollment.state = 'offered')
        FROM enrollment
        JOIN cohort ON cohort.id = cohort_id
        WHERE starts_with(code, '$prefix-')" >"$(out)"
    [[ $(<"$(out)") == "$(($1 * 10))|$(($1 * 10))" ]] || die "of $(($1 * 10)) offers lapsed and were made anew: $(<"$(out)")"
}

settle_ours() {
    local count=$1 connections=$2 enrollments
    due_cohorts "$count"
    stage_sql -c "
        SELECT min(enrollment.id)
        FROM enrollment
        JOIN cohort ON cohort.id = cohort_id
        WHERE starts_with(code, '$prefix-')
        GROUP BY cohort_id" >"$(out)"
    mapfile -t enrollments <"$(out)"
    step python3 "$root/scripts/lib/bench/settle.py" "$port" "$REGISTRAR_SECRET_FILE" "$connections" "${enrollments[@]}" \
        >"$(out)" || die "the looks failed"
    rate=$(awk '{ printf "%.0f", '"$count"' / $1 }' "$(out)")
    none_due "$count"
    say "  registrar, $connections connections: $rate/s"
}

settle_pgbench() {
    local count=$1 clients=$2
    due_cohorts "$count"
    step "$pgbin/pgbench" -n -M prepared -c "$clients" -j 2 -t $((count / clients)) -D prefix="$prefix" \
        -D share=$((count / clients)) -D turn=0 -f "$root/scripts/lib/bench/settle.sql" "$service_url" \
        >"$(out)" 2>"$(out).err" || { show_log "$(out).err" && die "pgbench failed"; }
    tps=$(awk '/^tps/ { printf "%.0f", $3 }' "$(out)")
    none_due "$count"
    say "  pgbench, $clients clients: $tps/s"
}
