// A rolling 128-bit digest of everything that happened in a run: every choice, every state change.
//
// The same history has the same digest on every machine, compiler and build type. What is mixed in
// counts in its order and with its boundaries: "a", "b" is another history than "ab". The mixing is
// `fake::DigestBuilder`, so that a digest of the simulated GitHub's state goes in as one value. Not
// cryptographic. A value; not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/github/digest.h"

namespace regent::sim {

class Digest128 {
 public:
  void mix(std::uint64_t value) { builder_.add(value); }
  void mix(const fake::Digest& digest) { builder_.add(digest); }
  void mix(std::string_view text) { builder_.add(fake::digest_of(text, text_seed)); }

  // 32 lower-case hexadecimal digits. More can be mixed in afterwards.
  [[nodiscard]] std::string hex() const { return fake::to_hex(builder_.finish()); }

 private:
  static constexpr std::uint64_t run_seed = 0x7265676e742f7231;   // "regnt/r1"
  static constexpr std::uint64_t text_seed = 0x7265676e742f7431;  // "regnt/t1"

  fake::DigestBuilder builder_{run_seed};
};

}  // namespace regent::sim
