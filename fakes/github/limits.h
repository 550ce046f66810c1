// The rate limits of one installation (DOC, best practices for the REST API).
//
// A value. With `rate_limit_per_hour` 0 and `secondary_limits` off nothing is counted and the value
// never changes, so that it does not tell states apart in an exhaustive search.
#pragma once

#include <cstdint>
#include <optional>

#include "core/github.h"
#include "core/time.h"
#include "fakes/github/digest.h"
#include "fakes/github/settings.h"

namespace regent::fake {

// What a request counts as.
struct Charge {
  bool writes = false;
  bool creates_content = false;  // something that others are told about
};
[[nodiscard]] Charge charge_of(const github::Request& request);

class Limits {
 public:
  // Counts a request, or returns the refusal (403 or 429) when a limit is exhausted; a refused
  // request is not counted.
  [[nodiscard]] std::optional<github::Response> admit(const Settings& settings, Charge charge,
                                                      Time now);

  // Takes a primary charge back: a 304 is free (DOC, conditional requests).
  void refund() {
    if (used_ > 0) --used_;
  }

  // Sets `x-ratelimit-remaining` and `x-ratelimit-reset`.
  void stamp(const Settings& settings, Time now, github::Headers& headers) const;

  // Requests that are left in the hour which `now` falls in.
  [[nodiscard]] std::uint32_t remaining(const Settings& settings, Time now) const;

  [[nodiscard]] Digest digest() const;
  friend bool operator==(const Limits&, const Limits&) = default;

 private:
  // A fixed window that starts with the first request in it.
  struct Window {
    Time end{};
    std::uint32_t count = 0;
    friend bool operator==(const Window&, const Window&) = default;
  };
  static bool fits(Window& window, Duration length, std::uint32_t cost, std::uint32_t limit,
                   Time now);

  std::uint32_t used_ = 0;
  Time reset_{};
  Window points_per_minute_;
  Window creations_per_minute_;
  Window creations_per_hour_;
};

}  // namespace regent::fake
