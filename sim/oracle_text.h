// Reading text line by line, for the oracle.
#pragma once

#include <string_view>

namespace regent::sim {

inline constexpr std::string_view whitespace = " \t\r\n\v\f";

// Takes the first line off `rest` and returns it without its end, LF or CRLF.
[[nodiscard]] inline std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(whitespace);
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(whitespace) - first + 1);
}

[[nodiscard]] constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }

[[nodiscard]] constexpr bool is_letter(char c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
}

[[nodiscard]] constexpr char lower(char c) {
  return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The value of a hexadecimal digit of either case, or -1.
[[nodiscard]] constexpr int hex_value(char c) {
  const char digit = lower(c);
  return is_digit(digit) ? digit - '0' : 'a' <= digit && digit <= 'f' ? digit - 'a' + 10 : -1;
}

// The length of the run of hexadecimal digits that `text` starts with.
[[nodiscard]] constexpr std::size_t hex_run(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && hex_value(text[length]) >= 0) {
    ++length;
  }
  return length;
}

}  // namespace regent::sim
