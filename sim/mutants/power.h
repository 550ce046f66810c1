// How well the checks find bugs: each mutant is run until an invariant breaks.
//
// The arenas take turns: the first seed of each, the second of each, and so on. What is counted is
// every run until the first violation, of whatever invariant, in a seed that the protocol itself
// survives. Deterministic for any number of jobs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mutants/arena.h"
#include "sim/mutants/exploration.h"
#include "sim/report.h"

namespace regent::mutants {

struct Kill {
  sim::Violation violation;  // the first one
  const Arena* arena = nullptr;
};

struct Verdict {
  const sim::Mutant* mutant = nullptr;
  std::uint64_t seeds = 0;   // that were run
  std::optional<Kill> kill;  // nullopt: it survived them
  Explored explored;
  std::vector<std::string_view> scenarios;  // that it loses, although the original survives them
};

struct PowerSpec {
  std::span<const sim::Mutant* const> mutants;
  std::uint64_t seeds_max = 4'000;
  std::uint64_t states_max = 20'000;  // of each explored world; 0: none is
  std::uint32_t jobs = 1;
};

// Called from any thread, one call at a time, with the number of mutants that are judged.
using Progress = std::function<void(std::uint64_t done)>;

// One verdict a mutant, in their order.
[[nodiscard]] std::vector<Verdict> measure_power(const PowerSpec& spec,
                                                 const Progress& progress = {});

// One mutant alone.
[[nodiscard]] Verdict judge(const sim::Mutant& mutant, std::uint64_t seeds_max,
                            std::uint64_t states_max);

struct Tally {
  std::uint64_t killed = 0;
  std::uint64_t survived = 0;      // without those that are argued to be equivalent
  std::uint64_t equivalent = 0;    // and not killed
  std::uint64_t median_seeds = 0;  // of those that were killed; the upper of two middle ones
};
[[nodiscard]] Tally tally(std::span<const Verdict> verdicts);

}  // namespace regent::mutants
