// Every key of the configuration with the values it may have: the one table from which checking,
// reading and printing are derived.
//
// `visit_config` walks a Config (const or not) and calls, in the order of the file,
//   v.section(key, walk)              for a mapping; `walk()` visits what is in it
//   v.items(key, vector, walk)        for a sequence of mappings; `walk(item)` visits one of them
//   v.list(key, strings, rule)        for a sequence of texts; the rule is for each of them
//   v.field(key, member, rule)        for a value
// A rule answers `fault(rule, value)`: empty, or what the value must be.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/config.h"

namespace regent::schema {

// ---------------------------------------------------------------------------------------------
// Rules
// ---------------------------------------------------------------------------------------------

// Any value of the member's type.
struct Any {};

// From `min` to `max`, in the unit of the key's name. `T` is a number.
template <typename T>
struct Range {
  T min;
  T max;
};
template <typename T>
Range(T, T) -> Range<T>;

// A duration that files spell by ISO 8601 (`PT60S`), within bounds.
struct IsoDuration {
  std::chrono::seconds min;
  std::chrono::seconds max;
};

// One of these enumerators; files spell them as `to_string` does.
template <typename E, std::size_t N>
struct OneOf {
  std::array<E, N> values;
};
template <typename E, typename... Es>
constexpr OneOf<E, 1 + sizeof...(Es)> one_of(E first, Es... rest) {
  return {{first, rest...}};
}

// A text that `accepts` takes; `must_be` completes "must be …".
struct Text {
  bool (*accepts)(std::string_view);
  std::string_view must_be;
};

namespace texts {

extern const Text branch;
extern const Text branch_pattern;  // with `{major}`; a branch name for every version
extern const Text tag_prefix;      // may be empty
extern const Text path;            // of a file in the repository; may be empty
extern const Text identity;        // a name or an address in a commit
extern const Text token;           // a commit type
extern const Text section_title;
extern const Text queue_name;
extern const Text queue_url;  // a URL or `${NAME}`
extern const Text optional_url;
extern const Text partition_key;  // `repository.full_name` and nothing else

}  // namespace texts

// Empty when the value is permitted; else `must be …`.
[[nodiscard]] std::string fault(const Text& rule, std::string_view value);
[[nodiscard]] std::string fault(const IsoDuration& rule, std::chrono::seconds value);
[[nodiscard]] std::string fault(const Range<double>& rule, double value);
[[nodiscard]] std::string fault(const Range<std::int64_t>& rule, std::int64_t value);

template <typename T>
[[nodiscard]] std::string fault(const Any&, const T&) {
  return {};
}

// Whole numbers and durations, by their count.
template <std::integral I, std::integral T>
[[nodiscard]] std::string fault(const Range<I>& rule, T value) {
  return fault(Range{std::int64_t{rule.min}, std::int64_t{rule.max}}, std::int64_t{value});
}
template <std::integral I, typename Rep, typename Period>
[[nodiscard]] std::string fault(const Range<I>& rule, std::chrono::duration<Rep, Period> value) {
  return fault(rule, std::int64_t{value.count()});
}

// `must be one of ledger, optimistic`.
template <typename E, std::size_t N>
[[nodiscard]] std::string choices(const OneOf<E, N>& rule) {
  std::string reason = "must be one of";
  for (const E permitted : rule.values) {
    reason.append(permitted == rule.values.front() ? " " : ", ").append(to_string(permitted));
  }
  return reason;
}

template <typename E, std::size_t N>
[[nodiscard]] std::string fault(const OneOf<E, N>& rule, E value) {
  const bool is_permitted = std::ranges::find(rule.values, value) != rule.values.end();
  return is_permitted ? std::string() : choices(rule);
}

// ---------------------------------------------------------------------------------------------
// The keys
// ---------------------------------------------------------------------------------------------

namespace detail {

constexpr int hour_ms = 3'600'000;

void visit_concurrency(auto& c, auto& v) {
  v.section("retry_policy", [&] {
    v.field("max_attempts", c.retry_policy.max_attempts, Range{1, 100});
    v.field("base_delay_ms", c.retry_policy.base_delay_ms, Range{1, hour_ms});
    v.field("max_delay_ms", c.retry_policy.max_delay_ms, Range{1, hour_ms});
    v.field("exponential_base", c.retry_policy.exponential_base, Range{1.0, 10.0});
    v.field("jitter", c.retry_policy.jitter, Any{});
  });
  v.section("github_api", [&] {
    v.field("request_timeout_ms", c.github_api.request_timeout_ms, Range{1, hour_ms});
    // The most that an installation may ever have in an hour (facts, "Limits, failures").
    v.field("rate_limit_buffer", c.github_api.rate_limit_buffer, Range{0, 12'500});
    v.field("conditional_requests", c.github_api.conditional_requests, Any{});
  });
  v.section("branch_naming", [&] {
    using enum BranchNamingStrategy;
    v.field("strategy", c.branch_naming.strategy, one_of(standard, timestamped, uuid, stable));
    v.field("fallback_strategy", c.branch_naming.fallback_strategy,
            one_of(FallbackStrategy::timestamp, FallbackStrategy::counter, FallbackStrategy::uuid));
    v.field("max_fallback_attempts", c.branch_naming.max_fallback_attempts, Range{0, 100});
  });
  v.section("monitoring", [&] {
    v.field("metrics_enabled", c.monitoring.metrics_enabled, Any{});
    v.field("detailed_logging", c.monitoring.detailed_logging, Any{});
    v.field("performance_tracking", c.monitoring.performance_tracking, Any{});
  });
}

void visit_queue_processing(auto& q, auto& v) {
  v.field("enabled", q.enabled, Any{});
  v.field("platform", q.platform, one_of(QueuePlatform::azure, QueuePlatform::aws));
  v.section("azure", [&] {
    v.field("service_bus_connection_string", q.azure.service_bus_connection_string, Any{});
    v.field("queue_name", q.azure.queue_name, texts::queue_name);
    v.field("receiver_function_url", q.azure.receiver_function_url, texts::optional_url);
  });
  v.section("aws", [&] {
    v.field("sqs_queue_url", q.aws.sqs_queue_url, texts::queue_url);
    v.field("receiver_function_url", q.aws.receiver_function_url, texts::optional_url);
  });
  v.field("batch_size", q.batch_size, Range{1, 1});
  v.field("max_processing_time_seconds", q.max_processing_time_seconds, Range{1, 900});
  v.field("retry_attempts", q.retry_attempts, Range{0, 1'000});
  v.field("dlq_alert_threshold", q.dlq_alert_threshold, Range{0, 1'000'000});
  v.field("dlq_check_interval_minutes", q.dlq_check_interval_minutes, Range{1, 1'440});
}

// Service Bus locks a message for five minutes at most.
void visit_azure_queue(auto& q, auto& v) {
  v.field("connection_string", q.connection_string, Any{});
  v.field("queue_name", q.queue_name, texts::queue_name);
  v.field("max_delivery_count", q.max_delivery_count, Range{1, 2'000});
  v.field("lock_duration", q.lock_duration,
          IsoDuration{std::chrono::seconds{1}, std::chrono::seconds{300}});
  v.field("partition_key_expression", q.partition_key_expression, texts::partition_key);
  v.field("batch_size", q.batch_size, Range{1, 1});
  v.field("max_concurrent_calls", q.max_concurrent_calls, Range{1, 1'000});
}

// SQS hides a message for twelve hours at most.
void visit_aws_queue(auto& q, auto& v) {
  v.field("queue_url", q.queue_url, texts::queue_url);
  v.field("visibility_timeout", q.visibility_timeout, Range{1, 43'200});
  v.field("max_receive_count", q.max_receive_count, Range{1, 1'000});
  v.field("fifo_queue", q.fifo_queue, Any{});
  v.field("message_group_id_expression", q.message_group_id_expression, texts::partition_key);
  v.field("batch_size", q.batch_size, Range{1, 1});
  v.field("maximum_batching_window_in_seconds", q.maximum_batching_window_in_seconds,
          Range{0, 300});
  v.field("reserved_concurrency", q.reserved_concurrency, Range{1, 1'000});
}

void visit_alerts(auto& a, auto& v) {
  v.field("queue_depth_threshold", a.queue_depth_threshold, Range{0, 1'000'000});
  v.field("processing_time_threshold_ms", a.processing_time_threshold_ms, Range{0, hour_ms});
  v.field("dead_letter_threshold", a.dead_letter_threshold, Range{0, 1'000'000});
  v.field("error_rate_threshold", a.error_rate_threshold, Range{0.0, 1.0});
}

// A claim must outlive the 10 s after which GitHub cuts off the request that it covers.
void visit_ledger(auto& l, auto& v) {
  v.field("claim_lease_ms", l.claim_lease_ms, Range{10'001, hour_ms});
  v.field("settle_ms", l.settle_ms, Range{0, hour_ms});
  v.field("max_rounds", l.max_rounds, Range{1, 1'000});
}

void visit_conflict(auto& c, auto& v) {
  using enum ConflictStrategy;
  v.field("strategy", c.strategy,
          one_of(automatic, use_higher_version, merge_changelogs, skip_update, create_new_pr));
  v.field("force", c.force, Any{});
  v.field("second_line_base", c.second_line_base, texts::branch_pattern);
}

void visit_release_rules(auto& r, auto& v) {
  constexpr auto any_bump = one_of(Bump::none, Bump::patch, Bump::minor, Bump::major);
  v.items("types", r.types, [&](auto& rule) {
    v.field("type", rule.type, texts::token);
    v.field("bump", rule.bump, any_bump);
  });
  v.field("breaking", r.breaking, any_bump);
  v.field("before_1_0_0_breaking_bumps_minor", r.before_1_0_0_breaking_bumps_minor, Any{});
  v.field("before_1_0_0_feature_bumps_patch", r.before_1_0_0_feature_bumps_patch, Any{});
  v.field("initial_version", r.initial_version, Any{});
}

void visit_changelog(auto& c, auto& v) {
  v.items("sections", c.sections, [&](auto& section) {
    v.field("type", section.type, texts::token);
    v.field("title", section.title, texts::section_title);
  });
  v.field("repository_url", c.repository_url, texts::optional_url);
}

}  // namespace detail

// Walks all keys of `c`, a Config or const Config, with `v` as described on top.
void visit_config(auto& c, auto& v) {
  v.field("protocol", c.protocol, one_of(Protocol::ledger, Protocol::optimistic));
  v.list("base_branches", c.base_branches, texts::branch);
  v.field("tag_prefix", c.changelog.tag_prefix, texts::tag_prefix);
  v.field("changelog_path", c.changelog_path, texts::path);
  v.section("concurrency", [&] { detail::visit_concurrency(c.concurrency, v); });
  v.section("ledger", [&] { detail::visit_ledger(c.ledger, v); });
  v.section("conflict", [&] { detail::visit_conflict(c.conflict, v); });
  v.section("release_rules", [&] { detail::visit_release_rules(c.release_rules, v); });
  v.section("changelog", [&] { detail::visit_changelog(c.changelog, v); });
  v.section("commit_identity", [&] {
    v.field("name", c.commit_identity.name, texts::identity);
    v.field("email", c.commit_identity.email, texts::identity);
  });
  v.section("queue_processing", [&] { detail::visit_queue_processing(c.queue_processing, v); });
  v.section("azure_queue", [&] { detail::visit_azure_queue(c.azure_queue, v); });
  v.section("aws_queue", [&] { detail::visit_aws_queue(c.aws_queue, v); });
  v.section("alerts", [&] { detail::visit_alerts(c.alerts, v); });
  v.section("dead_letters", [&] {
    v.field("max_retention_hours", c.dead_letters.max_retention_hours, Range{1, 87'600});
  });
}

}  // namespace regent::schema
