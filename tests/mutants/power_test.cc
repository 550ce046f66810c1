// Every deliberate bug of the protocol is noticed: this is the run of all of them.
#include "sim/mutants/power.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "sim/mutants/catalogue.h"
#include "sim/scenario.h"

namespace regent::mutants {
namespace {

// Where every seed costs ten times as much, those that need many seeds are left to other builds.
constexpr std::uint64_t seeds_max = REGENT_MUTANTS_SEEDS_MAX;
constexpr std::uint64_t seeds_to_be_judged = 4'000;
// In so many seeds an argument for equivalence must not be refuted.
constexpr std::uint64_t seeds_of_equivalent = std::min<std::uint64_t>(300, seeds_max);

TEST(Catalogue, HasFortyMutantsThatMustBeKilledEachWithANameAndASentence) {
  std::set<std::string_view> names;
  std::size_t to_be_killed = 0;
  for (const sim::Mutant& mutant : catalogue()) {
    EXPECT_TRUE(names.insert(mutant.name).second) << mutant.name;
    EXPECT_EQ(mutant.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << mutant.name;
    EXPECT_TRUE(mutant.bug.ends_with('.')) << mutant.name;
    EXPECT_TRUE(mutant.on_event != nullptr || mutant.on_plan != nullptr) << mutant.name;
    to_be_killed += mutant.equivalent.empty() ? 1 : 0;
  }
  EXPECT_GE(to_be_killed, 40U);
}

TEST(Catalogue, FindsEachMutantByItsName) {
  for (const sim::Mutant& mutant : catalogue()) EXPECT_EQ(find(mutant.name), &mutant);
  EXPECT_EQ(find("no-such-bug"), nullptr);
}

TEST(Arena, IsSurvivedByTheProtocolAsItShips) {
  constexpr std::uint64_t seeds = std::min<std::uint64_t>(60, seeds_max);
  for (const Arena& arena : arenas())
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const auto result = sim::run_campaign(campaign_in(arena, seed, nullptr));
      EXPECT_EQ(result.violation_count, 0U)
          << arena.faults << " seed " << seed << ": " << result.violations.front().message;
    }
}

class EachMutant : public testing::TestWithParam<const sim::Mutant*> {};

TEST_P(EachMutant, IsKilledOrNothingTellsItFromTheProtocolAndItIsSaidWhy) {
  const sim::Mutant& mutant = *GetParam();
  const Verdict verdict =
      judge(mutant, mutant.equivalent.empty() ? seeds_max : seeds_of_equivalent, 0);
  if (!mutant.equivalent.empty()) {
    ASSERT_FALSE(verdict.kill) << "refuted by " << verdict.kill->violation.message << ": "
                               << mutant.equivalent;
    EXPECT_TRUE(mutant.equivalent.ends_with('.'));
    return;
  }
  if (!verdict.kill && seeds_max < seeds_to_be_judged) GTEST_SKIP() << seeds_max << " seeds";
  ASSERT_TRUE(verdict.kill) << mutant.bug << " Nobody noticed in " << verdict.seeds << " seeds.";
  RecordProperty("by", verdict.kill->violation.invariant);
  RecordProperty("seeds", std::to_string(verdict.seeds));
}

std::vector<const sim::Mutant*> all() {
  std::vector<const sim::Mutant*> mutants;
  for (const sim::Mutant& mutant : catalogue()) mutants.push_back(&mutant);
  return mutants;
}

INSTANTIATE_TEST_SUITE_P(Ledger, EachMutant, testing::ValuesIn(all()), [](const auto& tested) {
  std::string name(tested.param->name);
  std::ranges::replace(name, '-', '_');
  return name;
});

// Its title is wrong for ever, so that no run of it comes to an end.
TEST(Mutant, WhoseWorkHasNoEndBreaksLiveness) {
  const auto file =
      std::ranges::find(sim::scenario_files(), "stable-branch-name", &sim::ScenarioFile::name);
  ASSERT_NE(file, sim::scenario_files().end());
  const auto scenario = sim::parse_scenario(file->text, file->name);
  ASSERT_TRUE(scenario);
  const auto result = sim::run_scenario(*scenario, Protocol::ledger, find("title-not-updated"));
  EXPECT_EQ(to_string(result.verdict), "lost liveness") << result.message;
}

TEST(Documentation, NamesEveryMutantAndItsBug) {
  std::ifstream file(REGENT_SOURCE_DIR "/docs/mutants.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  for (const sim::Mutant& mutant : catalogue())
    EXPECT_NE(text.find("| `" + std::string(mutant.name) + "` | " + std::string(mutant.bug) + " |"),
              std::string::npos)
        << mutant.name << ": regent mutants --markdown";
}

TEST(Power, IsTheSameForAnyNumberOfJobs) {
  std::vector<const sim::Mutant*> some = all();
  some.resize(6);
  const auto alone = measure_power({some, 20, 1, 0});
  const auto together = measure_power({some, 20, 3, 0});
  ASSERT_EQ(alone.size(), some.size());
  for (std::size_t i = 0; i < some.size(); ++i) {
    EXPECT_EQ(alone[i].mutant, some[i]);
    EXPECT_EQ(together[i].mutant, some[i]);
    EXPECT_EQ(alone[i].seeds, together[i].seeds);
    ASSERT_EQ(alone[i].kill.has_value(), together[i].kill.has_value());
    if (alone[i].kill) {
      EXPECT_EQ(alone[i].kill->violation, together[i].kill->violation);
    }
  }
}

TEST(Tally, CountsAnEquivalentMutantOnlyWhenItSurvives) {
  static constexpr sim::Mutant bug{.name = "a", .bug = "A."};
  static constexpr sim::Mutant same{.name = "b", .bug = "B.", .equivalent = "It is the same."};
  const Kill kill;
  const std::vector<Verdict> verdicts = {
      {&bug, 3, kill, {}, {}},           {&bug, 9, kill, {}, {}},
      {&bug, 5, kill, {}, {}},           {&bug, 20, std::nullopt, {}, {}},
      {&same, 20, std::nullopt, {}, {}}, {&same, 7, kill, {}, {}}};
  const Tally counts = tally(verdicts);
  EXPECT_EQ(counts.killed, 4U);
  EXPECT_EQ(counts.survived, 1U);
  EXPECT_EQ(counts.equivalent, 1U);
  EXPECT_EQ(counts.median_seeds, 7U);
}

// What exploration adds to the campaigns: a violation in a world of a few hundred states.
TEST(Power, FindsAMutantByExploringASmallWorld) {
  const Explored explored = explore_mutant(*find("all-rows-unguarded"), 20'000);
  EXPECT_TRUE(explored.killed);
  EXPECT_FALSE(explored.invariant.empty());
  EXPECT_EQ(explored.world, "2 workers, 2 merges");
}

}  // namespace
}  // namespace regent::mutants
