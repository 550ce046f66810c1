// What a failing run lacks to pass: the nearest schedule that does.
//
// Of a small run (sim/shrink.h) each choice is needed. The nearest passing run is the one that
// differs in a single choice, or in two of them, which get their usual answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace.h"

namespace regent::sim {

struct Difference {
  std::vector<Choice> choices;  // one or two; with their usual answers the run passes
};

// Nullopt: no choice and no pair of them makes the run pass, as far as `steps_max` steps of replays
// tell. What befalls somebody comes before how long something takes, the latest first.
[[nodiscard]] std::optional<Difference> nearest_passing(const Case& the_case,
                                                        std::uint64_t steps_max = 1'000'000);

// One sentence without its full stop: `worker 2's call 3 (POST /pulls) loses its answer; if that
// went as usual, the run would pass`.
[[nodiscard]] std::string to_sentence(const Difference& difference);

// What it takes to fail so, likewise; empty: the case has too many choices, or none of them alone
// and no pair makes it pass.
[[nodiscard]] std::string explanation(const Case& the_case);

// A choice as a clause: `worker 2's call 3 (POST /pulls) loses its answer`.
[[nodiscard]] std::string to_clause(const Choice& choice);

}  // namespace regent::sim
