#include "fakes/github/site/encoding.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <iterator>

namespace regent::fake::site {
namespace {

constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

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

std::string http_date(Time time) {
  constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const std::string iso = iso_date(time);
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  std::string out(days[std::chrono::weekday(day).c_encoding()]);
  out += ", " + iso.substr(8, 2) + ' ';
  out += months[static_cast<unsigned>(date.month()) - 1];
  return out + ' ' + iso.substr(0, 4) + ' ' + iso.substr(11, 8) + " GMT";
}

std::optional<Time> parse_http_date(std::string_view text) {
  // "Sun, 06 Nov 1994 08:49:37 GMT"
  constexpr std::size_t length = 29;
  if (text.size() != length || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::ranges::find(months, text.substr(8, 3));
  if (month == std::end(months)) return std::nullopt;
  const std::string number = std::to_string(month - std::begin(months) + 1);
  return parse_iso_date(std::string(text.substr(12, 4)) + (number.size() == 1 ? "-0" : "-") +
                        number + '-' + std::string(text.substr(5, 2)) + 'T' +
                        std::string(text.substr(17, 8)) + 'Z');
}

}  // namespace regent::fake::site
