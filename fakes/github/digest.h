// 128-bit digests: what the simulated GitHub uses to recognise content and to name states.
//
// Not cryptographic: nobody attacks the simulation, and 128 bits keep an accidental collision out
// of reach. The same bytes give the same digest on any machine, build and compiler. A digest of a
// set is the sum of its elements' digests, so that it can be kept up to date in O(1) per change and
// does not depend on the order of the changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace regent::fake {

struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  // Adds or removes an element of a set. Each half is a sum modulo 2^64.
  constexpr Digest& operator+=(const Digest& element) {
    high += element.high;
    low += element.low;
    return *this;
  }
  constexpr Digest& operator-=(const Digest& element) {
    high -= element.high;
    low -= element.low;
    return *this;
  }
  friend constexpr Digest operator+(Digest a, const Digest& b) { return a += b; }
  friend constexpr bool operator==(const Digest&, const Digest&) = default;
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

// The digest of `bytes`. `seed` separates kinds: the same bytes as a name and as a text differ.
[[nodiscard]] Digest digest_of(std::string_view bytes, std::uint64_t seed);

// The digest of a sequence of values, in order.
class DigestBuilder {
 public:
  explicit constexpr DigestBuilder(std::uint64_t seed) : state_{seed, ~seed} {}
  DigestBuilder& add(std::uint64_t value);
  DigestBuilder& add(const Digest& value);
  [[nodiscard]] Digest finish() const;

 private:
  Digest state_;
};

// 32 lower-case hexadecimal digits.
[[nodiscard]] std::string to_hex(const Digest& digest);

}  // namespace regent::fake
