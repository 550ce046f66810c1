// Digests of bytes and of sets.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "fakes/github/digest.h"

namespace regent::fake {
namespace {

// The hash of a run is compared between machines, so the function itself must never change
// unnoticed.
TEST(FakeDigest, IsTheSameOnEveryMachine) {
  EXPECT_EQ(to_hex(digest_of("", 1)), "56ca7bff65fa7dcca6cca2b180cc7fae");
  EXPECT_EQ(to_hex(digest_of("refs/heads/main", 1)), "52c48619f1e4ac6542656d4d90b14247");
  EXPECT_EQ(to_hex(DigestBuilder(1).add(std::uint64_t{2}).add(Digest{3, 4}).finish()),
            "e5992b7390e196b8fe1f72c9daf7e344");
}

TEST(FakeDigest, TellsLengthsSeedsAndPaddingsApart) {
  std::set<Digest> seen;
  for (std::size_t length = 0; length < 70; ++length) {
    for (const char fill : {'\0', 'a'}) {
      for (const std::uint64_t seed : {0U, 1U}) {
        if (length == 0 && fill == 'a') continue;
        EXPECT_TRUE(seen.insert(digest_of(std::string(length, fill), seed)).second);
      }
    }
  }
}

RC_GTEST_PROP(FakeDigest, OfDifferentBytesDiffers, (std::string a, std::string b)) {
  RC_ASSERT((digest_of(a, 1) == digest_of(b, 1)) == (a == b));
}

RC_GTEST_PROP(FakeDigest, OneFlippedBitChangesAboutHalfOfThem, (std::string bytes)) {
  RC_PRE(!bytes.empty());
  const Digest before = digest_of(bytes, 1);
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^=
      static_cast<char>(1 << *rc::gen::inRange(0, 7));
  const Digest after = digest_of(bytes, 1);
  const int changed =
      __builtin_popcountll(before.high ^ after.high) + __builtin_popcountll(before.low ^ after.low);
  RC_ASSERT(changed > 25 && changed < 103);
}

}  // namespace
}  // namespace regent::fake
