# shellcheck shell=bash
# What scripts/bench measures, one function a figure (or a group that is measured at once).
# shellcheck disable=SC2154 # wanted, seconds, rounds, port and tag are scripts/bench's

out() { printf '%s' "$data/log/out"; }

# figure NAME OURS [YARDSTICK] prints a line when it was asked for.
figure() {
    [[ $wanted == *" $1 "* ]] || return 0
    awk -v name="$1" -v ours="$2" -v yardstick="${3--}" 'BEGIN {
        OFS = "\t"
        print name, ours, yardstick, yardstick == "-" ? "-" : sprintf("%.2f", ours / yardstick)
    }'
}

median() {
    printf '%s\n' "$@" | sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# Tables that were never empty, as an institute has them: the planner's statistics then fit both sides alike.
last_season() {
    stage_cohorts PAST 20
    stage_sql -f "$root/scripts/lib/bench/past.sql"
}

# Everything measured starts from the same state: no dead rows, fresh statistics, nothing left to write.
settle_server() {
    stage_sql -c 'VACUUM ANALYZE'
    stage_sql -c 'CHECKPOINT'
}

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

# Resident memory five seconds after readiness, worker on; shared pages counted whole (and in proportion, on stderr).
idle_memory() {
    local resident proportional
    stage_serve "$port"
    step sleep 5
    resident=$(awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$serve/status")
    proportional=$(awk '/^Pss:/ { printf "%.1f", $2 / 1024 }' "/proc/$serve/smaps_rollup")
    say "idle-memory-mb: resident $resident MB, proportional $proportional MB"
    figure idle-memory-mb "$resident"
    stage_stop_serve
}

start_time() {
    say "start-ms: from exec to the first 200 of /healthz, 15 times"
    DATABASE_URL=$service_url REGISTRAR_PORT=$port \
        step python3 "$root/scripts/lib/bench/moments.py" answer 15 "$port" "$binary" serve >"$(out)" || die "it does not start"
    figure start-ms "$(<"$(out)")"
}

help_time() {
    say "help-ms: registrar --help, 30 times"
    step python3 "$root/scripts/lib/bench/moments.py" end 30 "$binary" --help >"$(out)" || die "--help failed"
    figure help-ms "$(<"$(out)")"
}
