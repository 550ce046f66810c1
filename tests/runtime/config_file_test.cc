// The configuration file: read strictly, refused with its place, printed back.
#include "runtime/config_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

namespace regent::runtime {
namespace {

Config read(std::string_view text) { return parse_config(text, "regent.yaml").value(); }

std::string refusal(std::string_view text) {
  const auto result = parse_config(text, "regent.yaml");
  return result ? "accepted" : to_string(result.error());
}

template <typename T = std::string>
rc::Gen<T> element(std::initializer_list<T> values) {
  return rc::gen::elementOf(std::vector<T>(values));
}

// Changes a few members of every kind to values that YAML could mistake for something else.
rc::Gen<Config> any_config() {
  return rc::gen::exec([] {
    Config c;
    c.protocol = *rc::gen::element(Protocol::ledger, Protocol::optimistic);
    c.base_branches = *element<std::vector<std::string>>(
        {{"main"}, {"release-line/1.x", "größe", "true"}, {"yes", "1.0"}});
    c.changelog.tag_prefix = *element({"v", "", "null", "pkg/v", "0x"});
    c.changelog_path = *element({"CHANGELOG.md", "", "a: b.md", "# x.md", "docs/'log'.md", "[x]"});
    c.commit_identity.name = *element({"release-regent[bot]", "no", "\"quoted\"", "a\\b", "日本"});
    auto& retry = c.concurrency.retry_policy;
    retry.max_attempts = *rc::gen::inRange<std::uint32_t>(1, 101);
    retry.base_delay_ms = Duration(*rc::gen::inRange(1, 30'000));
    retry.exponential_base = *rc::gen::inRange(1'000, 10'000) / 1'000.0;
    retry.jitter = *rc::gen::arbitrary<bool>();
    c.alerts.error_rate_threshold = *rc::gen::inRange(0, 1'000) / 999.0;
    c.azure_queue.lock_duration = std::chrono::seconds(*rc::gen::inRange(1, 301));
    c.azure_queue.connection_string = SecretReference(*element({"A", "_B9"}));
    c.aws_queue.queue_url = *element({"${X}", "https://sqs.example/1/q.fifo"});
    c.release_rules.initial_version =
        Version::parse(*element({"1.0.0", "0.1.0-rc.1+5", "1.0.0-0"})).value();
    c.release_rules.types = *element<std::vector<TypeRule>>(
        {{}, {{"feat", Bump::major}}, {{"null", Bump::none}, {"y", Bump::patch}}});
    c.changelog.sections = *element<std::vector<SectionRule>>(
        {{}, {{"feat", "New: things, {all} \"of\" them"}, {"fix", "- 🐛"}}});
    return c;
  });
}

// A configuration may be printed only if it is valid, so a generator that is not would prove
// nothing.
RC_GTEST_PROP(ConfigFile, ReadsWhatItPrinted, ()) {
  const Config config = *any_config();
  RC_ASSERT(validate(config).has_value());
  const auto read_back = parse_config(print_config(config), "printed");
  if (!read_back) RC_FAIL(to_string(read_back.error()));
  RC_ASSERT(*read_back == config);
}

// The published design's blocks, key by key. Only `enabled` and the URLs differ from the defaults.
TEST(ConfigFile, AcceptsThePublishedConfiguration) {
  Config expected;
  expected.queue_processing.enabled = true;
  expected.queue_processing.azure.receiver_function_url = "https://r.example.net/api/webhook";
  expected.queue_processing.aws.receiver_function_url = "https://r.example.com/prod/webhook";
  EXPECT_EQ(read(R"(
concurrency:
  retry_policy:
    max_attempts: 3
    base_delay_ms: 1000
    max_delay_ms: 30000
    exponential_base: 2.0
    jitter: true
  github_api:
    request_timeout_ms: 30000
    rate_limit_buffer: 100
    conditional_requests: true
  branch_naming:
    fallback_strategy: "timestamp"
    max_fallback_attempts: 5
  monitoring:
    metrics_enabled: true
    detailed_logging: true
    performance_tracking: true
queue_processing:
  enabled: true
  platform: "azure"
  azure:
    service_bus_connection_string: ${AZURE_SERVICEBUS_CONNECTION_STRING}
    queue_name: "webhook-events"
    receiver_function_url: "https://r.example.net/api/webhook"
  aws:
    sqs_queue_url: ${AWS_SQS_QUEUE_URL}
    receiver_function_url: "https://r.example.com/prod/webhook"
  batch_size: 1
  max_processing_time_seconds: 300
  retry_attempts: 5
  dlq_alert_threshold: 10
  dlq_check_interval_minutes: 15
azure_queue:
  connection_string: ${AZURE_SERVICEBUS_CONNECTION_STRING}
  queue_name: "release-regent-webhooks"
  max_delivery_count: 5
  lock_duration: "PT60S"
  partition_key_expression: "repository.full_name"
  batch_size: 1
  max_concurrent_calls: 10
aws_queue:
  queue_url: ${AWS_SQS_QUEUE_URL}
  visibility_timeout: 60
  max_receive_count: 5
  fifo_queue: true
  message_group_id_expression: "repository.full_name"
  batch_size: 1
  maximum_batching_window_in_seconds: 0
  reserved_concurrency: 10
)"),
            expected);
}

TEST(ConfigFile, TakesTheDefaultsForWhatItDoesNotSay) {
  EXPECT_EQ(read(""), Config{});
  EXPECT_EQ(read("# nothing\n---\n"), Config{});
  Config expected;
  expected.conflict.force = true;
  EXPECT_EQ(read("conflict: {force: true}"), expected);
}

TEST(ConfigFile, ReadsJson) {
  Config expected;
  expected.protocol = Protocol::optimistic;
  expected.base_branches = {"a", "b"};
  expected.azure_queue.connection_string = SecretReference("Q");
  EXPECT_EQ(read(R"({"protocol": "optimistic", "base_branches": ["a", "b"],
                     "azure_queue": {"connection_string": "${Q}"}})"),
            expected);
}

TEST(ConfigFile, ReplacesASequenceAsAWhole) {
  EXPECT_EQ(read("release_rules: {types: [{type: docs, bump: patch}]}").release_rules.types,
            (std::vector<TypeRule>{{"docs", Bump::patch}}));
}

TEST(ConfigFile, RefusesAnUnknownKeyAndListsTheKnown) {
  EXPECT_EQ(
      refusal("ledger:\n  settle: 5\n"),
      "regent.yaml:2:3: ledger.settle: unknown key, the keys here are claim_lease_ms, settle_ms, "
      "max_rounds");
  EXPECT_EQ(refusal("conflict: {? [a] : b}").substr(0, 45),
            "regent.yaml:1:14: conflict.: unknown key, the");
}

TEST(ConfigFile, RefusesAKeyThatIsGivenTwice) {
  EXPECT_EQ(refusal("ledger:\n  max_rounds: 5\n  max_rounds: 6\n"),
            "regent.yaml:3:3: ledger.max_rounds: is given twice");
}

TEST(ConfigFile, RefusesAValueOfAnotherType) {
  const std::pair<const char*, const char*> cases[] = {
      {"ledger: 5", "regent.yaml:1:9: ledger: must be a mapping"},
      {"- a", "regent.yaml:1:1: must be a mapping"},
      {"base_branches: main", "regent.yaml:1:16: base_branches: must be a sequence"},
      {"base_branches: [[a]]", "regent.yaml:1:17: base_branches[0]: must be a single value"},
      {"tag_prefix: [v]", "regent.yaml:1:13: tag_prefix: must be a single value"},
      {"tag_prefix: ~", "regent.yaml:1:13: tag_prefix: must be a single value"},
      {"ledger: {max_rounds: '5'}", "regent.yaml:1:22: ledger.max_rounds: must not be in quotes"},
      {"ledger: {max_rounds: 5.5}", "regent.yaml:1:22: ledger.max_rounds: must be a whole number"},
      {"ledger: {max_rounds: 99999999999999999999}",
       "regent.yaml:1:22: ledger.max_rounds: must be a whole number"},
      {"conflict: {force: yes}", "regent.yaml:1:19: conflict.force: must be true or false"},
      {"alerts: {error_rate_threshold: 10%}",
       "regent.yaml:1:32: alerts.error_rate_threshold: must be a number"},
      {"protocol: paxos", "regent.yaml:1:11: protocol: must be one of ledger, optimistic"},
      {"azure_queue: {lock_duration: 60}",
       "regent.yaml:1:30: azure_queue.lock_duration: must be an ISO 8601 duration such as PT60S"},
      {"release_rules: {initial_version: v1}",
       "regent.yaml:1:34: release_rules.initial_version: must be a semantic version: expected a "
       "digit of the major version"}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(refusal(text), expected) << text;
}

TEST(ConfigFile, RefusesAValueOutOfRange) {
  EXPECT_EQ(refusal("ledger: {max_rounds: -1}"),
            "regent.yaml:1:22: ledger.max_rounds: must be between 1 and 1000");
  EXPECT_EQ(refusal("azure_queue: {lock_duration: PT1H}"),
            "regent.yaml:1:30: azure_queue.lock_duration: must be between PT1S and PT300S");
  EXPECT_EQ(
      refusal("base_branches: [ok, 'a b']"),
      "regent.yaml:1:21: base_branches[1]: must be the name of a branch, without refs/heads/");
}

TEST(ConfigFile, RefusesAnElementThatLacksAKey) {
  EXPECT_EQ(refusal("changelog:\n  sections:\n    - type: feat\n"),
            "regent.yaml:3:7: changelog.sections[0].title: is missing");
}

TEST(ConfigFile, SaysWhereTwoValuesContradictEachOther) {
  EXPECT_EQ(
      refusal("concurrency:\n  retry_policy:\n    base_delay_ms: 40000\n"),
      "regent.yaml:3:5: concurrency.retry_policy.max_delay_ms: must not be below base_delay_ms");
  EXPECT_EQ(refusal("base_branches:\n  - a\n  - a\n"),
            "regent.yaml:3:5: base_branches[1]: is listed twice");
}

TEST(ConfigFile, RefusesASecretInPlainTextWithoutRepeatingIt) {
  EXPECT_EQ(refusal("azure_queue: {connection_string: hunter2}"),
            "regent.yaml:1:34: azure_queue.connection_string: must be ${NAME}, the environment "
            "variable that holds the secret");
}

TEST(ConfigFile, ReadsIsoDurations) {
  const std::pair<const char*, int> durations[] = {
      {"PT60S", 60}, {"PT1M", 60}, {"PT1M30S", 90}, {"PT0H5M", 300}};
  for (const auto& [text, expected] : durations) {
    const auto config = read("azure_queue: {lock_duration: " + std::string(text) + "}");
    EXPECT_EQ(config.azure_queue.lock_duration, std::chrono::seconds(expected)) << text;
  }
  for (const std::string text : {"PT", "P60S", "PT60", "PTS", "PT1S1M", "PT-1S", "PT1.5S"}) {
    EXPECT_NE(refusal("azure_queue: {lock_duration: " + text + "}"), "accepted") << text;
  }
}

TEST(ConfigFile, SaysWhereYamlItselfIsBroken) {
  EXPECT_EQ(refusal("a: [1,\n"), "regent.yaml:2:1: end of sequence flow not found");
  EXPECT_EQ(refusal("ledger: {}\n---\nledger: {}\n"), "regent.yaml:2:1: must be one YAML document");
  EXPECT_NE(refusal(std::string(100'000, '[')), "accepted");
  EXPECT_NE(refusal("ledger: &a {max_rounds: *a}"), "accepted");
}

// yaml-cpp's LoadAll never comes to the end of this one.
TEST(ConfigFile, ComesToAnEndWithATagBeforeADocument) {
  EXPECT_NE(refusal("!t ---\n? "), "accepted");
}

RC_GTEST_PROP(ConfigFile, RefusesOrAcceptsAnyTextWithoutThrowing, ()) {
  const auto text = *rc::gen::oneOf(
      rc::gen::arbitrary<std::string>(),
      rc::gen::map(rc::gen::container<std::vector<std::string>>(
                       element({"ledger", "conflict", "force", ": ",  "\n", "  ",   "{",   "}",
                                "[",      "]",        "- ",    "&a ", "*a", "!t ",  "|\n", "'",
                                "\"",     "#",        "---\n", "? ",  "1",  "true", "~"})),
                   [](const std::vector<std::string>& pieces) {
                     std::string joined;
                     for (const std::string& piece : pieces) joined += piece;
                     return joined;
                   }));
  const auto result = parse_config(text, "f");
  if (!result) RC_ASSERT(!result.error().reason.empty());
}

TEST(ConfigFile, IsReadFromDisk) {
  const auto path = std::filesystem::path(testing::TempDir()) / "regent_config_file_test.yaml";
  std::ofstream(path) << "tag_prefix: rel-\n";
  EXPECT_EQ(read_config_file(path).value().tag_prefix(), "rel-");
  std::ofstream(path) << std::string((1 << 20) + 1, '#');
  EXPECT_EQ(to_string(read_config_file(path).error()), path.string() + ": is over 1 MiB");
  std::filesystem::remove(path);
  EXPECT_EQ(to_string(read_config_file(path).error()), path.string() + ": cannot be read");
  EXPECT_EQ(read_config_file(testing::TempDir()).error().reason, "cannot be read");
}

}  // namespace
}  // namespace regent::runtime
