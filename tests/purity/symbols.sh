#!/bin/sh
# usage: symbols.sh ARCHIVE NM CXXFILT
#
# Proves that an archive asks its surroundings for nothing but memory, strings, containers and
# exceptions: every symbol that it uses and does not define itself must match allowed_symbols.txt and
# none may match denied_symbols.txt. The object of core/assert.cc may also write a line to stderr and
# abort. Exit 1 and one line for each symbol that breaks this.
set -eu
LC_ALL=C
export LC_ALL

archive=$1 nm=$2 cxxfilt=$3
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A pattern file holds one extended regular expression a line, each for a whole demangled symbol;
# blank lines and lines that begin with '# ' are for people.
patterns() { grep -vE '^(# .*|)$' "$1"; }
patterns "$here/allowed_symbols.txt" >"$work/allowed"
patterns "$here/denied_symbols.txt" >"$work/denied"

"$nm" --defined-only --extern-only --format=posix "$archive" | awk 'NF > 1 { print $1 }' | sort -u >"$work/defined"
"$nm" --undefined-only --format=posix --print-file-name "$archive" | awk '
  /\[assert\.cc\.o\]: (fputs|fwrite|stderr|abort) / { next }  # fwrite: what GCC makes of fputs
  sub(/^.*\[[^]]*\]: /, "") { print $1 }' | sort -u >"$work/used"
[ -s "$work/defined" ] || {
  echo "$archive defines no symbol: this proof would prove nothing"
  exit 1
}
comm -13 "$work/defined" "$work/used" | "$cxxfilt" | sort -u >"$work/asked"

grep -xE -f "$work/denied" "$work/asked" | sed 's/^/denied: /' >"$work/faults" || true
grep -vxE -f "$work/denied" "$work/asked" >"$work/rest" || true
grep -vxE -f "$work/allowed" "$work/rest" | sed 's/^/not on the allow-list: /' >>"$work/faults" || true

if [ -s "$work/faults" ]; then
  echo "$archive is not pure:"
  cat "$work/faults"
  exit 1
fi
echo "$archive is pure: it asks for $(wc -l <"$work/asked") symbols, all of them allowed"
