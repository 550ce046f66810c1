// An exploration for people and for programs.
#pragma once

#include <chrono>
#include <string>

#include "runtime/campaign_text.h"
#include "sim/explore/result.h"

namespace regent::runtime {

// What was explored, what came of it, and what it took.
struct Exploration {
  const sim::explore::Arguments& arguments;
  const sim::explore::Result& result;
  std::chrono::duration<double> wall{};
  std::uint64_t peak_memory_bytes = 0;  // of the whole process
  std::string command;                  // that does the same again
};

// The names of the fault budgets, as options and in JSON: `crashes`, `lost`, …
[[nodiscard]] std::string_view name_of(sim::explore::Budget budget);

// `3 workers, 2 merges, 1 crash, 1 lost answer`.
[[nodiscard]] std::string world_text(const sim::explore::Arguments& arguments);

// `regent.explore/1` (docs/exploration.md).
[[nodiscard]] std::string exploration_json(const Exploration& exploration);

// The table, and the story of the first violation.
[[nodiscard]] std::string exploration_text(const Exploration& exploration, const Page& page);

}  // namespace regent::runtime
