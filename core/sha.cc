#include "core/sha.h"

namespace regent {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// By character; -1: no digit.
constexpr auto digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < hex_digits.size(); ++i) {
    const char digit = hex_digits[i];
    values[static_cast<unsigned char>(digit)] = static_cast<std::int8_t>(i);
    if (digit >= 'a')
      values[static_cast<unsigned char>(digit - 'a' + 'A')] = static_cast<std::int8_t>(i);
  }
  return values;
}();

int digit_value(char c) { return digit_values[static_cast<unsigned char>(c)]; }

}  // namespace

std::optional<Sha> Sha::parse(std::string_view hex) {
  if (hex.size() != 2 * size_bytes) return std::nullopt;
  std::array<std::uint8_t, size_bytes> bytes{};
  for (std::size_t i = 0; i < size_bytes; ++i) {
    const int value = digit_value(hex[2 * i]) * 16 | digit_value(hex[2 * i + 1]);
    if (value < 0) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(value);
  }
  return Sha(bytes);
}

void Sha::append_hex(std::string& out) const {
  std::array<char, 2 * size_bytes> digits;
  for (std::size_t i = 0; i < size_bytes; ++i) {
    digits[2 * i] = hex_digits[bytes_[i] >> 4];
    digits[2 * i + 1] = hex_digits[bytes_[i] & 0xf];
  }
  out.append(digits.data(), digits.size());
}

std::string Sha::hex() const {
  std::string out;
  out.reserve(2 * size_bytes);
  append_hex(out);
  return out;
}

std::string Sha::abbreviated() const { return hex().substr(0, 7); }

}  // namespace regent
