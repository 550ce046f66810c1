// Every method finds the same: self-validation of the reductions (exploration.md, pitfall 9).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/explore/result.h"

namespace regent::sim::explore {
namespace {

struct World {
  std::uint32_t workers = 1;
  std::uint32_t merges = 1;
  Budgets budgets{};
  bool naive = true;  // small enough for every interleaving
};

std::string name_of(const World& world) {
  constexpr std::array<const char*, budget_count> kinds = {"crash", "lost", "stale", "conflict",
                                                           "human"};
  std::string name = std::to_string(world.workers) + "w" + std::to_string(world.merges) + "m";
  for (std::size_t i = 0; i < budget_count; ++i)
    for (std::uint8_t n = 0; n < world.budgets[i]; ++n) name += std::string("_") + kinds[i];
  return name;
}

Arguments arguments_of(const World& world, Method method, Protocol protocol = Protocol::ledger) {
  Arguments arguments;
  arguments.config.protocol = protocol;
  arguments.workers = world.workers;
  arguments.merges = world.merges;
  arguments.budgets = world.budgets;
  arguments.method = method;
  return arguments;
}

class SmallWorld : public testing::TestWithParam<World> {};

TEST_P(SmallWorld, ComesToTheSameStatesAtRestByEveryMethod) {
  const Result reference = explore(arguments_of(GetParam(), Method::hashed));
  ASSERT_TRUE(reference.complete);
  EXPECT_EQ(reference.violation_count, 0U);
  EXPECT_GT(reference.terminal_states, 0U);
  std::vector<Method> methods = {Method::sleep, Method::reduced, Method::dpor};
  if (GetParam().naive) methods.push_back(Method::naive);
  for (const Method method : methods) {
    const Result result = explore(arguments_of(GetParam(), method));
    EXPECT_TRUE(result.complete) << to_string(method);
    EXPECT_EQ(result.terminal_hash, reference.terminal_hash) << to_string(method);
    EXPECT_EQ(result.terminal_states, reference.terminal_states) << to_string(method);
    EXPECT_EQ(result.violation_count, 0U) << to_string(method);
  }
}

TEST_P(SmallWorld, ComesToTheSameForAnyNumberOfThreads) {
  for (const Method method : {Method::hashed, Method::reduced}) {
    Arguments arguments = arguments_of(GetParam(), method);
    const Result alone = explore(arguments);
    arguments.jobs = 3;
    const Result together = explore(arguments);
    if (method == Method::hashed) {
      EXPECT_EQ(together.states, alone.states);
    }
    EXPECT_EQ(together.terminal_states, alone.terminal_states);
    EXPECT_EQ(together.terminal_hash, alone.terminal_hash);
    EXPECT_EQ(together.violation_count, alone.violation_count);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Explore, SmallWorld,
    testing::Values(World{1, 1, {}}, World{1, 1, {1}}, World{1, 1, {0, 1}}, World{1, 1, {0, 0, 1}},
                    World{1, 1, {0, 0, 0, 1}}, World{1, 1, {0, 0, 0, 0, 1}}, World{1, 2, {}},
                    World{1, 2, {1}, false}, World{1, 2, {0, 1}, false},
                    World{1, 2, {0, 0, 1}, false}, World{1, 2, {0, 0, 0, 1}, false},
                    World{1, 2, {1, 1}, false}, World{1, 2, {0, 0, 0, 0, 1}, false},
                    World{2, 1, {}, false}, World{2, 1, {1}, false}, World{2, 1, {0, 1}, false},
                    World{2, 1, {0, 0, 1}, false}, World{2, 1, {0, 0, 0, 1}, false},
                    World{2, 1, {1, 1}, false}, World{2, 2, {}, false}),
    [](const auto& tested) { return name_of(tested.param); });

// The published design loses (protocol.md, "Why the published design breaks"), by every method.
TEST(Optimistic, OpensTwoReleasePullRequestsWhicheverMethodLooks) {
  for (const Method method : {Method::hashed, Method::sleep, Method::reduced, Method::dpor}) {
    const Result result = explore(arguments_of({2, 1, {}}, method, Protocol::optimistic));
    ASSERT_GT(result.violation_count, 0U) << to_string(method);
    EXPECT_EQ(result.violations.front().invariant, "one-pr-per-version") << to_string(method);
  }
}

TEST(Optimistic, IsRefutedByAShortestPathOnRequest) {
  Arguments arguments = arguments_of({2, 1, {}}, Method::hashed, Protocol::optimistic);
  const Result any = explore(arguments);
  arguments.shortest = true;
  const Result shortest = explore(arguments);
  ASSERT_EQ(shortest.violations.size(), 1U);
  EXPECT_FALSE(shortest.complete);
  for (const Found& found : any.violations)
    EXPECT_LE(shortest.violations.front().path.size(), found.path.size());
}

TEST(Bound, StopsAtTheGivenNumberOfStatesAndSaysSo) {
  Arguments arguments = arguments_of({3, 2, {1, 1}}, Method::reduced);
  arguments.states_max = 10'000;
  const Result result = explore(arguments);
  EXPECT_FALSE(result.complete);
  EXPECT_EQ(result.stopped, "states-max is reached");
  EXPECT_LT(result.states, 30'000U);
}

TEST(Bound, EndsWhenWhoeverWatchesSaysSo) {
  const Result result =
      explore(arguments_of({3, 2, {1, 1}}, Method::reduced), [](const Progress&) { return false; });
  EXPECT_FALSE(result.complete);
  EXPECT_EQ(result.stopped, "interrupted");
}

}  // namespace
}  // namespace regent::sim::explore
