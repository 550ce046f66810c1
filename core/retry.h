// When to try a failed request again, and how long to wait before.
//
// Pure functions of the policy, the attempt, GitHub's answer and given entropy; nothing here
// sleeps. Waiting follows GitHub's documented order (facts, "Limits, failures"): `retry-after`,
// else `x-ratelimit-reset` when nothing remains, else a minute or more that grows and is bounded.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/entropy.h"
#include "core/errors.h"
#include "core/github.h"
#include "core/time.h"

namespace regent {

// `concurrency.retry_policy` of the published design, with its defaults.
struct RetryPolicy {
  std::uint32_t max_attempts = 3;  // the first try counts
  Duration base_delay_ms{1'000};
  Duration max_delay_ms{30'000};  // before jitter
  double exponential_base = 2.0;
  bool jitter = true;
  friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

// The wait after failed attempt `attempt` (1 is the first):
//   min(base_delay · exponential_base^(attempt − 1), max_delay) + jitter,
// where the jitter lies in [0, a quarter of the rest] and depends on `entropy` and `attempt` only.
// Without jitter it never decreases as attempts grow. Computed by repeated IEEE multiplication,
// which every machine rounds alike, and never by pow().
[[nodiscard]] Duration backoff_delay(const RetryPolicy& policy, std::uint32_t attempt,
                                     const Entropy& entropy);

// What to do about a failure.
struct RetryDecision {
  enum class Action : std::uint8_t {
    retry,    // the same request may simply be sent again
    observe,  // what the request was based on is gone or unknown: read first, then decide anew
    give_up,  // no attempt is left, or no repetition can help
  };
  Action action = Action::give_up;
  Duration delay_ms{0};  // wait at least this long before; 0 when giving up
  friend bool operator==(const RetryDecision&, const RetryDecision&) = default;
};

// Decides after the failed attempt `attempt` (1 is the first) whose answer was of class `outcome`,
// which must be a failure. `headers` are the answer's, or default ones when no answer came. The
// wait for a reset is measured from the `Date` header, because the local clock may be off; `now`
// stands in when there is none. A wait that GitHub names may exceed `max_delay_ms` and is never
// cut: a caller that cannot wait so long leaves its message to the queue.
[[nodiscard]] RetryDecision decide(const RetryPolicy& policy, std::uint32_t attempt,
                                   ErrorClass outcome, const github::Headers& headers, Time now,
                                   const Entropy& entropy);

[[nodiscard]] std::string_view to_string(RetryDecision::Action action);

}  // namespace regent
