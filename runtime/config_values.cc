#include "runtime/config_values.h"

#include <array>
#include <charconv>
#include <system_error>

namespace regent::runtime {
namespace {

// The whole of `text` as a number; false when it is anything else or does not fit.
template <typename T>
bool read_number(std::string_view text, T& value) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && rest == end;
}

// Takes `<number><unit>` from the front of `text`; false when it does not begin so.
bool take_part(std::string_view& text, char unit, std::int64_t unit_seconds,
               std::chrono::seconds& sum) {
  const std::size_t end = text.find(unit);
  std::uint32_t number = 0;
  if (end == std::string_view::npos || !read_number(text.substr(0, end), number)) return false;
  sum += std::chrono::seconds(number * unit_seconds);
  text.remove_prefix(end + 1);
  return true;
}

// ISO 8601 durations of hours, minutes and seconds: `PT1H30M`, `PT60S`.
bool read_iso_duration(std::string_view text, std::chrono::seconds& value) {
  if (!text.starts_with("PT")) return false;
  text.remove_prefix(2);
  value = std::chrono::seconds{0};
  const bool has_hours = take_part(text, 'H', 3'600, value);
  const bool has_minutes = take_part(text, 'M', 60, value);
  const bool has_seconds = take_part(text, 'S', 1, value);
  return text.empty() && (has_hours || has_minutes || has_seconds);
}

}  // namespace

std::string parse_value(std::string_view text, bool& value, const schema::Any&) {
  if (text != "true" && text != "false") return "must be true or false";
  value = text == "true";
  return {};
}

std::string parse_value(std::string_view text, double& value, const schema::Range<double>& rule) {
  double number = 0;
  if (!read_number(text, number)) return "must be a number";
  std::string reason = fault(rule, number);
  if (reason.empty()) value = number;
  return reason;
}

std::string parse_value(std::string_view text, std::chrono::seconds& value,
                        const schema::IsoDuration& rule) {
  std::chrono::seconds duration{0};
  if (!read_iso_duration(text, duration)) return "must be an ISO 8601 duration such as PT60S";
  std::string reason = fault(rule, duration);
  if (reason.empty()) value = duration;
  return reason;
}

std::string parse_value(std::string_view text, std::string& value, const schema::Text& rule) {
  std::string reason = fault(rule, text);
  if (reason.empty()) value = text;
  return reason;
}

std::string parse_value(std::string_view text, SecretReference& value, const schema::Any&) {
  const auto reference = SecretReference::parse(text);
  if (!reference) return "must be ${NAME}, the environment variable that holds the secret";
  value = *reference;
  return {};
}

std::string parse_value(std::string_view text, Version& value, const schema::Any&) {
  auto version = Version::parse(text);
  if (!version) return "must be a semantic version: " + version.error().reason;
  value = *std::move(version);
  return {};
}

std::string parse_whole(std::string_view text, std::int64_t& value,
                        const schema::Range<int>& rule) {
  std::int64_t whole = 0;
  if (!read_number(text, whole)) return "must be a whole number";
  std::string reason = fault(rule, whole);
  if (reason.empty()) value = whole;
  return reason;
}

std::string print_value(bool value, const schema::Any&) { return value ? "true" : "false"; }

std::string print_value(double value, const schema::Range<double>&) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return std::string(digits.data(), end);
}

std::string print_value(std::chrono::seconds value, const schema::IsoDuration&) {
  return "PT" + std::to_string(value.count()) + "S";
}

std::string print_value(const std::string& value, const schema::Text&) { return value; }

std::string print_value(const SecretReference& value, const schema::Any&) { return value.text(); }

std::string print_value(const Version& value, const schema::Any&) { return value.to_string(); }

}  // namespace regent::runtime
