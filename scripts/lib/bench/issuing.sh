# shellcheck shell=bash
# Issuing certificates and drawing them.
# shellcheck disable=SC2154 # wanted, rounds, port and pdfs are scripts/bench's

# issue_granted COUNT grants so many certificates and issues them; leaves rate, by the time of the whole command.
issue_granted() {
    local hash began
    stage_granted "ISSUE$((++turn))" "$1"
    settle_server
    stage_registrar certificate issue --all --json
    hash=$(sed -n 's/^ *"hash": "\([0-9a-f]*\)".*/\1/p' "$data/log/commands.log")
    began=$EPOCHREALTIME
    stage_registrar certificate issue --all --apply "$hash"
    rate=$(awk "BEGIN { printf \"%.0f\", $1 / ($EPOCHREALTIME - $began) }")
    say "  $1 issued: $rate/s"
}

issue() {
    local round rates=()
    say "issue: 1,000 granted decisions, $rounds rounds"
    for ((round = 1; round <= rounds; round++)); do
        issue_granted 1000
        rates+=("$rate")
    done
    figure issue "$(median "${rates[@]}")"
}

# What the service holds in memory, in megabytes, shared pages counted whole.
resident() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$serve/status"; }

# What the service's threads have spent on a core, in ticks of the kernel's clock.
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$serve/stat"; }

# Each certificate is drawn and stored once; what counts is the service's own time on a core, client and database aside.
pdf() {
    local before spent length hertz
    hertz=$(getconf CLK_TCK)
    say "pdf: $pdfs certificates drawn for the first time, 8 at once"
    issue_granted "$pdfs"
    stage_sql -c "
        SELECT prefix || '-' || left(id, 5) || '-' || substr(id, 6, 5) || '-' || right(id, 1)
        FROM certificate
        ORDER BY number DESC
        LIMIT $pdfs" >"$data/ids-pdf"
    stage_serve "$port" REGISTRAR_WORKER=off
    before=$(resident) spent=$(ticks)
    step python3 "$root/scripts/lib/bench/looks.py" "$port" 8 "$data/ids-pdf" /verify/ .pdf '%PDF-' >"$(out)" \
        || die "the drawing failed"
    length=$(<"$(out)") spent=$(($(ticks) - spent))
    say "  $pdfs in $length s by $(awk "BEGIN { printf \"%.2f\", $spent / $hertz / $length }") cores;" \
        "resident $before MB before, $(resident) MB after"
    figure pdf "$(awk "BEGIN { printf \"%.0f\", $pdfs * $hertz / $spent }")" 200
    stage_stop_serve
}
