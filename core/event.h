// What happens to a run: the reducer's only input beside configuration and state.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "core/entropy.h"
#include "core/github.h"
#include "core/time.h"
#include "core/trigger.h"

namespace regent {

// A delivery of a trigger was received.
struct Begin {
  Trigger trigger;
  Entropy entropy;            // for this run alone: two runs on one delivery differ in it
  std::uint32_t attempt = 1;  // how often the queue has delivered this message
  // The rate limit as the process last saw it; a cold process knows nothing.
  std::optional<std::uint32_t> rate_limit_remaining{};
  Time rate_limit_reset{};
  // The process's own clock, set by the last `Date` that it saw. It may be off by minutes, so it
  // serves for one thing only: to tell whether that limit has been reset since.
  Time now{};
};

// GitHub answered the pending call.
struct Answered {
  github::Response response;
};

// The pending call had no answer: timeout, reset connection, cut off. It may have taken effect.
struct Unanswered {};

// The pending wait is over.
struct Woken {};

using Event = std::variant<Begin, Answered, Unanswered, Woken>;

}  // namespace regent
