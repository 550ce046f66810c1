// The wanted release as a function of the commits, rule by rule.
#include "core/wanted.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

#include "text_generators.h"

namespace regent {
namespace {

// Commits with ids 0x01…01, 0x02…02, …, oldest first.
class Commits {
 public:
  Commits(std::initializer_list<std::string> messages) {
    for (const std::string& message : messages) add(message);
  }
  void add(std::string message) {
    messages_.push_back(std::move(message));
    views_.push_back({id(messages_.size()), messages_.back()});
  }
  [[nodiscard]] const std::vector<CommitView>& views() const { return views_; }

  static Sha id(std::size_t number) {
    std::array<std::uint8_t, Sha::size_bytes> bytes{};
    bytes.fill(static_cast<std::uint8_t>(number));
    return Sha(bytes);
  }

 private:
  std::deque<std::string> messages_;
  std::vector<CommitView> views_;
};

std::optional<WantedRelease> wanted_after(std::string_view last, const Commits& commits,
                                          const ReleaseRules& rules = {}) {
  return wanted(Version::parse(last).value(), commits.views(), rules, ChangelogConfig{});
}

std::string version_after(std::string_view last, const Commits& commits,
                          const ReleaseRules& rules = {}) {
  const auto release = wanted_after(last, commits, rules);
  return release ? release->version.to_string() : "nothing";
}

std::vector<std::string> listed(const std::optional<WantedRelease>& release) {
  std::vector<std::string> descriptions;
  if (!release) return descriptions;
  for (const Entry& entry : release->changelog.entries()) descriptions.push_back(entry.description);
  return descriptions;
}

TEST(Wanted, FollowsTheLargestBump) {
  EXPECT_EQ(version_after("1.2.3", {"fix: a"}), "1.2.4");
  EXPECT_EQ(version_after("1.2.3", {"perf: a"}), "1.2.4");
  EXPECT_EQ(version_after("1.2.3", {"fix: a", "feat: b", "fix: c"}), "1.3.0");
  EXPECT_EQ(version_after("1.2.3", {"feat: a", "refactor!: b"}), "2.0.0");
  EXPECT_EQ(version_after("1.2.3", {"docs: a\n\nBREAKING CHANGE: b"}), "2.0.0");
}

TEST(Wanted, IsNothingWithoutACommitThatReleases) {
  EXPECT_EQ(version_after("1.2.3", {}), "nothing");
  EXPECT_EQ(version_after("1.2.3", {"docs: a", "chore: b", "Update README", ""}), "nothing");
}

TEST(Wanted, NamesTheCommitsThatDecideOldestFirst) {
  const auto release = wanted_after("1.0.0", {"fix: z", "feat: a", "fix: b", "feat: c"});
  EXPECT_EQ(release->bump, Bump::minor);
  EXPECT_EQ(release->deciding, (std::vector<Sha>{Commits::id(2), Commits::id(4)}));
}

TEST(Wanted, IsTheInitialVersionWhenThereIsNoRelease) {
  const Commits commits{"fix: a"};
  EXPECT_EQ(wanted(std::nullopt, commits.views(), {}, {})->version, Version(1, 0, 0));
  ReleaseRules rules;
  rules.initial_version = Version(0, 1, 0);
  EXPECT_EQ(wanted(std::nullopt, commits.views(), rules, {})->version, Version(0, 1, 0));
  EXPECT_EQ(wanted(std::nullopt, Commits{"docs: a"}.views(), rules, {}), std::nullopt);
}

TEST(Wanted, TreatsVersionsBefore1LikeOthersUnlessToldOtherwise) {
  EXPECT_EQ(version_after("0.2.3", {"feat!: a"}), "1.0.0");
  EXPECT_EQ(version_after("0.2.3", {"feat: a"}), "0.3.0");
  ReleaseRules rules;
  rules.before_1_0_0_breaking_bumps_minor = true;
  rules.before_1_0_0_feature_bumps_patch = true;
  EXPECT_EQ(version_after("0.2.3", {"feat!: a"}, rules), "0.3.0");
  EXPECT_EQ(version_after("0.2.3", {"feat: a"}, rules), "0.2.4");
  EXPECT_EQ(version_after("1.2.3", {"feat!: a"}, rules), "2.0.0");
}

TEST(Wanted, FollowsConfiguredTypes) {
  ReleaseRules rules;
  rules.types = {{"deps", Bump::patch}, {"Feat", Bump::patch}};
  EXPECT_EQ(version_after("1.0.0", {"deps: a"}, rules), "1.0.1");
  EXPECT_EQ(version_after("1.0.0", {"feat: a"}, rules), "1.0.1");
  EXPECT_EQ(version_after("1.0.0", {"fix: a"}, rules), "nothing");
}

TEST(Wanted, EndsAPrereleaseWithItsRelease) {
  EXPECT_EQ(version_after("2.0.0-rc.1", {"feat!: a"}), "2.0.0");
  EXPECT_EQ(version_after("1.3.0-rc.1", {"fix: a"}), "1.3.0");
}

TEST(Wanted, IsNothingAboveTheHighestVersionThereIs) {
  EXPECT_EQ(
      version_after("18446744073709551615.18446744073709551615.18446744073709551615", {"feat: a"}),
      "nothing");
}

TEST(Wanted, JudgesASquashByItsTitleAndNotByItsList) {
  EXPECT_EQ(version_after("1.0.0", {"fix: a (#1)\n\n* feat!: b\n\n* feat: c"}), "1.0.1");
  EXPECT_EQ(version_after("1.0.0", {"Improve things (#1)\n\n* feat: c"}), "nothing");
}

TEST(Wanted, JudgesAMergeByThePullsTitle) {
  EXPECT_EQ(version_after("1.0.0", {"Merge pull request #1 from a/feat\n\nfeat: b"}), "1.1.0");
  EXPECT_EQ(version_after("1.0.0", {"Merge pull request #1 from a/feat\n\nUpdate"}), "nothing");
}

TEST(Wanted, DoesNotReleaseForAReleaseCommit) {
  EXPECT_EQ(version_after("1.0.0", {"chore(release): 1.0.0 (#2)\n\nBREAKING CHANGE: listed"}),
            "nothing");
}

// --- reverts ---

const std::string sha_1(40, '1');  // not an id of `Commits`: those are 0101…

TEST(Wanted, CancelsACommitWithItsRevert) {
  const std::string full(Commits::id(1).hex());
  for (const std::string& revert :
       {"Revert \"feat: a\"\n\nThis reverts commit " + full + ".",
        "Revert \"feat: a\"\n\nThis reverts commit " + full.substr(0, 7) + ".",
        "revert: feat: a\n\nRefs: " + full.substr(0, 12), std::string("revert: feat: a"),
        std::string("Revert \"feat: a\"\n\nReverts owner/repo#7"),
        std::string("Revert \"feat: a (#7)\" (#8)"), std::string("Revert \"feat: a\" (#8)")}) {
    EXPECT_EQ(version_after("1.0.0", {"feat: a (#7)", revert}), "nothing") << revert;
    EXPECT_EQ(listed(wanted_after("1.0.0", {"feat: a (#7)", "fix: b", revert})),
              std::vector<std::string>{"b"});
  }
}

TEST(Wanted, RestoresACommitWhoseRevertIsReverted) {
  const auto reverting = [](std::size_t number, const std::string& header) {
    return "Revert \"" + header + "\"\n\nThis reverts commit " + Commits::id(number).hex() + ".";
  };
  const auto release = wanted_after(
      "1.0.0", {"feat: a", reverting(1, "feat: a"), reverting(2, "Revert \"feat: a\"")});
  EXPECT_EQ(release->version, Version(1, 1, 0));
  EXPECT_EQ(listed(release), std::vector<std::string>{"a"});
  EXPECT_EQ(
      version_after("1.0.0", {"feat: a", "Revert \"feat: a\"", "Revert \"Revert \"feat: a\"\""}),
      "1.1.0");
  EXPECT_EQ(version_after("1.0.0",
                          {"feat: a", reverting(1, "feat: a"),
                           "Reapply \"feat: a\"\n\nThis reverts commit " + Commits::id(2).hex()}),
            "1.1.0");
}

TEST(Wanted, ReleasesARevertOfWhatIsReleasedAlready) {
  const auto release =
      wanted_after("1.0.0", {"Revert \"feat: a\"\n\nThis reverts commit " + sha_1 + "."});
  EXPECT_EQ(release->version, Version(1, 0, 1));
  EXPECT_EQ(release->changelog.entries()[0].section, "Reverts");
}

TEST(Wanted, DoesNotTakeACommitOfTheSameHeaderForOneThatARevertNamesByItsId) {
  const auto release = wanted_after(
      "1.0.0", {"feat: a", "Revert \"feat: a\"\n\nThis reverts commit " + sha_1 + "."});
  EXPECT_EQ(release->version, Version(1, 1, 0));
  EXPECT_EQ(release->changelog.size(), 2u);
}

TEST(Wanted, DoesNotCancelALaterCommitOrTwoForOneRevert) {
  EXPECT_EQ(version_after("1.0.0", {"revert: feat: a", "feat: a"}), "1.1.0");
  const auto release = wanted_after("1.0.0", {"feat: a", "feat: a", "Revert \"feat: a\""});
  EXPECT_EQ(release->deciding, std::vector<Sha>{Commits::id(1)});
}

TEST(Wanted, CancelsTwoCommitsOfOneHeaderWithTwoReverts) {
  EXPECT_EQ(
      version_after("1.0.0", {"feat: a", "feat: a", "Revert \"feat: a\"", "Revert \"feat: a\""}),
      "nothing");
}

TEST(Wanted, KeepsARevertThatNamesMoreThanIsThere) {
  const auto release = wanted_after(
      "1.0.0", {"feat: a", "revert: a and b\n\nRefs: " + Commits::id(1).hex() + ", " + sha_1});
  EXPECT_EQ(release->version, Version(1, 0, 1));
  EXPECT_EQ(listed(release), std::vector<std::string>{"a and b"});
}

// --- Release-As ---

TEST(Wanted, ObeysTheNewestReleaseAsEvenBelowTheBump) {
  const auto release = wanted_after("1.0.0", {"feat!: a", "chore: b\n\nRelease-As: 1.5.0",
                                              "chore: c\n\nRelease-As: 1.4.0", "feat: d"});
  EXPECT_EQ(release->version, Version(1, 4, 0));
  EXPECT_TRUE(release->forced);
  EXPECT_EQ(release->bump, Bump::major);
  EXPECT_EQ(release->deciding, std::vector<Sha>{Commits::id(3)});
}

TEST(Wanted, ObeysReleaseAsWhenNothingElseReleases) {
  const auto release = wanted_after("1.0.0", {"chore: release 2.0.0\n\nRelease-As: 2.0.0-rc.1"});
  EXPECT_EQ(release->version.to_string(), "2.0.0-rc.1");
  EXPECT_EQ(release->bump, Bump::none);
  EXPECT_TRUE(release->changelog.empty());
}

TEST(Wanted, IgnoresAReleaseAsThatIsNotAboveTheLastRelease) {
  EXPECT_EQ(version_after("1.0.0", {"feat: a\n\nRelease-As: 1.0.0"}), "1.1.0");
  EXPECT_EQ(version_after("1.0.0", {"feat: a\n\nRelease-As: 1.0.0+build"}), "1.1.0");
  EXPECT_EQ(version_after("1.0.0", {"chore: a\n\nRelease-As: 0.9.0"}), "nothing");
  EXPECT_EQ(
      version_after("1.0.0", {"fix: a\n\nRelease-As: 3.0.0", "chore: b\n\nRelease-As: 0.9.0"}),
      "1.0.1");
}

// --- properties ---

rc::Gen<std::vector<std::string>> any_messages() {
  return rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
      test::hostile_text(),
      rc::gen::element<std::string>("feat: a", "fix: b (#2)", "feat!: c", "docs: d", "chore: e",
                                    "revert: feat: a", "Revert \"fix: b\"",
                                    "Revert \"Revert \"fix: b\"\"", "chore: f\n\nRelease-As: 1.5.0",
                                    "chore: release 1.2.3")));
}

RC_GTEST_PROP(Wanted, IsAboveTheLastReleaseForAnyMessages, ()) {
  const Version last = *test::any_version();
  Commits commits{};
  for (const auto& message : *any_messages()) commits.add(message);
  const auto release = wanted(last, commits.views(), ReleaseRules{}, ChangelogConfig{});
  RC_PRE(release.has_value());
  RC_ASSERT((Version::precedence(release->version, last) > 0));
  RC_ASSERT(!release->deciding.empty());
  RC_ASSERT(release->changelog.size() <= commits.views().size());
}

RC_GTEST_PROP(Wanted, DoesNotGoDownWhenACommitIsAddedThatNeitherRevertsNorForces, ()) {
  Commits commits{};
  for (const auto& message : *any_messages()) commits.add(message);
  const auto before = wanted(Version(1, 0, 0), commits.views(), ReleaseRules{}, ChangelogConfig{});
  commits.add(*rc::gen::element<std::string>("feat: new", "fix: new", "docs: new", "fix!: new"));
  const auto after = wanted(Version(1, 0, 0), commits.views(), ReleaseRules{}, ChangelogConfig{});
  if (before) RC_ASSERT(before->version <= after->version);
}

RC_GTEST_PROP(Wanted, ARevertAtTheEndUndoesTheLastCommit, ()) {
  Commits commits{};
  for (const auto& message : *any_messages()) commits.add(message);
  const auto before = wanted(Version(1, 0, 0), commits.views(), ReleaseRules{}, ChangelogConfig{});
  commits.add("feat!: new");
  commits.add("Revert \"feat!: new\"\n\nThis reverts commit " +
              Commits::id(commits.views().size()).hex() + ".");
  RC_ASSERT(wanted(Version(1, 0, 0), commits.views(), ReleaseRules{}, ChangelogConfig{}) == before);
}

}  // namespace
}  // namespace regent
