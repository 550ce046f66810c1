#include "sim/oracle_version.h"

#include <algorithm>

#include "sim/oracle.h"
#include "sim/oracle_text.h"

namespace regent::sim {
namespace {

bool is_identifier_character(char c) { return is_digit(c) || is_letter(c) || c == '-'; }

// An empty string is a number here too; the grammar's callers refuse it, the order does not care.
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

// Takes the text before the first `separator` off `rest`, and the separator with it.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto taken = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return taken;
}

// The parts of major.minor.patch-prerelease+build; a missing one has no data.
struct Parts {
  std::string_view core;
  std::string_view prerelease;
  std::string_view build;
  bool has_prerelease = false;
  bool has_build = false;
};

Parts split(std::string_view text) {
  Parts parts;
  parts.has_build = text.find('+') != std::string_view::npos;
  auto rest = text;
  auto before_build = take_until(rest, '+');
  parts.build = rest;
  parts.has_prerelease = before_build.find('-') != std::string_view::npos;
  parts.core = take_until(before_build, '-');
  parts.prerelease = before_build;
  return parts;
}

bool is_number(std::string_view text) {
  return !text.empty() && all_digits(text) && (text.size() == 1 || text.front() != '0');
}

// SemVer §9, §10: dot-separated, none empty; numbers without leading zeros unless in build
// metadata.
bool are_identifiers(std::string_view text, bool leading_zeros_allowed) {
  if (text.empty() || text.back() == '.') {
    return false;
  }
  while (!text.empty()) {
    const auto identifier = take_until(text, '.');
    if (identifier.empty() || !std::ranges::all_of(identifier, is_identifier_character)) {
      return false;
    }
    if (!leading_zeros_allowed && all_digits(identifier) && !is_number(identifier)) {
      return false;
    }
  }
  return true;
}

bool is_core(std::string_view text) {
  if (std::ranges::count(text, '.') != 2) {
    return false;
  }
  return is_number(take_until(text, '.')) && is_number(take_until(text, '.')) && is_number(text);
}

int sign(int comparison) { return (comparison > 0) - (comparison < 0); }

int compare_numbers(std::string_view left, std::string_view right) {
  left.remove_prefix(std::min(left.find_first_not_of('0'), left.size()));
  right.remove_prefix(std::min(right.find_first_not_of('0'), right.size()));
  if (left.size() != right.size()) {
    return left.size() < right.size() ? -1 : 1;
  }
  return sign(left.compare(right));
}

// SemVer §11.4: numbers by value, others in ASCII order, numbers below others.
int compare_identifiers(std::string_view left, std::string_view right) {
  const bool left_is_number = all_digits(left);
  const bool right_is_number = all_digits(right);
  if (left_is_number && right_is_number) {
    return compare_numbers(left, right);
  }
  if (left_is_number != right_is_number) {
    return left_is_number ? -1 : 1;
  }
  return sign(left.compare(right));
}

// SemVer §11.4.4: identifier by identifier; of two that agree so far the longer is higher.
int compare_lists(std::string_view left, std::string_view right) {
  while (true) {
    const bool left_has_more = left.find('.') != std::string_view::npos;
    const bool right_has_more = right.find('.') != std::string_view::npos;
    if (const int order = compare_identifiers(take_until(left, '.'), take_until(right, '.'))) {
      return order;
    }
    if (!left_has_more || !right_has_more) {
      return int{left_has_more} - int{right_has_more};
    }
  }
}

std::string plus_one(std::string_view number) {
  std::string sum(number);
  auto digit = sum.rbegin();
  for (; digit != sum.rend() && *digit == '9'; ++digit) {
    *digit = '0';
  }
  if (digit == sum.rend()) {
    sum.insert(sum.begin(), '1');
  } else {
    ++*digit;
  }
  return sum;
}

}  // namespace

bool is_version(std::string_view text) {
  const auto parts = split(text);
  return is_core(parts.core) &&
         (!parts.has_prerelease || are_identifiers(parts.prerelease, false)) &&
         (!parts.has_build || are_identifiers(parts.build, true));
}

bool is_before_1_0_0(std::string_view version) { return version.starts_with("0."); }

std::string bumped(std::string_view version, char bump) {
  auto [rest, prerelease, build, is_prerelease, has_build] = split(version);
  const auto major = take_until(rest, '.');
  const auto minor = take_until(rest, '.');
  const auto patch = rest;
  std::string next;
  if (bump == 'M') {
    const bool is_announced = is_prerelease && minor == "0" && patch == "0";
    next = is_announced ? std::string(major) : plus_one(major);
    next += ".0.0";
  } else if (bump == 'm') {
    const bool is_announced = is_prerelease && patch == "0";
    next.append(major).append(".");
    next += is_announced ? std::string(minor) : plus_one(minor);
    next += ".0";
  } else {
    next.append(major).append(".").append(minor).append(".");
    next += is_prerelease ? std::string(patch) : plus_one(patch);
  }
  return next;
}

int compare_versions(std::string_view left, std::string_view right) {
  const auto a = split(left);
  const auto b = split(right);
  if (const int order = compare_lists(a.core, b.core)) {
    return order;
  }
  if (!a.has_prerelease || !b.has_prerelease) {  // §11.3: a prerelease is below its normal version
    return int{b.has_prerelease} - int{a.has_prerelease};
  }
  return compare_lists(a.prerelease, b.prerelease);
}

}  // namespace regent::sim
