// What an exploration found. Values.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/explore/arguments.h"
#include "sim/explore/model.h"

namespace regent::sim::explore {

// One step of a path: the process and the index of its move among all that it has in that state.
struct PathStep {
  Process process{};
  std::uint16_t move = 0;
  friend bool operator==(const PathStep&, const PathStep&) = default;
};
using Path = std::vector<PathStep>;

// The same step by name, which holds in any model of the same arguments: `worker 2`, its
// so-and-so-many-th step, `answered`.
struct NamedStep {
  std::string who;
  std::uint32_t turn = 0;
  std::string move;
  friend bool operator==(const NamedStep&, const NamedStep&) = default;
};

struct Found {
  std::string invariant;
  std::string message;
  Path path;
  std::vector<NamedStep> steps;  // of `path`, by name
};

struct Result {
  bool complete = false;
  std::string stopped;       // why it is not complete; empty when it is
  std::uint64_t states = 0;  // distinct; of the stateless methods: visited
  std::uint64_t transitions = 0;
  std::uint64_t terminal_states = 0;
  std::string terminal_hash;  // of the set of states at rest: 32 hexadecimal digits
  std::uint32_t depth_max = 0;
  std::vector<Found> violations;      // the shortest first
  std::uint64_t violation_count = 0;  // distinct states that break an invariant
  Model::Sizes sizes;
};

struct Progress {
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint32_t depth = 0;
  std::uint64_t frontier = 0;  // states on the stacks that still have something to be explored
  std::uint64_t violations = 0;
};
// Called now and then from one thread at a time; false: stop, and say what was covered.
using Watch = std::function<bool(const Progress&)>;

// Explores the world of `arguments`. What is found does not depend on `jobs`: completeness, states
// at rest and violations. Sleep sets depend on the order of the search, so with `reduced` and
// several threads `states` and `transitions` vary a little, and which of several paths is told.
[[nodiscard]] Result explore(const Arguments& arguments, const Watch& watch = {});

}  // namespace regent::sim::explore
