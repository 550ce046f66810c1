// What a failing path comes to when something in it goes otherwise.
#include "sim/explore/nearest.h"

#include <gtest/gtest.h>

#include "core/github.h"

namespace regent::sim::explore {
namespace {

Arguments world(Protocol protocol, std::uint32_t workers, std::uint8_t lost) {
  Arguments arguments;
  arguments.config.protocol = protocol;
  arguments.workers = workers;
  arguments.budgets[static_cast<std::size_t>(Budget::lost)] = lost;
  arguments.shortest = true;
  return arguments;
}

std::vector<NamedStep> shortest_failure(const Arguments& arguments) {
  const Result result = explore(arguments);
  EXPECT_FALSE(result.violations.empty());
  return result.violations.empty() ? std::vector<NamedStep>() : result.violations.front().steps;
}

Arguments told_apart(Arguments arguments) {
  arguments.tells_workers_apart = true;
  return arguments;
}

TEST(NearestPassing, TakesTheFaultAwayThatTheFailureNeeds) {
  const Arguments arguments = world(Protocol::optimistic, 1, 1);
  Model model(told_apart(arguments));
  const auto turning = nearest_passing(model, shortest_failure(arguments));
  ASSERT_TRUE(turning);
  EXPECT_EQ(turning->step.kind, Move::Kind::answer_lost);
  EXPECT_EQ(turning->instead.kind, Move::Kind::answered);
  EXPECT_EQ(turning->step.request, turning->instead.request);
}

TEST(NearestPassing, LetsSomebodyElseGoFirst) {
  const Arguments arguments = world(Protocol::optimistic, 2, 0);
  Model model(told_apart(arguments));
  const auto turning = nearest_passing(model, shortest_failure(arguments));
  ASSERT_TRUE(turning);
  EXPECT_NE(turning->step.process, turning->instead.process);
}

TEST(OutcomeOf, AFailingPathIsTheFailure) {
  const Arguments arguments = world(Protocol::optimistic, 2, 0);
  Model model(told_apart(arguments));
  const auto breach = outcome_of(model, shortest_failure(arguments));
  ASSERT_TRUE(breach);
  EXPECT_EQ(breach->invariant, "one-pr-per-version");
}

// A test that was emitted for a failure passes once the protocol does something else there.
TEST(OutcomeOf, APathThatDoesNotFitAnyMoreIsThatOfWhatIsLeftOfIt) {
  const auto steps = shortest_failure(world(Protocol::optimistic, 2, 0));
  Model model(told_apart(world(Protocol::ledger, 2, 0)));
  EXPECT_FALSE(outcome_of(model, steps));
}

}  // namespace
}  // namespace regent::sim::explore
