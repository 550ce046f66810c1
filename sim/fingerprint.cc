// What two failures have in common.
#include <algorithm>
#include <cctype>

#include "sim/trace.h"

namespace regent::sim {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t sha_digits = 2 * Sha::size_bytes;
constexpr std::size_t abbreviated_digits = 7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// From the first `open` to the last `close`, which texts may hold themselves.
std::string without_quoted(std::string text, char open, char close) {
  const auto first = text.find(open);
  const auto last = text.rfind(close);
  if (first == std::string::npos || last == std::string::npos || last <= first) return text;
  return text.replace(first + 1, last - first - 1, "…");
}

// Commit ids, numbers, and the groups of a UUID.
bool is_id(std::string_view word) {
  if (!std::ranges::all_of(word, is_hex)) return false;
  return std::ranges::any_of(word, is_digit) || word.size() == abbreviated_digits ||
         word.size() == sha_digits;
}

std::string without_digits(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (!is_digit(c)) {
      out += c;
    } else if (!out.ends_with('N')) {
      out += 'N';
    }
  }
  return out;
}

std::string without_ids(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, is_alphanumeric) - text.begin();
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end));
    if (word.empty()) {
      out += text.front();
    } else {
      out += is_id(word) ? "N" : without_digits(word);
    }
    text.remove_prefix(std::max<std::size_t>(word.size(), 1));
  }
  return out;
}

std::string without_repetition(std::string_view text) {
  constexpr auto comma = ", "sv;
  std::vector<std::string_view> items;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(comma, at), text.size());
    const std::string_view item = text.substr(at, end - at);
    if (std::ranges::find(items, item) == items.end()) items.push_back(item);
    at = end + comma.size();
  }
  std::string out;
  for (const std::string_view item : items) out.append(out.empty() ? "" : comma).append(item);
  return out;
}

}  // namespace

std::string normalised(std::string_view message) {
  std::string text = without_quoted(std::string(message), '"', '"');
  text = without_quoted(std::move(text), '(', ')');
  return without_repetition(without_ids(text));
}

Fingerprint fingerprint_of(const Violation& violation) {
  return {violation.invariant, normalised(violation.message)};
}

}  // namespace regent::sim
