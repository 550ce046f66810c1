// What one simulated run leaves behind.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/plan.h"
#include "core/time.h"
#include "sim/fault.h"
#include "sim/situations.h"
#include "sim/strategy.h"

namespace regent::sim {

// One broken invariant (protocol.md, "Invariants", has the names).
struct Violation {
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  std::string invariant;
  std::string message;
  friend bool operator==(const Violation&, const Violation&) = default;
};

// A release of a real project that was computed differently.
struct Mismatch {
  std::string sha;  // the commit that carries the tag
  std::string expected;
  std::string computed;  // empty: nothing to release
  friend bool operator==(const Mismatch&, const Mismatch&) = default;
};

struct ReleaseTally {
  std::uint64_t expected = 0;
  std::uint64_t matched = 0;
  std::vector<Mismatch> mismatched;
};

struct Report {
  std::uint64_t seed = 0;
  Strategy strategy = Strategy::uniform;  // that the seed followed
  std::uint64_t steps = 0;
  std::uint64_t api_calls = 0;
  std::uint64_t merges = 0;
  std::uint64_t releases = 0;  // release PRs merged
  Duration virtual_ms{};
  FaultCounts faults{};
  std::array<std::uint64_t, note_count> notes{};
  SituationCounts situations{};
  std::string hash;  // every choice and every state change, in order
  std::vector<Violation> violations;
  ReleaseTally tally;
};

}  // namespace regent::sim
