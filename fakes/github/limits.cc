#include "fakes/github/limits.h"

#include <algorithm>

#include "fakes/github/responses.h"

namespace regent::fake {
namespace {

constexpr std::uint32_t points_per_minute_max = 900;
constexpr std::uint32_t creations_per_minute_max = 80;
constexpr std::uint32_t creations_per_hour_max = 500;
constexpr std::uint32_t read_points = 1;
constexpr std::uint32_t write_points = 5;

bool creates_content(const github::Request& request) {
  return std::holds_alternative<github::CreatePull>(request) ||
         std::holds_alternative<github::UpdatePull>(request) ||
         std::holds_alternative<github::EditPull>(request) ||
         std::holds_alternative<github::CreateRelease>(request) ||
         std::holds_alternative<github::AddLabels>(request);
}

std::uint64_t milliseconds(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

}  // namespace

Charge charge_of(const github::Request& request) {
  return {github::is_write(request), creates_content(request)};
}

bool Limits::fits(Window& window, Duration length, std::uint32_t cost, std::uint32_t limit,
                  Time now) {
  if (cost == 0) return true;
  if (now >= window.end) window = {now + length, 0};
  return window.count + cost <= limit;
}

std::optional<github::Response> Limits::admit(const Settings& settings, Charge charge, Time now) {
  if (settings.rate_limit_per_hour > 0) {
    if (now >= reset_) {
      reset_ = now + std::chrono::hours(1);
      used_ = 0;
    }
    if (used_ >= settings.rate_limit_per_hour) {
      return primary_limit_exceeded(settings.rate_limit_status, settings.installation_id);
    }
  }
  if (settings.secondary_limits) {
    const std::uint32_t points = charge.writes ? write_points : read_points;
    const std::uint32_t creations = charge.creates_content ? 1 : 0;
    const bool admitted =
        fits(points_per_minute_, std::chrono::minutes(1), points, points_per_minute_max, now) &&
        fits(creations_per_minute_, std::chrono::minutes(1), creations, creations_per_minute_max,
             now) &&
        fits(creations_per_hour_, std::chrono::hours(1), creations, creations_per_hour_max, now);
    if (!admitted) {
      return secondary_limit_exceeded(settings.rate_limit_status, std::chrono::seconds(60));
    }
    points_per_minute_.count += points;
    creations_per_minute_.count += creations;
    creations_per_hour_.count += creations;
  }
  if (settings.rate_limit_per_hour > 0) ++used_;
  return std::nullopt;
}

std::uint32_t Limits::remaining(const Settings& settings, Time now) const {
  if (now >= reset_) return settings.rate_limit_per_hour;
  return settings.rate_limit_per_hour - std::min(used_, settings.rate_limit_per_hour);
}

void Limits::stamp(const Settings& settings, Time now, github::Headers& headers) const {
  headers.rate_limit_remaining = remaining(settings, now);
  // The header counts in seconds.
  headers.rate_limit_reset = std::chrono::ceil<std::chrono::seconds>(reset_);
}

Digest Limits::digest() const {
  constexpr std::uint64_t limits_seed = 50;
  DigestBuilder builder(limits_seed);
  builder.add(std::uint64_t{used_}).add(milliseconds(reset_));
  for (const Window* window : {&points_per_minute_, &creations_per_minute_, &creations_per_hour_}) {
    builder.add(milliseconds(window->end)).add(std::uint64_t{window->count});
  }
  return builder.finish();
}

}  // namespace regent::fake
