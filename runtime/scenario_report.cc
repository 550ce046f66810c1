#include "runtime/scenario_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "runtime/invariants.h"
#include "runtime/json_text.h"
#include "runtime/story.h"
#include "runtime/story_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t text_columns_max = 100;
constexpr std::size_t protocol_columns = 12;

// Paragraphs of at most `columns`, each line behind two blanks.
std::string wrapped(std::string_view text, std::size_t columns) {
  std::string out;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) out += "  " + std::exchange(line, {}) + "\n";
  };
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    if (columns_of(line) + 1 + columns_of(word) + 2 > columns) end_line();
    line.append(line.empty() || word.empty() ? "" : " ").append(word);
    if (end < text.size() && text[end] == '\n') end_line();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  end_line();
  return out;
}

// Without its full stop.
std::string first_sentence(std::string_view claim) {
  claim = claim.substr(0, claim.find('\n'));
  const auto end = std::min(claim.find(". "), claim.size());
  claim = claim.substr(0, end);
  if (claim.ends_with('.')) claim.remove_suffix(1);
  return std::string(claim);
}

std::string verdict_line(const sim::Scenario& scenario, const sim::ScenarioResult& result,
                         const Page& page) {
  const auto& [survived, invariant] = result.verdict;
  const std::string protocol(to_string(result.protocol));
  std::string line =
      page.style.paint(survived ? Colour::green : Colour::red,
                       padded(protocol, protocol_columns) + (survived ? "survived ✓" : "lost ✗"));
  if (!survived) line += " " + invariant + ": " + printable(result.message);
  if (!result.expected)
    line += page.style.paint(
        Colour::yellow, " (expected: " + to_string(scenario.expectation(result.protocol)) + ")");
  return "  " + line + "\n";
}

std::size_t text_columns(const Page& page) { return std::min(page.columns, text_columns_max); }

Json result_json(const sim::ScenarioResult& result) {
  Json json{{"protocol", to_string(result.protocol)},
            {"survived", result.verdict.survived},
            {"invariant", nullptr},
            {"message", nullptr},
            {"steps", result.report.steps},
            {"expected", result.expected}};
  if (result.verdict.survived) return json;
  json["invariant"] = result.verdict.invariant;
  json["message"] = result.message;
  return json;
}

}  // namespace

std::string scenario_list(const std::vector<ScenarioOutcome>& outcomes, const Page& page) {
  std::size_t names = 0;
  for (const auto& [scenario, results] : outcomes) names = std::max(names, scenario.name.size());
  std::string out;
  for (const auto& [scenario, results] : outcomes) {
    const std::string thread = scenario.thread.empty() ? "" : " (" + scenario.thread + ")";
    const std::size_t room = page.columns > names + 22 ? page.columns - names - 2 : 20;
    out += page.style.paint(Colour::bold, padded(scenario.name, names)) + "  " +
           cut(first_sentence(scenario.claim) + thread, room) + "\n";
  }
  return out;
}

std::string scenario_text(const ScenarioOutcome& outcome, const Page& page) {
  const auto& [scenario, results] = outcome;
  std::string out = page.style.paint(Colour::bold, scenario.name);
  if (!scenario.thread.empty()) out += "  " + page.style.paint(Colour::dim, scenario.thread);
  out += "\n";
  for (const sim::ScenarioResult& result : results) out += verdict_line(scenario, result, page);
  return out + wrapped(scenario.claim, text_columns(page));
}

std::string scenario_story(const ScenarioOutcome& outcome, const Page& page) {
  std::string out = scenario_text(outcome, page);
  for (const sim::ScenarioResult& result : outcome.results) {
    const Story story = story_of(result.journal);
    const std::string title = fmt::format("The {} protocol", to_string(result.protocol));
    out += "\n" + page.style.paint(Colour::bold, title) + "\n\n";
    out += story_text(story, page.style, page.columns) + "\n";
    out += verdict_line(outcome.scenario, result, page);
    if (const auto rule = rule_of(result.verdict.invariant); !rule.empty())
      out += "  The rule: " + std::string(rule) + "\n";
  }
  return out;
}

std::string scenario_summary(const std::vector<ScenarioOutcome>& outcomes, const Page& page) {
  std::string out;
  for (const Protocol protocol : sim::protocols) {
    std::uint64_t run = 0;
    std::uint64_t survived = 0;
    std::uint64_t unexpected = 0;
    for (const auto& [scenario, results] : outcomes)
      for (const sim::ScenarioResult& result : results) {
        if (result.protocol != protocol) continue;
        ++run;
        survived += result.verdict.survived;
        unexpected += !result.expected;
      }
    if (run == 0) continue;
    out += fmt::format("{} survives {} of {}", to_string(protocol), survived,
                       counted(run, "scenario"));
    if (unexpected > 0)
      out += page.style.paint(Colour::yellow, fmt::format(", {} not as expected", unexpected));
    out += "\n";
  }
  return out;
}

std::string scenario_json(const std::vector<ScenarioOutcome>& outcomes) {
  Json scenarios = Json::array();
  for (const auto& [scenario, results] : outcomes) {
    Json run = Json::array();
    for (const sim::ScenarioResult& result : results) run.push_back(result_json(result));
    scenarios.push_back({{"name", scenario.name},
                         {"thread", scenario.thread},
                         {"claim", scenario.claim},
                         {"results", std::move(run)}});
  }
  return json_text({{"schema", "regent.scenario/1"}, {"scenarios", std::move(scenarios)}});
}

}  // namespace regent::runtime
