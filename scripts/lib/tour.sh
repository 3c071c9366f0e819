# shellcheck shell=bash
# A walk in words and commands: read from a text, done, and held against what the text says of each answer.

# tour_walk FILE ANSWER does what stands under the heading `## A tour` in a file of Markdown; the answer of each command
# lies in the file ANSWER while it is looked at. How much was done is left in `tour_commands` and `tour_answers`.
tour_walk() {
    local line command='' lines=()
    tour_commands=0 tour_answers=0
    mapfile -t lines < <(sed -n '/^## A tour/,/^## /{/^## /!p}' "$1")
    for line in "${lines[@]}"; do
        if [[ $line != '    '* ]]; then
            [[ -z $command ]] || die "a command of the tour has no end: $command"
            printf '%s\n' "$line"
            continue
        fi
        printf '    %s %s\n' "$([[ -n $command ]] && echo '>' || echo '$')" "${line#    }"
        command+=${line#    }
        if [[ $command == *\\ ]]; then
            command=${command%\\}
            continue
        fi
        tour_step "$command" "$2"
        command=
    done
    ((tour_commands > 0)) || die "there is no tour in $1"
}

# One command, in this shell, as if it had been typed: what it sets stays set.
tour_step() {
    local command=${1%%  # →*} expected='' status=0 want=0 words
    [[ $1 != *'  # → '* ]] || expected=${1##*  # → }
    eval "$command" >"$2" 2>&1 || status=$?
    awk '{ print "      " $0 }' "$2"
    ((++tour_commands))
    while [[ -n $expected ]]; do
        words=${expected%%; *}
        [[ $expected == *'; '* ]] && expected=${expected#*; } || expected=
        if [[ $words == 'exit '* ]]; then
            want=${words#exit }
        else
            grep -qF -- "$words" "$2" || die "that is not what the tour says: '$words' is not in the answer"
        fi
        ((++tour_answers))
    done
    ((status == want)) || die "that is not what the tour says: the command ended with $status, not with $want"
}

# A port of the loopback address that nobody uses now.
free_port() {
    local port
    while :; do
        port=$((RANDOM % 20000 + 20000))
        (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null || break
    done
    printf '%s\n' "$port"
}
