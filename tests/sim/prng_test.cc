#include "sim/prng.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <limits>

namespace regent::sim {
namespace {

template <std::size_t Count>
std::array<std::uint64_t, Count> draws(std::uint64_t seed) {
  Prng prng(seed);
  std::array<std::uint64_t, Count> numbers{};
  for (auto& number : numbers) {
    number = prng.next();
  }
  return numbers;
}

// Computed by a separate implementation in another language; that one gives the published first
// numbers of SplitMix64 and xoshiro256**.
TEST(Prng, DrawsTheKnownNumbers) {
  EXPECT_EQ(draws<3>(0), (std::array<std::uint64_t, 3>{0x99ec5f36cb75f2b4, 0xbf6e1f784956452a,
                                                       0x1a5f849d4933e6e0}));
  EXPECT_EQ(draws<3>(42), (std::array<std::uint64_t, 3>{0x15780b2e0c2ec716, 0x6104d9866d113a7e,
                                                        0xae17533239e499a1}));
  EXPECT_EQ(
      draws<3>(std::numeric_limits<std::uint64_t>::max()),
      (std::array<std::uint64_t, 3>{0x8f5520d52a7ead08, 0xc476a018caa1802d, 0x81de31c0d260469e}));
}

TEST(Prng, DrawsTheKnownNumbersBelowABound) {
  constexpr std::array<std::uint64_t, 6> bounds{
      1, 6, 1000, (1ULL << 63) + 1, (1ULL << 63) + 1, std::numeric_limits<std::uint64_t>::max()};
  constexpr std::array<std::uint64_t, 6> expected{
      0, 5, 769, 6633989454467100377, 7022439175346172479, 10760895422300929084U};
  Prng prng(42);
  for (int skipped = 0; skipped < 3; ++skipped) {
    static_cast<void>(prng.next());
  }
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    EXPECT_EQ(prng.below(bounds[i]), expected[i]);
  }
}

RC_GTEST_PROP(Prng, StaysBelowTheBound, (std::uint64_t seed)) {
  const auto bound = *rc::gen::positive<std::uint64_t>();
  Prng prng(seed);
  for (int i = 0; i < 20; ++i) {
    RC_ASSERT(prng.below(bound) < bound);
  }
}

RC_GTEST_PROP(Prng, DrawsTheSameFromACopy, (std::uint64_t seed)) {
  Prng prng(seed);
  static_cast<void>(prng.next());
  auto copy = prng;
  RC_ASSERT(prng.next() == copy.next());
  RC_ASSERT(prng == copy);
}

// A bound of 3 × 2^62 leaves a quarter of 2^64 over: without rejection every third number would
// come twice as often.
TEST(Prng, FavoursNoNumberOfAWideInterval) {
  Prng prng(7);
  std::array<int, 3> counts{};
  for (int i = 0; i < 30'000; ++i) {
    ++counts[prng.below(3ULL << 62) % 3];
  }
  for (const int count : counts) {
    EXPECT_NEAR(count, 10'000, 400);  // five standard deviations
  }
}

TEST(Prng, TakesChancesByPermilleAndDrawsOnceEachTime) {
  Prng prng(1);
  Prng draws_only(1);
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_FALSE(prng.chance(0));
    EXPECT_TRUE(prng.chance(1000));
    hits += prng.chance(250);
    for (int draw = 0; draw < 3; ++draw) {
      static_cast<void>(draws_only.next());
    }
  }
  EXPECT_NEAR(hits, 2'500, 220);  // five standard deviations
  EXPECT_EQ(prng, draws_only);
}

TEST(PrngDeathTest, StopsAtAnEmptyInterval) {
  EXPECT_DEATH(static_cast<void>(Prng(1).below(0)), "an empty interval has no number to draw");
}

}  // namespace
}  // namespace regent::sim
