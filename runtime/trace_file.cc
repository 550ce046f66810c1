#include "runtime/trace_file.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "runtime/atomic_file.h"
#include "runtime/config_file.h"
#include "runtime/json_text.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;

Json spec_json(const SimulateOptions& options, const sim::CampaignSpec& campaign) {
  Json faults = Json::array();
  for (std::size_t i = 0; i < sim::fault_count; ++i)
    if (campaign.run.faults[i]) faults.push_back(to_string(static_cast<sim::Fault>(i)));
  Json json{{"protocol", to_string(campaign.run.config.protocol)},
            {"github", fake::to_string(campaign.run.behaviour)},
            {"workers", campaign.run.workers},
            {"faults", std::move(faults)}};
  if (options.history) {
    json["history"] = *options.history;
  } else {
    json["generate"] = campaign.generate_merges;
  }
  json["config"] = print_config(campaign.run.config);
  return json;
}

// Times are milliseconds since the Unix epoch, in the simulation's own time.
Json journal_json(const sim::Journal& journal) {
  Json json = Json::array();
  for (const sim::Journal::Line& line : journal.lines())
    json.push_back({{"step", line.step},
                    {"at_ms", line.at.time_since_epoch().count()},
                    {"who", line.who},
                    {"what", line.what}});
  return json;
}

std::string trace_json(const Json& spec, const sim::Violation& violation,
                       const std::string& reproduce, const sim::Journal& journal) {
  return json_text({{"schema", "regent.trace/1"},
                    {"spec", spec},
                    {"seed", violation.seed},
                    {"violation",
                     {{"step", violation.step},
                      {"invariant", violation.invariant},
                      {"message", violation.message}}},
                    {"reproduce", reproduce},
                    {"journal", journal_json(journal)}});
}

// A run that breaks one invariant twice leaves two files.
std::string file_name(const sim::Violation& violation, std::set<std::string>& taken) {
  const std::string stem = "seed-" + std::to_string(violation.seed) + "-" + violation.invariant;
  std::string name = stem + ".json";
  for (int n = 2; !taken.insert(name).second; ++n) name = stem + "-" + std::to_string(n) + ".json";
  return name;
}

}  // namespace

std::expected<void, Problem> make_trace_directory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error && !std::filesystem::is_directory(directory, error))
    error = std::make_error_code(std::errc::not_a_directory);
  if (!error && access(directory.c_str(), W_OK | X_OK) != 0)
    error = std::error_code(errno, std::generic_category());
  if (!error) return {};
  return std::unexpected(Problem{"--trace-dir", directory + ": " + system_reason(error.value())});
}

std::expected<void, Problem> write_traces(const SimulateOptions& options,
                                          const sim::CampaignSpec& campaign,
                                          const sim::CampaignResult& result,
                                          const Reproduce& reproduce) {
  const Json spec = spec_json(options, campaign);
  std::set<std::string> taken;
  for (const sim::Violation& violation : result.violations) {
    sim::Journal journal;
    (void)sim::tell(campaign, violation.seed, journal);
    const auto file = std::filesystem::path(*options.trace_dir) / file_name(violation, taken);
    const std::string text = trace_json(spec, violation, reproduce(violation), journal);
    if (auto written = write_atomically(file, text); !written) return written;
  }
  return {};
}

}  // namespace regent::runtime
