#include "sim/scenario.h"

#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "sim/simulation.h"

namespace regent::sim {
namespace {

static_assert(static_cast<std::size_t>(Protocol::ledger) == 0 &&
              static_cast<std::size_t>(Protocol::optimistic) == 1);

constexpr std::string_view separator = "\n----\n";

std::vector<std::size_t> unused_lines(const Script& script, const Simulation& simulation) {
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < script.calls.size(); ++i)
    if (simulation.rule_hits()[i] == 0) lines.push_back(script.calls[i].line);
  for (std::size_t i = 0; i < script.acts.size(); ++i)
    if (simulation.act_hits()[i] == 0) lines.push_back(script.acts[i].line);
  std::ranges::sort(lines);
  return lines;
}

}  // namespace

std::string to_string(const Verdict& verdict) {
  return verdict.survived ? "survived" : "lost " + verdict.invariant;
}

ScenarioResult run_scenario(const Scenario& scenario, Protocol protocol, const Mutant* mutant) {
  ScenarioResult result;
  result.protocol = protocol;
  Spec spec{.config = scenario.config,
            .behaviour = scenario.behaviour,
            .workers = scenario.workers,
            .faults = {},
            .workload = &scenario.workload,
            .seed = 1,
            .script = scenario.script,
            .mutant = mutant};
  spec.config.protocol = protocol;
  Simulation simulation(spec, &result.journal);
  result.report = simulation.run();
  result.unused_lines = unused_lines(scenario.script, simulation);
  if (!result.report.violations.empty()) {
    const Violation& violation = result.report.violations.front();
    result.verdict = {false, violation.invariant};
    result.message = violation.message;
  }
  result.expected = result.verdict == scenario.expectation(protocol);
  return result;
}

std::string with_verdicts(std::string_view text, std::span<const ScenarioResult> results) {
  const auto at = text.find(separator);
  REGENT_ASSERT(at != std::string_view::npos, "a scenario that was run has a separator");
  std::string out(text.substr(0, at + separator.size()));
  for (const ScenarioResult& result : results)
    out += std::string(to_string(result.protocol)) + ": " + to_string(result.verdict) + "\n";
  return out;
}

}  // namespace regent::sim
