// A worker's mind in a simulated world: the production runner, and what the world sees of it.
//
// Everything that a simulation or an exploration knows of a run it learns here, so that a mutant
// (sim/mutant.h) can stand between the two without production code knowing of it. A value: two
// equal actors do the same for ever, given the same events.
#pragma once

#include <expected>
#include <string>
#include <variant>

#include "core/config.h"
#include "core/event.h"
#include "core/plan.h"
#include "effects/runner.h"

namespace regent::sim {

class Actor {
 public:
  explicit Actor(const Config& config) : runner_(config) {}

  // Gives the run its next event. The error is a duty of the plan's order that was not kept.
  [[nodiscard]] std::expected<Notes, effects::DutyViolation> advance(const Config& config,
                                                                     Event event) {
    return runner_.advance(config, std::move(event));
  }

  // What the run asks for; exactly one of the three is there.
  [[nodiscard]] const github::Request* request() const {
    const Call* const call = runner_.pending_call();
    return call == nullptr ? nullptr : &call->request();
  }
  [[nodiscard]] const Wait* wait() const { return std::get_if<Wait>(&runner_.pending()); }
  [[nodiscard]] const Finish* finish() const { return std::get_if<Finish>(&runner_.pending()); }

  [[nodiscard]] const Run& run() const { return runner_.run(); }

  friend bool operator==(const Actor&, const Actor&) = default;

 private:
  effects::Runner runner_;
};

}  // namespace regent::sim
