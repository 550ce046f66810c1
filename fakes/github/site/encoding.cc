#include "fakes/github/site/encoding.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace regent::fake::site {
namespace {

constexpr std::string_view standard_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Exactly `length` digits at the front of `text`, which loses them; -1 otherwise.
int take_number(std::string_view& text, std::size_t length) {
  int number = 0;
  if (text.size() < length) return -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + length, number);
  if (error != std::errc() || end != text.data() + length || text.front() == '-') return -1;
  text.remove_prefix(length);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string iso_date(Time time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::optional<Time> parse_iso_date(std::string_view text) {
  using namespace std::chrono;
  const int year_number = take_number(text, 4);
  if (year_number < 0 || !take(text, '-')) return std::nullopt;
  const int month_number = take_number(text, 2);
  if (month_number < 0 || !take(text, '-')) return std::nullopt;
  const int day_number = take_number(text, 2);
  const year_month_day date{year(year_number), month(static_cast<unsigned>(month_number)),
                            day(static_cast<unsigned>(day_number))};
  if (day_number < 0 || !date.ok()) return std::nullopt;
  Time time{sys_days(date)};
  if (text.empty()) return time;
  if (!take(text, 'T')) return std::nullopt;
  const int hour_number = take_number(text, 2);
  if (hour_number < 0 || hour_number > 23 || !take(text, ':')) return std::nullopt;
  const int minute_number = take_number(text, 2);
  if (minute_number < 0 || minute_number > 59 || !take(text, ':')) return std::nullopt;
  const int second_number = take_number(text, 2);
  if (second_number < 0 || second_number > 60) return std::nullopt;
  time += hours(hour_number) + minutes(minute_number) + seconds(second_number);
  if (take(text, '.')) {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    if (end == 0) return std::nullopt;
    text.remove_prefix(end);
  }
  if (text == "Z") return time;
  const bool behind = text.starts_with('-');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const int offset_hours = take_number(text, 2);
  if (offset_hours < 0) return std::nullopt;
  take(text, ':');
  const int offset_minutes = take_number(text, 2);
  if (offset_minutes < 0 || !text.empty()) return std::nullopt;
  const Duration offset = hours(offset_hours) + minutes(offset_minutes);
  return behind ? time + offset : time - offset;
}

std::string base64(std::string_view bytes, std::size_t line) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](char digit) {
    out += digit;
    if (line > 0 && ++column == line) {
      out += '\n';
      column = 0;
    }
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) -> std::uint32_t {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
    };
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    put(standard_digits[group >> 18]);
    put(standard_digits[group >> 12 & 63]);
    put(i + 1 < bytes.size() ? standard_digits[group >> 6 & 63] : '=');
    put(i + 2 < bytes.size() ? standard_digits[group & 63] : '=');
  }
  if (column > 0) out += '\n';
  return out;
}

std::optional<std::string> from_base64(std::string_view text, bool url_safe) {
  const std::string_view digits = url_safe ? url_digits : standard_digits;
  while (text.ends_with('\n')) text.remove_suffix(1);
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return count == 6 ? std::nullopt : std::optional(std::move(out));
}

}  // namespace regent::fake::site
