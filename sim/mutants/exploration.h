// Whether exhaustive exploration finds a mutant, in worlds that are small enough to be searched.
#pragma once

#include <cstdint>
#include <string>

#include "sim/mutant.h"

namespace regent::mutants {

struct Explored {
  bool killed = false;
  std::string invariant;     // empty: it survived
  std::string world;         // where: `2 workers, 2 merges, 1 crash`; empty: it survived
  std::uint64_t states = 0;  // of all worlds that were searched
};

// Two workers and two merges, then the same with one fault of each kind, and with a crash and a
// lost answer; up to the first world with a violation. Each world is searched to its end, or to
// `states_max` (0: not at all): a mutant can make a small world a large one.
[[nodiscard]] Explored explore_mutant(const sim::Mutant& mutant, std::uint64_t states_max);

}  // namespace regent::mutants
