#include "effects/runner.h"

#include <utility>

namespace regent::effects {

std::expected<Notes, DutyViolation> Runner::advance(const Config& config, Event event) {
  if (pending_) {
    if (const Call* call = pending_call()) {
      const auto* answered = std::get_if<Answered>(&event);
      guard_.settle(*call, answered == nullptr ? nullptr : &answered->response);
    }
  }
  Step next = step(config, run_, std::move(event));
  pending_ = std::move(next.action);
  if (auto admitted = guard_.admit(*pending_); !admitted)
    return std::unexpected(std::move(admitted.error()));
  return next.notes;
}

std::expected<Finish, DutyViolation> run_to_end(const Config& config, Begin begin, GitHubPort& port,
                                                Timer& timer) {
  Runner runner(config);
  Event event = std::move(begin);
  for (;;) {
    if (auto advanced = runner.advance(config, std::move(event)); !advanced)
      return std::unexpected(std::move(advanced.error()));
    if (const auto* finish = std::get_if<Finish>(&runner.pending())) return *finish;
    if (const auto* wait = std::get_if<Wait>(&runner.pending())) {
      timer.wait(wait->duration);
      event = Woken{};
      continue;
    }
    auto answer = port.send(runner.pending_call()->request());
    if (answer) {
      event = Answered{std::move(*answer)};
    } else {
      event = Unanswered{};
    }
  }
}

}  // namespace regent::effects
