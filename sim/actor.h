// A worker's mind in a simulated world: the production runner, and what the world sees of it.
//
// Everything that a simulation or an exploration knows of a run it learns here, so that a mutant
// (sim/mutant.h) can stand between the two without production code knowing of it. A value: two
// equal actors do the same for ever, given the same events.
#pragma once

#include <expected>
#include <optional>
#include <utility>
#include <variant>

#include "core/config.h"
#include "core/event.h"
#include "core/plan.h"
#include "effects/runner.h"
#include "sim/mutant.h"

namespace regent::sim {

class Actor {
 public:
  // `mutant` must outlive the actor; nullptr: the protocol as it ships.
  explicit Actor(const Config& config, const Mutant* mutant = nullptr)
      : runner_(config), mutant_(mutant) {}

  // Gives the run its next event. The error is a duty of the plan's order that was not kept.
  [[nodiscard]] std::expected<Notes, effects::DutyViolation> advance(const Config& config,
                                                                     Event event) {
    if (mutant_ == nullptr) return runner_.advance(config, std::move(event));
    return advance_mutant(config, std::move(event));
  }

  // What the run asks for; exactly one of the three is there.
  [[nodiscard]] const github::Request* request() const {
    if (plan_) return std::get_if<github::Request>(&*plan_);
    const Call* const call = runner_.pending_call();
    return call == nullptr ? nullptr : &call->request();
  }
  [[nodiscard]] const Wait* wait() const {
    return plan_ ? std::get_if<Wait>(&*plan_) : std::get_if<Wait>(&runner_.pending());
  }
  [[nodiscard]] std::optional<Ending> ending() const;

  [[nodiscard]] const Run& run() const { return runner_.run(); }

  // What a mutant adds to the state of the run: all three are empty without one.
  [[nodiscard]] const Mutant* mutant() const { return mutant_; }
  [[nodiscard]] const Memory& memory() const { return memory_; }
  [[nodiscard]] const std::optional<Plan>& altered_plan() const { return plan_; }

  friend bool operator==(const Actor&, const Actor&) = default;

 private:
  [[nodiscard]] std::expected<Notes, effects::DutyViolation> advance_mutant(const Config& config,
                                                                            Event event);
  [[nodiscard]] Stage stage(const Config& config);

  effects::Runner runner_;
  const Mutant* mutant_;
  Memory memory_;
  std::optional<Plan> plan_;  // the mutant's; without one the runner's own action counts
};

}  // namespace regent::sim
