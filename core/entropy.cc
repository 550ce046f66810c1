#include "core/entropy.h"

#include <string_view>

namespace regent {

std::string uuid_v4(const Entropy& entropy) {
  constexpr std::uint64_t version_bits = 0xf000;
  constexpr std::uint64_t variant_bits = 0xc000'0000'0000'0000;
  const std::uint64_t halves[] = {(entropy.high & ~version_bits) | 0x4000,
                                  (entropy.low & ~variant_bits) | 0x8000'0000'0000'0000};
  constexpr std::string_view layout = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  std::string uuid(layout);
  std::size_t digit = 0;
  for (char& c : uuid) {
    if (c == '-') continue;
    c = "0123456789abcdef"[halves[digit / 16] >> (60 - digit % 16 * 4) & 0xf];
    ++digit;
  }
  return uuid;
}

}  // namespace regent
