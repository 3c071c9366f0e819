# shellcheck shell=bash
# The release build of the program: made once, then reused until somebody asks for a new one. Tests name their own build.
# shellcheck disable=SC2154 # root is set by the script that sources this file

binary=${REGISTRAR_BINARY:-$root/.build/release/registrar}

# build_release first | again leaves the program in `binary`: `first` builds only when there is none, `again` always.
build_release() {
    if [[ -x $binary && $1 != again ]]; then
        [[ -z $(find "$root/Sources" "$root/sql" "$root/Package.swift" -newer "$binary" -type f -print -quit) ]] \
            || say "The build of $(date -r "$binary" '+%F %R') is older than its sources; scripts/run --build makes a new one."
        return 0
    fi
    command -v swift >/dev/null || die "there is no build yet, and no Swift toolchain on the PATH to make one"
    install_packages "${packages_to_build[@]}"
    say "Building registrar for release; the first time takes about ten minutes."
    step swift build -c release --static-swift-stdlib --product registrar --package-path "$root" >&2 || die "the build failed"
}
