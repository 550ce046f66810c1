// Queue and concurrency metrics as folds over what happened, and the alerts drawn from them.
//
// Memory is bounded: durations are counted in a histogram of fixed size instead of being kept, and
// repositories are remembered only while they have something queued. All arithmetic is on integers,
// so equal events give equal metrics everywhere. Values, not synchronized: a worker owns its own,
// and the histograms add up.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/time.h"

namespace regent {

// ---------------------------------------------------------------------------------------------
// What happened
// ---------------------------------------------------------------------------------------------

namespace metric {

// An event entered the queue.
struct Queued {
  std::string repository;  // `owner/name`
};
// An event was processed and left the queue.
struct Processed {
  std::string repository;
  Duration duration{};
};
// An attempt to process an event failed; the event stays queued for the next attempt.
struct Failed {
  std::string repository;
  Duration duration{};
};
// An event left the queue for the dead letters.
struct DeadLettered {
  std::string repository;
};
// A dead letter was resolved or expired.
struct DeadLetterRemoved {};
struct OptimisticLockFailed {};
struct BranchConflicted {};
struct VersionConflicted {};
struct Retried {};
// A response told what is left of the rate limit.
struct RateLimitSeen {
  std::uint32_t remaining = 0;
};

}  // namespace metric

using MetricEvent =
    std::variant<metric::Queued, metric::Processed, metric::Failed, metric::DeadLettered,
                 metric::DeadLetterRemoved, metric::OptimisticLockFailed, metric::BranchConflicted,
                 metric::VersionConflicted, metric::Retried, metric::RateLimitSeen>;

// ---------------------------------------------------------------------------------------------
// Durations
// ---------------------------------------------------------------------------------------------

// Counts durations in buckets whose width is at most 1/16 of their lower bound (as HdrHistogram
// does): exact below 32 ms, and never more than 6.25 % off up to 49 days, where the last bucket
// takes the rest. About 3.6 KiB, whatever is recorded.
class DurationHistogram {
 public:
  void record(Duration duration);  // negative counts as zero
  void add(const DurationHistogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }

  // The upper bound of the bucket that holds the smallest duration d for which at least `percent`
  // (0 to 100) of all durations are ≤ d; zero when nothing was recorded.
  [[nodiscard]] Duration percentile(std::uint32_t percent) const;

  friend bool operator==(const DurationHistogram&, const DurationHistogram&) = default;

 private:
  static constexpr std::uint32_t sub_bucket_bits = 4;
  static constexpr std::uint32_t sub_buckets = 1u << sub_bucket_bits;
  static constexpr std::uint32_t octaves = 32 - sub_bucket_bits;
  static constexpr std::uint32_t buckets = sub_buckets * (octaves + 1);

  [[nodiscard]] static std::uint32_t bucket_of(std::uint64_t value);
  [[nodiscard]] static std::uint64_t upper_bound_of(std::uint32_t bucket);

  std::uint64_t count_ = 0;
  std::array<std::uint64_t, buckets> counts_{};
};

// ---------------------------------------------------------------------------------------------
// The two folds
// ---------------------------------------------------------------------------------------------

// The published design's queue metrics.
struct QueueMetrics {
  std::uint64_t total_events_queued = 0;
  std::uint64_t total_events_processed = 0;
  std::uint64_t total_events_failed = 0;  // failed attempts, not events
  std::uint32_t current_queue_depth = 0;
  std::uint32_t active_repositories = 0;  // with at least one event queued
  // Moving average with weight 1/10 on the newest processed event. The first one is the average:
  // starting from zero, as the published code does, reports a tenth of the truth.
  std::chrono::microseconds average_processing_time_us{0};
  std::uint32_t dead_letter_count = 0;

  // Failed attempts among all attempts, 0 to 1. The published code divides by the successes, which
  // exceeds 1, and answers 0 when nothing succeeded, which hides a complete outage.
  [[nodiscard]] double error_rate() const;
  friend bool operator==(const QueueMetrics&, const QueueMetrics&) = default;
};

// Folds events into QueueMetrics.
class QueueMonitor {
 public:
  void record(const MetricEvent& event);
  [[nodiscard]] const QueueMetrics& metrics() const { return metrics_; }
  friend bool operator==(const QueueMonitor&, const QueueMonitor&) = default;

 private:
  void on(const metric::Queued& event);
  void on(const metric::Processed& event);
  void on(const metric::Failed& event);
  void on(const metric::DeadLettered& event);
  void on(const metric::DeadLetterRemoved& event);
  void leave_queue(const std::string& repository);

  QueueMetrics metrics_;
  std::map<std::string, std::uint32_t> queued_;  // by repository; no zeros
};

// The published design's concurrency metrics.
struct ConcurrencyMetrics {
  std::uint64_t optimistic_lock_failures = 0;
  std::uint64_t branch_conflicts = 0;
  std::uint64_t version_conflicts = 0;
  std::uint64_t retry_attempts = 0;
  DurationHistogram processing_duration_ms;  // of every attempt, failed ones included
  std::optional<std::uint32_t> github_api_rate_limit_remaining;  // as last seen

  void record(const MetricEvent& event);
  friend bool operator==(const ConcurrencyMetrics&, const ConcurrencyMetrics&) = default;
};

// ---------------------------------------------------------------------------------------------
// Alerts
// ---------------------------------------------------------------------------------------------

// An alert is raised above its threshold, not at it.
struct AlertThresholds {
  std::uint32_t queue_depth_threshold = 50;
  // The published code compares an average in milliseconds with a threshold in seconds.
  Duration processing_time_threshold_ms{30'000};
  std::uint32_t dead_letter_threshold = 10;
  double error_rate_threshold = 0.1;  // 0 to 1
  friend bool operator==(const AlertThresholds&, const AlertThresholds&) = default;
};

struct HighQueueDepth {
  std::uint32_t current = 0;
  std::uint32_t threshold = 0;
  friend bool operator==(const HighQueueDepth&, const HighQueueDepth&) = default;
};
struct SlowProcessing {
  Duration current_ms{};
  Duration threshold_ms{};
  friend bool operator==(const SlowProcessing&, const SlowProcessing&) = default;
};
struct HighDeadLetterCount {
  std::uint32_t current = 0;
  std::uint32_t threshold = 0;
  friend bool operator==(const HighDeadLetterCount&, const HighDeadLetterCount&) = default;
};
struct HighErrorRate {
  double current_rate = 0;
  double threshold_rate = 0;
  friend bool operator==(const HighErrorRate&, const HighErrorRate&) = default;
};
using Alert = std::variant<HighQueueDepth, SlowProcessing, HighDeadLetterCount, HighErrorRate>;

// The alerts that these metrics call for, in the order of the thresholds above.
[[nodiscard]] std::vector<Alert> check_thresholds(const AlertThresholds& thresholds,
                                                  const QueueMetrics& metrics);

// One line for people: what is too high, and the threshold.
[[nodiscard]] std::string to_string(const Alert& alert);

}  // namespace regent
