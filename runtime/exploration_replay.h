// A path of an exploration, walked again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/any_trace.h"
#include "sim/explore/result.h"
#include "sim/report.h"

namespace regent::runtime {

struct ExploredCase {
  sim::explore::Arguments arguments;
  sim::Violation violation;  // seed and step mean nothing
  std::vector<sim::explore::NamedStep> steps;
};

// The option and the reason for which such a world cannot be explored; nullopt: it can.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> reason_not_to_explore(
    const sim::explore::Arguments& arguments);

// Steps count from 1. The story and the state are those after step `until`.
[[nodiscard]] Replayed replay_explored(const ExploredCase& explored, std::uint64_t until);

struct ShortestCase {
  ExploredCase smallest;
  std::uint64_t states = 0;
  bool is_minimal = false;
};
// A shortest path to a violation of the same invariant, breadth first over at most
// `bounds.steps_max` states; the case itself when none is shorter. Nullopt: it does not fail as it
// says.
[[nodiscard]] std::optional<ShortestCase> shortest_of(const ExploredCase& explored,
                                                      const ShrinkBounds& bounds);

// What the nearest passing run has otherwise, in one sentence without its full stop; empty: no
// single step makes the difference.
[[nodiscard]] std::string difference_of(const ExploredCase& explored);

// `regent.replay/1` (runtime/replay_page.h).
[[nodiscard]] std::string explored_replay_json(const ExploredCase& explored,
                                               const std::string& subtitle,
                                               const std::string& reproduce);

}  // namespace regent::runtime
