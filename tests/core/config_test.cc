// The typed configuration: published defaults, and what it refuses.
#include "core/config.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/config_schema.h"

namespace regent {
namespace {

void expect_refused(const std::function<void(Config&)>& change, std::string_view key,
                    std::string_view reason) {
  Config config;
  change(config);
  const auto result = validate(config);
  ASSERT_FALSE(result.has_value()) << key;
  EXPECT_EQ(result.error().key, key);
  EXPECT_EQ(result.error().reason, reason);
}

TEST(Config, IsValidAsItComes) { EXPECT_TRUE(validate(Config{}).has_value()); }

TEST(Config, HasThePublishedDefaults) {
  const Config config;
  EXPECT_EQ(config.concurrency.retry_policy,
            (RetryPolicy{3, Duration(1'000), Duration(30'000), 2.0, true}));
  EXPECT_EQ(config.concurrency.github_api, (GitHubApiConfig{Duration(30'000), 100, true}));
  EXPECT_EQ(config.concurrency.branch_naming,
            (BranchNaming{BranchNamingStrategy::standard, FallbackStrategy::timestamp, 5}));
  EXPECT_EQ(config.alerts, (AlertThresholds{50, Duration(30'000), 10, 0.1}));
  EXPECT_EQ(config.protocol, Protocol::ledger);
}

TEST(Config, RefusesANumberOutOfRangeAndSaysWhichKey) {
  expect_refused([](Config& c) { c.concurrency.retry_policy.max_attempts = 0; },
                 "concurrency.retry_policy.max_attempts", "must be between 1 and 100");
  expect_refused([](Config& c) { c.concurrency.retry_policy.exponential_base = 0.5; },
                 "concurrency.retry_policy.exponential_base", "must be between 1 and 10");
  expect_refused([](Config& c) { c.alerts.error_rate_threshold = 0.0 / 0.0; },
                 "alerts.error_rate_threshold", "must be between 0 and 1");
  expect_refused([](Config& c) { c.queue_processing.batch_size = 2; },
                 "queue_processing.batch_size", "must be 1");
  expect_refused([](Config& c) { c.azure_queue.lock_duration = std::chrono::seconds(0); },
                 "azure_queue.lock_duration", "must be between PT1S and PT300S");
}

// A claim that ends before GitHub cuts its request off would be taken over while it still may
// succeed.
TEST(Config, RefusesALeaseThatDoesNotOutliveARequest) {
  expect_refused([](Config& c) { c.ledger.claim_lease_ms = Duration(10'000); },
                 "ledger.claim_lease_ms", "must be between 10001 and 3600000");
}

TEST(Config, RefusesBranchesThatGitRefuses) {
  expect_refused([](Config& c) { c.base_branches = {"main", "a..b"}; }, "base_branches[1]",
                 "must be the name of a branch, without refs/heads/");
  expect_refused([](Config& c) { c.base_branches = {}; }, "base_branches",
                 "must name at least one branch");
  expect_refused([](Config& c) { c.base_branches = {"main", "main"}; }, "base_branches[1]",
                 "is listed twice");
  expect_refused([](Config& c) { c.conflict.second_line_base = "line"; },
                 "conflict.second_line_base", "must be the name of a branch that contains {major}");
}

TEST(Config, RefusesTextThatWouldBreakATagAPathOrACommit) {
  expect_refused([](Config& c) { c.changelog.tag_prefix = "a b"; }, "tag_prefix",
                 "must be the beginning of a tag's name, without refs/tags/");
  for (const std::string path : {"/etc/x", "../x", "a//b", "a/", "a\nb"}) {
    expect_refused([&](Config& c) { c.changelog_path = path; }, "changelog_path",
                   "must be the path of a file in the repository");
  }
  for (const std::string name : {"", "a\nb", "a <b>", "\xff"}) {
    expect_refused([&](Config& c) { c.commit_identity.name = name; }, "commit_identity.name",
                   "must be one line of text without < and >");
  }
}

TEST(Config, RefusesTwoRulesForOneType) {
  expect_refused([](Config& c) { c.release_rules.types.push_back({"FEAT", Bump::major}); },
                 "release_rules.types[4]", "is listed twice");
  expect_refused([](Config& c) { c.changelog.sections.push_back({"fix", "Fixes"}); },
                 "changelog.sections[4]", "is listed twice");
}

TEST(Config, RefusesASectionNamedLikeThatOfBreakingChanges) {
  expect_refused([](Config& c) { c.changelog.sections[1].title = std::string(breaking_section); },
                 "changelog.sections[1].title",
                 "must be one line of text, and not the title of breaking changes");
}

TEST(Config, RefusesACapBelowTheFirstDelay) {
  expect_refused([](Config& c) { c.concurrency.retry_policy.max_delay_ms = Duration(999); },
                 "concurrency.retry_policy.max_delay_ms", "must not be below base_delay_ms");
}

TEST(Config, RefusesAQueueThatKeepsNoOrder) {
  expect_refused(
      [](Config& c) {
        c.queue_processing.enabled = true;
        c.queue_processing.platform = QueuePlatform::aws;
        c.aws_queue.fifo_queue = false;
      },
      "aws_queue.fifo_queue",
      "must be true: other queues do not keep the order within a repository");
}

TEST(Config, HoldsSecretsByNameOnly) {
  EXPECT_EQ(SecretReference::parse("${A_1}"), SecretReference("A_1"));
  EXPECT_EQ(SecretReference("A_1").text(), "${A_1}");
  for (const std::string text :
       {"", "A", "$A", "${}", "${1A}", "${A-B}", "${A} ", "x${A}", "${A"}) {
    EXPECT_FALSE(SecretReference::parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace regent
