#include "runtime/exploration_report.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/invariants.h"
#include "runtime/json_text.h"
#include "runtime/story.h"
#include "runtime/story_text.h"
#include "runtime/text.h"
#include "sim/explore/story.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using sim::explore::Arguments;
using sim::explore::Budget;
using sim::explore::budget_count;
using sim::explore::Found;

struct BudgetName {
  std::string_view option;
  std::string_view noun;
};
constexpr std::array<BudgetName, budget_count> budget_names = {{{"crashes", "crash"},
                                                                {"lost", "lost answer"},
                                                                {"stale", "stale read"},
                                                                {"conflicts", "conflict"},
                                                                {"human", "act of a person"}}};

constexpr std::size_t label_columns = 22;

std::string plural(std::uint64_t count, std::string_view noun) {
  if (noun == "crash" && count != 1) return grouped(count) + " crashes";
  if (noun == "act of a person" && count != 1) return grouped(count) + " acts of a person";
  return counted(count, noun);
}

Json violation_json(const Found& found, const std::string& command) {
  Json steps = Json::array();
  for (const auto& step : found.steps)
    steps.push_back({{"who", step.who}, {"turn", step.turn}, {"move", step.move}});
  return {{"invariant", found.invariant},
          {"message", found.message},
          {"length", found.steps.size()},
          {"steps", std::move(steps)},
          {"reproduce", command}};
}

double rate(const Exploration& exploration) {
  const double seconds = exploration.wall.count();
  return seconds > 0 ? static_cast<double>(exploration.result.states) / seconds : 0;
}

std::string row(std::string_view label, const std::string& value) {
  return "  " + padded(label, label_columns) + value + "\n";
}

// Walks the path in a world of its own, where no two workers are taken for one another.
Story story_of(const Arguments& arguments, const Found& found) {
  Arguments apart = arguments;
  apart.tells_workers_apart = true;
  sim::explore::Model model(apart);
  Story story;
  const auto told = sim::explore::tell(model, found.steps);
  if (!told) return story;
  for (const sim::explore::Telling& telling : *told)
    story.after.push_back({Time(telling.at), sim::explore::actor_of(telling),
                           telling.request.empty() ? telling.what : telling.request,
                           telling.request.empty() ? std::string() : telling.what});
  return story;
}

std::string violation_text(const Exploration& exploration, const Page& page) {
  const Found& found = exploration.result.violations.front();
  Story story = story_of(exploration.arguments, found);
  for (StoryLine& line : story.after) {
    if (line.answer.empty()) continue;
    line.what = std::exchange(line.answer, {});
    if (const auto arrow = line.what.find(" → "); arrow != std::string::npos) {
      line.answer = line.what.substr(arrow + std::string_view(" → ").size());
      line.what.resize(arrow);
    }
  }
  std::string out =
      "\n" +
      page.style.paint(Colour::bold, fmt::format("How it comes to that, in {}",
                                                 counted(found.steps.size(), "step"))) +
      "\n\n" + story_text(story, page.style, page.columns) + "\n";
  out += page.style.paint(Colour::red, found.invariant + " is violated: ") +
         printable(found.message) + ".\n";
  if (const auto rule = rule_of(found.invariant); !rule.empty())
    out += "The rule: " + std::string(rule) + "\n";
  return out + "To see it again:\n  " + page.style.paint(Colour::bold, exploration.command) + "\n";
}

}  // namespace

std::string_view name_of(Budget budget) {
  return budget_names[static_cast<std::size_t>(budget)].option;
}

std::string world_text(const Arguments& arguments) {
  std::string out =
      counted(arguments.workers, "worker") + ", " + counted(arguments.merges, "merge");
  for (std::size_t i = 0; i < budget_count; ++i)
    if (arguments.budgets[i] > 0) out += ", " + plural(arguments.budgets[i], budget_names[i].noun);
  return out;
}

std::string exploration_json(const Exploration& exploration) {
  const auto& [arguments, result, wall, peak_memory_bytes, command] = exploration;
  Json json{{"schema", "regent.explore/1"},
            {"protocol", to_string(arguments.config.protocol)},
            {"github", fake::to_string(arguments.behaviour)},
            {"workers", arguments.workers},
            {"merges", arguments.merges}};
  for (std::size_t i = 0; i < budget_count; ++i)
    json[std::string(budget_names[i].option)] = arguments.budgets[i];
  json["method"] = to_string(arguments.method);
  json["shortest"] = arguments.shortest;
  json["jobs"] = arguments.jobs;
  json["states_max"] = arguments.states_max;
  json["complete"] = result.complete;
  json["stopped"] = result.stopped.empty() ? Json(nullptr) : Json(result.stopped);
  json["states"] = result.states;
  json["transitions"] = result.transitions;
  json["terminal_states"] = result.terminal_states;
  json["terminal_hash"] = result.terminal_hash;
  json["depth_max"] = result.depth_max;
  json["wall_seconds"] = wall.count();
  json["states_per_second"] = rate(exploration);
  json["peak_memory_bytes"] = peak_memory_bytes;
  json["violations"] = Json::array();
  for (const Found& found : result.violations)
    json["violations"].push_back(violation_json(found, command));
  json["violation_count"] = result.violation_count;
  return json_text(json);
}

std::string exploration_text(const Exploration& exploration, const Page& page) {
  const auto& result = exploration.result;
  std::string out;
  out += row("explored", result.complete ? "everything" : "not everything: " + result.stopped);
  out += row("states", grouped(result.states));
  out += row("transitions", grouped(result.transitions));
  out += row("states at rest", grouped(result.terminal_states) + ", hash " + result.terminal_hash);
  out += row("depth", grouped(result.depth_max));
  out += row("wall time", fmt::format("{:.1f} s, {} states a second", exploration.wall.count(),
                                      grouped(static_cast<std::uint64_t>(rate(exploration)))));
  out += row("memory", fmt::format("{} MiB", grouped(exploration.peak_memory_bytes >> 20)));
  const std::string count =
      result.violation_count == 0
          ? page.style.paint(Colour::green, result.complete ? "none" : "none so far")
          : page.style.paint(Colour::red, grouped(result.violation_count));
  out += row("violations", count);
  std::size_t listed = 0;
  for (const Found& found : result.violations) {
    if (++listed > 5) break;
    out += "    " + padded(found.invariant, label_columns - 2) + printable(found.message) + "\n";
  }
  if (!result.violations.empty()) out += violation_text(exploration, page);
  return out;
}

}  // namespace regent::runtime
