// A path of an exploration, told step by step. Values.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "sim/explore/model.h"
#include "sim/explore/result.h"

namespace regent::sim::explore {

// One step. Workers are numbered as they stay, also where the search takes them for one another.
struct Telling {
  Process process{};
  std::uint32_t worker = 0;  // 1-based; 0: it was not a worker
  std::uint32_t turn = 0;    // its so-and-so-many-th step
  Move::Kind kind{};
  std::string name;  // of the move: `answered`, `stale ledger 1`, `take merge-1`, …
  std::string what;  // one line for people
  std::string request;
  std::string response;
  int status = 0;
  Duration at{};  // since the beginning
  State before;
  State after;
  std::uint32_t breach = 0;
};

// Where a path ends that does not fit.
struct Misfit {
  std::size_t step = 0;  // 0-based, of the path
  std::string reason;
};

// Walks `path` from the model's initial state.
[[nodiscard]] std::expected<std::vector<Telling>, Misfit> tell(Model& model, const Path& path);

// Walks the steps of that name. The model tells its workers apart.
[[nodiscard]] std::expected<std::vector<Telling>, Misfit> tell(Model& model,
                                                               const std::vector<NamedStep>& steps);

[[nodiscard]] std::vector<NamedStep> names_of(const std::vector<Telling>& told);

// What is broken in `state` if it is at rest; 0: it is not at rest, or nothing is.
[[nodiscard]] std::uint32_t breach_at_rest(Model& model, const State& state);

// `worker 2`, `GitHub`, `time`…
[[nodiscard]] std::string actor_of(const Telling& telling);

}  // namespace regent::sim::explore
