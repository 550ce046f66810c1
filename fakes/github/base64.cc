#include "fakes/github/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace regent::fake {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 64;
using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view digits) {
  Values values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}
constexpr Values standard_values = values_of(standard);
constexpr Values url_safe_values = values_of(url_safe);

// Without padding.
std::string encoded(std::string_view bytes, std::string_view digits) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += digits[bits >> (count - 6) & 63];
  }
  if (count > 0) text += digits[bits << (6 - count) & 63];
  return text;
}

std::string in_lines(std::string_view text, std::size_t line) {
  std::string lines;
  lines.reserve(text.size() + text.size() / line + 1);
  for (; !text.empty(); text.remove_prefix(std::min(line, text.size())))
    lines.append(text.substr(0, line)).append("\n");
  return lines;
}

std::optional<std::string> decoded(std::string_view text, const Values& values) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned pending = 0;  // bits that are not written yet
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::uint8_t value = values[static_cast<unsigned char>(c)];
    if (value == no_digit || padding > 0) return std::nullopt;
    ++digits;
    bits = bits << 6 | value;
    pending += 6;
    if (pending < 8) continue;
    pending -= 8;
    bytes += static_cast<char>(bits >> pending & 255);
  }
  // One digit alone is less than a byte.
  const bool is_whole = digits % 4 != 1;
  const bool is_padded_right = padding == 0 || (padding <= 2 && (digits + padding) % 4 == 0);
  return is_whole && is_padded_right ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace

std::string to_base64(std::string_view bytes, std::size_t line) {
  std::string text = encoded(bytes, standard);
  text.append((4 - text.size() % 4) % 4, '=');
  return line == 0 ? text : in_lines(text, line);
}

std::string to_base64url(std::string_view bytes) { return encoded(bytes, url_safe); }

std::optional<std::string> from_base64(std::string_view text) {
  return decoded(text, standard_values);
}
std::optional<std::string> from_base64url(std::string_view text) {
  return decoded(text, url_safe_values);
}

}  // namespace regent::fake
