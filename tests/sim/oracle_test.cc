#include "sim/oracle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>

namespace regent::sim {
namespace {

Sha sha_of(std::size_t number) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  bytes[0] = static_cast<std::uint8_t>(number >> 8);
  bytes[1] = static_cast<std::uint8_t>(number);
  bytes[19] = 0xab;
  return Sha(bytes);
}

// Messages, oldest first; the n-th has the id `sha_of(n)`.
std::vector<OracleCommit> commits_of(const std::vector<std::string>& messages) {
  std::vector<OracleCommit> commits;
  for (const auto& message : messages) {
    commits.push_back({sha_of(commits.size()), message});
  }
  return commits;
}

// The expectation as one line: the version, then the numbers of the commits that are listed.
std::string release(std::string_view last, const std::vector<std::string>& messages,
                    const OracleRules& rules = {}) {
  const auto commits = commits_of(messages);
  const auto expected = expected_release(last, commits, rules);
  if (!expected) {
    return "nothing";
  }
  std::string line = expected->version;
  for (const auto& sha : expected->listed) {
    const auto at = std::ranges::find(commits, sha, &OracleCommit::sha);
    line += " " + std::to_string(at - commits.begin());
  }
  return line;
}

std::string revert_of(std::size_t number, std::string_view header = "whatever") {
  return "Revert \"" + std::string(header) + "\"\n\nThis reverts commit " + sha_of(number).hex() +
         ".";
}

TEST(Oracle, ReleasesNothingFromNothing) { EXPECT_EQ(release("1.2.3", {}), "nothing"); }

TEST(Oracle, TakesTheHighestBumpOfTheTypes) {
  EXPECT_EQ(release("1.2.3", {"fix: a"}), "1.2.4 0");
  EXPECT_EQ(release("1.2.3", {"perf: a"}), "1.2.4 0");
  EXPECT_EQ(release("1.2.3", {"revert: a"}), "1.2.4 0");
  EXPECT_EQ(release("1.2.3", {"fix: a", "feat: b", "perf: c"}), "1.3.0 0 1 2");
  EXPECT_EQ(release("1.2.3", {"feat: a", "fix!: b"}), "2.0.0 0 1");
}

TEST(Oracle, ListsOnlyWhatRaisesTheVersion) {
  EXPECT_EQ(release("1.2.3", {"chore: a", "docs: b", "ci: c"}), "nothing");
  EXPECT_EQ(release("1.2.3", {"chore: a", "fix: b", "docs: c", "fix: d"}), "1.2.4 1 3");
}

TEST(Oracle, ReadsTheTypeInAnyCaseWithAScopeAndBlanksAround) {
  EXPECT_EQ(release("1.2.3", {"FEAT(core): a"}), "1.3.0 0");
  EXPECT_EQ(release("1.2.3", {" feat(a b): a \n"}), "1.3.0 0");
  EXPECT_EQ(release("1.2.3", {"\r\n\nFix: a\r\n"}), "1.2.4 0");
}

TEST(Oracle, DoesNotReleaseFromAHeaderThatIsAlmostConventional) {
  for (const char* header :
       {"feat:a", "feat : a", "feat a", "feat(): a", "feat(: a", "feat((a)): a", "feat: ", "feat",
        ": a", "!: a", "(x)!: a", "feat!(a): a", "feat(a)b: a", "feature: a", "fea: a",
        "wip fix: a", ""}) {
    EXPECT_EQ(release("1.2.3", {header}), "nothing") << header;
  }
}

TEST(Oracle, CallsABreakingChangeOfAnyTypeMajor) {
  EXPECT_EQ(release("1.2.3", {"chore!: a"}), "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"docs(x)!: a"}), "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"fix: a\n\nBREAKING CHANGE: b"}), "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"ci: a\n\nBREAKING-CHANGE: b"}), "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"ci: a\n\nBREAKING CHANGE #12"}), "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"ci: a\n\n* build: b\nBREAKING CHANGE: c\n\n* d"}), "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"renamed\n\nBREAKING CHANGE:\r\n\r\nbefore"}), "2.0.0 0");
}

TEST(Oracle, DoesNotTakeEveryMentionForABreakingChange) {
  for (const char* body : {"breaking change: b", "BREAKING CHANGES: b", "a BREAKING CHANGE: b",
                           "### BREAKING CHANGE: b", "BREAKING CHANGE b", "BREAKING CHANGE:b"}) {
    EXPECT_EQ(release("1.2.3", {"fix: a\n\n" + std::string(body)}), "1.2.4 0") << body;
  }
  EXPECT_EQ(release("1.2.3", {"BREAKING CHANGE: in a header"}), "nothing");
}

TEST(Oracle, StartsAtTheFirstVersion) {
  EXPECT_EQ(release("", {"chore: a"}), "nothing");
  EXPECT_EQ(release("", {"fix: a"}), "1.0.0 0");
  EXPECT_EQ(release("", {"feat!: a"}), "1.0.0 0");
  EXPECT_EQ(release("", {"feat: a\n\nRelease-As: 0.1.0"}), "0.1.0 0");
}

TEST(Oracle, StepsDownBeforeOnePointZeroOnlyWhenASwitchSaysSo) {
  OracleRules rules;
  EXPECT_EQ(release("0.1.2", {"feat!: a"}, rules), "1.0.0 0");
  EXPECT_EQ(release("0.1.2", {"feat: a"}, rules), "0.2.0 0");
  rules.major_is_minor_before_1_0_0 = true;
  EXPECT_EQ(release("0.1.2", {"feat!: a"}, rules), "0.2.0 0");
  EXPECT_EQ(release("1.1.2", {"feat!: a"}, rules), "2.0.0 0");
  rules.minor_is_patch_before_1_0_0 = true;
  EXPECT_EQ(release("0.1.2", {"feat!: a"}, rules), "0.2.0 0");
  EXPECT_EQ(release("0.1.2", {"feat: a"}, rules), "0.1.3 0");
  EXPECT_EQ(release("10.1.2", {"feat: a"}, rules), "10.2.0 0");
}

TEST(Oracle, BumpsByConfiguredTypes) {
  const OracleRules rules{.types = {{"deps", 'p'}, {"fix", 0}, {"feat", 'M'}}};
  EXPECT_EQ(release("1.2.3", {"fix: a", "Deps: b"}, rules), "1.2.4 1");
  EXPECT_EQ(release("1.2.3", {"fix: a", "feat: b"}, rules), "2.0.0 1");
}

TEST(Oracle, LetsTheNewestReleaseAsDecideWhenItIsAboveTheLastRelease) {
  EXPECT_EQ(release("1.2.3", {"chore: a\n\nRelease-As: 4.0.0"}), "4.0.0");
  EXPECT_EQ(release("1.2.3", {"feat!: a", "fix: b\n\nrelease-as: 1.2.9"}), "1.2.9 0 1");
  EXPECT_EQ(release("1.2.3", {"fix: a\n\nRelease-As: 4.0.0", "fix: b\n\nRelease-As #3.0.0-rc.1"}),
            "3.0.0-rc.1 0 1");
  EXPECT_EQ(release("1.2.3", {"chore: release 2.0.0\n\nRelease-As: 2.0.0"}), "2.0.0");
}

TEST(Oracle, IgnoresAReleaseAsThatIsNotAboveTheLastReleaseOrNotAVersion) {
  EXPECT_EQ(release("1.2.3", {"fix: a\n\nRelease-As: 1.2.3"}), "1.2.4 0");
  EXPECT_EQ(release("1.2.3", {"fix: a\n\nRelease-As: 4.0.0", "fix: b\n\nRelease-As: 1.0.0"}),
            "1.2.4 0 1");
  EXPECT_EQ(release("1.2.3", {"chore: a\n\nRelease-As: 1.2.3-rc.1"}), "nothing");
  for (const char* value : {"v4.0.0", "4.0", "4.0.00", "4.0.0 please", "", "next"}) {
    EXPECT_EQ(release("1.2.3", {"fix: a\n\nRelease-As: " + std::string(value)}), "1.2.4 0")
        << value;
  }
}

TEST(Oracle, ReadsTheTitleBelowAMergeHeader) {
  EXPECT_EQ(release("1.2.3", {"Merge pull request #10 from o/b\n\nfeat: a"}), "1.3.0 0");
  EXPECT_EQ(release("1.2.3", {"Merge pull request #10 from o/b\r\n\r\nfix: a\r\n\r\n"
                              "BREAKING CHANGE: b"}),
            "2.0.0 0");
  EXPECT_EQ(release("1.2.3", {"Merge pull request #10 from o/b\n\nsome feature\n\nfeat: a"}),
            "nothing");
  EXPECT_EQ(release("1.2.3", {"Merge pull request #10 from o/b"}), "nothing");
  EXPECT_EQ(release("1.2.3", {"Merge pull request # from o/b\n\nfeat: a"}), "nothing");
  EXPECT_EQ(release("1.2.3", {"Merge branch 'main'\n\nfeat: a"}), "nothing");
}

TEST(Oracle, ReadsASquashMergeLikeItsTitle) {
  EXPECT_EQ(release("1.2.3", {"feat: a (#12)\n\n* fix!: b"}), "1.3.0 0");
}

TEST(Oracle, CountsTheRevertOfWhatWasReleased) {
  EXPECT_EQ(release("1.2.3", {revert_of(99, "feat!: a")}), "1.2.4 0");
  EXPECT_EQ(release("1.2.3", {"Revert \"feat: a (#1)\" (#2)\n\nReverts o/r#1"}), "1.2.4 0");
  EXPECT_EQ(release("1.2.3", {"Revert feat: a"}), "nothing");
  EXPECT_EQ(release("1.2.3", {"Revert \"feat: a"}), "nothing");
}

TEST(Oracle, CancelsARevertWithTheUnreleasedCommitThatItNames) {
  EXPECT_EQ(release("1.2.3", {"feat: a", "fix: b", revert_of(0)}), "1.2.4 1");
  EXPECT_EQ(release("1.2.3", {"feat: a", revert_of(0)}), "nothing");
  const auto digits = sha_of(0).hex();
  EXPECT_EQ(
      release("1.2.3", {"feat: a", "revert: a\n\nThis reverts commit " + digits.substr(0, 7)}),
      "nothing");
  EXPECT_EQ(release("1.2.3", {"chore: a\n\nRelease-As: 2.0.0", revert_of(0)}), "nothing");
  EXPECT_EQ(release("1.2.3", {"feat: a", "fix: b",
                              revert_of(0) + "\nThis reverts commit " + sha_of(1).hex()}),
            "1.2.4 1");
}

TEST(Oracle, DoesNotCancelByTooFewDigitsByALaterCommitOrByAnotherType) {
  const auto digits = sha_of(0).hex();
  const auto naming = [](std::string_view sha) {
    return "\n\nThis reverts commit " + std::string(sha);
  };
  EXPECT_EQ(release("1.2.3", {"feat: a", "revert: a" + naming(digits.substr(0, 6))}), "1.3.0 0 1");
  EXPECT_EQ(release("1.2.3", {"feat: a", "revert: a" + naming(digits + "0")}), "1.3.0 0 1");
  EXPECT_EQ(release("1.2.3", {"feat: a", "revert: a" + naming(digits + "x")}), "1.3.0 0 1");
  EXPECT_EQ(release("1.2.3", {"feat: a", "fix: a" + naming(digits)}), "1.3.0 0 1");
  EXPECT_EQ(release("1.2.3", {revert_of(1), "feat: a"}), "1.3.0 0 1");
}

TEST(Oracle, RestoresACommitWhoseRevertIsReverted) {
  EXPECT_EQ(release("1.2.3", {"feat: a", revert_of(0), revert_of(1)}), "1.3.0 0");
  EXPECT_EQ(release("1.2.3", {"feat: a", revert_of(0), revert_of(1), revert_of(2)}), "nothing");
  EXPECT_EQ(release("1.2.3", {"feat: a", revert_of(0),
                              "Reapply \"feat: a\"\n\nThis reverts commit " + sha_of(1).hex()}),
            "1.3.0 0");
}

TEST(Oracle, NeverCountsTheBotsOwnCommits) {
  EXPECT_EQ(release("1.2.3", {"chore(release): 1.2.3\n\nBREAKING CHANGE: quoted notes"}),
            "nothing");
  EXPECT_EQ(release("1.2.3", {"chore(release): 2.0.0 (#7)\n\nRelease-As: 9.0.0", "fix: a"}),
            "1.2.4 1");
  EXPECT_EQ(release("1.2.3", {"Merge pull request #7 from o/release/v1.2.3\n\n"
                              "chore(release): 1.2.3\n\nBREAKING CHANGE: quoted"}),
            "nothing");
  EXPECT_EQ(release("1.2.3", {"chore(main)!: release 1.2.3"}), "2.0.0 0");
}

TEST(Oracle, FinishesAPrereleaseBeforeItGoesOn) {
  EXPECT_EQ(release("2.0.0-rc.1", {"fix: a"}), "2.0.0 0");
  EXPECT_EQ(release("2.0.0-rc.1", {"feat!: a"}), "2.0.0 0");
  EXPECT_EQ(release("2.1.0-rc.1", {"feat: a"}), "2.1.0 0");
  EXPECT_EQ(release("2.1.3-rc.1", {"fix: a"}), "2.1.3 0");
  EXPECT_EQ(release("2.1.3-rc.1", {"feat: a"}), "2.2.0 0");
  EXPECT_EQ(release("2.1.0-rc.1", {"feat!: a"}), "3.0.0 0");
  EXPECT_EQ(release("2.1.0+build", {"fix: a"}), "2.1.1 0");
}

TEST(Oracle, HasNoLargestNumber) {
  EXPECT_EQ(release("1.2.99999999999999999999", {"fix: a"}), "1.2.100000000000000000000 0");
  EXPECT_EQ(release("9.2.0", {"fix!: a"}), "10.0.0 0");
  EXPECT_EQ(release("1.1099.0", {"feat: a"}), "1.1100.0 0");
}

TEST(Oracle, SaysNothingAboveWhatIsNotAVersion) {
  for (const char* last : {"v1.2.3", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-a..b", "1.2.3-01",
                           "1.2.3+", "1.2.3+a+b", "-1.2.3", "1.2.3 ", "1.2.3-a.", "1..3", ".."}) {
    EXPECT_EQ(release(last, {"fix: a"}), "nothing") << last;
  }
  EXPECT_EQ(release("1.2.3-0a.-.0+001.-", {"fix: a"}), "1.2.3 0");
}

// SemVer 2.0.0 §11, its own examples.
TEST(Oracle, OrdersVersionsAsTheSpecificationDoes) {
  const std::vector<std::string> ascending{
      "1.0.0-1",    "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
      "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
      "1.0.0",      "1.0.9",        "1.0.10",        "2.0.0",
      "2.1.0",      "2.1.1",        "10.0.0-a"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(compare_versions(ascending[i], ascending[j]), i < j   ? -1
                                                              : i > j ? 1
                                                                      : 0)
          << ascending[i] << " and " << ascending[j];
    }
  }
  EXPECT_EQ(compare_versions("1.0.0+a", "1.0.0+b"), 0);
  EXPECT_EQ(compare_versions("1.0.0-a+b-c", "1.0.0-a"), 0);
}

TEST(Oracle, ReadsTheVersionInATitle) {
  EXPECT_EQ(version_in_title("chore(release): 1.2.3"), "1.2.3");
  EXPECT_EQ(version_in_title("chore(release): 1.2.3-rc.1+b (#45)"), "1.2.3-rc.1+b");
  for (const char* title :
       {"chore: release 1.2.3", "chore(): release 1.2.3", "chore(release): v1.2.3",
        "chore(release): 1.2", "chore(release): 1.2.3 ", "chore(release): 1.2.3 (#)",
        "chore(release): 1.2.3 (#4) x", "chore(release): 1.2.3 notes", "fix(main): release 1.2.3",
        " chore(release): 1.2.3", "chore(release): "}) {
    EXPECT_EQ(version_in_title(title), std::nullopt) << title;
  }
}

TEST(Oracle, ReadsTheEntriesOfTheManagedRegionAndTheTextAround) {
  const auto first = sha_of(1).hex();
  const auto second = sha_of(2).hex();
  const auto body = "Hello\n<!-- release-regent:begin " + first + " -->\n## 1.2.3\n\n- a (" +
                    first + ")\n* b " + first + " ([" + second.substr(0, 7) + "](u/" + second +
                    "))\r\n" + "prose " + first + "\n- none\n- 0" + first + "\n- c " + second +
                    " 0" + first + "\n<!-- release-regent:end -->\nBye " + first;
  const ReadBody expected{.has_region = true,
                          .listed = {sha_of(1), sha_of(2), sha_of(2)},
                          .outside = "Hello\n\nBye " + first};
  EXPECT_EQ(read_body(body), expected);
}

TEST(Oracle, ReadsABodyWithoutAWholeRegionAsAPersonsText) {
  for (const std::string body :
       {"", "text", "<!-- release-regent:begin -->\n- a", "<!-- release-regent:begin",
        "<!-- release-regent:end --><!-- release-regent:begin -->"}) {
    EXPECT_EQ(read_body(body), (ReadBody{.has_region = false, .listed = {}, .outside = body}));
  }
}

// Messages that come close to meaning something, glued from pieces and arbitrary bytes.
rc::Gen<std::string> messages() {
  const auto piece = rc::gen::oneOf(
      rc::gen::element<std::string>(
          "feat", "fix", "Perf", "revert", "chore", "!", "(", ")", "(x)", ": ", ":", " #", "\n",
          "\r\n", "\n\n", "a", " ", "BREAKING CHANGE", "BREAKING-CHANGE", "Release-As", "2.0.0",
          "1.3.0-rc.1", "-", "+", ".", "0", "Merge pull request #1 from a/b", "Revert \"", "\"",
          "This reverts commit ", "chore(release): ", " (#12)"),
      rc::gen::map(rc::gen::inRange<std::size_t>(0, 8),
                   [](std::size_t number) { return sha_of(number).hex(); }),
      rc::gen::arbitrary<std::string>());
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string message;
    for (const auto& text : pieces) {
      message += text;
    }
    return message;
  });
}

// Headers and reverts that mean something.
rc::Gen<std::vector<std::string>> histories() {
  const auto message =
      rc::gen::oneOf(rc::gen::element<std::string>("feat: a", "fix(x): b", "docs: c", "chore!: d",
                                                   "perf: e\n\nBREAKING CHANGE: f", "free text"),
                     rc::gen::map(rc::gen::inRange<std::size_t>(0, 12),
                                  [](std::size_t number) { return revert_of(number); }));
  return rc::gen::container<std::vector<std::string>>(message);
}

RC_GTEST_PROP(Oracle, HasAnAnswerForAnyBytes, ()) {
  const auto last = *rc::gen::oneOf(rc::gen::just<std::string>("1.2.3"),
                                    rc::gen::just<std::string>(""), messages());
  const auto texts = *rc::gen::container<std::vector<std::string>>(messages());
  const auto commits = commits_of(texts);
  const auto expected = expected_release(last, commits, {});
  if (expected) {
    RC_ASSERT((last.empty() || compare_versions(expected->version, last) > 0));
    RC_ASSERT(std::ranges::is_sorted(expected->listed));  // ids ascend: oldest first
    RC_ASSERT(std::ranges::adjacent_find(expected->listed) == expected->listed.end());
  }
}

RC_GTEST_PROP(Oracle, ReadsAnyTitleAndBody, ()) {
  const auto text = *messages();
  const auto read = read_body(text);
  RC_ASSERT((read.has_region || read.outside == text));
  const auto version = version_in_title(text);
  RC_ASSERT((!version || text.find(*version) != std::string::npos));
}

RC_GTEST_PROP(Oracle, ComparesAnyTwoStringsConsistently,
              (const std::string& a, const std::string& b)) {
  RC_ASSERT(compare_versions(a, a) == 0);
  RC_ASSERT(compare_versions(a, b) == -compare_versions(b, a));
}

RC_GTEST_PROP(Oracle, OrdersWhatLooksLikeVersionsTransitively, ()) {
  const auto text =
      rc::gen::container<std::string>(rc::gen::element('0', '1', '9', 'a', '.', '-', '+'));
  const auto [a, b, c] = *rc::gen::tuple(text, text, text);
  if (compare_versions(a, b) <= 0 && compare_versions(b, c) <= 0) {
    RC_ASSERT(compare_versions(a, c) <= 0);
  }
}

RC_GTEST_PROP(Oracle, FindsEveryReleaseAboveTheLast, ()) {
  const auto number = rc::gen::inRange(0, 12);
  const auto [major, minor, patch] = *rc::gen::tuple(number, number, number);
  const auto last =
      std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  const auto expected = expected_release(last, commits_of(*histories()), {});
  RC_ASSERT((!expected || compare_versions(expected->version, last) > 0));
  RC_ASSERT((!expected || !expected->listed.empty()));
}

RC_GTEST_PROP(Oracle, NeverGoesDownWhenACommitThatRevertsNothingIsAdded, ()) {
  auto texts = *histories();
  const auto before = expected_release("1.2.3", commits_of(texts), {});
  texts.push_back(*rc::gen::element<std::string>("feat: x", "fix: x", "docs: x", "x", "ci!: x"));
  const auto after = expected_release("1.2.3", commits_of(texts), {});
  RC_ASSERT((!before || (after && compare_versions(before->version, after->version) <= 0)));
}

RC_GTEST_PROP(Oracle, ForgetsACommitAndItsRevert, ()) {
  auto texts = *histories();
  const auto before = release("1.2.3", texts);
  texts.push_back("feat!: x\n\nRelease-As: 7.0.0");
  texts.push_back(revert_of(texts.size() - 1));
  RC_ASSERT(release("1.2.3", texts) == before);
}

RC_GTEST_PROP(Oracle, ForgetsARevertThatIsReverted, ()) {
  auto texts = *histories();
  const auto before = release("1.2.3", texts);
  texts.push_back(revert_of(*rc::gen::inRange<std::size_t>(0, 16)));
  texts.push_back(revert_of(texts.size() - 1));
  RC_ASSERT(release("1.2.3", texts) == before);
}

}  // namespace
}  // namespace regent::sim
