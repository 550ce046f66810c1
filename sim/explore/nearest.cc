#include "sim/explore/nearest.h"

#include <algorithm>
#include <utility>

#include "sim/explore/walk.h"

namespace regent::sim::explore {
namespace {

// More than any world needs to come to rest; a run that has not by then is none that passes.
constexpr int steps_max = 3'000;

// The first move that no fault and no person is needed for.
const Move* plain_move(const Walk& walk, const Option& option) {
  const auto plain = std::ranges::find_if(option.moves, [&](const Move& move) {
    return !move.budget.has_value() && walk.is_affordable(move);
  });
  return plain == option.moves.end() ? nullptr : &*plain;
}

// One after the other: whoever made the last step goes on for as long as it can. False: the world
// does not come to rest.
bool finish(Walk& walk) {
  for (int i = 0; i < steps_max; ++i) {
    if (walk.breach() != 0) return true;
    const auto& options = walk.options();
    if (options.empty()) return true;
    const Option* chosen = nullptr;
    for (const Option& option : options) {
      if (plain_move(walk, option) == nullptr) continue;
      const bool goes_on = !walk.told().empty() && walk.told().back().process == option.process;
      if (chosen == nullptr || goes_on) chosen = &option;
    }
    if (chosen == nullptr) return false;
    walk.make(chosen->process, Move(*plain_move(walk, *chosen)));
  }
  return false;
}

bool passes(Walk walk) { return finish(walk) && walk.breach() == 0; }

}  // namespace

std::optional<Breach> outcome_of(Model& model, const std::vector<NamedStep>& steps) {
  Walk walk(model);
  for (const NamedStep& step : steps)
    if (walk.make(step)) break;
  if (!finish(walk)) return Breach{"liveness", "the world does not come to rest"};
  const std::uint32_t breach = walk.breach();
  return breach == 0 ? std::nullopt : std::optional(model.breach(breach));
}

std::optional<Turning> nearest_passing(Model& model, const std::vector<NamedStep>& steps) {
  std::vector<Walk> before{Walk(model)};  // each step
  for (const NamedStep& step : steps) {
    Walk next = before.back();
    if (next.make(step)) return std::nullopt;
    before.push_back(std::move(next));
  }
  for (std::size_t i = steps.size(); i-- > 0;) {
    const Telling& step = before[i + 1].told().back();
    Walk& here = before[i];
    std::vector<std::pair<Process, Move>> others;
    for (const Option& option : here.options()) {
      const Move* plain = plain_move(here, option);
      if (plain == nullptr) continue;
      const bool same = option.process == step.process;
      if (same && plain->kind == step.kind) continue;
      others.insert(same ? others.begin() : others.end(), {option.process, *plain});
    }
    for (const auto& [process, move] : others) {
      Walk other = here;
      other.make(process, move);
      if (passes(other)) return Turning{step, other.told().back()};
    }
  }
  return std::nullopt;
}

}  // namespace regent::sim::explore
