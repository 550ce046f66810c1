// The typed configuration: the published design's keys with its defaults, and ours.
//
// Members are named as their keys in the configuration file, which nest the same way, so a key's
// path (`concurrency.retry_policy.max_attempts`) names the member too. The list of all keys with
// their permitted values is core/config_schema.h. A value; reading files is the runtime's matter.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/branch_naming.h"
#include "core/changelog.h"
#include "core/conflict_resolution.h"
#include "core/metrics.h"
#include "core/release_rules.h"
#include "core/retry.h"
#include "core/time.h"

namespace regent {

// `ledger` is the default; `optimistic` is the published design's (protocol.md).
enum class Protocol : std::uint8_t { ledger, optimistic };

// A secret, as the name of the environment variable that holds it: `${NAME}` in a file. The secret
// itself never gets into the configuration, so no log, trace or dump of one can show it.
class SecretReference {
 public:
  // `variable` must be a C identifier.
  explicit SecretReference(std::string_view variable);

  // Exactly `${NAME}` with a C identifier as NAME; nullopt for anything else.
  [[nodiscard]] static std::optional<SecretReference> parse(std::string_view text);

  [[nodiscard]] const std::string& variable() const { return variable_; }
  [[nodiscard]] std::string text() const { return "${" + variable_ + "}"; }
  friend bool operator==(const SecretReference&, const SecretReference&) = default;

 private:
  std::string variable_;
};

// `concurrency.github_api`.
struct GitHubApiConfig {
  Duration request_timeout_ms{30'000};
  std::uint32_t rate_limit_buffer = 100;  // requests an hour that are never used
  bool conditional_requests = true;       // reads with `If-None-Match`; writes where a server can
  friend bool operator==(const GitHubApiConfig&, const GitHubApiConfig&) = default;
};

// `concurrency.monitoring`.
struct MonitoringConfig {
  bool metrics_enabled = true;
  bool detailed_logging = true;
  bool performance_tracking = true;
  friend bool operator==(const MonitoringConfig&, const MonitoringConfig&) = default;
};

struct ConcurrencyConfig {
  RetryPolicy retry_policy;
  GitHubApiConfig github_api;
  BranchNaming branch_naming;
  MonitoringConfig monitoring;
  friend bool operator==(const ConcurrencyConfig&, const ConcurrencyConfig&) = default;
};

enum class QueuePlatform : std::uint8_t { azure, aws };

// `queue_processing`: the receiver and processor behind a queue.
struct QueueProcessingConfig {
  struct Azure {
    SecretReference service_bus_connection_string{"AZURE_SERVICEBUS_CONNECTION_STRING"};
    std::string queue_name = "webhook-events";
    std::string receiver_function_url;  // empty: unknown
    friend bool operator==(const Azure&, const Azure&) = default;
  };
  struct Aws {
    std::string sqs_queue_url = "${AWS_SQS_QUEUE_URL}";  // a URL, or `${NAME}`
    std::string receiver_function_url;                   // empty: unknown
    friend bool operator==(const Aws&, const Aws&) = default;
  };
  bool enabled = false;
  QueuePlatform platform = QueuePlatform::azure;
  Azure azure;
  Aws aws;
  std::uint32_t batch_size = 1;  // more would break the order within a repository
  std::chrono::seconds max_processing_time_seconds{300};
  std::uint32_t retry_attempts = 5;
  std::uint32_t dlq_alert_threshold = 10;
  std::chrono::minutes dlq_check_interval_minutes{15};
  friend bool operator==(const QueueProcessingConfig&, const QueueProcessingConfig&) = default;
};

// `azure_queue`: how the processor consumes a Service Bus queue.
struct AzureQueueConfig {
  SecretReference connection_string{"AZURE_SERVICEBUS_CONNECTION_STRING"};
  std::string queue_name = "release-regent-webhooks";
  std::uint32_t max_delivery_count = 5;
  std::chrono::seconds lock_duration{60};  // ISO 8601 in files: `PT60S`
  std::string partition_key_expression = "repository.full_name";
  std::uint32_t batch_size = 1;
  std::uint32_t max_concurrent_calls = 10;  // repositories at a time
  friend bool operator==(const AzureQueueConfig&, const AzureQueueConfig&) = default;
};

// `aws_queue`: how the processor consumes an SQS queue.
struct AwsQueueConfig {
  std::string queue_url = "${AWS_SQS_QUEUE_URL}";
  std::chrono::seconds visibility_timeout{60};
  std::uint32_t max_receive_count = 5;
  bool fifo_queue = true;
  std::string message_group_id_expression = "repository.full_name";
  std::uint32_t batch_size = 1;
  std::chrono::seconds maximum_batching_window_in_seconds{0};
  std::uint32_t reserved_concurrency = 10;
  friend bool operator==(const AwsQueueConfig&, const AwsQueueConfig&) = default;
};

// `dead_letters`; 14 days, as long as the published design's queues keep theirs.
struct DeadLetterConfig {
  std::uint32_t max_retention_hours = 336;
  friend bool operator==(const DeadLetterConfig&, const DeadLetterConfig&) = default;
};

// `ledger`: the default protocol's own.
struct LedgerConfig {
  // How long a silent holder of a claim is waited for, by GitHub's `Date`. Longer than the 10 s
  // after which GitHub cuts a request off, plus the time to send it.
  Duration claim_lease_ms{60'000};
  // After this long a read shows what was there before, and a write whose answer was lost has
  // either happened or never will: GitHub cuts requests off after 10 s, and the longest lag of a
  // list on record is 25 s (facts).
  Duration settle_ms{40'000};
  std::uint32_t max_rounds = 12;  // observe–plan–swing rounds of one run, before it gives up
  friend bool operator==(const LedgerConfig&, const LedgerConfig&) = default;
};

// `commit_identity`: author and committer of release and ledger commits.
struct CommitIdentity {
  std::string name = "release-regent[bot]";
  std::string email = "release-regent[bot]@users.noreply.github.com";
  friend bool operator==(const CommitIdentity&, const CommitIdentity&) = default;
};

struct Config {
  Protocol protocol = Protocol::ledger;
  std::vector<std::string> base_branches = {
      "main"};  // what is released from, without `refs/heads/`
  ConcurrencyConfig concurrency;
  QueueProcessingConfig queue_processing;
  AzureQueueConfig azure_queue;
  AwsQueueConfig aws_queue;
  AlertThresholds alerts;
  DeadLetterConfig dead_letters;
  LedgerConfig ledger;
  ConflictPolicy conflict;
  CommitIdentity commit_identity;
  ReleaseRules release_rules;
  ChangelogConfig changelog;
  std::string changelog_path = "CHANGELOG.md";  // in the repository; empty: no such file is kept

  // What precedes the version in a tag's name; one value with the changelog's links.
  [[nodiscard]] const std::string& tag_prefix() const { return changelog.tag_prefix; }

  friend bool operator==(const Config&, const Config&) = default;
};

struct ConfigError {
  std::string key;     // full path: `ledger.claim_lease_ms`, `base_branches[1]`
  std::string reason;  // a lower-case clause: `must be between 1 and 100`
  friend bool operator==(const ConfigError&, const ConfigError&) = default;
};

// Every value within its range, and the rules that hold between values; the first fault in the
// order of the schema. Never quotes a value that may be a secret.
[[nodiscard]] std::expected<void, ConfigError> validate(const Config& config);

[[nodiscard]] std::string_view to_string(Protocol protocol);
[[nodiscard]] std::string_view to_string(QueuePlatform platform);

}  // namespace regent
