#include "core/config_schema.h"

#include <charconv>

#include "core/markdown.h"

namespace regent::schema {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Everything but commits and branches also goes into JSON and Markdown, which want valid UTF-8.
bool is_branch(std::string_view text) {
  return is_valid_branch_name(text) && markdown::is_sanitized(text);
}

bool is_branch_pattern(std::string_view text) {
  return text.contains("{major}") && is_branch(line_base(text, Version{}));
}

bool is_tag_prefix(std::string_view text) { return is_branch(std::string(text) + "0.0.0"); }

// A path as git stores it: relative, no empty, `.` or `..` parts.
bool is_path(std::string_view text) {
  const std::string delimited = "/" + std::string(text) + "/";
  return text.empty() || (markdown::is_sanitized(text) && !delimited.contains("//") &&
                          !delimited.contains("/./") && !delimited.contains("/../"));
}

// git drops `<` and `>` from names and addresses, which would change the commit's id.
bool is_identity(std::string_view text) {
  return !text.empty() && markdown::is_sanitized(text) &&
         text.find_first_of("<>") == std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_';
  });
}

bool is_section_title(std::string_view text) {
  return !text.empty() && text.size() <= Changelog::text_bytes_max &&
         markdown::is_sanitized(text) && text != breaking_section;
}

bool is_queue_name(std::string_view text) {
  return !text.empty() && text.size() <= 260 && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || std::string_view("-_./").contains(c);
  });
}

bool is_url(std::string_view text) {
  constexpr std::string_view scheme = "https://";
  return text.starts_with(scheme) && text.size() > scheme.size() &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_queue_url(std::string_view text) { return is_url(text) || SecretReference::parse(text); }

bool is_optional_url(std::string_view text) { return text.empty() || is_url(text); }

bool is_partition_key(std::string_view text) { return text == "repository.full_name"; }

// The shortest text that reads back as the same number.
std::string shortest(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return std::string(digits.data(), end);
}

std::string between(const std::string& min, const std::string& max) {
  return min == max ? "must be " + min : "must be between " + min + " and " + max;
}

}  // namespace

namespace texts {

const Text branch{is_branch, "the name of a branch, without refs/heads/"};
const Text branch_pattern{is_branch_pattern, "the name of a branch that contains {major}"};
const Text tag_prefix{is_tag_prefix, "the beginning of a tag's name, without refs/tags/"};
const Text path{is_path, "the path of a file in the repository"};
const Text identity{is_identity, "one line of text without < and >"};
const Text token{is_token, "a word of letters, digits, - and _"};
const Text section_title{is_section_title,
                         "one line of text, and not the title of breaking changes"};
const Text queue_name{is_queue_name, "1 to 260 letters, digits, -, _, . and /"};
const Text queue_url{is_queue_url, "a URL (https://…) or ${NAME}"};
const Text optional_url{is_optional_url, "a URL (https://…)"};
const Text partition_key{is_partition_key,
                         "repository.full_name, which keeps the order within a repository"};

}  // namespace texts

std::string fault(const Text& rule, std::string_view value) {
  return rule.accepts(value) ? std::string() : "must be " + std::string(rule.must_be);
}

std::string fault(const IsoDuration& rule, std::chrono::seconds value) {
  if (value >= rule.min && value <= rule.max) return {};
  return between("PT" + std::to_string(rule.min.count()) + "S",
                 "PT" + std::to_string(rule.max.count()) + "S");
}

// Written so that NaN is outside of every range.
std::string fault(const Range<double>& rule, double value) {
  if (value >= rule.min && value <= rule.max) return {};
  return between(shortest(rule.min), shortest(rule.max));
}

std::string fault(const Range<std::int64_t>& rule, std::int64_t value) {
  if (value >= rule.min && value <= rule.max) return {};
  return between(std::to_string(rule.min), std::to_string(rule.max));
}

}  // namespace regent::schema
