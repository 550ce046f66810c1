// The duties of a plan's order, checked once more at run time.
//
// `core/plan.h` makes a wrong order hard to write. The guard makes it impossible to execute: it
// keeps its own notes of what GitHub answered in this run and refuses an action that its
// predecessors do not justify. It shares no state with the reducer. A value; one per run.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "core/plan.h"

namespace regent::effects {

struct DutyViolation {
  std::string_view rule;  // one of the sentences in duty_guard.cc
  std::string subject;    // the ref or branch that it is about
};

class DutyGuard {
 public:
  // Whether `action` may follow what happened so far. Must be called for each action, in order.
  [[nodiscard]] std::expected<void, DutyViolation> admit(const Action& action);

  // What became of the last call; `response` is nullptr when no answer came.
  void settle(const Call& call, const github::Response* response);

  friend bool operator==(const DutyGuard&, const DutyGuard&) = default;

 private:
  [[nodiscard]] std::expected<void, DutyViolation> admit_call(const Call& call);
  [[nodiscard]] std::expected<void, DutyViolation> admit_swing(const github::UpdateRefs& request);
  [[nodiscard]] std::expected<void, DutyViolation> admit_finish(const Finish& finish) const;
  [[nodiscard]] bool exists(const Sha& object) const;
  void learn(const github::Response& response);

  std::vector<Sha> objects_;         // GitHub said that it has them
  std::vector<std::string> posted_;  // heads with a POST /pulls that may still take effect
  bool swung_ = false;               // a swing of this run was accepted
  bool ledger_read_ = false;
  bool call_pending_ = false;
  bool written_since_read_ = false;
  bool guarded_ = true;  // false after an unguarded write: the optimistic protocol
  bool finished_ = false;
};

}  // namespace regent::effects
