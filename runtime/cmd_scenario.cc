// `regent scenario`: the named incidents, survived or lost, and how.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/closest.h"
#include "runtime/command.h"
#include "runtime/console.h"
#include "runtime/options.h"
#include "runtime/scenario_report.h"
#include "sim/scenario.h"

namespace regent::runtime {
namespace {

struct ScenarioOptions {
  std::vector<std::string> names;
  std::vector<Protocol> protocols{sim::protocols.begin(), sim::protocols.end()};
  bool list = false;
  bool json = false;
};

std::string closest_scenarios(std::string_view name) {
  std::vector<std::string_view> names;
  for (const sim::ScenarioFile& file : sim::scenario_files()) names.push_back(file.name);
  return closest(name, names);
}

std::expected<std::vector<sim::ScenarioFile>, Problem> chosen_files(
    const std::vector<std::string>& names) {
  const auto all = sim::scenario_files();
  if (names.empty()) return std::vector<sim::ScenarioFile>(all.begin(), all.end());
  std::vector<sim::ScenarioFile> files;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(all, name, &sim::ScenarioFile::name);
    if (found == all.end())
      return std::unexpected(
          Problem{in_quotes(name), "is not a scenario; the closest: " + closest_scenarios(name)});
    files.push_back(*found);
  }
  return files;
}

std::expected<ScenarioOutcome, Problem> outcome_of(const sim::ScenarioFile& file,
                                                   const ScenarioOptions& options) {
  auto scenario = sim::parse_scenario(file.text, file.name);
  if (!scenario)
    return std::unexpected(
        Problem{std::string(file.name) + ".txt:" + std::to_string(scenario.error().line),
                scenario.error().reason});
  ScenarioOutcome outcome{*std::move(scenario), {}};
  if (options.list) return outcome;
  for (const Protocol protocol : options.protocols)
    outcome.results.push_back(sim::run_scenario(outcome.scenario, protocol));
  return outcome;
}

bool is_as_expected(const ScenarioOutcome& outcome) {
  return std::ranges::all_of(outcome.results, &sim::ScenarioResult::expected);
}

void show(const std::vector<ScenarioOutcome>& outcomes, const ScenarioOptions& options,
          Console& console) {
  if (options.json) return console.print(scenario_json(outcomes));
  const Page page{console.style(), console.columns()};
  if (options.list) return console.print(scenario_list(outcomes, page));
  for (const ScenarioOutcome& outcome : outcomes)
    console.print((options.names.empty() ? scenario_text : scenario_story)(outcome, page) + "\n");
  console.print(scenario_summary(outcomes, page));
}

Outcome scenario(const ScenarioOptions& options, Console& console) {
  const auto files = chosen_files(options.names);
  if (!files) return std::unexpected(files.error());
  std::vector<ScenarioOutcome> outcomes;
  for (const sim::ScenarioFile& file : *files) {
    auto outcome = outcome_of(file, options);
    if (!outcome) return std::unexpected(outcome.error());
    outcomes.push_back(*std::move(outcome));
  }
  show(outcomes, options, console);
  return std::ranges::all_of(outcomes, is_as_expected) ? Status::ok : Status::refuted;
}

std::string read_protocols(const std::string& text, std::vector<Protocol>& protocols) {
  if (text == "both") return {};
  const auto found = std::ranges::find_if(
      sim::protocols, [&](Protocol protocol) { return to_string(protocol) == text; });
  if (found == sim::protocols.end())
    return "must be ledger, optimistic or both, not " + in_quotes(text);
  protocols = {*found};
  return {};
}

}  // namespace

void add_scenario(CLI::App& app, Program& program) {
  auto* const command = app.add_subcommand(
      "scenario", "Replay incidents of real release bots: survived or lost, and how");
  const auto options = std::make_shared<ScenarioOptions>();
  ScenarioOptions* const o = options.get();
  command->add_option("NAME", o->names, "Which ones, each with its story (all, without stories)")
      ->option_text(" ");
  add_value(*command, "--protocol", "NAME", "ledger, optimistic or both (both)",
            [o](const std::string& text) { return read_protocols(text, o->protocols); });
  add_switch(*command, "--list", "Only say which there are", o->list);
  add_switch(*command, "--json", "Print one JSON object", o->json);
  command->footer(
      "Exit status: 0 every result is the expected one; 1 one is not; 2 usage or bad input.\n\n"
      "Examples:\n"
      "  regent scenario --list\n"
      "  regent scenario simultaneous-creates\n"
      "  regent scenario --protocol ledger --json | jq '.scenarios[].results[0].survived'");
  command->callback([options, &program] {
    program.chosen = [options, &program] { return scenario(*options, program.console); };
  });
}

}  // namespace regent::runtime
