#include "sim/explore/walk.h"

#include <algorithm>
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

Walk::Walk(Model& model)
    : model_(&model),
      symmetric_(model.arguments().method == Method::reduced &&
                 !model.arguments().tells_workers_apart),
      state_(model.initial()),
      beginning_(model.now(state_)) {
  std::iota(numbers_.begin(), numbers_.end(), 1U);
  sort();
}

const std::vector<Option>& Walk::options() {
  model_->options(state_, options_, scratch_);
  return options_;
}

std::string Walk::name(const Move& move) const { return name_of(*model_, state_, move); }

void Walk::make(Process process, const Move& move) {
  Telling& step = told_.emplace_back();
  step.process = process;
  step.kind = move.kind;
  step.before = state_;
  step.worker = number_of(process);
  step.turn = ++turns_[step.worker != 0 ? step.worker - 1 : static_cast<std::size_t>(process)];
  step.name = name(move);
  const Model::Told talk = model_->tell(state_, process, move);
  step.request = talk.request;
  step.response = talk.response;
  step.status = talk.status;
  const Model::After next = model_->after(state_, process, move);
  step.breach = next.breach;
  step.after = next.state;
  step.what = what_of(*model_, step, move);
  step.at = model_->now(next.state) - beginning_;
  state_ = next.state;
  sort();
}

std::optional<std::string> Walk::make(const NamedStep& step) {
  const std::string place = step.who + "'s step " + std::to_string(step.turn);
  (void)options();
  const auto option = std::ranges::find_if(options_, [&](const Option& candidate) {
    return actor_name(candidate.process, number_of(candidate.process)) == step.who;
  });
  if (option == options_.end()) return place + ": " + step.who + " can do nothing there";
  const auto move = std::ranges::find_if(option->moves, [&](const Move& candidate) {
    return is_affordable(candidate) && name(candidate) == step.move;
  });
  if (next_turn(option->process) != step.turn)
    return place + " is its step " + std::to_string(next_turn(option->process));
  if (move == option->moves.end()) return place + ": \"" + step.move + "\" is not possible there";
  make(option->process, Move(*move));
  return std::nullopt;
}

std::uint32_t Walk::breach() {
  if (!told_.empty() && told_.back().breach != 0) return told_.back().breach;
  return breach_at_rest(*model_, state_);
}

void Walk::sort() {
  if (symmetric_) follow_sorting(state_, model_->arguments().workers, numbers_);
}

std::string actor_name(Process process, std::uint32_t worker) {
  if (worker != 0) return "worker " + std::to_string(worker);
  switch (process) {
    case Process::background:
      return "GitHub";
    case Process::ghost:
      return "network";
    case Process::merge:
      return "developer";
    case Process::person:
      return "person";
    default:
      return "time";
  }
}

}  // namespace regent::sim::explore
