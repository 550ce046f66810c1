#include "core/retry.h"

#include <algorithm>

#include "core/assert.h"

namespace regent {
namespace {

// GitHub asks for "at least one minute" after a secondary limit, growing with each further one; a
// quarter of an hour is where the secondary limits' own windows have surely passed.
constexpr Duration secondary_wait_ms{60'000};
constexpr Duration secondary_wait_ms_max{900'000};

RetryDecision::Action remedy(ErrorClass outcome) {
  using Action = RetryDecision::Action;
  switch (outcome) {
    case ErrorClass::ok:
    case ErrorClass::not_modified:
      break;
    case ErrorClass::not_visible_yet:
    case ErrorClass::head_invalid:
    case ErrorClass::ref_update_failed:
    case ErrorClass::rate_limited_primary:
    case ErrorClass::rate_limited_secondary:
    case ErrorClass::unauthorized:
    case ErrorClass::server_error:
      return Action::retry;
    case ErrorClass::not_found:
    case ErrorClass::ref_exists:
    case ErrorClass::pull_exists:
    case ErrorClass::release_exists:
    case ErrorClass::no_commits_between:
    case ErrorClass::base_invalid:
    case ErrorClass::object_missing:
    case ErrorClass::conflict:
    case ErrorClass::not_fast_forward:
    case ErrorClass::stale_data:
    case ErrorClass::precondition_failed:
    case ErrorClass::ambiguous:
      return Action::observe;
    case ErrorClass::conditional_refused:
    case ErrorClass::forbidden:
    case ErrorClass::validation_failed:
    case ErrorClass::refused:
      return Action::give_up;
  }
  REGENT_ASSERT(false, "only a failure needs a remedy");
  return Action::give_up;
}

bool is_rate_limit(ErrorClass outcome) {
  return outcome == ErrorClass::rate_limited_primary ||
         outcome == ErrorClass::rate_limited_secondary;
}

// The wait that GitHub's documentation prescribes for a rate limit without `retry-after`.
Duration rate_limit_wait(const RetryPolicy& policy, std::uint32_t attempt,
                         const github::Headers& headers, Time now, const Entropy& entropy) {
  if (headers.rate_limit_remaining == 0 && headers.rate_limit_reset != Time{}) {
    const Time github_now = headers.date == Time{} ? now : headers.date;
    return std::max(headers.rate_limit_reset - github_now, backoff_delay(policy, attempt, entropy));
  }
  RetryPolicy secondary = policy;
  secondary.base_delay_ms = secondary_wait_ms;
  secondary.max_delay_ms = secondary_wait_ms_max;
  return backoff_delay(secondary, attempt, entropy);
}

}  // namespace

Duration backoff_delay(const RetryPolicy& policy, std::uint32_t attempt, const Entropy& entropy) {
  REGENT_ASSERT(attempt >= 1, "attempts are counted from 1");
  const auto delay_ms_max = static_cast<double>(policy.max_delay_ms.count());
  auto delay_ms = static_cast<double>(policy.base_delay_ms.count());
  for (std::uint32_t i = 1; i < attempt && delay_ms < delay_ms_max; ++i) {
    delay_ms *= policy.exponential_base;
  }
  const auto whole_ms = static_cast<std::uint64_t>(std::min(delay_ms, delay_ms_max));
  const std::uint64_t jitter_ms = policy.jitter ? draw(entropy, attempt) % (whole_ms / 4 + 1) : 0;
  return Duration(static_cast<Duration::rep>(whole_ms + jitter_ms));
}

RetryDecision decide(const RetryPolicy& policy, std::uint32_t attempt, ErrorClass outcome,
                     const github::Headers& headers, Time now, const Entropy& entropy) {
  const RetryDecision::Action action = remedy(outcome);
  if (action == RetryDecision::Action::give_up || attempt >= policy.max_attempts) return {};
  if (headers.retry_after) return {action, std::max(*headers.retry_after, Duration{0})};
  return {action, is_rate_limit(outcome) ? rate_limit_wait(policy, attempt, headers, now, entropy)
                                         : backoff_delay(policy, attempt, entropy)};
}

std::string_view to_string(RetryDecision::Action action) {
  switch (action) {
    case RetryDecision::Action::retry:
      return "retry";
    case RetryDecision::Action::observe:
      return "observe";
    case RetryDecision::Action::give_up:
      return "give_up";
  }
  REGENT_ASSERT(false, "every action has a name");
  return {};
}

}  // namespace regent
