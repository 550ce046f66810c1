// One release PR, two versions.
#include "core/conflict_resolution.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text_generators.h"

namespace regent {
namespace {

using Kind = PullRequestOperation::Kind;
using enum VersionConflictResolution;
using test::any_changelog;
using test::any_version;

const Version lower{1, 4, 1};
const Version middle{2, 0, 0};
const Version upper{2, 1, 0};

rc::Gen<ConflictPolicy> any_policy() {
  return rc::gen::apply(
      [](ConflictStrategy strategy, bool force, std::string pattern) {
        return ConflictPolicy{strategy, force, std::move(pattern)};
      },
      rc::gen::element(ConflictStrategy::automatic, ConflictStrategy::use_higher_version,
                       ConflictStrategy::merge_changelogs, ConflictStrategy::skip_update,
                       ConflictStrategy::create_new_pr),
      rc::gen::arbitrary<bool>(),
      rc::gen::element<std::string>("release-line/{major}.x", "{major}.{minor}"));
}

rc::Gen<ReleasePull> any_pull() {
  return rc::gen::apply(
      [](Version v, Changelog c) { return ReleasePull{std::move(v), std::move(c), "main"}; },
      any_version(), any_changelog());
}

// Row by row of the table in the header: calculated greater, equal, less, less and forced.
TEST(ConflictResolution, FollowsTheTable) {
  struct Row {
    ConflictStrategy strategy;
    VersionConflictResolution greater, equal, less, forced;
  };
  for (const Row& row : {
           Row{ConflictStrategy::automatic, use_higher_version, merge_changelogs, skip_update,
               use_higher_version},
           Row{ConflictStrategy::use_higher_version, use_higher_version, use_higher_version,
               skip_update, use_higher_version},
           Row{ConflictStrategy::merge_changelogs, merge_changelogs, merge_changelogs,
               merge_changelogs, merge_changelogs},
           Row{ConflictStrategy::skip_update, skip_update, skip_update, skip_update, skip_update},
           Row{ConflictStrategy::create_new_pr, use_higher_version, merge_changelogs, create_new_pr,
               create_new_pr},
       }) {
    const ConflictPolicy policy{row.strategy, false};
    const ConflictPolicy forced{row.strategy, true};
    EXPECT_EQ(resolve(middle, upper, policy), row.greater) << to_string(row.strategy);
    EXPECT_EQ(resolve(middle, middle, policy), row.equal) << to_string(row.strategy);
    EXPECT_EQ(resolve(middle, lower, policy), row.less) << to_string(row.strategy);
    EXPECT_EQ(resolve(middle, lower, forced), row.forced) << to_string(row.strategy);
  }
}

TEST(ConflictResolution, TakesVersionsThatDifferInBuildMetadataAsEqual) {
  const Version a = Version::parse("1.0.0+a").value();
  const Version b = Version::parse("1.0.0+b").value();
  EXPECT_EQ(resolve(a, b, {}), merge_changelogs);
}

TEST(ConflictResolution, OpensASecondReleaseLineForAnOlderVersion) {
  const ConflictPolicy policy{ConflictStrategy::create_new_pr, false};
  const ReleasePull existing{middle, {}, "main"};
  const auto operation = apply(resolve(middle, lower, policy), existing, lower, {}, policy);
  EXPECT_EQ(operation.kind, Kind::created);
  EXPECT_EQ(operation.pull, (ReleasePull{lower, {}, "release-line/1.x"}));
}

TEST(ConflictResolution, OpensNoSecondLineForAVersionOfTheSameLine) {
  const ConflictPolicy policy{ConflictStrategy::create_new_pr, false};
  EXPECT_EQ(resolve(upper, middle, policy), skip_update);
}

TEST(ConflictResolution, NamesALineByMajorAndMinor) {
  EXPECT_EQ(line_base("maint/{major}.{minor}", Version{1, 4, 2}), "maint/1.4");
}

TEST(ConflictResolution, TitlesAReleasePullRequestAsPublished) {
  EXPECT_EQ(release_title(Version{1, 2, 3}), "chore(release): 1.2.3");
}

RC_GTEST_PROP(ConflictResolution, NeverTakesAPullRequestDownUnlessForced, ()) {
  ConflictPolicy policy = *any_policy();
  policy.force = false;
  const ReleasePull existing = *any_pull();
  const Version calculated = *any_version();
  const auto operation = apply(resolve(existing.version, calculated, policy), existing, calculated,
                               *any_changelog(), policy);
  if (operation.kind == Kind::created) {
    RC_ASSERT(operation.pull.base != existing.base);
  } else {
    RC_ASSERT(std::is_gteq(Version::precedence(operation.pull.version, existing.version)));
    RC_ASSERT(operation.pull.base == existing.base);
  }
}

RC_GTEST_PROP(ConflictResolution, LosesNoEntryWhenItMerges, ()) {
  const ReleasePull existing = *any_pull();
  const Version calculated = *any_version();
  const Changelog changelog = *any_changelog();
  const auto merged = apply(merge_changelogs, existing, calculated, changelog, {}).pull;
  for (const Changelog* part : {&existing.changelog, &changelog}) {
    RC_ASSERT(merge(merged.changelog, *part) == merged.changelog);
  }
}

RC_GTEST_PROP(ConflictResolution, ChangesNothingMoreWhenItIsAppliedAgain, ()) {
  const ConflictPolicy policy = *any_policy();
  const ReleasePull existing = *any_pull();
  const Version calculated = *any_version();
  const Changelog changelog = *any_changelog();
  const auto once =
      apply(resolve(existing.version, calculated, policy), existing, calculated, changelog, policy);
  if (once.kind == Kind::created) return;
  const auto twice = apply(resolve(once.pull.version, calculated, policy), once.pull, calculated,
                           changelog, policy);
  RC_ASSERT(twice.pull == once.pull);
  RC_ASSERT(twice.kind == Kind::skipped);
}

}  // namespace
}  // namespace regent
