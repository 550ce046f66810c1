#include "core/semver.h"

#include <charconv>
#include <limits>
#include <utility>

#include "core/assert.h"

namespace regent {
namespace {

constexpr std::uint64_t component_max = std::numeric_limits<std::uint64_t>::max();

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_identifier_character(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

constexpr bool is_numeric(std::string_view identifier) {
  for (const char c : identifier) {
    if (!is_digit(c)) return false;
  }
  return true;
}

// Reads the grammar of §2 from left to right; the first fault stays.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::uint64_t component(std::string_view name) {
    const std::size_t start = position_;
    std::uint64_t value = 0;
    while (position_ < text_.size() && is_digit(text_[position_])) {
      const auto digit = static_cast<std::uint64_t>(text_[position_] - '0');
      if (value > (component_max - digit) / 10) fail(start, name, " version exceeds 64 bits");
      value = value * 10 + digit;
      ++position_;
    }
    if (position_ == start) fail(start, "expected a digit of the ", name, " version");
    if (position_ - start > 1 && text_[start] == '0')
      fail(start, "leading zero in the ", name, " version");
    return value;
  }

  void dot(std::string_view name) {
    if (!accept('.')) fail(position_, "expected '.' after the ", name, " version");
  }

  bool accept(char c) {
    if (position_ == text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }

  // Dot-separated identifiers; `numbers_are_canonical` is the rule that only prereleases have (§9).
  std::string_view identifiers(std::string_view name, bool numbers_are_canonical) {
    const std::size_t start = position_;
    do {
      identifier(name, numbers_are_canonical);
    } while (accept('.'));
    return text_.substr(start, position_ - start);
  }

  void end() {
    if (position_ < text_.size()) fail(position_, "unexpected character");
  }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] ParseError error() && { return std::move(error_); }

 private:
  void identifier(std::string_view name, bool numbers_are_canonical) {
    const std::size_t start = position_;
    while (position_ < text_.size() && is_identifier_character(text_[position_])) ++position_;
    const std::string_view found = text_.substr(start, position_ - start);
    if (found.empty()) {
      const bool blank =
          position_ == text_.size() || text_[position_] == '.' || text_[position_] == '+';
      fail(start, blank ? "empty identifier in the " : "unexpected character in the ", name);
    } else if (numbers_are_canonical && found.size() > 1 && found[0] == '0' && is_numeric(found)) {
      fail(start, "leading zero in a number of the ", name);
    }
  }

  template <typename... Parts>
  void fail(std::size_t position, Parts... parts) {
    if (failed_) return;
    failed_ = true;
    error_.position = position;
    (error_.reason.append(parts), ...);
  }

  std::string_view text_;
  std::size_t position_ = 0;
  bool failed_ = false;
  ParseError error_;
};

// §11.4: numbers by value, text by bytes, numbers before text. Numbers have no leading zeros, so
// the longer one is the greater and no width limits them.
std::strong_ordering compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_is_numeric = is_numeric(a);
  const bool b_is_numeric = is_numeric(b);
  if (a_is_numeric != b_is_numeric) {
    return a_is_numeric ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  if (a_is_numeric && a.size() != b.size()) return a.size() <=> b.size();
  return a <=> b;
}

std::string_view take_identifier(std::string_view& rest) {
  const std::size_t dot = rest.find('.');
  const std::string_view first = rest.substr(0, dot);
  rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
  return first;
}

std::strong_ordering compare_prereleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return b.size() <=> a.size();  // a release is above its prereleases
  while (!a.empty() && !b.empty()) {
    const auto order = compare_identifiers(take_identifier(a), take_identifier(b));
    if (order != 0) return order;
  }
  return a.size() <=> b.size();  // the longer list of identifiers is above its own beginning
}

void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  REGENT_ASSERT(result.ec == std::errc{}, "20 digits hold any 64-bit number");
  out.append(digits, result.ptr);
}

}  // namespace

std::string_view to_string(Bump bump) {
  switch (bump) {
    case Bump::none:
      return "none";
    case Bump::patch:
      return "patch";
    case Bump::minor:
      return "minor";
    case Bump::major:
      return "major";
  }
  REGENT_ASSERT(false, "a bump is one of four");
  std::unreachable();
}

std::expected<Version, ParseError> Version::parse(std::string_view text) {
  Reader reader(text);
  Version version;
  version.major_ = reader.component("major");
  reader.dot("major");
  version.minor_ = reader.component("minor");
  reader.dot("minor");
  version.patch_ = reader.component("patch");
  if (!reader.failed() && reader.accept('-')) {
    version.prerelease_ = reader.identifiers("prerelease", true);
  }
  if (!reader.failed() && reader.accept('+')) {
    version.build_ = reader.identifiers("build metadata", false);
  }
  reader.end();
  if (reader.failed()) return std::unexpected(std::move(reader).error());
  return version;
}

std::string Version::to_string() const {
  std::string text;
  append_to(text);
  return text;
}

void Version::append_to(std::string& out) const {
  append_number(out, major_);
  out += '.';
  append_number(out, minor_);
  out += '.';
  append_number(out, patch_);
  if (!prerelease_.empty()) out.append("-").append(prerelease_);
  if (!build_.empty()) out.append("+").append(build_);
}

Version Version::bumped(Bump bump) const {
  if (bump == Bump::none) return *this;
  const bool is_a_step_already =
      is_prerelease() && (bump < Bump::minor || patch_ == 0) && (bump < Bump::major || minor_ == 0);
  if (is_a_step_already) return {major_, minor_, patch_};
  if (bump == Bump::patch && patch_ < component_max) return {major_, minor_, patch_ + 1};
  if (bump <= Bump::minor && minor_ < component_max) return {major_, minor_ + 1, 0};
  if (major_ < component_max) return {major_ + 1, 0, 0};
  return {component_max, component_max, component_max};
}

std::strong_ordering Version::precedence(const Version& a, const Version& b) {
  if (const auto order = a.major_ <=> b.major_; order != 0) return order;
  if (const auto order = a.minor_ <=> b.minor_; order != 0) return order;
  if (const auto order = a.patch_ <=> b.patch_; order != 0) return order;
  return compare_prereleases(a.prerelease_, b.prerelease_);
}

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  const auto order = Version::precedence(a, b);
  return order != 0 ? order : a.build_ <=> b.build_;
}

}  // namespace regent
