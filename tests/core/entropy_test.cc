// Given randomness (RFC 9562 for the UUID).
#include "core/entropy.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "policy_generators.h"

namespace regent {
namespace {

using test::any_entropy;

TEST(Entropy, IsWrittenAsTheVersion4UuidOfItsBits) {
  EXPECT_EQ(uuid_v4({0x919108f752d13320, 0x5bacf847db4148a8}),
            "919108f7-52d1-4320-9bac-f847db4148a8");  // RFC 9562, appendix A.3
  EXPECT_EQ(uuid_v4({0, 0}), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(uuid_v4({~0ull, ~0ull}), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

// Computed apart from this code, by the formula in the header.
TEST(Entropy, DrawsTheSameOnEveryMachine) {
  EXPECT_EQ(draw({1, 2}, 3), draw({1, 2}, 3));
  EXPECT_EQ(draw({0, 0}, 0), 0u);
  EXPECT_EQ(draw({0, 0}, 1), 0x48218226ff3cd4bfu);
}

RC_GTEST_PROP(Entropy, DrawsDifferFromUseToUse, ()) {
  const Entropy entropy = *any_entropy();
  const auto i = *rc::gen::inRange<std::uint64_t>(0, 1'000);
  RC_ASSERT(draw(entropy, i) != draw(entropy, i + 1));
}

}  // namespace
}  // namespace regent
