// The published design's way to a release PR where there is none: calculation, branch, creation.
#include "optimistic_session.h"

namespace regent::scripted {
namespace {

TEST(OptimisticProtocol, CreatesBranchAndPullWhenThereIsNoReleasePull) {
  Session session;
  session.find({});
  session.calculate({"fix: a", "feat: b"});
  EXPECT_NE(session.store_commit().find("1.3.0"), std::string::npos);
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)),
            (CreateRef{"refs/heads/release/v1.3.0", release_commit}));
  const auto pull = session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(pull.title, "chore(release): 1.3.0");
  EXPECT_EQ(pull.head, "release/v1.3.0");
  EXPECT_EQ(pull.base, "main");
  EXPECT_EQ(parse_region(split(pull.body).region)->changelog,
            merge(changelog_of(0xa0, "fix: a"), changelog_of(0xa1, "feat: b")));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, WritesNothingWhenNothingIsWanted) {
  Session session;
  session.find({});
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, TakesTheHeadOfTheBaseWhenTheTriggerNamesNoMerge) {
  Trigger look;
  look.base = "main";
  Session session({}, look);
  EXPECT_EQ(session.reply<GetRef>(answer(Ref{"refs/heads/main", merge_sha})).ref,
            "refs/heads/main");
  session.find({});
  session.calculate({"docs: a"});
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsEveryPageOfTheComparison) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{{{"refs/tags/v1.2.3", tag_sha}}}));
  Comparison first = Session::comparison({"fix: a"});
  first.total_commits = 2;
  session.reply<CompareCommits>(answer(first));
  Comparison second = Session::comparison({"feat!: b"});
  second.total_commits = 2;
  EXPECT_EQ(session.reply<CompareCommits>(answer(second)).page, 2u);
  EXPECT_EQ(session.run().calculated->version, (Version{2, 0, 0}));
}

TEST(OptimisticProtocol, TakesTheNextLowerTagWhenTheHighestBelongsToAnotherLine) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{{{"refs/tags/v1.2.3", tag_sha},
                                               {"refs/tags/v3.0.0-rc.1", sha_of(0x12)},
                                               {"refs/tags/v2.0.0", sha_of(0x11)},
                                               {"refs/tags/vague", sha_of(0x13)}}}));
  Comparison diverged = Session::comparison({"feat: other line"});
  diverged.status = CompareStatus::diverged;
  EXPECT_EQ(session.reply<CompareCommits>(answer(diverged)).base, sha_of(0x11));
  EXPECT_EQ(session.reply<CompareCommits>(answer(Session::comparison({"fix: a"}))).base, tag_sha);
  EXPECT_EQ(session.run().calculated->version, (Version{1, 2, 4}));
}

TEST(OptimisticProtocol, ListsTheWholeHistoryBeforeTheFirstRelease) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{}));
  session.reply<ListCommits>(answer(Commits{{{sha_of(0xa1), "fix: b"}}, true}));
  EXPECT_EQ(session.reply<ListCommits>(answer(Commits{{{sha_of(0xa0), "feat: a"}}, false})),
            (ListCommits{merge_sha, 2}));
  EXPECT_EQ(session.run().calculated->version, (Version{1, 0, 0}));
  EXPECT_EQ(session.run().calculated->changelog.size(), 2u);
}

TEST(OptimisticProtocol, ReadsTheListedHistoryOldestFirst) {
  Session session;
  session.find({});
  session.reply<ListMatchingRefs>(answer(Refs{}));
  session.reply<ListCommits>(answer(Commits{{{sha_of(0xa1), "chore: b\n\nRelease-As: 3.0.0"},
                                             {sha_of(0xa0), "chore: a\n\nRelease-As: 2.0.0"}},
                                            false}));
  EXPECT_EQ(session.run().calculated->version, (Version{3, 0, 0}));
}

TEST(OptimisticProtocol, StartsAChangelogFileWhereThereIsNone) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.reply<GetCommit>(answer(Commit{}));
  session.reply<GetContents>(refusal(404, "Not Found"));
  EXPECT_TRUE(session.pending<CreateTree>().files.at(0).content.starts_with("# Changelog\n"));
}

TEST(OptimisticProtocol, KeepsTheTreeOfTheBaseWhenNoChangelogFileIsWanted) {
  Config config;
  config.changelog_path.clear();
  Session session(config);
  session.find({});
  session.calculate({"fix: a"});
  Commit commit;
  commit.tree = base_tree;
  session.reply<GetCommit>(answer(commit));
  EXPECT_EQ(session.pending<CreateCommit>().tree, base_tree);
}

// --- names that are taken ------------------------------------------------------------------------

// Weakness 1 of the design: the branch may well be that of a run that is about to open its PR.
TEST(OptimisticProtocol, FallsBackToAnotherNameWhenTheBranchExists) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  session.reply<CreateRef>(refusal(422, "Reference already exists"));
  const auto second = session.reply<CreateRef>(answer(Ref{}, 201));
  EXPECT_EQ(second, (CreateRef{"refs/heads/release/v1.2.4-1700000001", release_commit}));
  EXPECT_EQ(session.pending<CreatePull>().head, "release/v1.2.4-1700000001");
  EXPECT_TRUE(session.noted(Note::branch_fallback));
}

TEST(OptimisticProtocol, GivesUpWhenEveryFallbackNameIsTaken) {
  Config config;
  config.concurrency.branch_naming.fallback_strategy = FallbackStrategy::counter;
  config.concurrency.branch_naming.max_fallback_attempts = 2;
  Session session(config);
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  for (const char* name : {"release/v1.2.4", "release/v1.2.4-1", "release/v1.2.4-2"}) {
    const auto request = session.reply<CreateRef>(refusal(422, "Reference already exists"));
    EXPECT_EQ(request.ref, "refs/heads/" + std::string(name));
  }
  EXPECT_EQ(session.end(), "dead letter: gave up on release/v1.2.4 after 3 attempts");
}

TEST(OptimisticProtocol, UpdatesThePullThatARefusedCreateSaysExists) {
  Session session;
  session.find({});
  session.calculate({"fix: a", "fix: b"});
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  session.reply<CreatePull>(pull_exists("release/v1.2.4"));
  const auto list = session.reply<ListPulls>(answer(Pulls{}));
  EXPECT_EQ(list.head, "release/v1.2.4");
  EXPECT_GE(session.wake(), seconds(1));  // it exists, but the list lags
  Pull other = release_pull({1, 2, 4}, 0xa0, "fix: a");
  other.head = "somebody-else";  // the filter may be ignored
  other.number = PullNumber{8};
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.reply<ListPulls>(answer(Pulls{{other, pull}, false}));
  EXPECT_EQ(session.reply<GetPull>(with_etag(pull, "\"e\"")).number, existing_number);
  session.store_commit();
  EXPECT_EQ(session.pending<UpdateRef>().ref, "refs/heads/release/v1.2.4");
  EXPECT_TRUE(session.noted(Note::pull_adopted));
}

TEST(OptimisticProtocol, OpensThePullAgainWhenTheBranchIsTooNewToBeSeen) {
  Session session;
  session.find({});
  session.calculate({"fix: a"});
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  session.reply<CreatePull>(refusal(422, "Validation Failed", "head", "invalid"));
  EXPECT_GE(session.wake(), seconds(1));
  session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(session.end(), "acknowledged");
}

}  // namespace
}  // namespace regent::scripted
