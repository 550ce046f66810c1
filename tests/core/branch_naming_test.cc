// Names of release branches: the four strategies, their fallbacks, and reading them back.
#include "core/branch_naming.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "policy_generators.h"
#include "text_generators.h"

namespace regent {
namespace {

using enum BranchNamingStrategy;
using test::any_branch_naming;
using test::any_entropy;
using test::any_time;
using test::any_version;

const Time now = Time(std::chrono::seconds(1'700'000'000));
const Entropy entropy{0x919108f752d13320, 0x5bacf847db4148a8};

Version version(std::string_view text) { return Version::parse(text).value(); }

std::string name_of(const BranchNaming& naming, std::string_view of_version, std::uint32_t attempt,
                    std::string_view base = "main") {
  const Version v = version(of_version);
  return branch_name(naming, {v, base, now, entropy}, attempt).value();
}

BranchNaming naming(BranchNamingStrategy strategy,
                    FallbackStrategy fallback = FallbackStrategy::timestamp) {
  return {strategy, fallback, 5};
}

// Mostly versions whose own text ends like a suffix of ours or like what git refuses.
rc::Gen<Version> awkward_version() {
  return rc::gen::oneOf(
      any_version(),
      rc::gen::map(
          rc::gen::element<std::string>("1", "0", "1700000000", "20260131", "deadbeef", "rc-1",
                                        "-5", "x.lock", "lock", "a.b-cafe0123", "rc.1"),
          [](const std::string& tail) { return version("1.2.3-" + tail); }),
      rc::gen::map(rc::gen::element<std::string>("b-7", "x.lock", "deadbeef"),
                   [](const std::string& tail) { return version("1.2.3+" + tail); }));
}

// Bytes that git refuses somewhere, and some that it does not.
rc::Gen<std::string> any_base() {
  return rc::gen::nonEmpty(rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::element('/', '.', '@', '{', '-', '%', '~', '^', ':', '?', '*', '[',
                                      '\\', ' ', '\x7f', '\0', '0', '7'),
                     rc::gen::inRange('a', 'g'), rc::gen::arbitrary<char>())));
}

TEST(BranchNaming, FollowsTheStrategy) {
  EXPECT_EQ(name_of(naming(standard), "1.2.3", 0), "release/v1.2.3");
  EXPECT_EQ(name_of(naming(timestamped), "1.2.3", 0), "release/v1.2.3-1700000000");
  EXPECT_EQ(name_of(naming(uuid), "1.2.3", 0), "release/v1.2.3-919108f7");
  EXPECT_EQ(name_of(naming(stable), "1.2.3", 0), "release/main");
  EXPECT_EQ(name_of(naming(stable), "1.2.3", 0, "release-line/1.x"), "release/release-line/1.x");
}

TEST(BranchNaming, FallsBackToASuffixWhenTheNameIsTaken) {
  EXPECT_EQ(name_of(naming(standard), "1.2.3", 1), "release/v1.2.3-1700000001");
  EXPECT_EQ(name_of(naming(standard, FallbackStrategy::counter), "1.2.3", 2), "release/v1.2.3-2");
  EXPECT_EQ(name_of(naming(standard, FallbackStrategy::uuid), "1.2.3", 1),
            "release/v1.2.3-2fc882b0");
  EXPECT_EQ(name_of(naming(stable, FallbackStrategy::counter), "1.2.3", 1), "release/main-1");
}

TEST(BranchNaming, ReplacesTheStrategysSuffixByTheFallback) {
  EXPECT_EQ(name_of(naming(timestamped, FallbackStrategy::counter), "1.2.3", 1),
            "release/v1.2.3-1");
}

TEST(BranchNaming, StopsAfterTheLastFallback) {
  const Version v = version("1.2.3");
  EXPECT_TRUE(branch_name(naming(standard), {v, "main", now, entropy}, 5).has_value());
  EXPECT_EQ(branch_name(naming(standard), {v, "main", now, entropy}, 6),
            std::unexpected(TooManyAttempts{"release/v1.2.3", 6}));
}

TEST(BranchNaming, MarksAVersionThatReadsLikeOneWithASuffix) {
  EXPECT_EQ(name_of(naming(standard), "1.2.3-rc.1", 0), "release/v1.2.3-rc.1");
  EXPECT_EQ(name_of(naming(standard), "1.2.3-20260131", 0), "release/v1.2.3-20260131-0");
  EXPECT_EQ(name_of(naming(standard), "1.2.3-x.lock", 0), "release/v1.2.3-x.lock-0");
}

TEST(BranchNaming, WritesABaseThatGitWouldRefuseInEscapes) {
  EXPECT_EQ(name_of(naming(stable), "1.0.0", 0, "a b"), "release/a%20b");
  EXPECT_EQ(name_of(naming(stable), "1.0.0", 0, "a%20b"), "release/a%2520b");
  EXPECT_EQ(name_of(naming(stable), "1.0.0", 0, "/.x..y.lock"), "release/%2F%2Ex.%2Ey%2Elock");
  EXPECT_EQ(name_of(naming(stable), "1.0.0", 0, "größe"), "release/größe");
}

RC_GTEST_PROP(BranchNaming, DiffersFromAttemptToAttempt, ()) {
  const BranchNaming any_naming = *any_branch_naming();
  const Version v = *awkward_version();
  const std::string base = *any_base();
  const BranchNameInput input{v, base, *any_time(), *any_entropy()};
  std::set<std::string> names;
  for (std::uint32_t attempt = 0; attempt <= any_naming.max_fallback_attempts; ++attempt) {
    names.insert(branch_name(any_naming, input, attempt).value());
  }
  RC_ASSERT(names.size() == any_naming.max_fallback_attempts + 1u);
}

RC_GTEST_PROP(BranchNaming, IsAlwaysANameThatGitAccepts, ()) {
  BranchNaming any_naming = *any_branch_naming();
  any_naming.max_fallback_attempts += 1;
  const Version v = *awkward_version();
  const std::string base = *any_base();
  const auto name = branch_name(any_naming, {v, base, *any_time(), *any_entropy()},
                                *rc::gen::inRange<std::uint32_t>(0, 2));
  RC_ASSERT(is_valid_branch_name(name.value()));
}

RC_GTEST_PROP(BranchNaming, LeavesABaseAloneThatGitAccepts, ()) {
  const std::string base = *rc::gen::nonEmpty(rc::gen::container<std::string>(
      rc::gen::weightedElement<char>({{6, 'a'}, {6, '\xc3'}, {1, '/'}, {1, '.'}, {1, '@'}})));
  RC_PRE(is_valid_branch_name(base));
  RC_ASSERT(name_of(naming(stable), "1.0.0", 0, base) == "release/" + base);
}

RC_GTEST_PROP(BranchNaming, KeepsDifferentBasesApart, ()) {
  const std::string a = *any_base();
  const std::string b =
      *rc::gen::oneOf(any_base(), rc::gen::just(a + "-1"), rc::gen::just("/" + a));
  RC_PRE(a != b);
  const auto counted = naming(stable, FallbackStrategy::counter);
  const auto attempt = *rc::gen::inRange<std::uint32_t>(0, 3);
  RC_ASSERT(name_of(counted, "1.0.0", attempt, a) != name_of(counted, "1.0.0", 0, b));
}

RC_GTEST_PROP(BranchNaming, TellsTheVersionOfEveryNameItMade, ()) {
  BranchNaming any_naming = *any_branch_naming();
  RC_PRE(any_naming.strategy != stable);
  any_naming.max_fallback_attempts += 1;
  const Version v = *awkward_version();
  const auto name = branch_name(any_naming, {v, "main", *any_time(), *any_entropy()},
                                *rc::gen::inRange<std::uint32_t>(0, 2));
  RC_ASSERT(version_of_branch(name.value()) == v);
}

TEST(BranchNaming, TellsNoVersionOfOtherBranches) {
  for (const std::string name : {"", "main", "release/", "release/v", "release/v1.2",
                                 "release/main", "v1.2.3", "release/1.2.3", "x/release/v1.2.3",
                                 "release/v1.2.3/x", "release/v1.2.3-", "release/v01.2.3"}) {
    EXPECT_FALSE(version_of_branch(name).has_value()) << name;
  }
}

TEST(BranchNaming, SupersedesABranchByCreatingOneAndRemovingTheOther) {
  EXPECT_EQ(supersede("release/v1.2.3", "release/v1.3.0"),
            (Superseding{"release/v1.3.0", "release/v1.2.3"}));
  EXPECT_EQ(supersede("release/main", "release/main"), std::nullopt);
}

// git-check-ref-format(1), rule by rule.
TEST(BranchNaming, KnowsWhatGitRefuses) {
  for (const std::string name :
       {"",    ".a",   "a/.b",  "a.lock", "a.lock/b", "a..b", "a b", "a~b",
        "a^b", "a:b",  "a\x7f", "a\tb",   "a?b",      "a*b",  "a[b", "/a",
        "a/",  "a//b", "a.",    "a@{b",   "@",        "a\\b", "-a",  "HEAD"}) {
    EXPECT_FALSE(is_valid_branch_name(name)) << name;
  }
  for (const std::string name : {"a", "a/b", "a.b", "a@b", "a{b", "@a", "a-", "größe", "a.lockx"}) {
    EXPECT_TRUE(is_valid_branch_name(name)) << name;
  }
}

}  // namespace
}  // namespace regent
