#include "core/metrics.h"

#include <algorithm>
#include <bit>

#include "core/assert.h"

namespace regent {
namespace {

using std::chrono::microseconds;

// One decimal place is enough for an alert, and the library's own shortest form is not for people.
std::string percent(double rate) {
  const auto per_mille = static_cast<std::uint64_t>(rate * 1000 + 0.5);
  return std::to_string(per_mille / 10) + "." + std::to_string(per_mille % 10) + " %";
}

std::string describe(const HighQueueDepth& a) {
  return "queue depth " + std::to_string(a.current) + " is above " + std::to_string(a.threshold);
}
std::string describe(const SlowProcessing& a) {
  return "average processing time " + std::to_string(a.current_ms.count()) + " ms is above " +
         std::to_string(a.threshold_ms.count()) + " ms";
}
std::string describe(const HighDeadLetterCount& a) {
  return "dead letters " + std::to_string(a.current) + " are above " + std::to_string(a.threshold);
}
std::string describe(const HighErrorRate& a) {
  return "error rate " + percent(a.current_rate) + " is above " + percent(a.threshold_rate);
}

}  // namespace

// Values below 16 have a bucket each. Above, a value's octave is the place of its highest bit, and
// the four bits below it choose among the octave's sixteen buckets.
std::uint32_t DurationHistogram::bucket_of(std::uint64_t value) {
  if (value < sub_buckets) return static_cast<std::uint32_t>(value);
  const auto shift = static_cast<std::uint32_t>(std::bit_width(value)) - sub_bucket_bits - 1;
  const auto within = static_cast<std::uint32_t>(value >> shift) - sub_buckets;
  return std::min((shift + 1) * sub_buckets + within, buckets - 1);
}

std::uint64_t DurationHistogram::upper_bound_of(std::uint32_t bucket) {
  if (bucket < sub_buckets) return bucket;
  const std::uint32_t shift = bucket / sub_buckets - 1;
  const std::uint64_t lower = std::uint64_t{bucket % sub_buckets + sub_buckets} << shift;
  return lower + (std::uint64_t{1} << shift) - 1;
}

void DurationHistogram::record(Duration duration) {
  const auto value = static_cast<std::uint64_t>(std::max<Duration::rep>(duration.count(), 0));
  ++counts_[bucket_of(value)];
  ++count_;
}

void DurationHistogram::add(const DurationHistogram& other) {
  for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
    counts_[bucket] += other.counts_[bucket];
  }
  count_ += other.count_;
}

Duration DurationHistogram::percentile(std::uint32_t percent) const {
  REGENT_ASSERT(percent <= 100, "a percentile is at most 100");
  if (count_ == 0) return Duration{0};
  // At least one, so that percentile 0 is the smallest duration.
  const std::uint64_t wanted =
      std::max<std::uint64_t>(count_ / 100 * percent + (count_ % 100 * percent + 99) / 100, 1);
  std::uint64_t seen = 0;
  std::uint32_t bucket = 0;
  while ((seen += counts_[bucket]) < wanted) ++bucket;
  return Duration(static_cast<Duration::rep>(upper_bound_of(bucket)));
}

double QueueMetrics::error_rate() const {
  const std::uint64_t attempts = total_events_processed + total_events_failed;
  if (attempts == 0) return 0.0;
  return static_cast<double>(total_events_failed) / static_cast<double>(attempts);
}

void QueueMonitor::record(const MetricEvent& event) {
  std::visit(
      [this](const auto& e) {
        if constexpr (requires { on(e); }) on(e);
      },
      event);
  metrics_.active_repositories = static_cast<std::uint32_t>(queued_.size());
}

void QueueMonitor::on(const metric::Queued& event) {
  ++metrics_.total_events_queued;
  ++metrics_.current_queue_depth;
  ++queued_[event.repository];
}

void QueueMonitor::on(const metric::Processed& event) {
  const microseconds sample(event.duration);
  microseconds& average = metrics_.average_processing_time_us;
  average = metrics_.total_events_processed == 0 ? sample : (average * 9 + sample) / 10;
  ++metrics_.total_events_processed;
  leave_queue(event.repository);
}

void QueueMonitor::on(const metric::Failed&) { ++metrics_.total_events_failed; }

void QueueMonitor::on(const metric::DeadLettered& event) {
  ++metrics_.dead_letter_count;
  leave_queue(event.repository);
}

void QueueMonitor::on(const metric::DeadLetterRemoved&) {
  if (metrics_.dead_letter_count > 0) --metrics_.dead_letter_count;
}

// A process that has just started also sees events leave that it did not see enter: not an error.
void QueueMonitor::leave_queue(const std::string& repository) {
  const auto found = queued_.find(repository);
  if (found == queued_.end()) return;
  --metrics_.current_queue_depth;
  if (--found->second == 0) queued_.erase(found);
}

void ConcurrencyMetrics::record(const MetricEvent& event) {
  if (std::holds_alternative<metric::OptimisticLockFailed>(event)) ++optimistic_lock_failures;
  if (std::holds_alternative<metric::BranchConflicted>(event)) ++branch_conflicts;
  if (std::holds_alternative<metric::VersionConflicted>(event)) ++version_conflicts;
  if (std::holds_alternative<metric::Retried>(event)) ++retry_attempts;
  if (const auto* processed = std::get_if<metric::Processed>(&event)) {
    processing_duration_ms.record(processed->duration);
  }
  if (const auto* failed = std::get_if<metric::Failed>(&event)) {
    processing_duration_ms.record(failed->duration);
  }
  if (const auto* seen = std::get_if<metric::RateLimitSeen>(&event)) {
    github_api_rate_limit_remaining = seen->remaining;
  }
}

std::vector<Alert> check_thresholds(const AlertThresholds& thresholds,
                                    const QueueMetrics& metrics) {
  std::vector<Alert> alerts;
  if (metrics.current_queue_depth > thresholds.queue_depth_threshold) {
    alerts.push_back(HighQueueDepth{metrics.current_queue_depth, thresholds.queue_depth_threshold});
  }
  if (metrics.average_processing_time_us > thresholds.processing_time_threshold_ms) {
    alerts.push_back(SlowProcessing{std::chrono::ceil<Duration>(metrics.average_processing_time_us),
                                    thresholds.processing_time_threshold_ms});
  }
  if (metrics.dead_letter_count > thresholds.dead_letter_threshold) {
    alerts.push_back(
        HighDeadLetterCount{metrics.dead_letter_count, thresholds.dead_letter_threshold});
  }
  if (metrics.error_rate() > thresholds.error_rate_threshold) {
    alerts.push_back(HighErrorRate{metrics.error_rate(), thresholds.error_rate_threshold});
  }
  return alerts;
}

std::string to_string(const Alert& alert) {
  return std::visit([](const auto& a) { return describe(a); }, alert);
}

}  // namespace regent
