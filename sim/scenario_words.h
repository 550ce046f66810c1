// A scenario's line, word by word, and tables of the words that it may hold.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/time.h"

namespace regent::sim {

using Refusal = std::optional<std::string>;  // why a line is refused; nullopt: it is not

template <typename T>
using Named = std::pair<std::string_view, T>;

template <typename T, std::size_t N>
const T* find(const std::array<Named<T>, N>& names, std::string_view word) {
  const auto found = std::ranges::find(names, word, &Named<T>::first);
  return found == names.end() ? nullptr : &found->second;
}

[[nodiscard]] inline std::string in_quotes(std::string_view text) {
  return '"' + std::string(text) + '"';
}

// A line's words; what stands in quotes is one word.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) { skip_blanks(); }

  [[nodiscard]] bool done() const { return rest_.empty(); }

  // Empty at the end of the line.
  std::string_view take() {
    const bool quoted = rest_.starts_with('"');
    if (quoted) rest_.remove_prefix(1);
    const auto end = std::min(rest_.find(quoted ? '"' : ' '), rest_.size());
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    skip_blanks();
    return word;
  }

  // Takes the next word if it is `word`.
  bool take_if(std::string_view word) {
    Words after = *this;
    if (done() || after.take() != word) return false;
    *this = after;
    return true;
  }

  // A whole number from `min` up.
  Refusal number(std::uint32_t& value, std::int64_t min = 1) {
    const std::string_view word = take();
    std::int64_t whole = -1;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), whole);
    const bool read = error == std::errc() && end == word.data() + word.size();
    if (!read || whole < min || whole > number_max)
      return "needs a whole number from " + std::to_string(min) + ", not " + in_quotes(word);
    value = static_cast<std::uint32_t>(whole);
    return std::nullopt;
  }

  Refusal time(Duration& value) {
    const std::string_view word = take();
    std::int64_t whole = -1;
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, whole);
    const Duration* unit = find(units, {end, static_cast<std::size_t>(last - end)});
    if (error != std::errc() || unit == nullptr || whole < 0 || whole > number_max)
      return "needs a time like 90s (ms, s, min, h), not " + in_quotes(word);
    value = whole * *unit;
    return std::nullopt;
  }

  Refusal at(Duration& value) {
    if (!take_if("at")) return "needs \"at\" and a time";
    return time(value);
  }

 private:
  static constexpr std::int64_t number_max = 1'000'000;
  static constexpr auto units = std::to_array<Named<Duration>>({{"ms", Duration(1)},
                                                                {"s", std::chrono::seconds(1)},
                                                                {"min", std::chrono::minutes(1)},
                                                                {"h", std::chrono::hours(1)}});

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
  std::string_view rest_;
};

}  // namespace regent::sim
