// Executes what the reducer plans.
//
// A `Runner` is one run between its `Begin` and its `Finish`: the reducer's state, the pending
// action and the guard of its duties. It is a value and never blocks: a simulation holds many and
// advances them in any order; `run_to_end` is the plain loop for a process that has nothing else to
// do.
#pragma once

#include <expected>
#include <optional>

#include "core/config.h"
#include "core/event.h"
#include "core/plan.h"
#include "core/reducer.h"
#include "effects/duty_guard.h"
#include "effects/github_port.h"

namespace regent::effects {

class Runner {
 public:
  explicit Runner(const Config& config) : run_(new_run(config)) {}

  // Gives the reducer the next event and admits the action that it answers with. The event must be
  // the one that `pending` asks for: `Begin` at first, then an answer, none, or the end of a wait.
  // A violation of duty ends the run: its message is left to be delivered again.
  [[nodiscard]] std::expected<Notes, DutyViolation> advance(const Config& config, Event event);

  // What the run asks for; precondition: `advance` was called and succeeded.
  [[nodiscard]] const Action& pending() const { return *pending_; }
  [[nodiscard]] const Call* pending_call() const { return std::get_if<Call>(&*pending_); }
  [[nodiscard]] const Run& run() const { return run_; }

  friend bool operator==(const Runner&, const Runner&) = default;

 private:
  Run run_;
  DutyGuard guard_;
  std::optional<Action> pending_;
};

// Where `run_to_end` waits; real time in production, virtual time in tests.
class Timer {
 public:
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  virtual ~Timer() = default;
  virtual void wait(Duration duration) = 0;
};

// Begins a run and drives it to its end.
[[nodiscard]] std::expected<Finish, DutyViolation> run_to_end(const Config& config, Begin begin,
                                                              GitHubPort& port, Timer& timer);

}  // namespace regent::effects
