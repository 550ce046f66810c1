// The smallest run that still fails in the same way.
//
// A case is made smaller for as long as its replay has the same fingerprint: choices get their
// usual answers (delta debugging), merges and workers are left out, and answers become rounder.
// What it was that had to come together remains. Deterministic: the result depends on neither time
// nor the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/trace.h"

namespace regent::sim {

struct ShrinkLimits {
  std::uint64_t steps_max = 50'000'000;  // of all replays together, about
  std::uint32_t jobs = 1;
};

struct CaseSize {
  std::size_t choices = 0;
  std::size_t merges = 0;
  std::uint32_t workers = 0;
  std::uint64_t steps = 0;  // to the violation
  friend bool operator==(const CaseSize&, const CaseSize&) = default;
};
[[nodiscard]] CaseSize size_of(const Case& the_case);

struct Shrunk {
  Case smallest;
  CaseSize before;
  CaseSize after;
  std::uint64_t replays = 0;
  std::uint64_t steps = 0;  // of all replays
  // No single choice can get its usual answer without the failure being gone. False: the limit came
  // first.
  bool is_minimal = false;
};

// Called in one thread with the steps that were made so far.
using ShrinkProgress = std::function<void(std::uint64_t steps)>;

// Nullopt: a replay does not fail as the trace says.
[[nodiscard]] std::optional<Shrunk> shrink(const Case& the_case, const ShrinkLimits& limits,
                                           const ShrinkProgress& progress = {});

}  // namespace regent::sim
