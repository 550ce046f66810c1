// The one source of choice of a simulation.
//
// Everything that may go one way or another is asked here, each question by a name. The answers
// come from a seed; each is mixed into the run's digest, so two runs that agree in their digests
// made the same choices. A value.
#pragma once

#include <cstdint>

#include "core/entropy.h"
#include "core/time.h"
#include "sim/digest.h"
#include "sim/prng.h"

namespace regent::sim {

class Choices {
 public:
  explicit Choices(std::uint64_t seed) : prng_(seed) {}

  // Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound) { return note(prng_.below(bound)); }
  // True `permille` times in a thousand.
  bool chance(std::uint32_t permille) { return below(1000) < permille; }
  // Uniform in [from, to], to the millisecond.
  Duration between(Duration from, Duration to) {
    return from + Duration(static_cast<std::int64_t>(
                      below(static_cast<std::uint64_t>((to - from).count()) + 1)));
  }
  Entropy entropy() { return {note(prng_.next()), note(prng_.next())}; }

  // What happened, as far as it is no choice: goes into the digest as well.
  template <typename T>
  void observe(const T& value) {
    digest_.mix(value);
  }
  [[nodiscard]] const Digest128& digest() const { return digest_; }

 private:
  std::uint64_t note(std::uint64_t value) {
    digest_.mix(value);
    return value;
  }
  Prng prng_;
  Digest128 digest_;
};

}  // namespace regent::sim
