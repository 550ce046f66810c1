// A small deterministic generator: the same numbers from the same seed on every machine.
//
// xoshiro256** (Blackman, Vigna, "Scrambled linear pseudorandom number generators", 2018), seeded
// through SplitMix64 (Steele, Lea, Flood, 2014). A value: copy it to fork the sequence. Not
// cryptographic, not thread-safe. The distributions are ours, because those of the standard
// library differ between implementations.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "core/assert.h"

namespace regent::sim {

class Prng {
 public:
  constexpr explicit Prng(std::uint64_t seed) {
    for (auto& word : state_) {
      word = split_mix(seed);
    }
  }

  // 64 uniform bits.
  constexpr std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Uniform in [0, bound), without bias; `bound` is above 0. The high word of draw × bound is the
  // answer; draws whose low word falls into the incomplete interval are thrown away (Lemire, "Fast
  // random integer generation in an interval", 2019).
  constexpr std::uint64_t below(std::uint64_t bound) {
    REGENT_ASSERT(bound > 0, "an empty interval has no number to draw");
    Product product = Product{next()} * bound;
    if (low(product) < bound) {
      const std::uint64_t incomplete = -bound % bound;  // 2^64 mod bound
      while (low(product) < incomplete) {
        product = Product{next()} * bound;
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  // True `permille` times in a thousand: never for 0, always from 1000 on. Draws once in any case,
  // so that a probability can change without shifting what follows.
  constexpr bool chance(std::uint32_t permille) { return below(1000) < permille; }

  friend constexpr bool operator==(const Prng&, const Prng&) = default;

 private:
  __extension__ using Product = unsigned __int128;

  static constexpr std::uint64_t low(Product product) {
    return static_cast<std::uint64_t>(product);
  }

  static constexpr std::uint64_t split_mix(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace regent::sim
