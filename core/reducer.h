// The reducer: (configuration, state, event) → (state, action).
//
// One `Run` is one attempt to bring a base branch to its wanted state, set in motion by one
// delivery of one trigger. The caller owns clock, network and queue: it makes events from them and
// carries out what `step` returns. The loop is always the same (core/driving_loop.h):
//
//     Run run = new_run(config);
//     Action action = step(config, run, Begin{trigger, entropy, attempt}).action;
//     for (;;) switch (action) {
//       Call:   action = step(config, run, Answered{port.send(call)} or Unanswered{}).action
//       Wait:   sleep; action = step(config, run, Woken{}).action
//       Finish: acknowledge, abandon or dead-letter the message; stop
//     }
//
// A pure function of its three arguments: no clock, no randomness, no I/O. A `Run` is a value;
// copying one copies everything that the protocol knows, which is what exhaustive exploration
// builds on.
#pragma once

#include <variant>

#include "core/config.h"
#include "core/event.h"
#include "core/ledger_run.h"
#include "core/optimistic_run.h"
#include "core/plan.h"

namespace regent {

using Run = std::variant<LedgerRun, OptimisticRun>;

struct Step {
  Action action;
  Notes notes;
};

// A run that awaits its `Begin`, for the protocol that `config` names.
[[nodiscard]] Run new_run(const Config& config);

// Takes `run` from one state to the next. The event must be the one that the last action asks for
// (`Begin` first); anything else is a defect of the caller and stops the process.
[[nodiscard]] Step step(const Config& config, Run& run, Event event);

}  // namespace regent
