// `regent scenario`: the named incidents from the command line.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/scenario.h"
#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ScenarioCommand, ShowsEachScenarioWithItsVerdictsAndClaim) {
  const Ended ended = regent({"scenario"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out,
                    "simultaneous-creates  imgbot#21, dependabot-core#3342\n"
                    "  ledger      survived ✓\n"
                    "  optimistic  lost ✗ one-pr-per-version: #2 "));
  const std::string all = std::to_string(sim::scenario_files().size());
  EXPECT_TRUE(holds(ended.out, "\nledger survives " + all + " of " + all + " scenarios\n"));
}

TEST(ScenarioCommand, TellsTheStoryOfWhatIsNamed) {
  const Ended ended = regent({"scenario", "create-answer-lost", "--protocol", "optimistic"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_TRUE(holds(ended.out, "The optimistic protocol\n"));
  EXPECT_FALSE(holds(ended.out, "The ledger protocol\n"));
  EXPECT_TRUE(holds(ended.out, "+00:00.000  developer  merges #1 ")) << ended.out;
  EXPECT_TRUE(holds(ended.out, "worker 1   POST /pulls release/v1.2.1 -> main"));
}

TEST(ScenarioCommand, ListsWithoutRunning) {
  const Ended ended = regent({"scenario", "--list"});
  EXPECT_EQ(ended.status, 0);
  const auto lines = static_cast<std::size_t>(std::count(ended.out.begin(), ended.out.end(), '\n'));
  EXPECT_EQ(lines, sim::scenario_files().size());
}

TEST(ScenarioCommand, PrintsOneJsonObject) {
  const Ended ended = regent({"scenario", "rename-by-superseding", "--json"});
  EXPECT_EQ(ended.status, 0);
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json.at("schema"), "regent.scenario/1");
  const auto& scenario = json.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("name"), "rename-by-superseding");
  EXPECT_FALSE(scenario.at("claim").get<std::string>().empty());
  const auto& [ledger, optimistic] =
      std::pair(scenario.at("results").at(0), scenario.at("results").at(1));
  EXPECT_EQ(ledger.at("protocol"), "ledger");
  EXPECT_EQ(ledger.at("survived"), true);
  EXPECT_TRUE(ledger.at("invariant").is_null());
  EXPECT_EQ(optimistic.at("invariant"), "one-open-pr");
  EXPECT_EQ(optimistic.at("expected"), true);
  EXPECT_GT(optimistic.at("steps"), 0);
}

TEST(ScenarioCommand, NamesTheClosestToWhatIsNone) {
  const Ended ended = regent({"scenario", "simultanous-creates"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_TRUE(
      ended.err.starts_with("regent: \"simultanous-creates\": is not a scenario; "
                            "the closest: simultaneous-creates, "))
      << ended.err;
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1);
}

TEST(ScenarioCommand, RefusesAnotherProtocol) {
  const Ended ended = regent({"scenario", "--protocol", "raft"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.err, "regent: --protocol: must be ledger, optimistic or both, not \"raft\"\n");
}

}  // namespace
}  // namespace regent::runtime
