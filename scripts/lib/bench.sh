# shellcheck shell=bash
# What all figures of scripts/bench have in common: a line of figures, a median, and one state to measure from.
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
