#!/bin/sh
# usage: run.sh REGENT BUILD_DIRECTORY SESSION
# Lets the clients of one *.test.mjs use `REGENT fake-github`. `./dev test` installs what they need;
# without it the test fails and says so.
set -eu
here=$(dirname "$0")
missing() {
  echo "conformance needs $1: run \`./dev test\`, which installs it"
  exit 1
}
for program in node gh python3 openssl; do
  command -v "$program" >/dev/null || missing "$program"
done
[ -f "$here/node_modules/ajv/package.json" ] || missing "tests/conformance/node_modules"
REGENT=$1
REGENT_BUILD=$2
export REGENT REGENT_BUILD
exec node --test --test-reporter=spec "$3"
