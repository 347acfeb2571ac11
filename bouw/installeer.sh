#!/bin/sh
# Install what `make <target>` needs, and nothing that is there already.
#
#   bouw/installeer.sh draaien        enough to run the service
#   bouw/installeer.sh ontwikkelen    also everything that tests and checks it
#   bouw/installeer.sh bench          enough to run it, and what the bench compares it with
#
# What is present is looked at each time (dpkg, the packages in .venv), not remembered: a package
# that somebody removed is noticed and put back. With everything in place this takes a fraction of a second.
set -eu

readonly SYSTEEM_DRAAIEN="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig hunspell-nl"
# libatomic1 is for the node that Playwright brings along.
readonly SYSTEEM_ONTWIKKELEN="openjdk-17-jdk-headless libjaxb-java poppler-utils chromium libatomic1 \
postgresql redis-server rabbitmq-server openssl"
readonly BELEID=/usr/sbin/policy-rc.d
readonly PYTHON=.venv/bin/python
readonly LOGBOEK=var/bouw/installatie.log
readonly KOPPELING=.venv/.gekoppeld

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "$*"; }

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Run a command with its output in the log; the log's end is shown only when it fails.
run_quietly() {
    "$@" >"$LOGBOEK" 2>&1 9>&- </dev/null && return
    tail -n 5 "$LOGBOEK" >&2
    return 1
}

is_nieuw_genoeg() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# Debian's own Python goes first: it is what an installation has, and one that was built by hand without
# profiling (--enable-optimizations) is slower.
choose_python() {
    for keuze in /usr/bin/python3 python3; do
        command -v "$keuze" >/dev/null && is_nieuw_genoeg "$keuze" && BASIS=$keuze && return
    done
    command -v python3 >/dev/null || stop "Python ontbreekt. Installeer het eerst, als root:
  apt-get install --no-install-recommends python3"
    stop "$(python3 --version) is te oud: Python 3.11 of nieuwer is nodig (Debian 12 heeft die).
Installeer een nieuwere Python en zorg dat 'python3' die start."
}

# Debian ships venv without ensurepip; other Pythons bring it along.
is_venv_mogelijk() { [ -x "$PYTHON" ] || "$BASIS" -c 'import ensurepip' 2>/dev/null; }

list_ontbrekende_systeempakketten() {
    is_venv_mogelijk || printf 'python3-venv '
    for pakket in "$@"; do
        # 'ii' means: wanted and installed; anything else counts as missing.
        case "$(dpkg-query -W -f '${db:Status-Abbrev}' "$pakket" 2>/dev/null)" in
            ii*) ;;
            *) printf '%s ' "$pakket" ;;
        esac
    done
}

# Debian starts a server as soon as it is installed, some on every address. Tests start their own, on loopback.
install_zonder_diensten() {
    eigen_beleid=
    [ -e "$BELEID" ] || {
        printf '#!/bin/sh\nexit 101\n' >"$BELEID" && chmod +x "$BELEID" && eigen_beleid=ja
    }
    uitkomst=0
    run_quietly apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" || uitkomst=$?
    [ -z "$eigen_beleid" ] || rm -f "$BELEID"
    return "$uitkomst"
}

install_systeempakketten() {
    command -v dpkg-query >/dev/null || {
        say "Geen Debian: zorg zelf voor $*"
        return 0
    }
    ontbrekend=$(list_ontbrekende_systeempakketten "$@")
    ontbrekend=${ontbrekend% }
    [ -n "$ontbrekend" ] || return 0
    opdracht="apt-get update && apt-get install --no-install-recommends $ontbrekend"
    [ "$(id -u)" -eq 0 ] || stop "Deze systeempakketten ontbreken: $ontbrekend
Alleen root mag ze installeren. Geef deze opdracht en begin daarna opnieuw:
  $(command -v sudo >/dev/null && printf 'sudo sh -c' || printf 'su -c') '$opdracht'"
    say "Systeempakketten installeren: $ontbrekend"
    # A failing update is no reason to stop: the lists that are there may be good enough.
    run_quietly apt-get -qq -o DPkg::Lock::Timeout=300 update || say "De pakketlijsten konden niet worden ververst."
    # shellcheck disable=SC2086  # the list must split into words
    install_zonder_diensten $ontbrekend ||
        stop "Deze systeempakketten ontbreken en installeren lukte niet: $ontbrekend
Is er een netwerk? Deze opdracht laat zien wat er misgaat:
  $opdracht"
}

# A .venv is of use when its pip works and its commands point to this folder: not when it is half made,
# when its Python is gone, or when the folder was moved.
is_omgeving_heel() { "$PYTHON" -c 'import pip' 2>/dev/null && grep -qF "$(pwd -P)/.venv/" .venv/bin/pip; }

make_omgeving() {
    is_omgeving_heel && return
    say "Python-omgeving maken: .venv"
    rm -rf .venv
    run_quietly "$BASIS" -m venv .venv || stop "De Python-omgeving .venv maken lukte niet. Kijk in $LOGBOEK."
}

install_pythonpakketten() {
    ontbrekend=$("$PYTHON" bouw/ontbrekend.py "$1")
    [ -n "$ontbrekend" ] || return 0
    # shellcheck disable=SC2086  # the list must split into words
    say "Python-pakketten installeren: $(printf '%s\n' $ontbrekend | wc -l) uit $1"
    # --no-deps: the lock holds all there is, and pip must not look for newer ones.
    # --only-binary: no code of a package runs while it is installed.
    run_quietly "$PYTHON" -m pip install -qq --no-deps --require-hashes --only-binary :all: -r "$1" ||
        stop "Deze Python-pakketten ontbreken en installeren lukte niet:
$(printf '%s' "$ontbrekend" | fmt -w 100 | sed 's/^/  /')
Is er een netwerk? Deze opdracht laat zien wat er misgaat:
  $PYTHON -m pip install --no-deps --require-hashes --only-binary :all: -r $1
Zonder netwerk: haal de pakketten elders op met 'pip download' en zet PIP_FIND_LINKS op die map."
}

# pyproject.toml says which commands there are in .venv/bin.
install_project() {
    koppeling=$(cksum <pyproject.toml)
    [ -x .venv/bin/correspondentie ] && [ "$(cat "$KOPPELING" 2>/dev/null)" = "$koppeling" ] && return
    say "Project koppelen aan .venv"
    run_quietly "$PYTHON" -m pip install -qq --no-deps --no-build-isolation -e . ||
        stop "Het project koppelen aan .venv lukte niet. Kijk in $LOGBOEK."
    printf '%s\n' "$koppeling" >"$KOPPELING"
}

# Two makes at once must not install through each other.
claim_installatie() {
    mkdir -p var/bouw
    exec 9>var/bouw/installatie.slot
    flock -n 9 || {
        say "Wachten tot een andere installatie klaar is."
        flock 9
    }
}

cd "$(dirname "$0")/.."
systeem=$SYSTEEM_DRAAIEN
slot=requirements.lock
case "${1-}" in
    draaien) ;;
    ontwikkelen)
        systeem="$systeem $SYSTEEM_ONTWIKKELEN"
        slot=requirements-ontwikkeling.lock
        ;;
    bench) slot=requirements-bench.lock ;;
    *) stop "Gebruik: bouw/installeer.sh draaien|ontwikkelen|bench" ;;
esac
claim_installatie
choose_python
# shellcheck disable=SC2086  # the list must split into words
install_systeempakketten $systeem
make_omgeving
install_pythonpakketten "$slot"
install_project
