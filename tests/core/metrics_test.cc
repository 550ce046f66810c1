// Metrics and alerts as folds over what happened.
#include "core/metrics.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace regent {
namespace {

constexpr Duration ms(std::int64_t n) { return Duration(n); }

QueueMetrics folded(const std::vector<MetricEvent>& events) {
  QueueMonitor monitor;
  for (const MetricEvent& event : events) monitor.record(event);
  return monitor.metrics();
}

std::vector<Alert> alerts_for(const QueueMetrics& metrics) {
  return check_thresholds(AlertThresholds{}, metrics);
}

rc::Gen<MetricEvent> any_queue_event() {
  const auto repository = rc::gen::element<std::string>("o/a", "o/b");
  const auto duration = rc::gen::map(rc::gen::inRange(0, 100'000), [](int n) { return ms(n); });
  return rc::gen::oneOf(
      rc::gen::map(repository, [](std::string r) -> MetricEvent { return metric::Queued{r}; }),
      rc::gen::apply(
          [](std::string r, Duration d) -> MetricEvent { return metric::Processed{r, d}; },
          repository, duration),
      rc::gen::apply([](std::string r, Duration d) -> MetricEvent { return metric::Failed{r, d}; },
                     repository, duration),
      rc::gen::map(repository,
                   [](std::string r) -> MetricEvent { return metric::DeadLettered{r}; }),
      rc::gen::just<MetricEvent>(metric::DeadLetterRemoved{}));
}

TEST(QueueMetrics, FollowEventsThroughTheQueue) {
  const QueueMetrics metrics = folded({metric::Queued{"o/a"}, metric::Queued{"o/a"},
                                       metric::Queued{"o/b"}, metric::Processed{"o/a", ms(100)},
                                       metric::Failed{"o/b", ms(5)}, metric::DeadLettered{"o/b"}});
  EXPECT_EQ(metrics.total_events_queued, 3u);
  EXPECT_EQ(metrics.total_events_processed, 1u);
  EXPECT_EQ(metrics.total_events_failed, 1u);
  EXPECT_EQ(metrics.current_queue_depth, 1u);
  EXPECT_EQ(metrics.active_repositories, 1u);
  EXPECT_EQ(metrics.dead_letter_count, 1u);
}

TEST(QueueMetrics, KeepAFailedEventInTheQueueForItsNextAttempt) {
  const QueueMetrics metrics = folded({metric::Queued{"o/a"}, metric::Failed{"o/a", ms(5)}});
  EXPECT_EQ(metrics.current_queue_depth, 1u);
  EXPECT_EQ(metrics.active_repositories, 1u);
}

TEST(QueueMetrics, StartTheMovingAverageWithTheFirstSample) {
  EXPECT_EQ(folded({metric::Processed{"o/a", ms(1'000)}}).average_processing_time_us, ms(1'000));
  EXPECT_EQ(folded({metric::Processed{"o/a", ms(1'000)}, metric::Processed{"o/a", ms(2'000)}})
                .average_processing_time_us,
            ms(1'100));
}

RC_GTEST_PROP(QueueMetrics, AverageWithinTheSamples, ()) {
  const auto samples =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1'000'000)));
  std::vector<MetricEvent> events;
  for (const int sample : samples) events.push_back(metric::Processed{"o/a", ms(sample)});
  const auto average = folded(events).average_processing_time_us;
  RC_ASSERT(average >= ms(*std::ranges::min_element(samples)) - std::chrono::microseconds(10));
  RC_ASSERT(average <= ms(*std::ranges::max_element(samples)));
}

RC_GTEST_PROP(QueueMetrics, NeverCountBelowZeroWhateverHappens, ()) {
  const auto events = *rc::gen::container<std::vector<MetricEvent>>(any_queue_event());
  const QueueMetrics metrics = folded(events);
  RC_ASSERT(metrics.current_queue_depth <= metrics.total_events_queued);
  RC_ASSERT(metrics.active_repositories <= metrics.current_queue_depth);
  RC_ASSERT((metrics.active_repositories == 0) == (metrics.current_queue_depth == 0));
  RC_ASSERT(metrics.dead_letter_count <= events.size());
  RC_ASSERT(metrics.error_rate() >= 0.0 && metrics.error_rate() <= 1.0);
}

TEST(QueueMetrics, CallItACompleteFailureWhenNothingWasProcessed) {
  EXPECT_EQ(folded({metric::Failed{"o/a", ms(1)}}).error_rate(), 1.0);
  EXPECT_EQ(folded({}).error_rate(), 0.0);
  EXPECT_EQ(folded({metric::Failed{"o/a", ms(1)}, metric::Processed{"o/a", ms(1)}}).error_rate(),
            0.5);
}

TEST(DurationHistogram, IsExactBelow32Milliseconds) {
  for (int n = 0; n < 32; ++n) {
    DurationHistogram histogram;
    histogram.record(ms(n));
    EXPECT_EQ(histogram.percentile(50), ms(n));
  }
}

TEST(DurationHistogram, HasNoPercentilesWhileItIsEmpty) {
  EXPECT_EQ(DurationHistogram{}.percentile(99), ms(0));
}

TEST(DurationHistogram, TakesAnyDuration) {
  DurationHistogram histogram;
  histogram.record(ms(-1));
  histogram.record(Duration::max());
  EXPECT_EQ(histogram.count(), 2u);
  EXPECT_EQ(histogram.percentile(0), ms(0));
  EXPECT_EQ(histogram.percentile(100), ms((std::int64_t{1} << 32) - 1));
}

RC_GTEST_PROP(DurationHistogram, IsNeverBelowThePercentileAndAtMostASixteenthAbove, ()) {
  auto samples = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::oneOf(
      rc::gen::inRange<std::int64_t>(0, 100), rc::gen::inRange<std::int64_t>(0, 4'000'000'000))));
  DurationHistogram histogram;
  for (const std::int64_t sample : samples) histogram.record(ms(sample));
  std::ranges::sort(samples);
  const auto percent = *rc::gen::inRange<std::uint32_t>(0, 101);
  const std::size_t rank = std::max<std::size_t>((samples.size() * percent + 99) / 100, 1);
  const std::int64_t exact = samples[rank - 1];
  RC_ASSERT(histogram.percentile(percent) >= ms(exact));
  RC_ASSERT(histogram.percentile(percent) <= ms(exact + exact / 16));
}

RC_GTEST_PROP(DurationHistogram, AddsUpWhatSeveralWorkersRecorded, ()) {
  const auto samples = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1'000'000));
  DurationHistogram whole;
  DurationHistogram parts[2];
  for (std::size_t i = 0; i < samples.size(); ++i) {
    whole.record(ms(samples[i]));
    parts[i % 2].record(ms(samples[i]));
  }
  parts[0].add(parts[1]);
  RC_ASSERT(parts[0] == whole);
}

TEST(ConcurrencyMetrics, CountConflictsAndRememberTheLastRateLimit) {
  ConcurrencyMetrics metrics;
  for (const MetricEvent& event : std::vector<MetricEvent>{
           metric::OptimisticLockFailed{}, metric::BranchConflicted{}, metric::BranchConflicted{},
           metric::VersionConflicted{}, metric::Retried{}, metric::RateLimitSeen{4'000},
           metric::RateLimitSeen{3'999}, metric::Processed{"o/a", ms(20)},
           metric::Failed{"o/a", ms(10)}}) {
    metrics.record(event);
  }
  EXPECT_EQ(metrics.optimistic_lock_failures, 1u);
  EXPECT_EQ(metrics.branch_conflicts, 2u);
  EXPECT_EQ(metrics.version_conflicts, 1u);
  EXPECT_EQ(metrics.retry_attempts, 1u);
  EXPECT_EQ(metrics.github_api_rate_limit_remaining, 3'999u);
  EXPECT_EQ(metrics.processing_duration_ms.count(), 2u);
  EXPECT_EQ(metrics.processing_duration_ms.percentile(100), ms(20));
}

TEST(Alerts, AreSilentAtTheThresholds) {
  QueueMetrics metrics;
  metrics.current_queue_depth = 50;
  metrics.average_processing_time_us = ms(30'000);
  metrics.dead_letter_count = 10;
  metrics.total_events_processed = 9;
  metrics.total_events_failed = 1;
  EXPECT_TRUE(alerts_for(metrics).empty());
}

TEST(Alerts, AreRaisedAboveTheThresholds) {
  QueueMetrics metrics;
  metrics.current_queue_depth = 51;
  metrics.average_processing_time_us = ms(30'000) + std::chrono::microseconds(1);
  metrics.dead_letter_count = 11;
  metrics.total_events_processed = 8;
  metrics.total_events_failed = 1;
  std::vector<std::string> lines;
  for (const Alert& alert : alerts_for(metrics)) lines.push_back(to_string(alert));
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "queue depth 51 is above 50",
                       "average processing time 30001 ms is above 30000 ms",
                       "dead letters 11 are above 10",
                       "error rate 11.1 % is above 10.0 %",
                   }));
}

TEST(Alerts, SpeakWhenEverythingFails) {
  const auto alerts = alerts_for(folded({metric::Queued{"o/a"}, metric::Failed{"o/a", ms(1)}}));
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0], Alert(HighErrorRate{1.0, 0.1}));
}

// The published code would alert on 31 ms, comparing it with 30 s.
TEST(Alerts, AreSilentAboutFastProcessing) {
  EXPECT_TRUE(alerts_for(folded({metric::Processed{"o/a", ms(31)}})).empty());
}

}  // namespace
}  // namespace regent
