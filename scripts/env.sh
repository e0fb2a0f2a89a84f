# Sourced by the other scripts: makes the environment `.venv` when it is missing or no longer
# current, and puts it first on the PATH.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if usable "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  echo "Mercado needs Python 3.11 or newer; found: $(python3 --version 2>&1 || true)." >&2
  echo "Install one, or name it: PYTHON=/path/to/python3.11 $0" >&2
  return 1
}

make_environment() {
  local python stamp log=.venv/install.log
  # A folder that was moved has an environment that points to where it was.
  stamp="$PWD $(cat requirements-dev.lock pyproject.toml | cksum)"
  if [ "$(cat .venv/stamp 2>/dev/null)" = "$stamp" ]; then return; fi
  python=$(find_python)
  echo "making the environment in .venv with $("$python" --version) (once; about half a minute)" >&2
  rm -rf .venv
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    echo "Python's venv module does not work; on Debian: apt-get install python3-venv" >&2
    return 1
  fi
  if ! .venv/bin/python -m pip install -q --disable-pip-version-check --no-compile \
    --require-hashes -r requirements-dev.lock >"$log" 2>&1 ||
    ! .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps \
      --no-build-isolation -e . >>"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "Some packages could not be installed; the whole story is in $log." >&2
    echo "There are wheels for Linux with glibc and for macOS; elsewhere use docker compose." >&2
    return 1
  fi
  echo "$stamp" >.venv/stamp
}

make_environment
export PATH="$PWD/.venv/bin:$PATH"
# Each process would compile all that it imports again; the sources stay without it.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$PWD/.venv/bytecode"
