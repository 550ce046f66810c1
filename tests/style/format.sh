#!/bin/sh
# usage: format.sh ROOT CLANG-FORMAT
# Names the files that `./dev format` would change; exit 1 when there are any.
set -eu
cd "$1"
changed=$(find core effects fakes sim runtime tests bench -name '*.h' -o -name '*.cc' | sort |
  xargs "$2" --dry-run 2>&1 | sed -n 's/^\([^ :]*\):[0-9]*:[0-9]*: .*/\1/p' | uniq)
[ -z "$changed" ] || {
  printf 'not formatted (./dev format):\n%s\n' "$changed"
  exit 1
}
