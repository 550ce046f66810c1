#include "runtime/exploration_trace.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/atomic_file.h"
#include "runtime/exploration_replay.h"
#include "runtime/json_places.h"
#include "runtime/json_text.h"
#include "runtime/simulation_trace.h"
#include "runtime/test_source.h"
#include "runtime/trace_json.h"
#include "runtime/trace_members.h"

namespace regent::runtime {
namespace {

using Json = nlohmann::ordered_json;
using sim::explore::Arguments;
using sim::explore::Budget;
using sim::explore::budget_count;
using sim::explore::NamedStep;

constexpr std::uint64_t budget_max = 9;
constexpr std::uint64_t turn_max = 1'000'000;

Json world_json(const Arguments& arguments) {
  Json json{{"protocol", to_string(arguments.config.protocol)},
            {"github", fake::to_string(arguments.behaviour)},
            {"workers", arguments.workers},
            {"merges", arguments.merges}};
  for (std::size_t i = 0; i < budget_count; ++i)
    json[std::string(name_of(static_cast<Budget>(i)))] = arguments.budgets[i];
  json["config"] = config_lines(arguments.config);
  return json;
}

std::string exploration_trace_json(const ExploredCase& explored) {
  Json steps = Json::array();
  for (const NamedStep& step : explored.steps)
    steps.push_back({{"who", step.who}, {"turn", step.turn}, {"move", step.move}});
  const auto& violation = explored.violation;
  return json_text(
      {{"schema", trace_schema},
       {"kind", "exploration"},
       {"world", world_json(explored.arguments)},
       {"violation", {{"invariant", violation.invariant}, {"message", violation.message}}},
       {"steps", std::move(steps)}});
}

void read_world(Members world, Arguments& arguments, Refusal& refusal) {
  const auto protocol = world.parsed("protocol", parse_protocol, "ledger or optimistic");
  const auto behaviour = world.parsed(
      "github", [](const std::string& text) { return fake::parse_behaviour(text); },
      "github.com, conditional or conditional-2023");
  if (behaviour) arguments.behaviour = *behaviour;
  arguments.workers =
      static_cast<std::uint32_t>(world.number("workers", 1, sim::explore::workers_max));
  arguments.merges =
      static_cast<std::uint32_t>(world.number("merges", 1, sim::explore::messages_max));
  for (std::size_t i = 0; i < budget_count; ++i)
    arguments.budgets[i] = static_cast<std::uint8_t>(
        world.number(std::string(name_of(static_cast<Budget>(i))), 0, budget_max));
  if (const auto reason = reason_not_to_explore(arguments))
    world.refuse(reason->first, reason->second);
  arguments.config = read_config_lines(world, refusal);
  if (protocol && arguments.config.protocol != *protocol)
    world.refuse("protocol", "is not the configuration's");
  world.finish();
}

ExploredCase read_case(const Json& json, Refusal& refusal) {
  ExploredCase explored;
  Members members(json, {}, refusal);
  (void)members.parsed(
      "schema", [](const std::string& text) { return optional_if(text, trace_schema); },
      std::string(trace_schema));
  (void)members.parsed(
      "kind", [](const std::string& text) { return optional_if(text, "exploration"); },
      "exploration");
  read_world(members.object("world"), explored.arguments, refusal);
  Members violation = members.object("violation");
  explored.violation = {0, 0, violation.text("invariant"), violation.text("message")};
  violation.finish();
  members.list("steps", [&](const Json& item, const std::string& path) {
    Members step(item, path, refusal);
    explored.steps.push_back({step.text("who"),
                              static_cast<std::uint32_t>(step.number("turn", 0, turn_max)),
                              step.text("move")});
    step.finish();
  });
  members.finish();
  return explored;
}

class ExplorationTrace : public AnyTrace {
 public:
  explicit ExplorationTrace(ExploredCase explored) : case_(std::move(explored)) {}

  std::string about() const override {
    return std::string(to_string(case_.arguments.config.protocol)) + " protocol, " +
           world_text(case_.arguments) + ", " +
           std::string(fake::to_string(case_.arguments.behaviour)) + ", explored";
  }
  const sim::Violation& violation() const override { return case_.violation; }
  std::string json() const override { return exploration_trace_json(case_); }
  Replayed replay(std::uint64_t until) const override { return replay_explored(case_, until); }
  std::string difference() const override { return difference_of(case_); }
  std::optional<ShrinkReport> shrink(const ShrinkBounds& bounds) const override {
    const auto shortest = shortest_of(case_, bounds);
    if (!shortest) return std::nullopt;
    return ShrinkReport{std::make_unique<ExplorationTrace>(shortest->smallest),
                        {{"steps", case_.steps.size(), shortest->smallest.steps.size()}},
                        1,
                        shortest->states,
                        shortest->is_minimal};
  }
  std::string replay_json(const std::string& reproduce) const override {
    return explored_replay_json(case_, about(), reproduce);
  }
  std::expected<std::string, std::string> test_source() const override {
    return runtime::test_source(case_);
  }

 private:
  ExploredCase case_;
};

}  // namespace

std::expected<void, Problem> write_exploration_traces(const Exploration& exploration,
                                                      const std::string& directory) {
  std::size_t number = 0;
  for (const auto& found : exploration.result.violations) {
    const ExploredCase explored{
        exploration.arguments, {0, 0, found.invariant, found.message}, found.steps};
    const auto file = std::filesystem::path(directory) /
                      ("explore-" + std::to_string(++number) + "-" + found.invariant + ".json");
    if (auto written = write_atomically(file, exploration_trace_json(explored)); !written)
      return written;
  }
  return {};
}

std::expected<std::unique_ptr<AnyTrace>, Problem> read_exploration_trace(const std::string& file,
                                                                         std::string_view text) {
  Places places;
  const auto json = parse_strictly(text, places);
  if (!json) return std::unexpected(problem_of(file, json.error()));
  Refusal refusal;
  ExploredCase explored = read_case(*json, refusal);
  if (const auto& first = refusal.first())
    return std::unexpected(problem_of(file, damage_of(text, places, first->first, first->second)));
  return std::make_unique<ExplorationTrace>(std::move(explored));
}

}  // namespace regent::runtime
