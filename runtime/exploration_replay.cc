#include "runtime/exploration_replay.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/json_text.h"
#include "runtime/replay_json.h"
#include "runtime/wire_text.h"
#include "sim/explore/nearest.h"
#include "sim/explore/story.h"
#include "sim/snapshot.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using sim::explore::Budget;
using sim::explore::Model;
using sim::explore::Move;
using sim::explore::Telling;

constexpr std::string_view arrow = " → ";
constexpr std::string_view repository = "octo/repo";

// A model in which a path can be walked by names.
sim::explore::Arguments told_apart(sim::explore::Arguments arguments) {
  arguments.method = sim::explore::Method::reduced;
  arguments.tells_workers_apart = true;
  return arguments;
}

// What the last step broke, or the state at rest that it led to.
std::optional<sim::Violation> violation_after(Model& model, const std::vector<Telling>& told) {
  if (told.empty()) return std::nullopt;
  std::uint32_t breach = told.back().breach;
  if (breach == 0) breach = sim::explore::breach_at_rest(model, told.back().after);
  if (breach == 0) return std::nullopt;
  return sim::Violation{0, told.size(), model.breach(breach).invariant,
                        model.breach(breach).message};
}

std::vector<std::string> state_lines(const Model& model, const Telling& telling) {
  const sim::Snapshot world = sim::snapshot_of(model.repository(telling.after));
  std::vector<std::string> lines;
  for (const auto& [name, target] : world.refs) lines.push_back("ref " + name + " " + target);
  for (const auto& [number, pull] : world.pulls)
    lines.push_back("pull #" + std::to_string(number) + " " + pull.state + " \"" + pull.title +
                    "\" " + pull.head + " -> " + pull.base);
  for (const auto& [tag, text] : world.releases) lines.push_back("release " + tag);
  for (std::uint32_t i = 0; i < model.arguments().workers; ++i) {
    const auto* request =
        model.pending(telling.after, sim::explore::Process{static_cast<std::uint8_t>(i)});
    lines.push_back("slot " + std::to_string(i + 1) + ": " +
                    (telling.after.workers[i] == 0 ? "idle"
                     : request == nullptr          ? "waits"
                                                   : "sends " + github::to_line(*request)));
  }
  std::ranges::sort(lines);
  return lines;
}

StoryLine line_of(const Telling& telling, std::uint64_t step) {
  StoryLine line{Time(telling.at), sim::explore::actor_of(telling), telling.what, {}, step};
  const auto split = line.what.find(arrow);
  if (telling.request.empty() || split == std::string::npos) return line;
  line.answer = line.what.substr(split + arrow.size());
  line.what.resize(split);
  return line;
}

std::string lane_of(const Telling& telling) {
  if (telling.worker != 0) return "worker-" + std::to_string(telling.worker);
  using sim::explore::Process;
  const bool is_person = telling.process == Process::merge || telling.process == Process::person;
  return is_person ? "people" : "github";
}

std::string_view kind_of(const Telling& telling) {
  switch (telling.kind) {
    case Move::Kind::take:
      return "delivery";
    case Move::Kind::crash_before:
    case Move::Kind::crash_after:
    case Move::Kind::crash_midway:
      return "crash";
    case Move::Kind::wake:
    case Move::Kind::tick:
      return "wait";
    case Move::Kind::background:
    case Move::Kind::ghost:
      return "background";
    case Move::Kind::merge:
      return "merge";
    case Move::Kind::person:
    case Move::Kind::retire:
      return "person";
    default:
      return "call";
  }
}

// What did not go as usual; empty: everything did.
std::string_view fault_of(Move::Kind kind) {
  switch (kind) {
    case Move::Kind::stale:
      return "stale read";
    case Move::Kind::answer_lost:
      return "answer lost, effect applied";
    case Move::Kind::request_lost:
      return "request lost";
    case Move::Kind::late_effect:
      return "answer lost, effect comes late";
    case Move::Kind::refused:
      return "refused";
    case Move::Kind::twin:
      return "simultaneous creates";
    case Move::Kind::crash_before:
    case Move::Kind::crash_after:
    case Move::Kind::crash_midway:
      return "crash";
    default:
      return {};
  }
}

Json step_json(const Model& model, const Telling& telling, std::size_t number,
               const sim::Snapshot& before) {
  const std::string lane = lane_of(telling);
  Json step{
      {"step", number},       {"at", number},       {"lane", lane},  {"kind", kind_of(telling)},
      {"text", telling.what}, {"peer", nullptr},    {"of", nullptr}, {"fault", nullptr},
      {"request", nullptr},   {"response", nullptr}};
  if (telling.kind == Move::Kind::take) {
    step["lane"] = "queue";
    step["peer"] = lane;
  }
  if (const auto fault = fault_of(telling.kind); !fault.empty()) step["fault"] = fault;
  if (const auto* request = model.pending(telling.before, telling.process);
      request != nullptr && !telling.request.empty()) {
    step["peer"] = "github";
    step["request"] = {{"operation", github::operation(*request)},
                       {"text", wire_text(*request, repository)}};
    if (!telling.response.empty())
      step["response"] = {{"status", telling.status}, {"text", telling.response}};
  }
  if (telling.kind == Move::Kind::merge) step["peer"] = "github";
  step["changes"] =
      changes_json(sim::changes_between(before, sim::snapshot_of(model.repository(telling.after))));
  return step;
}

}  // namespace

std::optional<std::pair<std::string, std::string>> reason_not_to_explore(
    const sim::explore::Arguments& arguments) {
  const auto budget = [&](Budget kind) {
    return arguments.budgets[static_cast<std::size_t>(kind)];
  };
  if (sim::explore::messages_of(arguments) + budget(Budget::human) > sim::explore::messages_max)
    return std::pair("human", "together with the merges there is room for 12 messages");
  const std::size_t left = budget(Budget::crashes) + std::size_t{budget(Budget::lost)};
  if (left > sim::explore::ghosts_max)
    return std::pair("lost", "together with crashes at most 4 requests can be left behind");
  return std::nullopt;
}

Replayed replay_explored(const ExploredCase& explored, std::uint64_t until) {
  Model model(told_apart(explored.arguments));
  const auto told = sim::explore::tell(model, explored.steps);
  Replayed out;
  if (!told) {
    const auto at = std::min(told.error().step, explored.steps.size());
    out.divergence = "steps/" + std::to_string(at) + ": " + told.error().reason;
    return out;
  }
  out.steps = told->size();
  out.violation = violation_after(model, *told);
  out.is_the_traces = out.violation && out.violation->invariant == explored.violation.invariant;
  const std::size_t shown = std::min<std::uint64_t>(until, told->size());
  for (std::size_t i = 0; i < shown; ++i) out.story.after.push_back(line_of((*told)[i], i + 1));
  if (shown > 0) out.state = state_lines(model, (*told)[shown - 1]);
  return out;
}

std::optional<ShortestCase> shortest_of(const ExploredCase& explored, const ShrinkBounds& bounds) {
  if (!replay_explored(explored, 0).is_the_traces) return std::nullopt;
  sim::explore::Arguments arguments = explored.arguments;
  arguments.method = sim::explore::Method::reduced;
  arguments.shortest = true;
  arguments.states_max = std::max<std::uint64_t>(bounds.steps_max, 1);
  std::uint64_t states = 0;
  const auto result = sim::explore::explore(arguments, [&](const sim::explore::Progress& progress) {
    states = progress.states;
    if (bounds.progress) bounds.progress(states);
    return true;
  });
  ShortestCase out{explored, result.states, false};
  const auto same = std::ranges::find(result.violations, explored.violation.invariant,
                                      &sim::explore::Found::invariant);
  if (same == result.violations.end()) return out;
  out.is_minimal = true;
  if (same->steps.size() >= explored.steps.size()) return out;
  out.smallest.steps = same->steps;
  out.smallest.violation = {0, 0, same->invariant, same->message};
  return out;
}

std::string difference_of(const ExploredCase& explored) {
  Model model(told_apart(explored.arguments));
  const auto turning = sim::explore::nearest_passing(model, explored.steps);
  if (!turning) return {};
  const auto deed = [](const Telling& step) {
    const std::string who = sim::explore::actor_of(step);
    return step.request.empty() ? who + " " + step.what : who + "'s " + step.request;
  };
  const auto& [step, instead] = *turning;
  if (const auto fault = fault_of(step.kind); step.process == instead.process && !fault.empty())
    return deed(step) + ": " + std::string(fault) + "; without that the run would pass";
  return deed(step) + " comes before " + deed(instead) + "; the other way round the run would pass";
}

std::string explored_replay_json(const ExploredCase& explored, const std::string& subtitle,
                                 const std::string& reproduce) {
  Model model(told_apart(explored.arguments));
  const auto told = sim::explore::tell(model, explored.steps);
  Json steps = Json::array();
  Json violation = nullptr;
  Json difference = nullptr;
  std::string title = "the path does not apply any more";
  const sim::Snapshot initial = sim::snapshot_of(model.repository(model.initial()));
  if (told) {
    title = "nothing is violated";
    for (const Telling& telling : *told)
      steps.push_back(step_json(model, telling, steps.size() + 1,
                                sim::snapshot_of(model.repository(telling.before))));
    if (const auto broken = violation_after(model, *told)) {
      title = broken->invariant + ": " + broken->message;
      violation = {
          {"invariant", broken->invariant}, {"message", broken->message}, {"step", broken->step}};
      if (auto sentence = difference_of(explored); !sentence.empty())
        difference = std::move(sentence);
    }
  }
  return json_text({{"schema", "regent.replay/1"},
                    {"title", title},
                    {"subtitle", subtitle},
                    {"reproduce", reproduce},
                    {"violation", std::move(violation)},
                    {"difference", std::move(difference)},
                    {"time_unit", "step"},
                    {"lanes", lanes_json(explored.arguments.workers)},
                    {"initial", changes_json(sim::changes_between({}, initial))},
                    {"steps", std::move(steps)}});
}

}  // namespace regent::runtime
