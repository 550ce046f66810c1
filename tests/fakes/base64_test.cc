// Base64 as RFC 4648 has it, and as GitHub breaks its lines.
#include "fakes/github/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace regent::fake {
namespace {

TEST(FakeBase64, EncodesAndDecodesTheVectorsOfTheRfc) {
  // RFC 4648 §10.
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
    const std::string unpadded = text.substr(0, text.find('='));
    EXPECT_EQ(to_base64url(bytes), unpadded);
    EXPECT_EQ(from_base64url(unpadded), bytes);
    EXPECT_EQ(from_base64(unpadded), bytes) << "padding may be left out";
  }
}

TEST(FakeBase64, HasTwoAlphabetsThatDifferInTwoDigits) {
  EXPECT_EQ(to_base64("\xfb\xff\xbf"), "+/+/");
  EXPECT_EQ(to_base64url("\xfb\xff\xbf"), "-_-_");
  EXPECT_EQ(from_base64("-_-_"), std::nullopt);
  EXPECT_EQ(from_base64url("+/+/"), std::nullopt);
}

TEST(FakeBase64, RefusesWhatNoEncoderWrites) {
  for (const std::string text : {"A", "AAAAA", "A=", "AA=", "AA===", "AAA==", "AAAA=", "=", "A=AA",
                                 "AA==AA==", "AA*A", "AA A", "AAA\xc3"}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  }
}

TEST(FakeBase64, EndsEachLineWithANewlineWhenThereAreLines) {
  EXPECT_EQ(to_base64("foobar", 3), "Zm9\nvYm\nFy\n");
  EXPECT_EQ(to_base64("foobar", 4), "Zm9v\nYmFy\n");
  EXPECT_EQ(to_base64("foobar", 60), "Zm9vYmFy\n");
  EXPECT_EQ(to_base64("", 60), "");
}

RC_GTEST_PROP(FakeBase64, DecodesWhatItEncodesWhateverTheBytesAndLines,
              (const std::string& bytes)) {
  const auto line = *rc::gen::inRange<std::size_t>(0, 80);
  RC_ASSERT(from_base64(to_base64(bytes, line)) == bytes);
  RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
  RC_ASSERT(to_base64(bytes).size() == (bytes.size() + 2) / 3 * 4);
}

// What is accepted is told by its shape alone, and has the bytes that its digits have room for.
RC_GTEST_PROP(FakeBase64, AcceptsExactlyWhatHasWholeBytes, ()) {
  const auto digits = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("Az09+/")));
  const auto padding = *rc::gen::inRange<std::size_t>(0, 4);
  const auto decoded = from_base64(digits + std::string(padding, '='));
  const std::size_t rest = digits.size() % 4;
  const bool is_right = rest != 1 && (padding == 0 || padding == (4 - rest) % 4);
  RC_ASSERT(decoded.has_value() == is_right);
  if (decoded) RC_ASSERT(decoded->size() == digits.size() * 6 / 8);
}

}  // namespace
}  // namespace regent::fake
