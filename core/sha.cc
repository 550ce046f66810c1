#include "core/sha.h"

namespace regent {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<Sha> Sha::parse(std::string_view hex) {
  if (hex.size() != 2 * size_bytes) return std::nullopt;
  std::array<std::uint8_t, size_bytes> bytes{};
  for (std::size_t i = 0; i < size_bytes; ++i) {
    const int high = digit_value(hex[2 * i]);
    const int low = digit_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return Sha(bytes);
}

void Sha::append_hex(std::string& out) const {
  for (const std::uint8_t byte : bytes_) {
    out.push_back(hex_digits[byte >> 4]);
    out.push_back(hex_digits[byte & 0xf]);
  }
}

std::string Sha::hex() const {
  std::string out;
  out.reserve(2 * size_bytes);
  append_hex(out);
  return out;
}

std::string Sha::abbreviated() const { return hex().substr(0, 7); }

}  // namespace regent
