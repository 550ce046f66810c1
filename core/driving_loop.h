// The loop around the core, shown once, as code that compiles.
//
// A caller owns clock, network and queue, and gives them to the core as three functions. Production
// has the same loop over asynchronous ports (effects/runner.h), the simulator cuts it into single
// steps.
#pragma once

#include <functional>
#include <optional>

#include "core/reducer.h"

namespace regent {

struct Surroundings {
  // Sends a request; nullopt: no answer came, and the request may have taken effect.
  std::function<std::optional<github::Response>(const Call&)> send;
  std::function<void(Duration)> wait;
};

// Runs one delivery of a trigger to its end and says what becomes of its message.
[[nodiscard]] Finish drive(const Config& config, Begin begin, const Surroundings& surroundings);

}  // namespace regent
