#include "sim/digest.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>

namespace regent::sim {
namespace {

using std::string_view_literals::operator""sv;
using Words = std::vector<std::uint64_t>;

template <typename Values>
std::string digest_of_all(const Values& values) {
  Digest128 digest;
  for (const auto& value : values) {
    digest.mix(value);
  }
  return digest.hex();
}

TEST(Digest128, PrintsAs32LowerCaseHexadecimalDigits) {
  const auto hex = Digest128().hex();
  EXPECT_EQ(hex.size(), 32);
  EXPECT_EQ(hex.find_first_not_of("0123456789abcdef"), std::string::npos);
}

// Computed by a separate implementation in another language, which has no machine words, byte order
// or overflow.
TEST(Digest128, HasTheKnownValues) {
  EXPECT_EQ(Digest128().hex(), "736d9e7951ad0696cc70dcb544dc8b7e");
  EXPECT_EQ(digest_of_all(Words{0}), "50d169ccd0a5b29c7b6d8b941a403aca");
  EXPECT_EQ(digest_of_all(Words{1, 2, ~0ULL}), "15e2df39e606a84112ac01df155cd56c");
  const auto of_text = [](const std::string& text) { return digest_of_all(std::vector{text}); };
  EXPECT_EQ(of_text(""), "861b6f3006b96d0ba606d0e8813e67d8");
  EXPECT_EQ(of_text("release regent"), "a2dcbb0e7eeba09beb21cb25ac54bb86");
  EXPECT_EQ(of_text("sixteen bytes!!!"), "e66513af81ef33be46a4329f0c8576ad");
  Digest128 mixed;
  mixed.mix(1);
  mixed.mix("a longer text\xff with any\0bytes"sv);
  mixed.mix(2);
  EXPECT_EQ(mixed.hex(), "40bc3ff21118bac8415a9767a8803524");
}

RC_GTEST_PROP(Digest128, IsTheSameForTheSameHistory, (const Words& words)) {
  RC_ASSERT(digest_of_all(words) == digest_of_all(words));
}

RC_GTEST_PROP(Digest128, GoesOnAfterItWasPrinted, (const Words& words, std::uint64_t more)) {
  Digest128 printed;
  Digest128 silent;
  for (const auto word : words) {
    printed.mix(word);
    silent.mix(word);
    static_cast<void>(printed.hex());
  }
  printed.mix(more);
  silent.mix(more);
  RC_ASSERT(printed.hex() == silent.hex());
}

RC_GTEST_PROP(Digest128, SeesOneChangedBitOfAnyWord, (Words words)) {
  RC_PRE(!words.empty());
  const auto before = digest_of_all(words);
  words[*rc::gen::inRange<std::size_t>(0, words.size())] ^= std::uint64_t{1}
                                                            << *rc::gen::inRange(0, 64);
  RC_ASSERT(digest_of_all(words) != before);
}

RC_GTEST_PROP(Digest128, SeesTheOrder, (Words words)) {
  const auto reversed = Words(words.rbegin(), words.rend());
  RC_PRE(reversed != words);
  RC_ASSERT(digest_of_all(words) != digest_of_all(reversed));
}

RC_GTEST_PROP(Digest128, SeesOneMoreWord, (Words words)) {
  const auto before = digest_of_all(words);
  words.push_back(*rc::gen::element<std::uint64_t>(0, 1, ~0ULL));
  RC_ASSERT(digest_of_all(words) != before);
}

RC_GTEST_PROP(Digest128, SeesWhereOneTextEnds, (const std::string& text)) {
  RC_PRE(!text.empty());
  const auto cut = *rc::gen::inRange<std::size_t>(0, text.size());
  const std::vector<std::string> whole{text};
  const std::vector<std::string> parts{text.substr(0, cut), text.substr(cut)};
  RC_ASSERT(digest_of_all(whole) != digest_of_all(parts));
}

RC_GTEST_PROP(Digest128, SeesOneChangedBitOfAText, (std::string text)) {
  RC_PRE(!text.empty());
  const auto before = digest_of_all(std::vector{text});
  auto& byte = text[*rc::gen::inRange<std::size_t>(0, text.size())];
  byte = static_cast<char>(byte ^ (1 << *rc::gen::inRange(0, 8)));
  RC_ASSERT(digest_of_all(std::vector{text}) != before);
}

RC_GTEST_PROP(Digest128, SeesATrailingZeroByte, (const std::string& text)) {
  RC_ASSERT(digest_of_all(std::vector{text}) !=
            digest_of_all(std::vector{text + std::string(1, '\0')}));
}

// How many of the 128 bits differ between two digests.
int distance(const std::string& left, const std::string& right) {
  int bits = 0;
  for (std::size_t i = 0; i < left.size(); i += 16) {
    bits += std::popcount(std::stoull(left.substr(i, 16), nullptr, 16) ^
                          std::stoull(right.substr(i, 16), nullptr, 16));
  }
  return bits;
}

TEST(Digest128, ChangesAboutHalfOfItsBitsForOneBit) {
  const Words words{1, 2, 3};
  const auto before = digest_of_all(words);
  int bits = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (int bit = 0; bit < 64; ++bit) {
      auto changed = words;
      changed[at] ^= std::uint64_t{1} << bit;
      const int differing = distance(before, digest_of_all(changed));
      EXPECT_GT(differing, 32) << "word " << at << ", bit " << bit;  // five standard deviations
      bits += differing;
    }
  }
  EXPECT_NEAR(bits / 192.0, 64.0, 3.0);
}

TEST(Digest128, KeepsManySimilarHistoriesApart) {
  std::vector<std::string> digests;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    digests.push_back(digest_of_all(Words{i & 0xff, i >> 8, 0}));
  }
  std::ranges::sort(digests);
  EXPECT_EQ(std::ranges::adjacent_find(digests), digests.end());
}

}  // namespace
}  // namespace regent::sim
