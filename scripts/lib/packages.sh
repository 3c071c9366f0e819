# shellcheck shell=bash
# The Debian packages this project stands on, each with a file that shows it is there.

declare -A packages=(
    [postgresql]='/usr/lib/postgresql/*/bin/initdb'
    [libpq-dev]='/usr/include/postgresql/libpq-fe.h'
    [libgmime-3.0-dev]='/usr/include/gmime-3.0/gmime/gmime.h'
    [faketime]='/usr/bin/faketime'
    [libical-dev]='/usr/include/libical/ical.h'
    [libcairo2-dev]='/usr/include/cairo/cairo-pdf.h'
    [libpango1.0-dev]='/usr/include/pango-1.0/pango/pangocairo.h'
    [libqrencode-dev]='/usr/include/qrencode.h'
    [libzip-dev]='/usr/include/zip.h'
    [fonts-ebgaramond]='/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Regular.otf'
    [fonts-noto-core]='/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf'
    [fonts-noto-cjk]='/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc'
    [zlib1g-dev]='/usr/include/zlib.h'
    [pkg-config]='/usr/bin/pkg-config'
    [pgbouncer]='/usr/sbin/pgbouncer'
    [poppler-utils]='/usr/bin/pdfdetach'
    [zbar-tools]='/usr/bin/zbarimg'
    [chromium]='/usr/bin/chromium'
    [python3]='/usr/bin/python3'
    [python3-cryptography]='/usr/lib/python3/dist-packages/cryptography/__init__.py'
    [python3-venv]='/usr/lib/python3*/ensurepip/__init__.py'
    [shellcheck]='/usr/bin/shellcheck'
    [libreoffice-calc]='/usr/lib/libreoffice/program/libsclo.so'
    [wrk]='/usr/bin/wrk'
    [nginx]='/usr/sbin/nginx'
)
# shellcheck disable=SC2034 # read by the scripts that source this file
{
    packages_to_run=(postgresql fonts-ebgaramond fonts-noto-core fonts-noto-cjk)
    packages_to_build=(
        libpq-dev libgmime-3.0-dev libical-dev libcairo2-dev libpango1.0-dev libqrencode-dev libzip-dev zlib1g-dev
        pkg-config
    )
    packages_to_test=(pgbouncer poppler-utils python3 python3-cryptography zbar-tools)
    packages_to_bench=(postgresql nginx python3 python3-venv wrk)
    packages_to_prove=(postgresql python3)
    packages_to_browse=(chromium python3 python3-venv)
    packages_to_check=(python3 shellcheck)
}

# Installs those of the named packages that are missing; where it may not, says what to install.
install_packages() {
    local package missing=() as_root=(env)
    for package; do
        compgen -G "${packages[$package]}" >/dev/null || missing+=("$package")
    done
    ((${#missing[@]} > 0)) || return 0

    command -v apt-get >/dev/null || die "no apt-get on this machine; install what Debian calls: ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "packages are missing; as root, run: apt-get install ${missing[*]}"
        as_root=(sudo env)
    fi
    say "Installing Debian packages: ${missing[*]}"
    apt_install || die "the packages could not be installed; as root, run: apt-get install ${missing[*]}"
}

# Installs `missing`. Debian would also make a cluster of its own, and start it and nginx; this project wants neither.
apt_install() (
    apt=("${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    no_cluster=/etc/postgresql-common/createcluster.d/registrar.conf no_start=
    trap '"${as_root[@]}" rm -f "$no_cluster" ${no_start:+"$no_start"}' EXIT
    "${as_root[@]}" mkdir -p "${no_cluster%/*}" || exit 1
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null || exit 1
    # Where somebody decides already what starts, they go on to.
    if [[ " ${missing[*]} " == *' nginx '* && ! -e /usr/sbin/policy-rc.d ]]; then
        no_start=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$no_start" >/dev/null || exit 1
        "${as_root[@]}" chmod 755 "$no_start"
    fi
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >&2 8<&- 9<&-
)
