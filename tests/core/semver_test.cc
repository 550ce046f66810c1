// Semantic Versioning 2.0.0 (semver.org), section by section.
#include "core/semver.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "text_generators.h"

namespace regent {
namespace {

using test::any_version;

Version version(std::string_view text) { return Version::parse(text).value(); }

void expect_refused(std::string_view text, std::size_t position, std::string_view reason) {
  const auto result = Version::parse(text);
  ASSERT_FALSE(result.has_value()) << text;
  EXPECT_EQ(result.error().position, position) << text;
  EXPECT_EQ(result.error().reason, reason) << text;
}

TEST(SemVer, ReadsAllParts) {
  const Version v = version("1.20.300-rc.1+build.5");
  EXPECT_EQ(v.major(), 1u);
  EXPECT_EQ(v.minor(), 20u);
  EXPECT_EQ(v.patch(), 300u);
  EXPECT_EQ(v.prerelease(), "rc.1");
  EXPECT_EQ(v.build(), "build.5");
}

TEST(SemVer, AcceptsWhatTheSpecificationShows) {
  for (const std::string text :
       {"1.9.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7", "1.0.0-x.7.z.92", "1.0.0-x-y-z.--",
        "1.0.0-alpha+001", "1.0.0+20130313144700", "1.0.0-beta+exp.sha.5114f85",
        "1.0.0+21AF26D3----117B344092BD", "1.0.0-0A.is.legal", "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
        "1.1.2+meta-valid", "1.0.0---RC-SNAPSHOT.12.9.1--.12", "0.0.0"}) {
    const auto result = Version::parse(text);
    ASSERT_TRUE(result.has_value()) << text << ": " << result.error().reason;
    EXPECT_EQ(result->to_string(), text);
  }
}

TEST(SemVer, RefusesALeadingZeroAndSaysWhere) {
  expect_refused("01.2.3", 0, "leading zero in the major version");
  expect_refused("1.02.3", 2, "leading zero in the minor version");
  expect_refused("1.2.03", 4, "leading zero in the patch version");
  expect_refused("1.2.3-a.01", 8, "leading zero in a number of the prerelease");
}

TEST(SemVer, RefusesMissingPartsAndSaysWhere) {
  expect_refused("", 0, "expected a digit of the major version");
  expect_refused("1", 1, "expected '.' after the major version");
  expect_refused("1.2", 3, "expected '.' after the minor version");
  expect_refused("1.2.", 4, "expected a digit of the patch version");
  expect_refused("1.2.3-", 6, "empty identifier in the prerelease");
  expect_refused("1.2.3-a..b", 8, "empty identifier in the prerelease");
  expect_refused("1.2.3-+b", 6, "empty identifier in the prerelease");
  expect_refused("1.2.3+", 6, "empty identifier in the build metadata");
  expect_refused("1.2.3+a.", 8, "empty identifier in the build metadata");
}

TEST(SemVer, RefusesForeignCharactersAndSaysWhere) {
  expect_refused("v1.2.3", 0, "expected a digit of the major version");
  expect_refused(" 1.2.3", 0, "expected a digit of the major version");
  expect_refused("-1.2.3", 0, "expected a digit of the major version");
  expect_refused("1.2.3 ", 5, "unexpected character");
  expect_refused("1.2.3.4", 5, "unexpected character");
  expect_refused("1.2.3-\xC3\xA9", 6, "unexpected character in the prerelease");
  expect_refused("1.2.3-a_b", 7, "unexpected character");
  expect_refused("1.2.3+a+b", 7, "unexpected character");
  expect_refused(std::string_view("1.2.3\0", 6), 5, "unexpected character");
}

TEST(SemVer, RefusesANumberBeyond64BitsButNotInAPrerelease) {
  EXPECT_EQ(version("18446744073709551615.0.0").major(), std::numeric_limits<std::uint64_t>::max());
  expect_refused("18446744073709551616.0.0", 0, "major version exceeds 64 bits");
  expect_refused("1.99999999999999999999.0", 2, "minor version exceeds 64 bits");
  EXPECT_TRUE(Version::parse("1.0.0-99999999999999999999999").has_value());
}

TEST(SemVer, OrdersTheExamplesOfSection11) {
  const std::string_view ascending[] = {
      "0.9.9",      "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
      "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
      "1.0.0",      "2.0.0",        "2.1.0",         "2.1.1"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t k = 0; k < std::size(ascending); ++k) {
      EXPECT_TRUE(Version::precedence(version(ascending[i]), version(ascending[k])) == (i <=> k))
          << ascending[i] << " and " << ascending[k];
    }
  }
}

TEST(SemVer, ComparesNumbersOfAnyLengthByValue) {
  EXPECT_LT(version("1.0.0-9"), version("1.0.0-18446744073709551616"));
  EXPECT_LT(version("1.0.0-18446744073709551616"), version("1.0.0-18446744073709551617"));
  EXPECT_LT(version("1.0.0-99999999999999999999"), version("1.0.0-a"));
}

TEST(SemVer, IgnoresBuildMetadataInPrecedenceButNotInIdentity) {
  EXPECT_TRUE(Version::precedence(version("1.0.0+a"), version("1.0.0+b")) == 0);
  EXPECT_NE(version("1.0.0+a"), version("1.0.0+b"));
  EXPECT_LT(version("1.0.0+a"), version("1.0.0+b"));
  EXPECT_LT(version("1.0.0"), version("1.0.0+a"));
}

TEST(SemVer, BumpsAReleaseToTheNextOne) {
  EXPECT_EQ(version("1.2.3+b").bumped(Bump::none), version("1.2.3+b"));
  EXPECT_EQ(version("1.2.3+b").bumped(Bump::patch), version("1.2.4"));
  EXPECT_EQ(version("1.2.3").bumped(Bump::minor), version("1.3.0"));
  EXPECT_EQ(version("1.2.3").bumped(Bump::major), version("2.0.0"));
}

TEST(SemVer, BumpsAPrereleaseToItsReleaseWhenThatIsEnough) {
  EXPECT_EQ(version("1.2.0-rc.1").bumped(Bump::patch), version("1.2.0"));
  EXPECT_EQ(version("1.2.0-rc.1").bumped(Bump::minor), version("1.2.0"));
  EXPECT_EQ(version("1.2.0-rc.1").bumped(Bump::major), version("2.0.0"));
  EXPECT_EQ(version("1.2.3-rc.1").bumped(Bump::patch), version("1.2.3"));
  EXPECT_EQ(version("1.2.3-rc.1").bumped(Bump::minor), version("1.3.0"));
  EXPECT_EQ(version("2.0.0-rc.1").bumped(Bump::major), version("2.0.0"));
}

TEST(SemVer, CarriesABumpThatDoesNotFit) {
  constexpr std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(Version(1, 2, max).bumped(Bump::patch), Version(1, 3, 0));
  EXPECT_EQ(Version(1, max, max).bumped(Bump::patch), Version(2, 0, 0));
  EXPECT_EQ(Version(1, max, 0).bumped(Bump::minor), Version(2, 0, 0));
  EXPECT_EQ(Version(max, 0, 0).bumped(Bump::major), Version(max, max, max));
  EXPECT_EQ(Version(max, max, max).bumped(Bump::patch), Version(max, max, max));
}

RC_GTEST_PROP(SemVer, ParseIsTheInverseOfPrint, ()) {
  const Version v = *any_version();
  RC_ASSERT(Version::parse(v.to_string()).value() == v);
}

RC_GTEST_PROP(SemVer, PrintIsTheInverseOfParseOnAnyBytes, ()) {
  const auto text = *rc::gen::oneOf(
      test::hostile_text(),
      rc::gen::container<std::string>(rc::gen::element('0', '1', '9', '.', '-', '+', 'a')));
  const auto parsed = Version::parse(text);
  if (parsed) {
    RC_ASSERT(parsed->to_string() == text);
  } else {
    RC_ASSERT(parsed.error().position <= text.size());
    RC_ASSERT(!parsed.error().reason.empty());
  }
}

RC_GTEST_PROP(SemVer, ABumpGoesUpAndALargerBumpGoesAtLeastAsFar, ()) {
  const Version v = *any_version();
  const Version patch = v.bumped(Bump::patch);
  const Version minor = v.bumped(Bump::minor);
  const Version major = v.bumped(Bump::major);
  constexpr std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
  RC_ASSERT((Version::precedence(patch, v) > 0) ||
            (Version::precedence(v, Version(max, max, max)) == 0));
  RC_ASSERT(patch <= minor);
  RC_ASSERT(minor <= major);
  RC_ASSERT(!patch.is_prerelease());
  RC_ASSERT(patch.build().empty());
}

RC_GTEST_PROP(SemVer, TheOrderIsTotalAndAgreesWithEquality, ()) {
  const Version a = *any_version();
  const Version b = *any_version();
  const Version c = *any_version();
  RC_ASSERT(((a <=> b) == 0) == (a == b));
  RC_ASSERT((a < b) == (b > a));
  RC_ASSERT(!(a <= b && b <= c) || a <= c);
  RC_ASSERT((Version::precedence(a, b) == 0) || (Version::precedence(a, b) == (a <=> b)));
}

}  // namespace
}  // namespace regent
