# shellcheck shell=bash
# What the program costs before anybody asks it for anything.
# shellcheck disable=SC2154 # wanted, seconds, rounds, port and tag are scripts/bench's

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
