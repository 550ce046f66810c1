// The invariants in plain words (the simulator's monitor has the names).
#pragma once

#include <string_view>

namespace regent::runtime {

// What must never be, as a sentence; empty for an unknown name.
[[nodiscard]] std::string_view rule_of(std::string_view invariant);

}  // namespace regent::runtime
