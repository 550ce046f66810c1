// Every deliberate bug of the protocol is noticed: this is the run of all of them.
#include "sim/mutants/power.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/mutants/catalogue.h"

namespace regent::mutants {
namespace {

constexpr std::uint64_t seeds_max = 2'000;

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
  for (const Arena& arena : arenas())
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const auto result = sim::run_campaign(campaign_in(arena, seed, nullptr));
      EXPECT_EQ(result.violation_count, 0U)
          << arena.faults << " seed " << seed << ": " << result.violations.front().message;
    }
}

class EachMutant : public testing::TestWithParam<const sim::Mutant*> {};

TEST_P(EachMutant, IsKilled) {
  const sim::Mutant& mutant = *GetParam();
  if (!mutant.equivalent.empty()) GTEST_SKIP() << mutant.equivalent;
  const Verdict verdict = judge(mutant, seeds_max);
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

TEST(Power, IsTheSameForAnyNumberOfJobs) {
  std::vector<const sim::Mutant*> some = all();
  some.resize(6);
  const auto alone = measure_power({some, 20, 1});
  const auto together = measure_power({some, 20, 3});
  ASSERT_EQ(alone.size(), some.size());
  for (std::size_t i = 0; i < some.size(); ++i) {
    EXPECT_EQ(alone[i].mutant, some[i]);
    EXPECT_EQ(together[i].mutant, some[i]);
    EXPECT_EQ(alone[i].seeds, together[i].seeds);
    ASSERT_EQ(alone[i].kill.has_value(), together[i].kill.has_value());
    if (alone[i].kill) EXPECT_EQ(alone[i].kill->violation, together[i].kill->violation);
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

}  // namespace
}  // namespace regent::mutants
