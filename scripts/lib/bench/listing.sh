# shellcheck shell=bash
# The e-mail list leaving and coming, a million people at a time, beside psql's \copy.
# shellcheck disable=SC2154 # wanted, rounds, binary, people and the stage's variables are scripts/bench's

# The list is made once: so many people who leave, and a tenth as many whose address is suppressed.
staged_list() {
    [[ -z ${list_is_staged-} ]] || return 0
    say "  making $people people on the list"
    stage_sql -v people="$people" -f "$root/scripts/lib/bench/list.sql"
    settle_server
    list_is_staged=yes
}

# timed WHO COMMAND… leaves its rows a second in `rate` and the most memory it had, in megabytes, in `memory`.
timed() {
    local who=$1 took
    DATABASE_URL=$service_url step python3 "$root/scripts/lib/bench/resources.py" "$(out)-$who" "${@:2}" \
        >"$(out)" 2>"$(out)-words" || { show_log "$(out)-words" && die "$who failed"; }
    read -r took memory <"$(out)-$who"
    rate=$(awk "BEGIN { printf \"%.0f\", $people / $took }")
    say "  $who: $took s, $rate rows/s, at most $memory MB"
}

# psql gets the very question that the profile asks.
export_list() {
    local round rate memory ours=() yard=() memories=() formula query
    staged_list
    formula="begins_like_a_formula(email) OR begins_like_a_formula(name)"
    query="SELECT CASE WHEN $formula THEN 'looks_like_a_formula' END, email, name, NULL
        FROM subscriber WHERE subscriber.purpose = 'updates' ORDER BY subscriber.id"
    say "export: $people people in the profile kajabi, $rounds rounds"
    for ((round = 1; round <= rounds; round++)); do
        timed registrar "$binary" subscriber export --profile kajabi --output "$data/list.csv" --force
        ours+=("$rate") memories+=("$memory")
        timed psql "$pgbin/psql" -X -q -d "$service_url" \
            -c "\\copy (${query//$'\n'/ }) TO '$data/yard.csv' (FORMAT csv)"
        yard+=("$rate")
    done
    figure export "$(median "${ours[@]}")" "$(median "${yard[@]}")"
    figure export-memory-mb "$(median "${memories[@]}")"
}

# Each round brings people that were never here; what is measured is the plan's application. psql fills a bare table.
import_list() {
    local round rate memory ours=() yard=() memories=() hash file=$data/newcomers.csv
    local given=(--source import --given-on 2026-01-01 --wording-version 1)
    staged_list
    stage_sql -c 'CREATE TABLE bench_list (email text, name text, phone text); GRANT ALL ON bench_list TO registrar_service'
    say "import: $people people in the profile kajabi, $rounds rounds"
    for ((round = 1; round <= rounds; round++)); do
        awk -v count="$people" -v round="$round" 'BEGIN {
            printf "Email Address,Name,Phone Number\r\n"
            for (n = 1; n <= count; n++)
                printf "new%d@round%d.example.org,Person%d Family%d,\r\n", n, round, n % 5000, n % 9000
        }' >"$file"
        timed plan "$binary" subscriber import "$file" "${given[@]}" --json
        hash=$(sed -n 's/^ *"hash": "\([0-9a-f]*\)".*/\1/p' "$(out)")
        timed registrar "$binary" subscriber import "$file" "${given[@]}" --apply "$hash" --json
        ours+=("$rate") memories+=("$memory")
        timed psql "$pgbin/psql" -X -q -d "$service_url" -c "\\copy bench_list FROM '$file' (FORMAT csv, HEADER)"
        yard+=("$rate")
    done
    figure import "$(median "${ours[@]}")" "$(median "${yard[@]}")"
    figure import-memory-mb "$(median "${memories[@]}")"
}
