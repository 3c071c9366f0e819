# shellcheck shell=bash
# Words for a person, and processes that never outlive the script that started them.

say() { printf '%s\n' "$*" >&2; }

# Says why the script gives up; it ends with the exit code $code (1 unless the caller sets it).
die() {
    say "${0##*/}: $*"
    exit "${code:-1}"
}

# The last lines of a log, so that a failure explains itself without a search.
show_log() {
    say "The end of $1:"
    tail -n 30 -- "$1" | sed 's/^/    /' >&2
}

# A shell that a script started in the background ignores SIGINT and cannot trap it: starts again with the default.
heed_interrupts() {
    local interrupt
    interrupt=$(trap -p INT)
    [[ $interrupt != *"''"* ]] || exec env --default-signal=INT bash "$0" "$@"
}

# Calls FUNCTION once when the script ends, however it ends; a second signal does not cut it short.
at_end() {
    # shellcheck disable=SC2064 # the function's name is known now
    trap "trap '' INT TERM HUP; $1" EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# Starts a command in a session of its own: Ctrl-C reaches the script alone, which decides the order of the end.
# The id, also of the session's process group, is left in `started`. The locks (8 and 9) stay with the script.
# A command that begins with `setpriv --pdeathsig SIGNAL` gets that signal when the script dies, even by SIGKILL.
spawn() {
    (exec setsid "$@" </dev/null 8<&- 9<&-) &
    started=$!
}

# Waits for what was spawned; a signal to the script is heeded at once, and what `at_end` calls ends `started`.
await() {
    local status=0
    wait "$started" || status=$?
    started=
    return "$status"
}

step() {
    spawn setpriv --pdeathsig TERM -- "$@"
    await
}

# seconds SINCE prints the time from then (an EPOCHREALTIME) to now, with one decimal.
seconds() {
    local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 100000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# finish ID SIGNAL:SECONDS… ends a spawned process and its group; each signal is given its time before the next.
finish() {
    local id=$1 turn tries
    for turn in "${@:2}"; do
        kill -s "${turn%:*}" -- "-$id" 2>/dev/null || kill -s "${turn%:*}" "$id" 2>/dev/null || return 0
        for ((tries = ${turn#*:} * 20; tries > 0; tries--)); do
            kill -0 -- "-$id" 2>/dev/null || kill -0 "$id" 2>/dev/null || return 0
            sleep 0.05
        done
    done
}
