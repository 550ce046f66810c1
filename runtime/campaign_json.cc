#include "runtime/campaign_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/json_text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

// 0 when there is nothing to divide by.
double ratio(std::uint64_t a, double b) { return b > 0 ? static_cast<double>(a) / b : 0; }

// Every kind, so that a reader need not know which ones can be left out.
Json faults_json(const sim::FaultCounts& faults) {
  Json json = Json::object();
  for (std::size_t i = 0; i < sim::fault_count; ++i)
    json[std::string(to_string(static_cast<sim::Fault>(i)))] = faults[i];
  return json;
}

Json sometimes_json(const sim::SituationCounts& situations) {
  Json json = Json::object();
  for (std::size_t i = 0; i < sim::situation_count; ++i)
    json[std::string(to_string(static_cast<sim::Situation>(i)))] = situations[i];
  return json;
}

Json never_json(const std::vector<sim::Situation>& never) {
  Json json = Json::array();
  for (const sim::Situation situation : never) json.push_back(to_string(situation));
  return json;
}

Json heard_json(const sim::Heard& heard) {
  if (heard.what.empty()) return nullptr;
  return {{"what", heard.what}, {"value", heard.value}};
}

Json deviations_json(const std::vector<sim::Deviation>& deviations) {
  Json json = Json::array();
  for (const sim::Deviation& deviation : deviations)
    json.push_back({{"seed", deviation.seed},
                    {"step", deviation.step},
                    {"first", heard_json(deviation.first)},
                    {"second", heard_json(deviation.second)}});
  return json;
}

Json violations_json(const std::vector<sim::Violation>& violations, const Reproduce& reproduce) {
  Json json = Json::array();
  for (const sim::Violation& violation : violations)
    json.push_back({{"seed", violation.seed},
                    {"step", violation.step},
                    {"invariant", violation.invariant},
                    {"message", violation.message},
                    {"reproduce", reproduce(violation)}});
  return json;
}

Json releases_json(const sim::ReleaseTally& tally) {
  Json mismatched = Json::array();
  for (const sim::Mismatch& mismatch : tally.mismatched)
    mismatched.push_back(
        {{"sha", mismatch.sha}, {"expected", mismatch.expected}, {"computed", mismatch.computed}});
  return {{"expected", tally.expected},
          {"matched", tally.matched},
          {"mismatched", std::move(mismatched)}};
}

}  // namespace

std::string campaign_json(const sim::CampaignSpec& campaign, const sim::CampaignResult& result,
                          double wall_seconds, const Reproduce& reproduce) {
  const Json json{
      {"schema", "regent.simulate/1"},
      {"protocol", to_string(campaign.run.config.protocol)},
      {"github", fake::to_string(campaign.run.behaviour)},
      {"strategy", to_string(campaign.run.strategy)},
      {"workers", campaign.run.workers},
      {"seeds", {{"first", campaign.first_seed}, {"count", result.seeds}}},
      {"steps", result.steps},
      {"api_calls", result.api_calls},
      {"virtual_seconds", static_cast<double>(result.virtual_ms.count()) / 1'000},
      {"wall_seconds", wall_seconds},
      {"steps_per_second", ratio(result.steps, wall_seconds)},
      {"faults", faults_json(result.faults)},
      {"conflicts", result.conflicts()},
      {"sometimes", sometimes_json(result.situations)},
      {"never", never_json(result.never)},
      {"hash", result.hash},
      {"violations", violations_json(result.violations, reproduce)},
      {"violation_count", result.violation_count},
      {"deviations",
       campaign.check_determinism ? deviations_json(result.deviations) : Json(nullptr)},
      {"releases", releases_json(result.tally)},
      {"api_calls_per_merge", ratio(result.api_calls, static_cast<double>(result.merges))}};
  return json_text(json);
}

}  // namespace regent::runtime
