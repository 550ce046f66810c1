#include "core/branch_naming.h"

#include <algorithm>

#include "core/assert.h"

namespace regent {
namespace {

constexpr std::string_view lock_suffix = ".lock";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// Bytes that git refuses anywhere in a ref (git-check-ref-format(1), rules 4, 5 and 10).
bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f || std::string_view("~^:?*[\\").contains(c);
}

bool is_valid_component(std::string_view component) {
  return !component.empty() && !component.starts_with('.') && !component.ends_with(lock_suffix);
}

// Seconds since 1970 with at least ten digits, so that they are never taken for a UUID's eight.
// Each attempt counts one second on: attempts within the same second still differ.
std::string timestamp_suffix(Time now, std::uint32_t attempt) {
  const auto since_1970 = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  std::string digits = std::to_string(std::max<std::int64_t>(since_1970, 0) + attempt);
  if (digits.size() < 10) digits.insert(0, 10 - digits.size(), '0');
  return digits;
}

// The first group of the entropy's UUID for attempt 0; later attempts step through all 32-bit
// values without repetition, because the step is odd.
std::string uuid_suffix(Entropy entropy, std::uint32_t attempt) {
  const auto first = static_cast<std::uint32_t>(entropy.high >> 32);
  entropy.high = std::uint64_t{first + attempt * 0x9e3779b9u} << 32;
  return uuid_v4(entropy).substr(0, 8);
}

std::string fallback_suffix(FallbackStrategy fallback, const BranchNameInput& input,
                            std::uint32_t attempt) {
  switch (fallback) {
    case FallbackStrategy::timestamp:
      return timestamp_suffix(input.now, attempt);
    case FallbackStrategy::counter:
      return std::to_string(attempt);
    case FallbackStrategy::uuid:
      return uuid_suffix(input.entropy, attempt);
  }
  REGENT_ASSERT(false, "every fallback strategy has a suffix");
  return {};
}

// The name without what any of the strategies may have appended to it.
std::string_view without_suffix(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos) return name;
  const std::string_view tail = name.substr(dash + 1);
  const bool is_number = !tail.empty() && std::ranges::all_of(tail, is_digit);
  const bool is_uuid = tail.size() == 8 && std::ranges::all_of(tail, is_hex_digit);
  return is_number || is_uuid ? name.substr(0, dash) : name;
}

// The suffix of the first attempt, empty for most names. A plain name that would be read as having
// a suffix (`1.2.3-20260131`), or that git refuses (`1.2.3-x.lock`), gets one that says nothing.
std::string first_suffix(BranchNamingStrategy strategy, const BranchNameInput& input,
                         std::string_view plain) {
  if (strategy == BranchNamingStrategy::timestamped) return timestamp_suffix(input.now, 0);
  if (strategy == BranchNamingStrategy::uuid) return uuid_suffix(input.entropy, 0);
  return without_suffix(plain) != plain || plain.ends_with(lock_suffix) ? "0" : "";
}

// True for a byte that must not stand at `i` of a part of a ref.
bool needs_escape(std::string_view text, std::size_t i) {
  const char c = text[i];
  const char before = i == 0 ? '/' : text[i - 1];
  const std::string_view rest = text.substr(i);
  if (c == '/') return before == '/' || rest.size() == 1;
  if (c == '.') {
    return before == '/' || before == '.' || rest.size() == 1 ||
           (rest.starts_with(lock_suffix) &&
            (rest.size() == lock_suffix.size() || rest[lock_suffix.size()] == '/'));
  }
  return c == '%' || is_forbidden(c) || (c == '{' && before == '@');
}

// `base` as a part of a ref; different bases stay different. Most bases stay as they are.
std::string escaped(std::string_view base) {
  std::string out;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (!needs_escape(base, i)) {
      out.push_back(base[i]);
      continue;
    }
    const auto byte = static_cast<unsigned char>(base[i]);
    out.push_back('%');
    out.push_back("0123456789ABCDEF"[byte >> 4]);
    out.push_back("0123456789ABCDEF"[byte & 0xf]);
  }
  return out;
}

std::string plain_name(BranchNamingStrategy strategy, const BranchNameInput& input) {
  std::string name(release_branch_prefix);
  if (strategy == BranchNamingStrategy::stable) {
    REGENT_ASSERT(!input.base.empty(), "a base branch has a name");
    return name + escaped(input.base);
  }
  name.push_back('v');
  input.version.append_to(name);
  return name;
}

}  // namespace

std::expected<std::string, TooManyAttempts> branch_name(const BranchNaming& naming,
                                                        const BranchNameInput& input,
                                                        std::uint32_t attempt) {
  std::string name = plain_name(naming.strategy, input);
  if (attempt > naming.max_fallback_attempts) {
    return std::unexpected(TooManyAttempts{std::move(name), attempt});
  }
  const std::string suffix = attempt == 0
                                 ? first_suffix(naming.strategy, input, name)
                                 : fallback_suffix(naming.fallback_strategy, input, attempt);
  if (!suffix.empty()) name.append("-").append(suffix);
  return name;
}

std::optional<Version> version_of_branch(std::string_view name) {
  if (!name.starts_with(release_branch_prefix)) return std::nullopt;
  name.remove_prefix(release_branch_prefix.size());
  if (!name.starts_with('v')) return std::nullopt;
  auto version = Version::parse(without_suffix(name.substr(1)));
  if (!version) return std::nullopt;
  return *std::move(version);
}

std::optional<Superseding> supersede(std::string_view current, std::string_view wanted) {
  if (current == wanted) return std::nullopt;
  return Superseding{std::string(wanted), std::string(current)};
}

bool is_valid_branch_name(std::string_view name) {
  if (name == "@" || name == "HEAD" || name.starts_with('-') || name.ends_with('.')) return false;
  if (name.contains("..") || name.contains("@{")) return false;
  if (std::ranges::any_of(name, is_forbidden)) return false;
  for (std::size_t slash = name.find('/'); slash != std::string_view::npos;
       slash = name.find('/')) {
    if (!is_valid_component(name.substr(0, slash))) return false;
    name.remove_prefix(slash + 1);
  }
  return is_valid_component(name);
}

std::string_view to_string(BranchNamingStrategy strategy) {
  switch (strategy) {
    case BranchNamingStrategy::standard:
      return "standard";
    case BranchNamingStrategy::timestamped:
      return "timestamped";
    case BranchNamingStrategy::uuid:
      return "uuid";
    case BranchNamingStrategy::stable:
      return "stable";
  }
  REGENT_ASSERT(false, "every strategy has a name");
  return {};
}

std::string_view to_string(FallbackStrategy strategy) {
  switch (strategy) {
    case FallbackStrategy::timestamp:
      return "timestamp";
    case FallbackStrategy::counter:
      return "counter";
    case FallbackStrategy::uuid:
      return "uuid";
  }
  REGENT_ASSERT(false, "every strategy has a name");
  return {};
}

}  // namespace regent
