#!/usr/bin/env bash
# Sets the project up and does one job; on a bare Debian 12 as well as on a machine that has everything.
#
#   bash setup.sh                  sets up only
#   bash setup.sh demo [DIR …]     sets up and runs the main job on the invented school
#   bash setup.sh test             sets up and runs ruff, mypy and the whole test suite
#   bash setup.sh test ARGS…       the same set-up, then only pytest with these arguments
#
# Everything lands in .venv of this folder, from requirements.lock alone, each file checked by its hash.
# The second run finds its stamp and goes straight to the job. The log is setup.log beside this file.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
log=$root/setup.log
venv=$root/.venv
stamp=$venv/.setup-stamp
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# The Debian packages, in this one place: for any job, and for the tests.
python_packages=(python3 python3-venv ca-certificates)
libreoffice_packages=(libreoffice-calc libreoffice-writer)
screen_packages=(xvfb xdotool openbox)
uno_packages=(python3-uno)
poppler_packages=(poppler-utils)
node_packages=(nodejs)
font_packages=(fonts-liberation fontconfig)
browser_packages=(chromium chromium-driver)
npm_packages=(npm)

main() {
    local job=${1:-}
    [ $# -eq 0 ] || shift
    case $job in
        '' | demo | test) ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    printf '%s\n' "$(date '+%Y-%m-%d %H:%M:%S') setup.sh $job" 2>/dev/null >"$log" || log=$(mktemp)
    ensure_python
    [ "$job" != test ] || ensure_test_programs
    ensure_environment
    [ "$job" != test ] || ensure_validator
    case $job in
        '') say "Готово. Запустите: bash setup.sh demo" ;;
        demo) exec "$venv/bin/nastavnik" demo "$@" ;;
        test) run_tests "$@" ;;
    esac
}

usage() {
    printf '%s\n' \
        "Как запускать:" \
        "  bash setup.sh         подготовить всё нужное" \
        "  bash setup.sh demo    подготовить и показать работу на вымышленной школе" \
        "  bash setup.sh test    подготовить и проверить программу тестами"
}

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$*" >&2
    if [ -s "$log" ]; then
        [ -z "${CI:-}" ] || tail -n 40 "$log" >&2
        printf 'Подробности в файле %s\n' "$log" >&2
    fi
    exit 1
}

logged() { "$@" >>"$log" 2>&1 </dev/null; }

# --- Python and programs ---------------------------------------------------------------------------

ensure_python() {
    python=$(find_python || true)
    [ -z "$python" ] || return 0
    install_packages "Python 3.11 или новее с модулем venv" "${python_packages[@]}"
    python=$(find_python || true)
    [ -n "$python" ] || stop "Нужен Python 3.11 или новее с модулем venv, а найти его не удалось: установите его и повторите команду."
}

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 python; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

ensure_test_programs() {
    local missing=()
    has_libreoffice || missing+=("${libreoffice_packages[@]}")
    has_uno || missing+=("${uno_packages[@]}")
    has_screen || missing+=("${screen_packages[@]}")
    has_poppler || missing+=("${poppler_packages[@]}")
    has_node || missing+=("${node_packages[@]}")
    has_fonts || missing+=("${font_packages[@]}")
    has_browser || missing+=("${browser_packages[@]}")
    has_npm || missing+=("${npm_packages[@]}")
    [ ${#missing[@]} -gt 0 ] || return 0
    install_packages "LibreOffice с окнами (Calc и Writer), экран для него (Xvfb), poppler, Node.js, шрифты Liberation, Chromium и npm" "${missing[@]}"
    has_libreoffice || stop "LibreOffice с окнами и модулями Calc и Writer не найден: без него тесты не запускаются. Установите его и повторите команду."
    has_uno || stop "Мост LibreOffice для Python (uno) не найден: установите пакет python3-uno и повторите команду."
    has_screen || stop "Экран без монитора не найден: установите Xvfb, xdotool и openbox и повторите команду."
    has_poppler || stop "Программа pdftoppm не найдена: установите poppler и повторите команду."
    has_node || stop "Программа node не найдена: без неё не проверить скрипты для Google. Установите пакет nodejs и повторите команду."
    has_fonts || stop "Шрифты Liberation не найдены: установите их и повторите команду."
    has_browser || stop "Браузер Chromium с chromedriver не найден: установите chromium и chromium-driver и повторите команду."
    has_npm || stop "Программа npm не найдена: ею ставится проверяющая программа Open XML SDK для тестов; установите npm и повторите команду."
}

# With windows: the tests click its buttons. The packages «…-nogui» give way to those with windows.
has_libreoffice() {
    local office
    office=$(command -v soffice) || return 1
    [ "$(uname -s)" = Linux ] || return 0
    office=$(dirname "$(readlink -f "$office")")
    [ -e "$office/libsclo.so" ] && [ -e "$office/libswlo.so" ] && [ -e "$office/libvclplug_genlo.so" ]
}

has_screen() { command -v Xvfb >/dev/null && command -v xdotool >/dev/null && command -v openbox >/dev/null; }

# Where nastavnik_sheets/hosts/libreoffice/office.py looks for it.
has_uno() {
    [ -e /usr/lib/python3/dist-packages/uno.py ] || [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/uno.py" ]
}

has_poppler() { command -v pdftoppm >/dev/null; }

has_browser() { command -v chromium >/dev/null && command -v chromedriver >/dev/null; }

# The scripts for Google are run by it, against services of our own.
has_node() { command -v node >/dev/null; }

has_fonts() { command -v fc-list >/dev/null && [ -n "$(fc-list 'Liberation Serif')" ]; }

has_npm() { validator_stands || command -v npm >/dev/null; }

# install_packages WHAT PACKAGE…: says what is missing and installs it where that is ours to do.
install_packages() {
    local what=$1
    shift
    command -v apt-get >/dev/null || stop "На этой машине не хватает: ${what}. Установите и повторите команду."
    [ "$(id -u)" = 0 ] || stop "На этой машине не хватает: ${what}. Выполните «sudo apt-get install $*» и повторите команду."
    say "Ставлю недостающее из Debian: $*"
    export DEBIAN_FRONTEND=noninteractive
    if [ -z "${apt_updated:-}" ]; then
        logged apt-get -q update || say "Список пакетов Debian обновить не удалось, пробую с прежним."
        apt_updated=yes
    fi
    logged apt-get -q -y --no-install-recommends install "$@" ||
        stop "Пакеты Debian не установились: проверьте сеть и место на диске и повторите команду."
}

# --- the environment -------------------------------------------------------------------------------

ensure_environment() {
    local wanted
    wanted=$(cat "$root/requirements.lock" "$root/pyproject.toml" | cksum; printf '%s\n' "$root")
    if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c ''; then
        return 0
    fi
    [ -w "$root" ] || stop "Папка «${root}» недоступна для записи: скопируйте проект туда, где вам можно писать."
    make_venv
    say "Ставлю библиотеки в ${venv} (обычно не дольше минуты)…"
    logged "$venv/bin/python" -m pip install --require-hashes --only-binary :all: -r "$root/requirements.lock" ||
        stop "Библиотеки не установились: проверьте, что есть сеть, и повторите команду."
    logged "$venv/bin/python" -m pip install --no-index --no-deps --no-build-isolation -e "$root" ||
        stop "Сама программа не установилась."
    printf '%s\n' "$wanted" >"$stamp"
}

# A .venv that was moved (its scripts name their old place) or whose Python is gone is made anew.
make_venv() {
    if "$venv/bin/python" -c '' 2>/dev/null && { [ ! -e "$stamp" ] || [ "$(tail -n 1 "$stamp")" = "$root" ]; }; then
        "$venv/bin/python" -m pip --version >/dev/null 2>&1 || logged "$venv/bin/python" -m ensurepip ||
            stop "В окружении ${venv} нет pip: удалите эту папку и повторите команду."
        return 0
    fi
    say "Создаю окружение Python: ${venv}"
    logged "$python" -m venv --clear "$venv" ||
        stop "Окружение Python не создалось: проверьте место на диске и повторите команду."
}

# Microsoft's validator of workbooks, which the tests run (tests/sdk_validator.py): from its lock, checked by hashes.
ensure_validator() {
    local wanted=$root/packaging/validator place=$venv/validator
    ! validator_stands || return 0
    say "Ставлю проверяющую программу Open XML SDK (80 МБ, только для тестов)…"
    rm -rf "$place"
    mkdir -p "$place"
    cp "$wanted/package.json" "$wanted/package-lock.json" "$place"
    (cd "$place" && logged npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier) ||
        stop "Проверяющая программа Open XML SDK не установилась: проверьте, что есть сеть, и повторите команду."
    cp "$wanted/package-lock.json" "$place/installed.json"
}

validator_stands() {
    local installed=$venv/validator/installed.json
    [ -e "$installed" ] && [ "$(<"$installed")" = "$(<"$root/packaging/validator/package-lock.json")" ]
}

# --- the tests -------------------------------------------------------------------------------------

run_tests() {
    cd "$root"
    if [ $# -gt 0 ]; then
        exec "$venv/bin/python" -m pytest "$@"
    fi
    local failed=()
    "$venv/bin/ruff" check . || failed+=(ruff)
    "$venv/bin/mypy" || failed+=(mypy)
    "$venv/bin/mypy" --strict scripts packaging/windows || failed+=("mypy scripts")
    "$venv/bin/python" -m pytest -n 2 || failed+=(pytest)
    [ ${#failed[@]} -eq 0 ] || { printf 'Не прошло: %s\n' "${failed[*]}" >&2; exit 1; }
}

main "$@"
