#include "sim/explore/story.h"

#include <algorithm>

#include "core/assert.h"
#include "sim/explore/walk.h"

namespace regent::sim::explore {

std::uint32_t breach_at_rest(Model& model, const State& state) {
  std::vector<Option> options;
  Model::Scratch scratch;
  model.options(state, options, scratch);
  return options.empty() ? model.check_rest(state) : 0;
}

std::string actor_of(const Telling& telling) { return actor_name(telling.process, telling.worker); }

std::expected<std::vector<Telling>, Misfit> tell(Model& model, const Path& path) {
  Walk walk(model);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto& options = walk.options();
    const auto option = std::ranges::find(options, path[i].process, &Option::process);
    if (option == options.end() || path[i].move >= option->moves.size() ||
        !walk.is_affordable(option->moves[path[i].move]))
      return std::unexpected(Misfit{i, "this step is not possible there"});
    walk.make(option->process, Move(option->moves[path[i].move]));
  }
  return walk.take();
}

std::expected<std::vector<Telling>, Misfit> tell(Model& model,
                                                 const std::vector<NamedStep>& steps) {
  REGENT_ASSERT(
      model.arguments().tells_workers_apart || model.arguments().method != Method::reduced,
      "a worker can be named where workers are told apart");
  Walk walk(model);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (auto reason = walk.make(steps[i])) return std::unexpected(Misfit{i, std::move(*reason)});
  return walk.take();
}

std::vector<NamedStep> names_of(const std::vector<Telling>& told) {
  std::vector<NamedStep> steps;
  steps.reserve(told.size());
  for (const Telling& telling : told)
    steps.push_back({actor_of(telling), telling.turn, telling.name});
  return steps;
}

}  // namespace regent::sim::explore
