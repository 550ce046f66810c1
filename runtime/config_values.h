// Values of the configuration as the text of a YAML scalar, and back.
//
// `parse_value` sets `value` and returns an empty text, or leaves it and says what it must be. It
// never quotes what it was given: that may be a secret in the wrong place.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/config_schema.h"

namespace regent::runtime {

[[nodiscard]] std::string parse_value(std::string_view text, bool& value, const schema::Any& rule);
[[nodiscard]] std::string parse_value(std::string_view text, double& value,
                                      const schema::Range<double>& rule);
[[nodiscard]] std::string parse_value(std::string_view text, std::chrono::seconds& value,
                                      const schema::IsoDuration& rule);
[[nodiscard]] std::string parse_value(std::string_view text, std::string& value,
                                      const schema::Text& rule);
[[nodiscard]] std::string parse_value(std::string_view text, SecretReference& value,
                                      const schema::Any& rule);
[[nodiscard]] std::string parse_value(std::string_view text, Version& value,
                                      const schema::Any& rule);

// A whole number within the range; `value` is set only then.
[[nodiscard]] std::string parse_whole(std::string_view text, std::int64_t& value,
                                      const schema::Range<int>& rule);

[[nodiscard]] std::string parse_value(std::string_view text, std::unsigned_integral auto& value,
                                      const schema::Range<int>& rule) {
  std::int64_t whole = 0;
  std::string reason = parse_whole(text, whole, rule);
  if (reason.empty()) value = static_cast<std::remove_reference_t<decltype(value)>>(whole);
  return reason;
}

template <typename Period>
[[nodiscard]] std::string parse_value(std::string_view text,
                                      std::chrono::duration<std::int64_t, Period>& value,
                                      const schema::Range<int>& rule) {
  std::int64_t whole = 0;
  std::string reason = parse_whole(text, whole, rule);
  if (reason.empty()) value = std::chrono::duration<std::int64_t, Period>(whole);
  return reason;
}

template <typename E, std::size_t N>
[[nodiscard]] std::string parse_value(std::string_view text, E& value,
                                      const schema::OneOf<E, N>& rule) {
  for (const E permitted : rule.values) {
    if (to_string(permitted) != text) continue;
    value = permitted;
    return {};
  }
  return schema::choices(rule);
}

[[nodiscard]] std::string print_value(bool value, const schema::Any& rule);
[[nodiscard]] std::string print_value(double value, const schema::Range<double>& rule);
[[nodiscard]] std::string print_value(std::chrono::seconds value, const schema::IsoDuration& rule);
[[nodiscard]] std::string print_value(const std::string& value, const schema::Text& rule);
[[nodiscard]] std::string print_value(const SecretReference& value, const schema::Any& rule);
[[nodiscard]] std::string print_value(const Version& value, const schema::Any& rule);

[[nodiscard]] std::string print_value(std::unsigned_integral auto value,
                                      const schema::Range<int>&) {
  return std::to_string(value);
}

template <typename Period>
[[nodiscard]] std::string print_value(std::chrono::duration<std::int64_t, Period> value,
                                      const schema::Range<int>&) {
  return std::to_string(value.count());
}

template <typename E, std::size_t N>
[[nodiscard]] std::string print_value(E value, const schema::OneOf<E, N>&) {
  return std::string(to_string(value));
}

}  // namespace regent::runtime
