// What became of the named incidents, for people and as the JSON object `regent.scenario/1`.
#pragma once

#include <string>
#include <vector>

#include "runtime/campaign_text.h"
#include "sim/scenario.h"

namespace regent::runtime {

struct ScenarioOutcome {
  sim::Scenario scenario;
  std::vector<sim::ScenarioResult> results;  // none: it was not run
};

// A line for each: name, thread, and the claim's first sentence.
[[nodiscard]] std::string scenario_list(const std::vector<ScenarioOutcome>& outcomes,
                                        const Page& page);

// What was claimed and what came of it.
[[nodiscard]] std::string scenario_text(const ScenarioOutcome& outcome, const Page& page);

// The same, and how each protocol came to it.
[[nodiscard]] std::string scenario_story(const ScenarioOutcome& outcome, const Page& page);

// One line for each protocol: how many it survived.
[[nodiscard]] std::string scenario_summary(const std::vector<ScenarioOutcome>& outcomes,
                                           const Page& page);

[[nodiscard]] std::string scenario_json(const std::vector<ScenarioOutcome>& outcomes);

}  // namespace regent::runtime
