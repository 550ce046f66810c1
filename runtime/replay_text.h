// A replay and a shrunk trace for people.
#pragma once

#include <string>

#include "runtime/any_trace.h"
#include "runtime/campaign_text.h"

namespace regent::runtime {

// The story, each line with its step, and the state of the world when `shows_state`.
[[nodiscard]] std::string replay_text(const AnyTrace& trace, const Replayed& replayed,
                                      bool shows_state, const Page& page);
// What became of it: the violation with its rule and what the nearest passing run has otherwise, or
// that there is none.
[[nodiscard]] std::string verdict_text(const Replayed& replayed, const std::string& difference,
                                       const Page& page);

// `choices 812 → 3, steps 1,204 → 31, …`
[[nodiscard]] std::string shrink_text(const ShrinkReport& report);
[[nodiscard]] std::string shrink_json(const ShrinkReport& report, const std::string& file,
                                      const std::string& difference);

}  // namespace regent::runtime
