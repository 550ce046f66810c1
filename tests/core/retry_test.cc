// Waiting and trying again: the published policy, and GitHub's documented order.
#include "core/retry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "policy_generators.h"

namespace regent {
namespace {

using test::any_entropy;
using test::any_retry_policy;
using test::any_time;
using Action = RetryDecision::Action;

constexpr Duration seconds(int n) { return std::chrono::seconds(n); }

const Time now = Time(std::chrono::seconds(1'700'000'000));

RetryPolicy without_jitter() {
  RetryPolicy policy;
  policy.jitter = false;
  return policy;
}

RetryDecision decide_now(std::uint32_t attempt, ErrorClass outcome,
                         const github::Headers& headers = {}) {
  return decide(without_jitter(), attempt, outcome, headers, now, Entropy{});
}

TEST(Retry, WaitsOneSecondThenTwiceAsLongUpToHalfAMinute) {
  const RetryPolicy policy = without_jitter();
  const int expected[] = {1, 2, 4, 8, 16, 30, 30};
  for (std::uint32_t attempt = 1; attempt <= std::size(expected); ++attempt) {
    EXPECT_EQ(backoff_delay(policy, attempt, {}), seconds(expected[attempt - 1])) << attempt;
  }
}

TEST(Retry, KeepsToTheCapHoweverOftenItFails) {
  EXPECT_EQ(backoff_delay(without_jitter(), 4'000'000'000u, {}), seconds(30));
}

TEST(Retry, MultipliesByAFactorThatIsNoWholeNumber) {
  RetryPolicy policy = without_jitter();
  policy.exponential_base = 1.5;
  EXPECT_EQ(backoff_delay(policy, 4, {}), Duration(3375));
}

RC_GTEST_PROP(Retry, WaitsBetweenThePlainDelayAndAQuarterMore, ()) {
  RetryPolicy policy = *any_retry_policy();
  const auto attempt = *rc::gen::inRange<std::uint32_t>(1, 40);
  policy.jitter = true;
  const Duration jittered = backoff_delay(policy, attempt, *any_entropy());
  policy.jitter = false;
  const Duration plain = backoff_delay(policy, attempt, {});
  RC_ASSERT(plain >= policy.base_delay_ms);
  RC_ASSERT(plain <= policy.max_delay_ms);
  RC_ASSERT(jittered >= plain);
  RC_ASSERT(jittered <= plain + plain / 4);
}

RC_GTEST_PROP(Retry, NeverWaitsLessAfterMoreFailures, ()) {
  RetryPolicy policy = *any_retry_policy();
  policy.jitter = false;
  const auto attempt = *rc::gen::inRange<std::uint32_t>(1, 40);
  RC_ASSERT(backoff_delay(policy, attempt, {}) <= backoff_delay(policy, attempt + 1, {}));
}

TEST(Retry, SpreadsTheJitterOverItsWholeRange) {
  Duration least = seconds(60);
  Duration most = seconds(0);
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const Duration delay = backoff_delay(RetryPolicy{}, 1, Entropy{i, ~i});
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_LT(least, Duration(1'010));
  EXPECT_GT(most, Duration(1'240));
}

TEST(Retry, GivesUpAfterThreeAttempts) {
  EXPECT_EQ(decide_now(2, ErrorClass::server_error), (RetryDecision{Action::retry, seconds(2)}));
  EXPECT_EQ(decide_now(3, ErrorClass::server_error), RetryDecision{});
}

TEST(Retry, LooksAgainBeforeRepeatingWhatMayHaveTakenEffect) {
  for (const ErrorClass outcome : {ErrorClass::ambiguous, ErrorClass::precondition_failed,
                                   ErrorClass::stale_data, ErrorClass::pull_exists}) {
    EXPECT_EQ(decide_now(1, outcome), (RetryDecision{Action::observe, seconds(1)}))
        << to_string(outcome);
  }
}

TEST(Retry, NeverRepeatsBlindlyWhatMayHaveTakenEffect) {
  for (int i = 2; i <= static_cast<int>(ErrorClass::refused); ++i) {
    const auto outcome = static_cast<ErrorClass>(i);
    if (!may_have_taken_effect(outcome)) continue;
    EXPECT_NE(decide_now(1, outcome).action, Action::retry) << to_string(outcome);
  }
}

TEST(Retry, GivesUpAtOnceWhereNoRepetitionHelps) {
  for (const ErrorClass outcome : {ErrorClass::conditional_refused, ErrorClass::forbidden,
                                   ErrorClass::validation_failed, ErrorClass::refused}) {
    EXPECT_EQ(decide_now(1, outcome), RetryDecision{}) << to_string(outcome);
  }
}

TEST(Retry, HonoursRetryAfterBeforeAnythingElse) {
  github::Headers headers;
  headers.retry_after = seconds(7);
  headers.rate_limit_remaining = 0;
  headers.rate_limit_reset = now + seconds(1'000);
  for (const ErrorClass outcome : {ErrorClass::rate_limited_primary,
                                   ErrorClass::rate_limited_secondary, ErrorClass::server_error}) {
    EXPECT_EQ(decide_now(1, outcome, headers).delay_ms, seconds(7)) << to_string(outcome);
  }
}

TEST(Retry, WaitsForTheResetByGitHubsClockWhenNothingRemains) {
  github::Headers headers;
  headers.date = now + seconds(300);  // the local clock is five minutes slow
  headers.rate_limit_reset = headers.date + seconds(40);
  EXPECT_EQ(decide_now(1, ErrorClass::rate_limited_primary, headers).delay_ms, seconds(40));
}

TEST(Retry, WaitsForTheResetByTheLocalClockWhenThereIsNoDate) {
  github::Headers headers;
  headers.rate_limit_reset = now + seconds(40);
  EXPECT_EQ(decide_now(1, ErrorClass::rate_limited_primary, headers).delay_ms, seconds(40));
}

TEST(Retry, WaitsAtLeastTheBackoffWhenTheResetIsPast) {
  github::Headers headers;
  headers.rate_limit_reset = now - seconds(5);
  EXPECT_EQ(decide_now(2, ErrorClass::rate_limited_primary, headers).delay_ms, seconds(2));
}

// Facts, "Limits, failures": `retry-after` is sometimes blank.
TEST(Retry, WaitsAGrowingMinuteForASecondaryLimitThatNamesNoTime) {
  github::Headers headers;
  headers.rate_limit_remaining = 4'000;
  headers.rate_limit_reset = now + seconds(3'000);
  RetryPolicy policy = without_jitter();
  policy.max_attempts = 100;
  const int expected[] = {60, 120, 240, 480, 900, 900};
  for (std::uint32_t attempt = 1; attempt <= std::size(expected); ++attempt) {
    const RetryDecision decision =
        decide(policy, attempt, ErrorClass::rate_limited_secondary, headers, now, {});
    EXPECT_EQ(decision, (RetryDecision{Action::retry, seconds(expected[attempt - 1])}));
  }
}

RC_GTEST_PROP(Retry, NeverComesBackBeforeGitHubAllowsIt, ()) {
  github::Headers headers;
  headers.date = *any_time();
  headers.rate_limit_remaining = *rc::gen::element(0u, 1u, 5'000u);
  headers.rate_limit_reset = *any_time();
  headers.retry_after = *rc::gen::element<std::optional<Duration>>(std::nullopt, seconds(0),
                                                                   seconds(90), seconds(4'000));
  const auto outcome =
      *rc::gen::element(ErrorClass::rate_limited_primary, ErrorClass::rate_limited_secondary);
  const RetryDecision decision =
      decide(*any_retry_policy(), *rc::gen::inRange<std::uint32_t>(1, 20), outcome, headers,
             *any_time(), *any_entropy());
  if (decision.action == Action::give_up) return;
  if (headers.retry_after) {
    RC_ASSERT(decision.delay_ms == *headers.retry_after);
  } else if (headers.rate_limit_remaining == 0 && headers.rate_limit_reset != Time{}) {
    RC_ASSERT(headers.date == Time{} ||
              headers.date + decision.delay_ms >= headers.rate_limit_reset);
  } else {
    RC_ASSERT(decision.delay_ms >= seconds(60));
  }
}

}  // namespace
}  // namespace regent
