#!/bin/sh
# usage: style.sh ROOT
# The rules that neither the compiler nor clang-format checks. Exit 1 and one line, FILE:LINE: what is
# wrong, for each break of: 100 columns, no tabs, no trailing blanks, headers guarded by #pragma once,
# files named in snake_case, nothing left to do later, no `using namespace std`.
set -eu
cd "$1"

# Columns are characters, not bytes: continuation bytes of UTF-8 do not count.
find core effects fakes sim runtime tests bench -name '*.h' -o -name '*.cc' | sort |
  LC_ALL=C xargs awk '
  function fault(what) { print FILENAME ":" FNR ": " what; faults++ }
  function leave_file() {
    if (header && !guarded) { print header ":1: no #pragma once"; faults++ }
  }
  FNR == 1 {
    leave_file()
    header = FILENAME ~ /\.h$/ ? FILENAME : ""
    guarded = 0
    files++
    if (FILENAME !~ /^[a-z0-9_\/]+\.(h|cc)$/) fault("file names are snake_case")
  }
  /^#pragma once$/ { guarded = 1 }
  {
    line = $0
    gsub(/[\200-\277]/, "", line)
    if (length(line) > 100) fault("longer than 100 columns")
  }
  /\t/ { fault("a tab") }
  /\r/ { fault("a carriage return") }
  / $/ { fault("trailing blanks") }
  /\/\/.*(TODO|FIXME|XXX)/ { fault("finish it, or open an issue") }
  /^ *using namespace std;/ { fault("name what you use of std") }
  END {
    leave_file()
    if (!files) { print "no file was checked"; exit 1 }
    exit faults > 0
  }
'
