// The merge of a release PR becomes a tag and a release.
#include "optimistic_session.h"

namespace regent::scripted {
namespace {

TEST(OptimisticProtocol, TagsAndReleasesAMergedReleasePullAndDeletesItsBranch) {
  Session session({}, Session::merge_of("release/v1.3.0-1700000001"));
  session.calculate({"feat: a", "chore(release): 1.3.0"});
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)),
            (CreateRef{"refs/tags/v1.3.0", merge_sha}));
  const auto release = session.reply<CreateRelease>(answer(Release{}, 201));
  EXPECT_EQ(release.tag_name, "v1.3.0");
  EXPECT_EQ(release.target, merge_sha);
  EXPECT_EQ(parse_changelog(release.body), changelog_of(0xa0, "feat: a"));
  EXPECT_EQ(session.reply<DeleteRef>(answer(Done{}, 204)).ref,
            "refs/heads/release/v1.3.0-1700000001");
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, FinishesAReleaseOfWhichEverythingExistsAlready) {
  Session session({}, Session::merge_of("release/v1.3.0"));
  session.reply<ListMatchingRefs>(
      answer(Refs{{{"refs/tags/v1.2.3", tag_sha}, {"refs/tags/v1.3.0", merge_sha}}}));
  EXPECT_EQ(session.reply<CompareCommits>(answer(Session::comparison({"feat: a"}))).base, tag_sha);
  session.reply<CreateRef>(refusal(422, "Reference already exists"));
  ApiError exists;
  exists.message = "Validation Failed";
  exists.errors.push_back({"Release", "tag_name", "already_exists", ""});
  session.reply<CreateRelease>(answer(std::move(exists), 422));
  session.reply<DeleteRef>(refusal(422, "Reference does not exist"));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsTheVersionFromTheTitleWhenTheBranchNamesNone) {
  Config config;
  config.concurrency.branch_naming.strategy = BranchNamingStrategy::stable;
  Session session(config, Session::merge_of("release/main"));
  Pull older = release_pull({1, 2, 3}, 0xa0, "fix: a");
  older.head = "release/main";
  older.merged = true;
  older.merge_commit_sha = tag_sha;
  Pull closed = older;
  closed.merged = false;
  closed.merge_commit_sha.reset();
  Pull merged = older;
  merged.title = "chore(release): 1.3.0";
  merged.merge_commit_sha = merge_sha;
  const auto list = session.reply<ListPulls>(answer(Pulls{{closed, older, merged}, false}));
  EXPECT_EQ(list.state, PullFilter::closed);
  session.calculate({"feat: a"});
  EXPECT_EQ(session.pending<CreateRef>().ref, "refs/tags/v1.3.0");
}

TEST(OptimisticProtocol, TreatsAPersonsBranchUnderReleaseLikeAnyOther) {
  Session session({}, Session::merge_of("release/notes-of-spring"));
  session.reply<ListPulls>(answer(Pulls{}));
  session.find({});
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, CannotReleaseAMergeWithoutItsCommit) {
  Trigger trigger = Session::merge_of("release/v1.3.0");
  trigger.must_contain.reset();
  EXPECT_EQ(Session({}, trigger).end(),
            "dead letter: the merge of release/v1.3.0 names no merge commit");
}

}  // namespace
}  // namespace regent::scripted
