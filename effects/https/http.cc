#include "effects/https/http.h"

#include <algorithm>

namespace regent::https {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_unreserved(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string encoded(std::string_view text, std::string_view also_plain) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || also_plain.contains(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += digits[byte >> 4];
    result += digits[byte & 15];
  }
  return result;
}

}  // namespace

bool is_named(const Header& header, std::string_view name) {
  return std::ranges::equal(header.name, name, {}, lower, lower);
}

std::string_view find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (is_named(header, name)) return header.value;
  }
  return {};
}

std::string percent_encoded(std::string_view text) { return encoded(text, ""); }

std::string percent_encoded_path(std::string_view path) { return encoded(path, "/"); }

}  // namespace regent::https
