# shellcheck shell=bash
# Looking certificates up: the service and nginx, or a small and a large register, take turns.
# shellcheck disable=SC2154 # wanted, seconds, rounds, port, tag and certificates are scripts/bench's

# in_database NAME COMMAND… runs one of the stage's commands on another database of its cluster.
# shellcheck disable=SC2034 # the commands of lib/stage.sh read the addresses
in_database() {
    local owner_url service_url super_url
    owner_url=$(cluster_url registrar_owner "$1") service_url=$(cluster_url registrar_service "$1")
    super_url=$(cluster_url postgres "$1")
    "${@:2}"
}

# The database that every register is copied from: one certificate, issued by the command line.
pattern_register() {
    stage_sql -c "CREATE DATABASE pattern TEMPLATE registrar OWNER registrar_owner"
    in_database pattern stage_granted PATTERN 1
    in_database pattern stage_registrar certificate issue --all --yes
}

# What is asked for in every register: signed copies of the pattern under IDs of their own. They are a hundredth of the
# largest register, so as many as the signatures that one process keeps in mind.
signed_certificates() {
    local signed=$((certificates / 100))
    [[ ! -e $data/signed.csv ]] || return 0
    venv_open concurrency "$root/Tests/Concurrency/requirements.txt"
    in_database pattern stage_sql \
        -c "\\copy (SELECT jwt, proof FROM certificate_file) TO '$data/pattern.csv' (FORMAT csv)"
    say "  signing $signed certificates"
    step "$venv/bin/python" "$root/scripts/lib/bench/credentials.py" "$data/pattern.csv" "$data/keys" "$signed" \
        "$data/ids" >"$data/signed.new" || die "the certificates could not be signed"
    mv -- "$data/signed.new" "$data/signed.csv"
}

# register NAME ROWS makes a database with so many certificates; those with files lie among them at random.
register() {
    say "  a register of $2 certificates"
    stage_sql -c "CREATE DATABASE $1 TEMPLATE pattern OWNER registrar_owner"
    in_database "$1" stage_sql -v rows="$2" -c 'SET session_replication_role = replica' \
        -c "\\copy certificate_file FROM PROGRAM 'head -n $2 $data/signed.csv' (FORMAT csv)" \
        -f "$root/scripts/lib/bench/certificates.sql"
    # What is asked for stands in the log, under a signed head, as everything that is issued does.
    in_database "$1" stage_sql -c "INSERT INTO log_waiting (op, digest, certificate_id, version)
        SELECT 'issue', version.jwt_digest, version.certificate_id, version.number
        FROM certificate_version AS version
        JOIN certificate_file AS file ON (file.certificate_id, file.version) = (version.certificate_id, version.number)
        LEFT JOIN certificate_log AS logged
            ON (logged.certificate_id, logged.version) = (version.certificate_id, version.number)
        WHERE logged.index IS NULL"
    in_database "$1" stage_registrar key create
    in_database "$1" settle_server
}

# open_register NAME ROWS PORT serves a register, and asks once for every signed certificate in it. Their signatures are
# checked then; row and status are looked up at every question.
open_register() {
    local name=$1 rows=$2 port=$3 count
    register "$name" "$rows"
    head -n "$rows" "$data/ids" >"$data/ids-$name"
    # Signs the log's head.
    in_database "$name" stage_registrar key create
    in_database "$name" stage_serve "$port" REGISTRAR_WORKER=off
    step python3 "$root/scripts/lib/bench/looks.py" "$port" 64 "$data/ids-$name" /api/v1/certificates/ '' \
        '"signature":"valid","log":"valid"' >"$(out)" || die "the first looks failed"
    count=$(wc -l <"$data/ids-$name")
    say "  $count looked up for the first time: $(awk "{ printf \"%.0f\", $count / \$1 }" "$(out)")/s"
}

# look_ups WHO PORT IDS measures look-ups at random; leaves rate.
look_ups() {
    local who=$1 requests length middle tail errors
    step wrk -t 2 -c 64 -d "${seconds}s" --timeout 10s -s "$root/scripts/lib/bench/look.lua" "http://127.0.0.1:$2" \
        -- "$3" >"$(out)" || die "wrk failed"
    read -r _ requests length middle tail errors < <(grep ^figures "$(out)")
    ((errors == 0)) || die "of $requests look-ups $errors were not answered 200"
    rate=$(awk "BEGIN { printf \"%.0f\", $requests * 1e6 / $length }")
    say "  $who: $rate/s (p50 $middle ms, p99 $tail ms)"
}

# meet PORT IDS… looks up for two rounds unmeasured: after that the backends of both connections have met nearly all pages,
# as they have in a service that runs for days.
meet() {
    while (($# > 0)); do
        look_ups 'unmeasured' "$1" "$2"
        look_ups 'unmeasured' "$1" "$2"
        shift 2
    done
}

# nginx_start PORT serves one answer of the service's as a static file for every ID; its id is left in `nginx`.
nginx_start() {
    local folder=$data/nginx answer=$port
    mkdir -p -- "$folder" && chmod 755 -- "$folder"
    python3 -c 'import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen(sys.argv[1]).read())' \
        "http://127.0.0.1:$answer/api/v1/certificates/$(head -n 1 "$data/ids")" >"$folder/answer.json"
    sed -e "s|FOLDER|$folder|g" -e "s|PORT|$1|g" "$root/scripts/lib/bench/nginx.conf" >"$folder/nginx.conf"
    spawn setpriv --pdeathsig TERM -- nginx -p "$folder" -e "$folder/error.log" -c "$folder/nginx.conf"
    nginx=$started
    until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
        kill -0 "$nginx" 2>/dev/null || { show_log "$folder/error.log" && die "nginx did not start"; }
        sleep 0.05
    done
}

verify() {
    local round rates=() yard=() file_port
    say "verify: $((certificates / 10)) certificates, 64 at once, $rounds rounds of $seconds s"
    signed_certificates
    file_port=$(stage_port)
    open_register middle $((certificates / 10)) "$port"
    nginx_start "$file_port"
    meet "$port" "$data/ids-middle"
    for ((round = 1; round <= rounds; round++)); do
        look_ups registrar "$port" "$data/ids-middle"
        rates+=("$rate")
        look_ups nginx "$file_port" "$data/ids-middle"
        yard+=("$rate")
    done
    figure verify "$(median "${rates[@]}")" "$(median "${yard[@]}")"
    finish "$nginx" TERM:5 KILL:1
    stage_stop_serve
    stage_sql -c 'DROP DATABASE middle'
}

verify_growth() {
    local round rates=() yard=() large_port large
    say "verify-growth: $certificates certificates and a thousandth of them, $rounds rounds of $seconds s"
    signed_certificates
    large_port=$(stage_port)
    open_register large "$certificates" "$large_port"
    large=$serve
    open_register small $((certificates / 1000)) "$port"
    meet "$large_port" "$data/ids-large" "$port" "$data/ids-small"
    for ((round = 1; round <= rounds; round++)); do
        look_ups "$certificates certificates" "$large_port" "$data/ids-large"
        rates+=("$rate")
        look_ups "$((certificates / 1000)) certificates" "$port" "$data/ids-small"
        yard+=("$rate")
    done
    figure verify-growth "$(median "${rates[@]}")" "$(median "${yard[@]}")"
    stage_stop_serve
    finish "$large" TERM:11 KILL:1
    stage_sql -c 'DROP DATABASE large' -c 'DROP DATABASE small'
}
