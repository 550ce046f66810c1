// Randomness that was drawn elsewhere.
//
// `core` draws nothing itself: 128 random bits arrive with each trigger, and every draw is a pure
// function of them, so that a retry on another machine draws the same. Values; no allocation except
// where text is returned.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace regent {

// 128 bits of one trigger. Not a secret and not for keys.
struct Entropy {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Entropy&, const Entropy&) = default;
};

// 64 well-mixed bits for the `index`-th use of `entropy` (the finalizer of SplitMix64: Steele, Lea,
// Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
[[nodiscard]] constexpr std::uint64_t draw(const Entropy& entropy, std::uint64_t index) {
  constexpr auto mix = [](std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  };
  return mix(mix(entropy.high + index * 0x9e3779b97f4a7c15u) ^ entropy.low);
}

// The version 4 UUID of these bits, 36 lower-case characters (RFC 9562, section 5.4): the 4 version
// bits and 2 variant bits are overwritten, so equal entropy gives an equal UUID.
[[nodiscard]] std::string uuid_v4(const Entropy& entropy);

}  // namespace regent
