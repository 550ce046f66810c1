#include "runtime/exploration_trace.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/atomic_file.h"
#include "runtime/config_file.h"
#include "runtime/json_text.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using sim::explore::Arguments;

Json arguments_json(const Arguments& arguments) {
  Json json{{"protocol", to_string(arguments.config.protocol)},
            {"github", fake::to_string(arguments.behaviour)},
            {"workers", arguments.workers},
            {"merges", arguments.merges}};
  for (std::size_t i = 0; i < sim::explore::budget_count; ++i)
    json[std::string(name_of(static_cast<sim::explore::Budget>(i)))] = arguments.budgets[i];
  json["config"] = print_config(arguments.config);
  return json;
}

Json steps_json(const std::vector<sim::explore::NamedStep>& steps) {
  Json json = Json::array();
  for (const auto& step : steps)
    json.push_back({{"who", step.who}, {"turn", step.turn}, {"move", step.move}});
  return json;
}

}  // namespace

std::expected<void, Problem> write_exploration_traces(const Exploration& exploration,
                                                      const std::string& directory) {
  std::size_t number = 0;
  for (const auto& found : exploration.result.violations) {
    const Json trace{{"schema", "regent.trace/2"},
                     {"kind", "exploration"},
                     {"world", arguments_json(exploration.arguments)},
                     {"violation", {{"invariant", found.invariant}, {"message", found.message}}},
                     {"steps", steps_json(found.steps)}};
    const auto file = std::filesystem::path(directory) /
                      ("explore-" + std::to_string(++number) + "-" + found.invariant + ".json");
    if (auto written = write_atomically(file, json_text(trace)); !written) return written;
  }
  return {};
}

}  // namespace regent::runtime
