#include "sim/actor.h"

#include "core/assert.h"

namespace regent::sim {
namespace {

// A mutant that answers its own calls for ever would stop virtual time; runs are shorter than this.
constexpr int answered_in_a_row_max = 10'000;

Ending ending_of(const Finish& finish) {
  return {finish.outcome(), finish.delay(), finish.reason()};
}

Plan plan_of(const Action& action) {
  if (const auto* call = std::get_if<Call>(&action)) return call->request();
  if (const auto* wait = std::get_if<Wait>(&action)) return *wait;
  return ending_of(std::get<Finish>(action));
}

void add_all(Notes& notes, const Notes& more) {
  for (std::size_t i = 0; i < note_count; ++i)
    if (more.has(static_cast<Note>(i))) notes.add(static_cast<Note>(i));
}

}  // namespace

std::optional<Ending> Actor::ending() const {
  if (plan_) {
    const auto* ending = std::get_if<Ending>(&*plan_);
    return ending == nullptr ? std::nullopt : std::optional(*ending);
  }
  const auto* finish = std::get_if<Finish>(&runner_.pending());
  return finish == nullptr ? std::nullopt : std::optional(ending_of(*finish));
}

Stage Actor::stage(const Config& config) {
  const bool begun = memory_.begun;
  const Call* const call = begun ? runner_.pending_call() : nullptr;
  return {config, run(), call == nullptr ? nullptr : &call->request(), memory_};
}

std::expected<Notes, effects::DutyViolation> Actor::advance_mutant(const Config& config,
                                                                   Event event) {
  Notes notes;
  for (int i = 0; i < answered_in_a_row_max; ++i) {
    if (mutant_->on_event != nullptr && mutant_->on_event(stage(config), event) == Reaction::repeat)
      return notes;
    const auto advanced = runner_.advance(config, std::move(event));
    if (!advanced) return advanced;
    memory_.begun = true;
    add_all(notes, *advanced);
    plan_ = plan_of(runner_.pending());
    if (mutant_->on_plan == nullptr) return notes;
    auto answer = mutant_->on_plan(stage(config), *plan_);
    if (!answer) return notes;
    event = std::move(*answer);
  }
  REGENT_ASSERT(false, "a mutant lets its run come to an end");
  return notes;
}

}  // namespace regent::sim
