// How the optimistic protocol repeats, waits and gives up ("Retry Strategy").
#include "optimistic_session.h"

namespace regent::scripted {
namespace {

// Weakness 7: the first create had taken effect, so the second finds the name taken by itself.
TEST(OptimisticProtocol, SendsALostCreateAgainAndTakesItsOwnBranchForAForeignOne) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  const auto first = session.lose<CreateRef>();
  EXPECT_TRUE(session.noted(Note::answer_lost));
  EXPECT_GE(session.wake(), seconds(1));
  EXPECT_EQ(session.reply<CreateRef>(refusal(422, "Reference already exists")), first);
  EXPECT_EQ(session.pending<CreateRef>().ref, "refs/heads/release/v1.2.4-1700000001");
}

TEST(OptimisticProtocol, SendsAPullWithALostAnswerAgain) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  const auto first = session.lose<CreatePull>();
  session.wake();
  EXPECT_EQ(session.reply<CreatePull>(refusal(502, "Bad Gateway")), first);
  session.wake();
  EXPECT_EQ(session.reply<CreatePull>(answer(Pull{}, 201)), first);
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, AbandonsTheMessageWhenTheAttemptsOfOneOperationAreUsedUp) {
  Session session;
  std::vector<Duration> waits;
  session.reply<SearchPulls>(refusal(503, "Service Unavailable"));
  waits.push_back(session.wake());
  session.reply<SearchPulls>(refusal(503, "Service Unavailable"));
  waits.push_back(session.wake());
  session.reply<SearchPulls>(refusal(503, "Service Unavailable"));
  EXPECT_EQ(session.end(), "abandoned: GitHub API error: 503 Service Unavailable");
  const RetryPolicy policy;
  EXPECT_EQ(waits,
            (std::vector{backoff_delay(policy, 1, {1, 2}), backoff_delay(policy, 2, {1, 2})}));
  EXPECT_EQ(session.delay(), backoff_delay(policy, 3, {1, 2}));
}

TEST(OptimisticProtocol, CountsTheAttemptsOfEachOperationAnew) {
  Session session;
  for (int i = 0; i < 2; ++i) {
    session.lose<SearchPulls>();
    session.wake();
  }
  session.find({});
  for (int i = 0; i < 2; ++i) {
    session.lose<ListMatchingRefs>();
    session.wake();
  }
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, SendsARefusalThatNoRepetitionHelpsToTheDeadLetters) {
  Session session;
  session.reply<SearchPulls>(refusal(403, "Resource not accessible by integration"));
  EXPECT_EQ(session.end(),
            "dead letter: GitHub API error: 403 Resource not accessible by integration");
}

TEST(OptimisticProtocol, WaitsForAShortRateLimitAndLeavesALongOneToTheQueue) {
  Session session;
  Response limited = refusal(429, "You have exceeded a secondary rate limit.");
  limited.headers.retry_after = seconds(60);
  session.reply<SearchPulls>(limited);
  EXPECT_EQ(session.wake(), seconds(60));
  EXPECT_TRUE(session.noted(Note::rate_limited));
  limited.headers.retry_after = seconds(61);
  session.reply<SearchPulls>(limited);
  EXPECT_EQ(session.end(),
            "abandoned: GitHub API error: 429 You have exceeded a secondary rate limit.");
  EXPECT_EQ(session.delay(), seconds(61));
}

TEST(OptimisticProtocol, KeepsTheReserveOfTheRateLimitUntilTheReset) {
  Session session;
  Response last = answer(Pulls{});
  last.headers.rate_limit_remaining = 100;
  last.headers.rate_limit_reset = noon + minutes(10);
  session.reply<SearchPulls>(last);
  EXPECT_EQ(session.end(), "abandoned: the rate limit's reserve is reached");
  EXPECT_EQ(session.delay(), minutes(10) + seconds(1));
}

TEST(OptimisticProtocol, GoesOnWhenTheResetOfTheRateLimitLiesBehind) {
  Session session;
  Response last = answer(Pulls{});
  last.headers.rate_limit_remaining = 100;
  last.headers.rate_limit_reset = noon;
  session.reply<SearchPulls>(last);
  session.pending<ListMatchingRefs>();
}

TEST(OptimisticProtocol, TakesAnAnswerOfAnotherKindForNone) {
  Session session;
  session.reply<SearchPulls>(answer(Done{}));
  EXPECT_GE(session.wake(), seconds(1));
  session.find({});
}

TEST(OptimisticRun, IsWhatTheReducerRunsWhenTheConfigurationSaysSo) {
  Config config;
  config.protocol = Protocol::optimistic;
  regent::Run run = new_run(config);
  Begin begin;
  begin.trigger = Session::merge_of("feature");
  const Action action = step(config, run, std::move(begin)).action;
  EXPECT_TRUE(std::holds_alternative<SearchPulls>(std::get<Call>(action).request()));
  EXPECT_EQ(std::get<OptimisticRun>(run).phase, OptimisticPhase::searching);
}

TEST(OptimisticRun, IsAValueThatAForkedRunDoesNotShare) {
  Session session;
  session.find({});
  Session fork = session;
  EXPECT_EQ(fork.run(), session.run());
  session.calculate({"fix: a"});
  EXPECT_NE(fork.run(), session.run());
  fork.calculate({"fix: a"});
  EXPECT_EQ(fork.run(), session.run());
}

}  // namespace
}  // namespace regent::scripted
