#!/bin/sh
# Builds a small tree in which each rule of includes.sh is broken once and requires that exactly those
# lines are named.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"
mkdir -p core effects fakes/github sim runtime

cat >core/good.h <<'END'
#include "core/other.h"
#include <vector>
END
cat >core/bad.h <<'END'
#include "sim/simulator.h"
#include <thread>
#include <nlohmann/json.hpp>
  #  include <core/other.h>
#include "../sim/simulator.h"
#include "good.h"
#include SIMULATOR
#include <cstdio>
END
echo '#include "effects/runner.h"' >fakes/github/bad.cc
echo '#include "fakes/github/server.h"' >effects/bad.cc
echo '#include "runtime/cli.h"' >sim/bad.cc
printf '#include <yaml-cpp/yaml.h>\n#include "sim/simulator.h"\n' >runtime/bad.h
printf '#include <yaml-cpp/yaml.h>\n#include "core/good.h"\n' >runtime/good.cc

expected='core/bad.h:1 core/bad.h:2 core/bad.h:3 core/bad.h:4 core/bad.h:5 core/bad.h:6 core/bad.h:7 core/bad.h:8 effects/bad.cc:1 fakes/github/bad.cc:1 runtime/bad.h:1 sim/bad.cc:1'
if output=$(sh "$here/includes.sh" "$tree"); then
  echo "includes.sh accepts wrong arrows: $output"
  exit 1
fi
found=$(printf '%s\n' "$output" | sed 's/^\([^:]*:[0-9]*\):.*/\1/' | tr '\n' ' ' | sed 's/ $//')
[ "$found" = "$expected" ] || {
  printf 'includes.sh names\n  %s\nwhere these are wrong\n  %s\n%s\n' "$found" "$expected" "$output"
  exit 1
}
