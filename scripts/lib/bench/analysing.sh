# shellcheck shell=bash
# Item analysis of the same answers by the program and by numpy, both from the file, in turns.
# shellcheck disable=SC2154 # wanted, rounds and binary are scripts/bench's

# analyse WHO COMMAND… leaves its seconds in `took`, and tells the most memory it had.
analyse() {
    local who=$1
    step python3 "$root/scripts/lib/bench/resources.py" "$(out)-$who" "${@:2}" >"$(out)" \
        || die "$who could not analyse the answers"
    read -r took memory <"$(out)-$who"
    say "  $who: $took s, at most $memory MB"
}

item_analysis() {
    local round ours=() yard=() took memory answers=$data/answers.csv key=$data/key.csv
    local numpy=$root/scripts/lib/bench/analysis.py
    say "item-analysis: 10,000 candidates and 150 items, $rounds rounds"
    venv_open analysis "$root/Tests/Analysis/requirements.txt"
    step "$venv/bin/python" "$numpy" draw "$answers" "$key" || die "no answers could be drawn"
    for ((round = 1; round <= rounds; round++)); do
        analyse registrar "$binary" exam analyze --responses "$answers" --key "$key" --cut 100 --json
        ours+=("$took")
        analyse numpy "$venv/bin/python" "$numpy" analyse "$answers" "$key" 100
        yard+=("$took")
    done
    # Here less is better: the ratio says how many times faster.
    awk -v ours="$(median "${ours[@]}")" -v yardstick="$(median "${yard[@]}")" 'BEGIN {
        OFS = "\t"
        print "item-analysis", ours, yardstick, sprintf("%.2f", yardstick / ours)
    }'
}
