// Whether exhaustive exploration finds a mutant, in a world that is small enough to be searched.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/mutant.h"

namespace regent::mutants {

struct Explored {
  bool killed = false;
  std::string invariant;     // empty: it survived
  std::uint64_t states = 0;  // until the first violation, or all of them
};

// nullopt: mutants are not explored.
[[nodiscard]] std::optional<Explored> explore_mutant(const sim::Mutant& mutant);

}  // namespace regent::mutants
