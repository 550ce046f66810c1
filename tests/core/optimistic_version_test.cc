// The release PR carries another version ("Version Conflict Resolution").
#include "optimistic_session.h"

namespace regent::scripted {
namespace {

TEST(OptimisticProtocol, SupersedesTheExistingPullByOneOfTheHigherVersion) {
  Session session;
  const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a", "A person's words.\n");
  session.find({pull});
  session.calculate({"fix: a", "feat: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_TRUE(session.noted(Note::version_conflict));
  session.store_commit();
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)).ref, "refs/heads/release/v1.3.0");
  const auto created = session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(created.title, "chore(release): 1.3.0");
  EXPECT_TRUE(created.body.starts_with("A person's words.\n"));
  EXPECT_EQ(session.reply<DeleteRef>(answer(Done{}, 204)).ref, "refs/heads/release/v1.2.4");
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, DoesNotFailWhenTheSupersededBranchCannotBeDeleted) {
  for (const Response& response : {refusal(422, "Reference does not exist"),
                                   refusal(403, "Resource not accessible by integration")}) {
    Session session;
    const Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
    session.find({pull});
    session.calculate({"fix: a", "feat: b"});
    session.reply<GetPull>(with_etag(pull, "\"e\""));
    session.store_commit();
    session.reply<CreateRef>(answer(Ref{}, 201));
    session.reply<CreatePull>(answer(Pull{}, 201));
    session.reply<DeleteRef>(response);
    EXPECT_EQ(session.end(), "acknowledged");
  }
}

TEST(OptimisticProtocol, UpdatesInPlaceToTheHigherVersionWithStableNames) {
  Config config;
  config.concurrency.branch_naming.strategy = BranchNamingStrategy::stable;
  Session session(config);
  Pull pull = release_pull({1, 2, 4}, 0xa0, "fix: a");
  pull.head = "release/main";
  session.find({pull});
  session.calculate({"fix: a", "feat: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  EXPECT_EQ(session.reply<UpdateRef>(answer(Ref{})).ref, "refs/heads/release/main");
  session.reply<GetPull>(with_etag(pull, "\"f\""));
  EXPECT_EQ(session.reply<UpdatePull>(answer(Pull{})).title, "chore(release): 1.3.0");
  EXPECT_EQ(session.end(), "acknowledged");
  EXPECT_EQ(session.count(Note::version_conflict), 1);
}

TEST(OptimisticProtocol, SkipsALowerVersion) {
  Session session;
  const Pull pull = release_pull({1, 3, 0}, 0xa0, "feat: a");
  session.find({pull});
  session.calculate({"fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_TRUE(session.noted(Note::version_conflict));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, GoesDownToALowerVersionWhenForced) {
  Config config;
  config.conflict.force = true;
  Session session(config);
  const Pull pull = release_pull({1, 3, 0}, 0xa0, "feat: a");
  session.find({pull});
  session.calculate({"fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  session.store_commit();
  EXPECT_EQ(session.reply<CreateRef>(answer(Ref{}, 201)).ref, "refs/heads/release/v1.2.4");
  session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(session.pending<DeleteRef>().ref, "refs/heads/release/v1.3.0");
}

Session at_second_line() {
  Config config;
  config.conflict.strategy = ConflictStrategy::create_new_pr;
  Session session(config);
  const Pull pull = release_pull({2, 0, 0}, 0xa0, "feat!: a");
  session.find({pull});
  session.calculate({"fix: b"});
  session.reply<GetPull>(with_etag(pull, "\"e\""));
  EXPECT_EQ(session.pending<GetRef>().ref, "refs/heads/release-line/1.x");
  return session;
}

TEST(OptimisticProtocol, CreatesAPullOnTheBaseOfTheOtherReleaseLine) {
  Session session = at_second_line();
  session.reply<GetRef>(answer(Ref{"refs/heads/release-line/1.x", sha_of(0x77)}));
  session.find({release_pull({2, 0, 0}, 0xa0, "feat!: a")});
  session.store_commit(sha_of(0x77));
  session.reply<CreateRef>(answer(Ref{}, 201));
  const auto pull = session.reply<CreatePull>(answer(Pull{}, 201));
  EXPECT_EQ(pull.base, "release-line/1.x");
  EXPECT_EQ(pull.title, "chore(release): 1.2.4");
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, LeavesAHigherPullOnTheOtherReleaseLineAlone) {
  Session session = at_second_line();
  session.reply<GetRef>(answer(Ref{"refs/heads/release-line/1.x", sha_of(0x77)}));
  Pull misplaced = release_pull({2, 0, 1}, 0xa0, "fix: a");
  misplaced.base = "release-line/1.x";
  session.find({misplaced});
  session.reply<GetPull>(with_etag(misplaced, "\"e\""));
  EXPECT_EQ(session.end(), "acknowledged");
}

TEST(OptimisticProtocol, SaysWhichBaseOfAReleaseLineIsMissing) {
  Session session = at_second_line();
  session.reply<GetRef>(refusal(404, "Not Found"));
  session.wake();
  session.reply<GetRef>(refusal(404, "Not Found"));
  session.wake();
  session.reply<GetRef>(refusal(404, "Not Found"));
  EXPECT_EQ(session.end(), "dead letter: there is no branch release-line/1.x");
}

TEST(OptimisticProtocol, SaysWhichBaseWentAwayBeforeThePullWasOpened) {
  Session session = at_second_line();
  session.reply<GetRef>(answer(Ref{"refs/heads/release-line/1.x", sha_of(0x77)}));
  session.find({});
  session.store_commit(sha_of(0x77));
  session.reply<CreateRef>(answer(Ref{}, 201));
  session.reply<CreatePull>(refusal(422, "Validation Failed", "base", "invalid"));
  EXPECT_EQ(session.end(), "dead letter: there is no branch release-line/1.x to propose 1.2.4 to");
}

}  // namespace
}  // namespace regent::scripted
