#!/bin/sh
# usage: run.sh WRITE_REPLAY_PAGE OUTPUT_DIRECTORY
#        run.sh --server REGENT OUTPUT_DIRECTORY
# Drives the replay page, or the page of the simulated GitHub, in a headless Chromium (CHROMIUM names
# another one). `./dev test` installs what this needs; without it the test fails and says so.
set -eu
here=$(dirname "$0")
missing() {
  echo "page.chromium needs $1: run \`./dev test\`, which installs it"
  exit 1
}
browser=${CHROMIUM:-chromium}
CHROMIUM=$(command -v "$browser") || missing "the browser $browser"
command -v node >/dev/null || missing "node"
[ -f "$here/node_modules/playwright-core/package.json" ] || missing "tests/page/node_modules"
export CHROMIUM
[ "$1" != --server ] || exec node "$here/server_test.mjs" "$2" "$3"
exec node "$here/page_test.mjs" "$1" "$here/sample.json" "$2"
