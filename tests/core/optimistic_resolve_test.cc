// The conditional update of the release PR that exists ("GitHub API Optimistic Locking").
#include "optimistic_session.h"

namespace regent::scripted {
namespace {

// Up to the pending first UpdatePull of a PR that lists 0xa0; 0xa1 was merged since.
Session at_conditional_update(Config config = {}) {
  Session session(std::move(config));
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a", "A person's words.\n");
  session.find({pull});
  session.calculate({"fix: a", "fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"before\""));
  session.store_commit();
  EXPECT_EQ(session.reply<UpdateRef>(answer(Ref{"refs/heads/release/v1.2.4", release_commit})),
            (UpdateRef{"refs/heads/release/v1.2.4", release_commit, true}));
  session.reply<GetPull>(with_etag(pull, "\"after\""));
  return session;
}

TEST(OptimisticProtocol, MergesTheChangelogIntoTheExistingPullUnderItsETag) {
  Session session = at_conditional_update();
  const auto update = session.reply<UpdatePull>(answer(Pull{}));
  EXPECT_EQ(update.number, existing_number);
  EXPECT_EQ(update.if_match, "\"after\"");
  EXPECT_EQ(update.title, "chore(release): 1.2.4");
  EXPECT_TRUE(update.body.value_or("").starts_with("A person's words.\n"));
  EXPECT_EQ(parse_region(split(update.body.value_or("")).region)->changelog,
            merge(changelog_of(0xa0, "fix: a"), changelog_of(0xa1, "fix: b")));
  EXPECT_EQ(session.end(), "acknowledged");
  EXPECT_FALSE(session.noted(Note::version_conflict));
}

TEST(OptimisticProtocol, LeavesAPullAloneThatSaysEverythingAlready) {
  Session session;
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.find({pull});
  session.calculate({"fix: a"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsThePullAgainAfter412AndKeepsWhatAPersonWroteMeanwhile) {
  Session session = at_conditional_update();
  session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
  EXPECT_TRUE(session.noted(Note::lock_failure));
  EXPECT_GE(session.wake(), seconds(1));
  for (int i = 0; i < 2; ++i) {  // the read has all its attempts
    session.lose<GetPull>();
    session.wake();
  }
  session.reply<GetPull>(
      with_etag(release_pull({1, 2, 4}, 0xa0, "fix: a", "Other words.\n"), "\"third\""));
  const auto update = session.reply<UpdatePull>(answer(Pull{}));
  EXPECT_EQ(update.if_match, "\"third\"");
  EXPECT_TRUE(update.body.value_or("").starts_with("Other words.\n"));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, BuildsTheBranchAgainAfter412WhenTheOtherRunListedMore) {
  Session session = at_conditional_update();
  session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
  session.wake();
  const Pull moved = release_pull({1, 2, 4}, 0xa7, "fix: c");
  session.reply<GetPull>(with_etag(moved, "\"third\""));
  session.wake();
  session.reply<GetPull>(with_etag(moved, "\"third\""));
  EXPECT_NE(session.store_commit().find("c ("), std::string::npos);
  session.reply<UpdateRef>(answer(Ref{}));
  session.reply<GetPull>(with_etag(moved, "\"fourth\""));
  EXPECT_EQ(
      parse_region(split(session.pending<UpdatePull>().body.value_or("")).region)->changelog.size(),
      3u);
}

TEST(OptimisticProtocol, AbandonsTheMessageAfterTheLastLockFailure) {
  Session session = at_conditional_update();
  for (int i = 0; i < 2; ++i) {
    session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
    session.wake();
    session.reply<GetPull>(with_etag(release_pull({1, 2, 4}, 0xa0, "fix: a"), "\"next\""));
  }
  session.reply<UpdatePull>(refusal(412, "Precondition Failed"));
  EXPECT_EQ(session.end(), "abandoned: optimistic lock failure for pull_request 7");
  EXPECT_GE(session.delay(), seconds(4));
}

// GitHub of 2023: 412, and the write was applied all the same.
TEST(OptimisticProtocol, IsContentWhenA412WasAppliedAllTheSame) {
  Session session = at_conditional_update();
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  pull.body = session.reply<UpdatePull>(refusal(412, "Precondition Failed")).body.value_or("");
  session.wake();
  session.reply<GetPull>(with_etag(pull, "\"third\""));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, GoesOnWithoutIfMatchWhereConditionalWritesAreRefused) {
  Session session = at_conditional_update();
  const auto refused = session.reply<UpdatePull>(refusal(400, "Bad Request"));
  EXPECT_TRUE(refused.if_match);
  const auto update = session.reply<UpdatePull>(answer(Pull{}));
  EXPECT_FALSE(update.if_match);
  EXPECT_EQ(update.body, refused.body);
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, ReadsThePullOnceAndSendsNoIfMatchWhenConfiguredSo) {
  Config config;
  config.concurrency.github_api.conditional_requests = false;
  Session session(config);
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.find({pull});
  session.calculate({"fix: a", "fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  session.reply<UpdateRef>(answer(Ref{}));
  EXPECT_FALSE(session.pending<UpdatePull>().if_match);
}

TEST(OptimisticProtocol, ProposesAnewWhenTheFoundPullIsClosedByNow) {
  Session session;
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  session.find({pull});
  session.calculate({"fix: a"});
  pull.state = PullState::closed;
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  EXPECT_EQ(session.pending<CreatePull>().head, "release/v1.2.4");
}

TEST(OptimisticProtocol, ProposesAnewWhenThePullIsClosedWhileItsBranchMoves) {
  Session session;
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a", "A person's words.\n");
  session.find({pull});
  session.calculate({"fix: a", "fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  session.reply<UpdateRef>(answer(Ref{}));
  pull.state = PullState::closed;
  session.reply<GetPull>(with_etag(pull, "\"f\""));
  session.store_commit();
  session.reply<CreateRef>(answer(Ref{}, 201));
  EXPECT_FALSE(session.reply<CreatePull>(pull_exists("release/v1.2.4")).body.contains("words"));
  pull.state = PullState::open;
  session.reply<ListPulls>(answer(Pulls{{pull}, false}));
  session.reply<GetPull>(with_etag(pull, "\"g\""));
  session.pending<GetCommit>();  // the branch is another one and is built for this PR
}

TEST(OptimisticProtocol, OverlooksPullsThatAreNoReleasePullsOfThisBase) {
  Session session;
  Pull elsewhere = release_pull({1, 2, 4}, 0xa0, "fix: a");
  elsewhere.base = "next";
  Pull closed = release_pull({1, 2, 4}, 0xa0, "fix: a");
  closed.state = PullState::closed;
  Pull person;
  person.head = "release/notes-of-spring";
  person.base = "main";
  person.title = "Release notes";
  session.find({elsewhere, closed, person});
  session.calculate({"fix: a"});
  session.store_commit();
  EXPECT_EQ(session.pending<CreateRef>().ref, "refs/heads/release/v1.2.4");
}

}  // namespace
}  // namespace regent::scripted
