#include "fakes/github/digest.h"

#include <bit>
#include <cstring>

namespace regent::fake {
namespace {

__extension__ using Product = unsigned __int128;

// Odd constants without structure: fractional parts of the golden ratio and of square roots.
constexpr std::uint64_t k0 = 0x9e3779b97f4a7c15;
constexpr std::uint64_t k1 = 0x6a09e667f3bcc909;
constexpr std::uint64_t k2 = 0xbb67ae8584caa73b;
constexpr std::uint64_t k3 = 0x3c6ef372fe94f82b;
constexpr std::uint64_t k4 = 0xa54ff53a5f1d36f1;

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t load(const char* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}

// The last `size` < 16 bytes, padded with zeros: the total length tells paddings apart.
void load_tail(const char* bytes, std::size_t size, std::uint64_t& x, std::uint64_t& y) {
  char tail[16] = {};
  std::memcpy(tail, bytes, size);
  x = load(tail);
  y = load(tail + 8);
}

void mix(Digest& state, std::uint64_t x, std::uint64_t y) {
  const std::uint64_t high = fold(state.high ^ x, k1 ^ y);
  const std::uint64_t low = fold(state.low ^ y, k2 ^ x);
  state.high = high + std::rotl(low, 23);
  state.low = low ^ std::rotl(high, 41);
}

Digest finished(const Digest& state, std::uint64_t length) {
  return {fold(state.high ^ k3, state.low ^ length),
          fold(state.low ^ k4, state.high + length + k0)};
}

}  // namespace

Digest digest_of(std::string_view bytes, std::uint64_t seed) {
  Digest state{seed ^ k0, fold(seed + k1, k3)};
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 16; at += 16, left -= 16) mix(state, load(at), load(at + 8));
  if (left > 0) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    load_tail(at, left, x, y);
    mix(state, x, y);
  }
  return finished(state, bytes.size());
}

DigestBuilder& DigestBuilder::add(std::uint64_t value) {
  mix(state_, value, k4);
  return *this;
}

DigestBuilder& DigestBuilder::add(const Digest& value) {
  mix(state_, value.high, value.low);
  return *this;
}

Digest DigestBuilder::finish() const { return finished(state_, 0); }

std::string to_hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(32);
  for (const std::uint64_t half : {digest.high, digest.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) out.push_back(digits[half >> shift & 0xf]);
  }
  return out;
}

}  // namespace regent::fake
