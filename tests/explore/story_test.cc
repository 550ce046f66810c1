// A path by names leads to the same violation in any model of the same world.
#include "sim/explore/story.h"

#include <gtest/gtest.h>

namespace regent::sim::explore {
namespace {

Arguments optimistic() {
  Arguments arguments;
  arguments.config.protocol = Protocol::optimistic;
  arguments.merges = 1;
  return arguments;
}

TEST(NamedSteps, LeadToTheSameViolationInAnotherModel) {
  const Result result = explore(optimistic());
  ASSERT_FALSE(result.violations.empty());
  Arguments apart = optimistic();
  apart.tells_workers_apart = true;
  for (const Found& found : result.violations) {
    Model model(apart);
    const auto told = tell(model, found.steps);
    ASSERT_TRUE(told) << told.error().reason;
    ASSERT_NE(told->back().breach, 0U);
    EXPECT_EQ(model.breach(told->back().breach).invariant, found.invariant);
  }
}

TEST(NamedSteps, ThatDoNotFitSayWhere) {
  const Result result = explore(optimistic());
  auto steps = result.violations.front().steps;
  steps[3].move = "refused teapot";
  Arguments apart = optimistic();
  apart.tells_workers_apart = true;
  Model model(apart);
  const auto told = tell(model, steps);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().step, 3U);
  EXPECT_FALSE(told.error().reason.empty());
}

}  // namespace
}  // namespace regent::sim::explore
