# shellcheck shell=bash
# Reservations: the service and pgbench take turns on one hot cohort, at an opening, and on a thousand cohorts.
# shellcheck disable=SC2154 # wanted, seconds, rounds, port and tag are scripts/bench's

# ours CONNECTIONS COHORTS measures the service on fresh cohorts; leaves rate, p50 and p99 (milliseconds).
ours() {
    local connections=$1 cohorts=$2 prefix=OURS$((++turn)) requests length longest others errors entered
    stage_cohorts "$prefix" "$cohorts"
    settle_server
    step wrk -t 1 -c "$connections" -d "${seconds}s" --timeout 10s -s "$root/scripts/lib/bench/reserve.lua" \
        "http://127.0.0.1:$port" -- "$prefix" "$cohorts" "$tag-$turn" >"$(out)" || die "wrk failed"
    read -r _ requests length p50 p99 longest others errors < <(grep ^figures "$(out)")
    ((others == 0 && errors == 0)) || die "of $requests requests $others were not answered 201, and $errors failed"
    stage_sql -c "
        SELECT count(*)
        FROM enrollment
        JOIN cohort ON cohort.id = cohort_id
        WHERE starts_with(code, '$prefix-')" >"$(out)"
    entered=$(<"$(out)")
    # What was written but not yet answered at the end is one request per connection at most.
    ((entered >= requests && entered <= requests + connections)) || die "$requests were answered 201, $entered entered"
    rate=$(awk "BEGIN { printf \"%.0f\", $requests * 1e6 / $length }")
    p50=$(awk "BEGIN { print $p50 / 1000 }") p99=$(awk "BEGIN { print $p99 / 1000 }")
    say "  registrar, $connections connections, $cohorts cohorts: $rate/s (p50 $p50 ms, p99 $p99 ms, longest $((longest / 1000)) ms)"
}

# pgbench_rate CLIENTS COHORTS measures pgbench on fresh cohorts; leaves tps.
pgbench_rate() {
    local clients=$1 cohorts=$2 prefix=YARD$((++turn))
    stage_cohorts "$prefix" "$cohorts"
    settle_server
    step "$pgbin/pgbench" -n -M prepared -c "$clients" -j "$((clients < 2 ? 1 : 2))" -T "$seconds" -D prefix="$prefix" \
        -D cohorts="$cohorts" -f "$root/scripts/lib/bench/reserve.sql" "$service_url" >"$(out)" 2>"$(out).err" \
        || { show_log "$(out).err" && die "pgbench failed"; }
    tps=$(awk '/^tps/ { printf "%.0f", $3 }' "$(out)")
    grep -q 'failed transactions: 0 ' "$(out)" || { show_log "$(out)" && die "transactions of pgbench failed"; }
    say "  pgbench, $clients clients, $cohorts cohorts: $tps/s"
}

hot_cohort() {
    local round clients rates=() yard=() p50s=() p99s=() best=0
    say "hot-cohort: one cohort, 200 at once, $rounds rounds of $seconds s"
    stage_serve "$port" REGISTRAR_WORKER=off
    for ((round = 1; round <= rounds; round++)); do
        ours 200 1
        rates+=("$rate") p50s+=("$p50") p99s+=("$p99")
        [[ $wanted != *' hot-cohort '* ]] || { pgbench_rate 200 1 && yard+=("$tps"); }
    done
    rate=$(median "${rates[@]}")
    [[ $wanted != *' hot-cohort '* ]] || figure hot-cohort "$rate" "$(median "${yard[@]}")"
    if [[ $wanted == *' hot-cohort-best-client-count '* ]]; then
        for clients in 1 2 4 8 16 32; do
            pgbench_rate "$clients" 1
            ((tps <= best)) || best=$tps
        done
        figure hot-cohort-best-client-count "$rate" "$best"
    fi
    figure hot-cohort-p50-ms "$(median "${p50s[@]}")"
    figure hot-cohort-p99-ms "$(median "${p99s[@]}")"
    stage_stop_serve
}

spread() {
    local round rates=() yard=()
    say "spread: 1,000 cohorts, 64 at once, $rounds rounds of $seconds s"
    stage_serve "$port" REGISTRAR_WORKER=off
    for ((round = 1; round <= rounds; round++)); do
        ours 64 1000
        rates+=("$rate")
        pgbench_rate 64 1000
        yard+=("$tps")
    done
    figure spread "$(median "${rates[@]}")" "$(median "${yard[@]}")"
    stage_stop_serve
}

# The worst of the rounds counts; the first meets a service that has served nobody yet.
opening() {
    local round middle tail longest worst=0
    say "opening-500-p99-ms: 500 at once on ten free seats, five times"
    stage_serve "$port" REGISTRAR_WORKER=off
    for round in 1 2 3 4 5; do
        stage_cohorts "OPENING$((++turn))" 1
        settle_server
        step python3 "$root/scripts/lib/bench/opening.py" "$port" "OPENING$turn-1" 500 10 >"$(out)" \
            || die "the opening failed"
        read -r middle tail longest <"$(out)"
        say "  500 answered, 10 held, 490 waiting: p50 $middle ms, p99 $tail ms, longest $longest ms"
        worst=$(awk "BEGIN { print ($tail > $worst ? $tail : $worst) }")
    done
    figure opening-500-p99-ms "$worst"
    stage_stop_serve
}
