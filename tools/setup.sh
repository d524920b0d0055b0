#!/bin/sh
# Makes sure that Node and node_modules are there, and prints the folder of that Node.
# node_modules counts as up to date while it holds a copy of the very package-lock.json it was made from.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
bin=$("$root/tools/node24.sh")
stamp=node_modules/.installed-package-lock.json
lock=.cache/install.lock

cd "$root"

is_installed() {
  cmp -s package-lock.json "$stamp"
}

# The lock is a symbolic link to its holder's process id: made in one step, and telling who made it.
take_lock() {
  if ! mkdir -p .cache 2>/dev/null || [ ! -w .cache ] || [ ! -w . ]; then
    echo "flowmesh: $root cannot be written, and the dependencies are installed there. Use a clone of your own, or correct its owner or mode." >&2
    exit 1
  fi
  until ln -s "$$" "$lock" 2>/dev/null; do
    holder=$(readlink "$lock" || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -f "$lock"; else sleep 0.2; fi
  done
  trap 'rm -f "$lock"' EXIT
  trap 'exit 130' INT TERM
}

install() {
  command -v npm >/dev/null 2>&1 || {
    echo "flowmesh: npm is needed to install the dependencies and is not on the PATH. Install Node with npm from https://nodejs.org." >&2
    exit 1
  }
  echo "flowmesh: installing dependencies into node_modules (once)" >&2
  # npm looks for the machine's settings (registry, proxy, cafile) beside the Node that runs it: beside ours there are none.
  if settings=$(npm config get globalconfig 2>/dev/null); then export npm_config_globalconfig="$settings"; fi
  if [ -d node_modules ]; then set -- install --no-save; else set -- ci; fi
  PATH="$bin:$PATH" npm "$@" --ignore-scripts --no-audit --no-fund --no-progress --no-update-notifier --loglevel=error >/dev/null || {
    echo "flowmesh: npm $1 failed, as told above. Check the network and npm's settings (npm config ls), then try again." >&2
    exit 1
  }
  cp package-lock.json "$stamp"
}

if ! is_installed; then
  take_lock
  is_installed || install
fi
echo "$bin"
