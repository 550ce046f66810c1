#include "core/reducer.h"

#include <utility>

#include "core/assert.h"
#include "core/ledger_protocol.h"
#include "core/optimistic_protocol.h"

namespace regent {
namespace {

template <typename Protocol, typename State>
Step step_with(const Config& config, State& state, Event event) {
  Notes notes;
  Protocol protocol(config, state, notes);
  if (auto* begin = std::get_if<Begin>(&event)) {
    Action action = protocol.begin(std::move(*begin));
    return {std::move(action), notes};
  }
  if (auto* answered = std::get_if<Answered>(&event)) {
    Action action = protocol.answered(std::move(answered->response));
    return {std::move(action), notes};
  }
  if (std::holds_alternative<Unanswered>(event)) {
    Action action = protocol.unanswered();
    return {std::move(action), notes};
  }
  Action action = protocol.woken();
  return {std::move(action), notes};
}

}  // namespace

Run new_run(const Config& config) {
  if (config.protocol == Protocol::optimistic) return OptimisticRun{};
  return LedgerRun{};
}

Step step(const Config& config, Run& run, Event event) {
  if (auto* ledger = std::get_if<LedgerRun>(&run))
    return step_with<LedgerProtocol>(config, *ledger, std::move(event));
  auto* optimistic = std::get_if<OptimisticRun>(&run);
  REGENT_ASSERT(optimistic != nullptr, "a run belongs to one of the two protocols");
  return step_with<OptimisticProtocol>(config, *optimistic, std::move(event));
}

}  // namespace regent
