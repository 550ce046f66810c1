#include "effects/https/dates.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace regent::https {
namespace {

using namespace std::chrono;

// Reads a text from left to right; once something does not fit, nothing fits any more.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  // Exactly `count` decimal digits.
  int number(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = next();
      if (c < '0' || c > '9') fail();
      value = value * 10 + (c - '0');
    }
    return value;
  }
  void literal(std::string_view text) {
    for (const char c : text) {
      if (next() != c) fail();
    }
  }
  // One of the words, which are equally long; its index.
  template <std::size_t N>
  unsigned word(const std::array<std::string_view, N>& words) {
    const std::string_view found = rest_.substr(0, words.front().size());
    const auto it = std::ranges::find(words, found);
    if (it == words.end()) {
      fail();
      return 0;
    }
    rest_.remove_prefix(found.size());
    return static_cast<unsigned>(it - words.begin());
  }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  char next() {
    const char c = peek();
    if (!rest_.empty()) rest_.remove_prefix(1);
    return c;
  }
  void fail() {
    failed_ = true;
    rest_ = {};
  }
  [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

std::optional<Time> instant(int y, unsigned m, int d, int hour, int minute, int second) {
  const year_month_day date(year{y}, month{m}, day{static_cast<unsigned>(d)});
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return Time(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second);
}

// After the seconds: `.123456`; only milliseconds are kept.
Duration fraction(Scanner& scanner) {
  if (scanner.peek() != '.') return Duration{0};
  scanner.next();
  int value_ms = 0;
  int weight = 100;
  if (scanner.peek() < '0' || scanner.peek() > '9') scanner.fail();
  while (scanner.peek() >= '0' && scanner.peek() <= '9') {
    value_ms += (scanner.next() - '0') * weight;
    weight /= 10;
  }
  return Duration{value_ms};
}

Duration offset(Scanner& scanner) {
  const char sign = scanner.next();
  if (sign == 'Z') return Duration{0};
  if (sign != '+' && sign != '-') scanner.fail();
  const int hour = scanner.number(2);
  scanner.literal(":");
  const Duration value = hours(hour) + minutes(scanner.number(2));
  return sign == '-' ? -value : value;
}

}  // namespace

std::optional<Time> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 7> days = {"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Scanner scanner(text);
  scanner.word(days);
  scanner.literal(", ");
  const int d = scanner.number(2);
  scanner.literal(" ");
  const unsigned m = scanner.word(months) + 1;
  scanner.literal(" ");
  const int y = scanner.number(4);
  scanner.literal(" ");
  const int hour = scanner.number(2);
  scanner.literal(":");
  const int minute = scanner.number(2);
  scanner.literal(":");
  const int second = scanner.number(2);
  scanner.literal(" GMT");
  return scanner.complete() ? instant(y, m, d, hour, minute, second) : std::nullopt;
}

std::optional<Time> parse_timestamp(std::string_view text) {
  Scanner scanner(text);
  const int y = scanner.number(4);
  scanner.literal("-");
  const int m = scanner.number(2);
  scanner.literal("-");
  const int d = scanner.number(2);
  scanner.literal("T");
  const int hour = scanner.number(2);
  scanner.literal(":");
  const int minute = scanner.number(2);
  scanner.literal(":");
  const int second = scanner.number(2);
  const Duration more = fraction(scanner);
  const Duration ahead = offset(scanner);
  if (!scanner.complete()) return std::nullopt;
  const auto whole = instant(y, static_cast<unsigned>(m), d, hour, minute, second);
  return whole ? std::optional(*whole + more - ahead) : std::nullopt;
}

std::string timestamp(Time time) {
  const auto day_start = floor<days>(time);
  const year_month_day date(day_start);
  const hh_mm_ss clock(floor<seconds>(time - day_start));
  std::array<char, 32> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace regent::https
