#include "core/config.h"

#include <algorithm>
#include <concepts>
#include <ranges>

#include "core/assert.h"
#include "core/config_schema.h"

namespace regent {
namespace {

// Records the first value that breaks its own rule.
class RuleChecker {
 public:
  void section(std::string_view key, auto walk) {
    const std::size_t outer = enter(key);
    walk();
    path_.resize(outer);
  }

  void items(std::string_view key, const auto& items, auto walk) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      section(std::string(key) + "[" + std::to_string(i) + "]", [&] { walk(items[i]); });
    }
  }

  void list(std::string_view key, const std::vector<std::string>& texts, const schema::Text& rule) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      field(std::string(key) + "[" + std::to_string(i) + "]", texts[i], rule);
    }
  }

  void field(std::string_view key, const auto& value, const auto& rule) {
    if (error_) return;
    std::string reason = fault(rule, value);
    if (reason.empty()) return;
    enter(key);
    error_ = ConfigError{path_, std::move(reason)};
  }

  [[nodiscard]] const std::optional<ConfigError>& error() const { return error_; }

 private:
  // Appends to the path; returns the length to go back to.
  std::size_t enter(std::string_view key) {
    const std::size_t outer = path_.size();
    if (outer != 0) path_.push_back('.');
    path_.append(key);
    return outer;
  }

  std::string path_;
  std::optional<ConfigError> error_;
};

// The first element that repeats an earlier one, by `same`.
template <typename T>
std::optional<std::size_t> first_repetition(const std::vector<T>& items, auto same) {
  for (std::size_t i = 1; i < items.size(); ++i) {
    const auto earlier = items | std::views::take(i);
    if (std::ranges::any_of(earlier, [&](const T& other) { return same(other, items[i]); })) {
      return i;
    }
  }
  return std::nullopt;
}

std::optional<ConfigError> repetition(std::string_view key, const auto& items, auto same) {
  const auto at = first_repetition(items, same);
  if (!at) return std::nullopt;
  return ConfigError{std::string(key) + "[" + std::to_string(*at) + "]", "is listed twice"};
}

bool same_rule_type(const auto& a, const auto& b) { return same_type(a.type, b.type); }

// What holds between values.
std::optional<ConfigError> contradiction(const Config& config) {
  const RetryPolicy& retry = config.concurrency.retry_policy;
  if (config.base_branches.empty()) {
    return ConfigError{"base_branches", "must name at least one branch"};
  }
  if (auto error = repetition("base_branches", config.base_branches, std::equal_to<>())) {
    return error;
  }
  if (retry.max_delay_ms < retry.base_delay_ms) {
    return ConfigError{"concurrency.retry_policy.max_delay_ms", "must not be below base_delay_ms"};
  }
  if (auto error = repetition("release_rules.types", config.release_rules.types,
                              [](auto& a, auto& b) { return same_rule_type(a, b); })) {
    return error;
  }
  if (auto error = repetition("changelog.sections", config.changelog.sections,
                              [](auto& a, auto& b) { return same_rule_type(a, b); })) {
    return error;
  }
  if (config.queue_processing.enabled && config.queue_processing.platform == QueuePlatform::aws &&
      !config.aws_queue.fifo_queue) {
    return ConfigError{"aws_queue.fifo_queue",
                       "must be true: other queues do not keep the order within a repository"};
  }
  return std::nullopt;
}

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && !is_digit(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

}  // namespace

SecretReference::SecretReference(std::string_view variable) : variable_(variable) {
  REGENT_ASSERT(is_identifier(variable), "an environment variable's name is an identifier");
}

std::optional<SecretReference> SecretReference::parse(std::string_view text) {
  if (!text.starts_with("${") || !text.ends_with('}')) return std::nullopt;
  const std::string_view name = text.substr(2, text.size() - 3);
  if (!is_identifier(name)) return std::nullopt;
  return SecretReference(name);
}

std::expected<void, ConfigError> validate(const Config& config) {
  RuleChecker checker;
  schema::visit_config(config, checker);
  if (checker.error()) return std::unexpected(*checker.error());
  if (auto error = contradiction(config)) return std::unexpected(*std::move(error));
  return {};
}

std::string_view to_string(Protocol protocol) {
  switch (protocol) {
    case Protocol::ledger:
      return "ledger";
    case Protocol::optimistic:
      return "optimistic";
  }
  REGENT_ASSERT(false, "every protocol has a name");
  return {};
}

std::string_view to_string(QueuePlatform platform) {
  switch (platform) {
    case QueuePlatform::azure:
      return "azure";
    case QueuePlatform::aws:
      return "aws";
  }
  REGENT_ASSERT(false, "every platform has a name");
  return {};
}

}  // namespace regent
