# shellcheck shell=bash
# A concurrency run on a stage of its own: clients, misfortunes, the whole history, and the checker's word on it.
# shellcheck disable=SC2154 # root, usage, operations and mutations are the script's; the rest comes from files before

# prove_options WORD… reads --operations N and --mutations; anything else is told with the usage.
prove_options() {
    while (($# > 0)); do
        case $1 in
            --operations) operations=${2-} && shift ;;
            --operations=*) operations=${1#*=} ;;
            --mutations) mutations=yes ;;
            -h | --help) printf '%s\n' "$usage" && exit 0 ;;
            *) code=2 die "what is '$1'? $usage" ;;
        esac
        shift || code=2 die "the last option lacks its value. $usage"
    done
    [[ $operations =~ ^[1-9][0-9]*$ ]] || code=2 die "--operations wants a number"
}

# prove_open NAME: a database whose clock begins 22 hours ago and that remembers the time of every commit. Processes are
# killed, the machine is not, so the disk need not be waited for. Without a checkpoint the first crash would forget that
# times of commits are kept.
prove_open() {
    install_packages "${packages_to_prove[@]}"
    stage_open "$1" -c max_connections=100 -c shared_buffers=512MB -c max_wal_size=4GB -c track_commit_timestamp=on \
        -c fsync=off -c deadlock_timeout=200ms
    stage_sql -c CHECKPOINT
    stage_sql -c "INSERT INTO clock_shift (shift) VALUES (interval '-22 hours')"
    stage_samples
}

# prove_cohorts PREFIX OPEN [NEXT DRAFTS] makes cohorts with short windows, of a program whose terms let people move often.
prove_cohorts() {
    local number
    stage_registrar program import "$root/scripts/lib/stage/often.yaml" --yes
    stage_cohorts "$1" "$2" draft OFTEN
    (($# < 4)) || stage_cohorts "$3" "$4" draft OFTEN
    stage_sql -c "
        UPDATE cohort
        SET registration_opens_at = created_at - interval '2 days',
            hold_window = interval '3 minutes',
            offer_window = interval '3 minutes'
        WHERE state = 'draft'"
    for ((number = 1; number <= $2; number++)); do stage_registrar cohort open "$1-$number"; done
}

# prove_list PREFIX COUNT prints PREFIX-1 … PREFIX-COUNT as JSON.
prove_list() {
    python3 -c 'import json, sys; print(json.dumps([f"{sys.argv[1]}-{n + 1}" for n in range(int(sys.argv[2]))]))' "$@"
}

# prove_run PLAY CLIENTS CLOCK-STEPS MEMBERS hammers two services; MEMBERS are the play's own settings.
prove_run() {
    local ports
    ports="$(stage_port), $(stage_port)"
    cat >"$data/settings.json" <<END
{
    "play": "$1", "clients": $2, "clock_steps": $3, $4, "operations": $operations,
    "folder": "$data", "binary": "$binary", "psql": "$pgbin/psql", "super_url": "$super_url",
    "secret_file": "$REGISTRAR_SECRET_FILE", "ports": [$ports],
    "environment": {"DATABASE_URL": "$service_url", "REGISTRAR_TRUSTED_PROXIES": "127.0.0.1/32", "REGISTRAR_LOG": "warning"}
}
END
    say "Hammering two services with $operations operations…"
    step python3 "$root/Tests/Concurrency/hammer.py" "$data/settings.json" \
        || { tail -n 5 "$data"/serve-*.log >&2 && KEEP=1 && die "the run did not come to its end"; }
}

# prove_check: what the history is, what the checker says of it, and the service's own examination.
prove_check() {
    local status=0 name query seen worker tries checker=$root/Tests/Concurrency/checker.py
    stage_sql -c "SELECT 'letters        ' || count(*) FILTER (WHERE finished_at IS NOT NULL) || ' written, '
        || count(*) FILTER (WHERE finished_at IS NULL AND dead_at IS NULL) || ' to be written, '
        || count(*) FILTER (WHERE dead_at IS NOT NULL) || ' dead' FROM job WHERE kind LIKE 'mail.%'"
    seen=$(cat "$data"/serve-*.log "$data/answers.jsonl" | grep -c 40P01) || true
    printf 'deadlocks     %s found by the server and tried again, %s told to anybody\n' \
        "$(grep -c 'deadlock detected' "$data/log/postgres.log")" "$seen"
    ((seen == 0)) || status=1
    python3 "$checker" --queries >"$data/queries"
    while IFS=$'\t' read -r name query; do
        stage_sql -c "\\copy ($query) TO '$data/$name.csv' (FORMAT csv, HEADER)"
    done <"$data/queries"
    step python3 "$checker" "$data" || status=1
    # The run sends more mail than two workers write in its time: what is left of it counts as written. What was left to
    # settle and to seal is done by a worker, as ever; the examination gives it half a minute.
    stage_sql -c "UPDATE job SET finished_at = now() WHERE finished_at IS NULL AND dead_at IS NULL AND kind LIKE 'mail.%'"
    spawn setpriv --pdeathsig KILL -- env DATABASE_URL="$service_url" "$binary" work >>"$data/log/work.log" 2>&1
    worker=$started
    for ((tries = 6; tries > 0; tries--)); do
        step sleep 5
        ! prove_doctor >"$data/log/examination" || break
    done
    ((tries > 0)) || status=1
    cat "$data/log/examination"
    finish "$worker" TERM:10 KILL:1
    # A checker that cannot fail proves nothing.
    [[ -z $mutations ]] || step python3 "$checker" --mutations "$data" || status=1
    # shellcheck disable=SC2034 # stage_close reads it: what went wrong can be looked at
    ((status == 0)) || KEEP=1
    return "$status"
}

# The service's own examination.
prove_doctor() {
    local log=$data/log/doctor.log
    if DATABASE_URL=$service_url DATABASE_OWNER_URL=$owner_url step "$binary" doctor >"$log" 2>&1; then
        printf 'doctor        agrees: %s\n' "$(tail -n 1 "$log")"
    else
        printf 'doctor        DISAGREES\n'
        show_log "$log"
        return 1
    fi
}
