#!/bin/sh
# usage: includes.sh ROOT
#
# Proves which way the arrows between the rooms point, on the text of every #include below ROOT:
#   - a room includes only the rooms that it may depend on, by their path from the root;
#   - `core` includes only itself and those standard headers that neither read clocks, draw random
#     numbers, start threads nor touch the outside;
#   - JSON, YAML and command-line libraries stay out of headers, because they are slow to compile.
# Exit 1 and one line, FILE:LINE: what is wrong, for each #include that breaks this.
set -eu
LC_ALL=C
export LC_ALL
cd "$1"

find core effects fakes sim runtime -name '*.h' -o -name '*.cc' | sort | xargs awk '
  BEGIN {
    may["core"] = "core"
    may["fakes/github"] = "fakes/github core"
    may["fakes/github/graphql"] = "fakes/github/graphql fakes/github core"
    may["fakes/github/site"] = "fakes/github/site fakes/github/graphql fakes/github core"
    may["fakes/github/server"] = "fakes/github/server fakes/github/site fakes/github core"
    may["effects"] = "effects core"
    may["effects/https"] = "effects/https effects core"
    may["sim"] = "sim core effects fakes/github"
    may["sim/explore"] = "sim/explore sim core effects fakes/github"
    may["sim/mutants"] = "sim/mutants sim/explore sim core effects fakes/github"
    may["runtime"] = "runtime core effects effects/https fakes/github fakes/github/site " \
                     "fakes/github/server sim sim/explore sim/mutants"
    # <cstdio> and <cstdlib> are for core/assert.cc alone.
    split("algorithm array bit charconv chrono compare concepts cstddef cstdint " \
          "cstring deque exception expected functional initializer_list iterator limits list map " \
          "memory new numeric optional queue ranges set span stdexcept string string_view tuple " \
          "type_traits typeinfo unordered_map unordered_set utility variant vector version", names, " ")
    for (i in names) pure[names[i]] = 1
  }
  function fault(what) { print FILENAME ":" FNR ": " what; faults++ }
  function directory(path) { sub(/\/[^\/]*$/, "", path); return path }
  FNR == 1 { room = directory(FILENAME); files++ }
  /^[ \t]*#[ \t]*include/ {
    target = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", target)
    quoted = substr(target, 1, 1) == "\""
    name = substr(target, 2)
    sub(/[">].*/, "", name)
    if (quoted) {
      if (!(room in may)) fault("no room is called " room)
      else if (index(" " may[room] " ", " " directory(name) " ") == 0)
        fault(room " may not include \"" name "\"; it may include: " may[room])
    } else if (substr(target, 1, 1) != "<") {
      fault("an include that this check cannot read: " target)
    } else if (name ~ /^(core|effects|fakes|sim|runtime|tests|bench)\//) {
      fault("a file of this project is included with quotes: <" name ">")
    } else if (room == "core" && !(name in pure) &&
               !(FILENAME == "core/assert.cc" && (name == "cstdio" || name == "cstdlib"))) {
      fault("core may not include <" name ">")
    } else if (FILENAME ~ /\.h$/ && name ~ /^(nlohmann|yaml-cpp|CLI|httplib|boost)/ &&
               name != "nlohmann/json_fwd.hpp") {
      fault("<" name "> is slow to compile and stays in .cc files")
    }
  }
  END {
    if (!files) { print "no file was checked"; exit 1 }
    if (!faults) print "the includes of " files " files point the right way"
    exit faults > 0
  }
'
