#!/usr/bin/env bash
# Renews the lock files from pyproject.toml; run it after changing dependencies, then read the diff.
#   bash scripts/lock.sh             keeps the locked versions where they still fit
#   bash scripts/lock.sh --upgrade   takes the newest ones
# Needs uv on PATH or in .venv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || true)
if [ -z "$uv" ]; then uv=.venv/bin/uv; fi

common=(--quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11)

# Everything: all extras, the tools of development and the build backend; any system, Python 3.11 and later.
"$uv" pip compile "${common[@]}" "$@" --universal --all-extras pyproject.toml -o requirements.lock

# What the Windows bundle carries: the same versions, only what runs there, for its Python 3.11.
"$uv" pip compile "${common[@]}" --no-annotate --upgrade --python-platform windows --extra all \
    --constraint requirements.lock pyproject.toml -o packaging/windows/requirements.lock
