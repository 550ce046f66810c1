#include "sim/explore/story.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "fakes/github/circumstances.h"
#include "sim/explore/search.h"

namespace regent::sim::explore {
namespace {

using Kind = Move::Kind;

std::string part_name(std::uint8_t part) {
  switch (part) {
    case fake::part::ledger:
      return "ledger";
    case fake::part::base:
      return "base";
    case fake::part::heads:
      return "heads";
    case fake::part::tags:
      return "tags";
    case fake::part::releases:
      return "releases";
    case fake::part::pull:
      return "pull";
    default:
      return "all";
  }
}

constexpr std::array<std::string_view, 5> acts = {
    "closes the release PR", "writes into the release PR", "merges the release PR",
    "deletes the release branch", "reopens the release PR"};

std::string message_name(const Model& model, const State& state, std::uint8_t message) {
  return model.trigger(state.messages[message].trigger).delivery;
}

// What identifies the move among those of its process, whatever their order.
std::string name_of(const Model& model, const State& state, const Move& move) {
  switch (move.kind) {
    case Kind::take:
      return "take " + message_name(model, state, move.detail);
    case Kind::answered:
      return "answered";
    case Kind::stale:
      return "stale " + part_name(move.detail) + " " + std::to_string(move.behind);
    case Kind::answer_lost:
      return "answer-lost";
    case Kind::request_lost:
      return "request-lost";
    case Kind::late_effect:
      return "late-effect";
    case Kind::refused:
      return "refused " + std::string(to_string(static_cast<fake::Failure>(move.detail)));
    case Kind::crash_before:
      return "crash-before";
    case Kind::crash_after:
      return "crash-after";
    case Kind::crash_midway:
      return "crash-midway";
    case Kind::twin:
      return "twin";
    case Kind::wake:
      return "wake";
    case Kind::background:
      return "background " + std::to_string(move.detail);
    case Kind::ghost:
      return "ghost " + std::to_string(move.detail);
    case Kind::merge:
      return "merge";
    case Kind::person:
      return "person " + std::to_string(move.detail);
    case Kind::retire:
      return "retire";
    case Kind::tick:
      return "tick";
  }
  return {};
}

std::string what_of(const Model& model, const Telling& telling, const Move& move) {
  const std::string& request = telling.request;
  const std::string answered = request + " → " + telling.response;
  switch (move.kind) {
    case Kind::take:
      return "takes " + message_name(model, telling.before, move.detail) + ", delivery " +
             std::to_string(telling.after.messages[move.detail].deliveries);
    case Kind::answered:
      return answered;
    case Kind::stale:
      return answered + " (stale: " + part_name(move.detail) + ")";
    case Kind::answer_lost:
      return answered + " (answer lost)";
    case Kind::request_lost:
      return request + " → lost, no effect";
    case Kind::late_effect:
      return request + " → no answer; GitHub is still at it";
    case Kind::refused:
      return answered;
    case Kind::crash_before:
      return "CRASHES before " + request;
    case Kind::crash_after:
      return "CRASHES after " + answered;
    case Kind::crash_midway:
      return "CRASHES while " + request + " is under way";
    case Kind::twin:
      return answered + " (and another one in the same instant)";
    case Kind::wake:
      return "looks again";
    case Kind::background: {
      const auto work = model.repository(telling.before).background();
      return "in the background: " + to_line(work[move.detail]);
    }
    case Kind::ghost:
      return "late: " + answered;
    case Kind::merge:
      return "merges a pull request";
    case Kind::person:
      return std::string(acts[move.detail]);
    case Kind::retire:
      return "leaves it at that";
    case Kind::tick:
      return "passes";
  }
  return {};
}

// Sorts the slots as the search did, and the workers' own numbers along with them.
void follow_sorting(State& state, std::uint32_t workers,
                    std::array<std::uint32_t, workers_max>& numbers) {
  for (std::uint32_t i = 1; i < workers; ++i)
    for (std::uint32_t j = i; j > 0 && state.workers[j - 1] > state.workers[j]; --j) {
      std::swap(state.workers[j - 1], state.workers[j]);
      std::swap(numbers[j - 1], numbers[j]);
    }
}

}  // namespace

std::string actor_of(const Telling& telling) {
  if (telling.worker != 0) return "worker " + std::to_string(telling.worker);
  switch (telling.process) {
    case Process::background:
    case Process::ghost:
      return "GitHub";
    case Process::merge:
      return "developer";
    case Process::person:
      return "person";
    default:
      return "time";
  }
}

std::expected<std::vector<Telling>, Misfit> tell(Model& model, const Path& path) {
  std::vector<Telling> told;
  std::array<std::uint32_t, workers_max> numbers{};
  std::iota(numbers.begin(), numbers.end(), 1U);
  std::array<std::uint32_t, workers_max + process_count + 1> turns{};
  const std::uint32_t workers = model.arguments().workers;
  const bool symmetric = model.arguments().method == Method::reduced;
  State state = model.initial();
  if (symmetric) follow_sorting(state, workers, numbers);
  const Time beginning = model.now(state);
  std::vector<Option> options;
  Model::Scratch scratch;
  for (std::size_t i = 0; i < path.size(); ++i) {
    model.options(state, options, scratch);
    const auto option = std::ranges::find(options, path[i].process, &Option::process);
    if (option == options.end() || path[i].move >= option->moves.size() ||
        !Model::is_affordable(state, option->moves[path[i].move]))
      return std::unexpected(Misfit{i, "this step is not possible there"});
    const Move move = option->moves[path[i].move];
    Telling& step = told.emplace_back();
    step.process = path[i].process;
    step.kind = move.kind;
    step.before = state;
    if (is_worker(step.process)) step.worker = numbers[static_cast<std::size_t>(step.process)];
    step.turn = ++turns[step.worker != 0 ? step.worker
                                         : workers_max + 1 +
                                               static_cast<std::size_t>(step.process) - workers_max];
    step.name = name_of(model, state, move);
    const Model::Told talk = model.tell(state, step.process, move);
    step.request = talk.request;
    step.response = talk.response;
    step.status = talk.status;
    const Model::After next = model.after(state, step.process, move);
    step.breach = next.breach;
    step.after = next.state;
    step.what = what_of(model, step, move);
    step.at = model.now(next.state) - beginning;
    state = next.state;
    if (symmetric) follow_sorting(state, workers, numbers);
  }
  return told;
}

}  // namespace regent::sim::explore
