// The named incidents (tests/scenarios): each is its own expectation.
//
// A person who has changed a protocol or a scenario on purpose writes the new verdicts with
// REGENT_REWRITE_SCENARIOS=1; never where CI is set.
#include "sim/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <tuple>
#include <vector>

namespace regent::sim {
namespace {

Scenario parsed(const ScenarioFile& file) {
  auto scenario = parse_scenario(file.text, file.name);
  if (scenario) return *std::move(scenario);
  ADD_FAILURE() << file.name << ".txt:" << scenario.error().line << ": " << scenario.error().reason;
  return {};
}

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

void rewrite(const ScenarioFile& file, const Scenario& scenario) {
  ASSERT_FALSE(is_set("CI")) << "expectations are rewritten by a person, not by CI";
  std::vector<ScenarioResult> results;
  for (const Protocol protocol : protocols) results.push_back(run_scenario(scenario, protocol));
  const std::string name(file.name);
  std::ofstream(REGENT_SOURCE_DIR "/tests/scenarios/" + name + ".txt", std::ios::binary)
      << with_verdicts(file.text, results);
}

class EachScenario : public testing::TestWithParam<std::tuple<std::size_t, Protocol>> {};

TEST_P(EachScenario, EndsAsItsFileSays) {
  const auto& [index, protocol] = GetParam();
  const ScenarioFile& file = scenario_files()[index];
  const Scenario scenario = parsed(file);
  if (HasFailure()) return;
  const ScenarioResult result = run_scenario(scenario, protocol);
  if (!result.expected && is_set("REGENT_REWRITE_SCENARIOS")) return rewrite(file, scenario);
  EXPECT_EQ(to_string(result.verdict), to_string(scenario.expectation(protocol)))
      << result.message << "\nits story: regent scenario " << file.name
      << "\nif that is right: REGENT_REWRITE_SCENARIOS=1";
}

std::string name_of(const testing::TestParamInfo<EachScenario::ParamType>& info) {
  const auto& [index, protocol] = info.param;
  std::string name(scenario_files()[index].name);
  std::ranges::replace(name, '-', '_');
  return name + "_" + std::string(to_string(protocol));
}

INSTANTIATE_TEST_SUITE_P(Incident, EachScenario,
                         testing::Combine(testing::Range(std::size_t{0}, scenario_files().size()),
                                          testing::ValuesIn(protocols)),
                         name_of);

TEST(Scenarios, ClaimThatTheLedgerSurvivesAllOfThem) {
  for (const ScenarioFile& file : scenario_files())
    EXPECT_TRUE(parsed(file).expectation(Protocol::ledger).survived) << file.name;
}

TEST(Scenarios, CoverEveryIncidentOnRecord) {
  const std::vector<std::string> threads = {"release-please#826",
                                            "release-please#1208",
                                            "release-please#1650",
                                            "DashPlayer#275",
                                            "openai-node#2631",
                                            "release-plz#1487",
                                            "changesets/action#396",
                                            "redisctl#397",
                                            "release-drafter#1146",
                                            "semantic-release#896",
                                            "release-plz#1412",
                                            "release-please#2898",
                                            "imgbot#21",
                                            "compose-ai-tools#4657",
                                            "brew#15398",
                                            "repo-automation-bots#5167"};
  std::string all;
  for (const ScenarioFile& file : scenario_files()) all += parsed(file).thread + " ";
  for (const std::string& thread : threads)
    EXPECT_NE(all.find(thread), std::string::npos) << thread;
}

// A rule that befalls no call, or an act that changes nothing, has been left behind by the
// protocols.
TEST(Scenarios, HoldNoRuleThatBefallsNobody) {
  for (const ScenarioFile& file : scenario_files()) {
    const Scenario scenario = parsed(file);
    const auto ledger = run_scenario(scenario, Protocol::ledger).unused_lines;
    for (const std::size_t line : run_scenario(scenario, Protocol::optimistic).unused_lines)
      EXPECT_FALSE(std::ranges::binary_search(ledger, line)) << file.name << ".txt:" << line;
  }
}

TEST(Scenarios, AreShortAndClaimSomething) {
  for (const ScenarioFile& file : scenario_files()) {
    EXPECT_LE(std::ranges::count(file.text, '\n'), 60) << file.name;
    EXPECT_GE(parsed(file).claim.size(), 80U) << file.name;
  }
}

TEST(Scenarios, GoTheSameWayEachTime) {
  for (const ScenarioFile& file : scenario_files()) {
    const Scenario scenario = parsed(file);
    EXPECT_EQ(run_scenario(scenario, Protocol::optimistic).report.hash,
              run_scenario(scenario, Protocol::optimistic).report.hash)
        << file.name;
  }
}

TEST(Scenarios, AreRewrittenBelowTheirSeparatorOnly) {
  ScenarioResult ledger;
  ScenarioResult optimistic{.protocol = Protocol::optimistic, .verdict = {false, "no-litter"}};
  EXPECT_EQ(with_verdicts("# A\n\nmerge \"b\" at 0s\n----\nledger: lost it\n",
                          std::vector{ledger, optimistic}),
            "# A\n\nmerge \"b\" at 0s\n----\nledger: survived\noptimistic: lost no-litter\n");
}

constexpr std::string_view tail = "----\nledger: survived\noptimistic: survived\n";

TEST(ScenarioParser, ReadsHeadCommandsAndVerdicts) {
  const auto scenario = parse_scenario(
      "# thread: a/b#1\n# It was\n# so.\n#\n# And then?\n\nworkers 3\nmerge \"fix: a b\" at 2min\n"
      "# no claim\ncall worker 2 \"POST /pulls\" nth 2-4 pause 90s\n"
      "webhook nth 1 copies 2 delay 5s\n"
      "----\noptimistic: lost no-litter\nledger: survived\n",
      "name");
  ASSERT_TRUE(scenario) << scenario.error().reason;
  EXPECT_EQ(scenario->thread, "a/b#1");
  EXPECT_EQ(scenario->claim, "It was so.\nAnd then?");
  EXPECT_EQ(scenario->workers, 3U);
  EXPECT_EQ(scenario->workload.merges.at(0).message, "fix: a b");
  EXPECT_EQ(scenario->script.merges_at.at(0), std::chrono::minutes(2));
  const CallRule& rule = scenario->script.calls.at(0);
  EXPECT_EQ(std::tie(rule.worker, rule.operation, rule.first, rule.last, rule.paused, rule.line),
            std::make_tuple(2U, std::string("POST /pulls"), 2U, 4U, true, std::size_t{10}));
  EXPECT_EQ(rule.latency, std::chrono::seconds(90));
  EXPECT_EQ(scenario->script.webhooks.at(0).copies, 2U);
  EXPECT_EQ(to_string(scenario->expectation(Protocol::optimistic)), "lost no-litter");
}

struct Refused {
  std::string_view commands;  // after one line of head
  std::size_t line;
  std::string_view reason;
};

class RefusedScenario : public testing::TestWithParam<Refused> {};

TEST_P(RefusedScenario, SaysWhereAndWhy) {
  const auto& [commands, line, reason] = GetParam();
  const auto scenario = parse_scenario("# Claim\n" + std::string(commands), "name");
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().line, line);
  EXPECT_EQ(scenario.error().reason, reason);
}

const std::string merged = "merge \"fix: a\" at 0s\n";
const std::string after_merge = merged + std::string(tail);

INSTANTIATE_TEST_SUITE_P(
    ScenarioParser, RefusedScenario,
    testing::Values(
        Refused{"wrokers 2\n", 2, "there is no command \"wrokers\""},
        Refused{"workers none\n", 2, "needs a whole number from 1, not \"none\""},
        Refused{"workers 2 3\n", 2, "nothing more is expected after that: \"3\""},
        Refused{"tag 1.2\n", 2, "\"1.2\" is not a version"},
        Refused{"merge \"a\" 5s\n", 2, "needs \"at\" and a time"},
        Refused{"merge \"a\" at 5\n", 2, "needs a time like 90s (ms, s, min, h), not \"5\""},
        Refused{"merge \"a\" at 5s\nmerge \"b\" at 4s\n", 3,
                "merges stand in the order of their times"},
        Refused{"revert 1 at 5s\n", 2, "there is no merge 1 before"},
        Refused{"person sings at 5s\n", 2, "a person does not do \"sings\""},
        Refused{"call \"POST /pull\" pause 5s\n", 2, "there is no operation \"POST /pull\""},
        Refused{"call \"POST /pulls\"\n", 2, "says nothing of what befalls the call"},
        Refused{"call \"POST /pulls\" explodes\n", 2, "nothing called \"explodes\" befalls a call"},
        Refused{"call \"POST /pulls\" refused teapot\n", 2, "GitHub has no refusal \"teapot\""},
        Refused{"call \"POST /pulls\" nth 3-2 pause 5s\n", 2,
                "needs a whole number from 3, not \"2\""},
        Refused{"call \"observe\" stale 5s of it\n", 2, "a read has no part \"it\""},
        Refused{"webhook nth 1\n", 2, "needs copies, delay or lost"},
        Refused{"github gitlab\n", 2, "GitHub has no behaviour \"gitlab\""},
        Refused{"naming odd\n", 2, "there is no naming \"odd\""},
        Refused{"queue fifo\n", 2, "needs exclusive"}, Refused{tail, 4, "nothing is ever merged"},
        Refused{"----\nledger: perhaps\n", 3, "needs survived, or lost and the invariant"},
        Refused{"----\nledger: lost \n", 3, "needs survived, or lost and the invariant"},
        Refused{"----\nledger: survived\nledger: survived\n", 4,
                "there are two verdicts on ledger"},
        Refused{"----\nraft: survived\n", 3,
                "needs a protocol's name and its verdict, not \"raft: survived\""},
        Refused{"workers 2\n", 2, "there is no ---- with the verdicts below it"},
        Refused{"workers 2", 1, "the last line has no end"}));

TEST(ScenarioParser, NeedsAClaim) {
  const auto scenario = parse_scenario(after_merge, "name");
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().reason, "no comment at the head says what is claimed");
}

TEST(ScenarioParser, NeedsAVerdictOnEachProtocol) {
  const auto scenario = parse_scenario("# Claim\n" + merged + "----\nledger: survived\n", "name");
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().reason, "there is no verdict on optimistic");
}

}  // namespace
}  // namespace regent::sim
