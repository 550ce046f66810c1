// Facts about git refs. Each name is the fact, its comment the source.
#include <gtest/gtest.h>

#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::CreateRef;
using github::DeleteRef;
using github::GetRef;
using github::UpdateRef;

// SPEC git/refs; MEAS: of ten concurrent creates one is 201 and nine are 422.
TEST(Refs, CreatingOneHasExactlyOneWinner) {
  World world;
  const Sha sha = world.commit(world.root);
  EXPECT_EQ(world.send(CreateRef{"refs/heads/release/v1.0.0", sha}).status, 201);
  const auto second = world.send(CreateRef{"refs/heads/release/v1.0.0", world.root});
  EXPECT_EQ(second.status, 422);
  EXPECT_EQ(refusal(second), "Reference already exists");
  EXPECT_EQ(world.repository.branch("release/v1.0.0"), sha);
}

// SPEC git/refs.
TEST(Refs, CreatingOneForAnUnknownObjectIsRefused) {
  World world;
  const auto response = world.send(CreateRef{"refs/heads/x", made_up_sha(7)});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(refusal(response), "Object does not exist");
}

// PATCH with force=false tests ancestry, not equality (facts, safety 2).
TEST(Refs, UpdatingOneWithoutForceTestsAncestryNotEquality) {
  World world;
  const Sha first = world.branch("x");
  const Sha second = world.commit(first, "a", "b");
  const Sha third = world.commit(second, "a", "c");
  EXPECT_EQ(world.send(UpdateRef{"refs/heads/x", third}).status, 200);
  const auto back = world.send(UpdateRef{"refs/heads/x", second});
  EXPECT_EQ(back.status, 422);
  EXPECT_EQ(refusal(back), "Update is not a fast forward");
  EXPECT_EQ(world.send(UpdateRef{"refs/heads/x", second, true}).status, 200);
  EXPECT_EQ(world.repository.branch("x"), second);
}

// SPEC git/refs.
TEST(Refs, UpdatingOrDeletingAnAbsentOneIsRefused) {
  World world;
  EXPECT_EQ(refusal(world.send(UpdateRef{"refs/heads/x", world.root})), "Reference does not exist");
  const auto deleted = world.send(DeleteRef{"refs/heads/x"});
  EXPECT_EQ(deleted.status, 422);
  EXPECT_EQ(refusal(deleted), "Reference does not exist");
}

TEST(Refs, UpdatingOneToAnUnknownObjectIsRefused) {
  World world;
  EXPECT_EQ(refusal(world.send(UpdateRef{"refs/heads/main", made_up_sha(7), true})),
            "Object does not exist");
}

TEST(Refs, TheDefaultBranchCannotBeDeleted) {
  World world;
  EXPECT_EQ(world.send(DeleteRef{"refs/heads/main"}).status, 422);
  EXPECT_TRUE(world.repository.branch("main"));
}

TEST(Refs, DeletingOneAnswers204AndReadingItThen404) {
  World world;
  world.branch("x");
  EXPECT_EQ(world.send(GetRef{"refs/heads/x"}).status, 200);
  EXPECT_EQ(world.send(DeleteRef{"refs/heads/x"}).status, 204);
  EXPECT_EQ(world.send(GetRef{"refs/heads/x"}).status, 404);
}

// SPEC: must start with `refs` and have at least two slashes; octokit.rb#675 for the message.
TEST(Refs, ANameNeedsRefsAndTwoSlashes) {
  World world;
  EXPECT_EQ(refusal(world.send(CreateRef{"refs/x", world.root})),
            "Reference name must contain at least three slash-separated components.");
  EXPECT_EQ(refusal(world.send(CreateRef{"heads/x/y", world.root})),
            "Reference name must start with 'refs/'.");
  for (const char* name :
       {"refs/heads/a b", "refs/heads/a..b", "refs/heads/.a", "refs/heads/a.lock", "refs/heads//a",
        "refs/heads/a/", "refs/heads/a@{1}", "refs/heads/a."}) {
    EXPECT_EQ(world.send(CreateRef{name, world.root}).status, 422) << name;
  }
}

// MEAS refs/claims/*, semaphore#1042, rest-api-description#3358.
TEST(Refs, CustomNamespacesCanBeCreatedAndDeleted) {
  World world;
  EXPECT_EQ(world.send(CreateRef{"refs/release-regent/main", world.root}).status, 201);
  EXPECT_EQ(world.send(DeleteRef{"refs/release-regent/main"}).status, 204);
}

TEST(Refs, PullRefsBelongToGitHub) {
  World world;
  EXPECT_EQ(world.send(CreateRef{"refs/pull/1/head", world.root}).status, 422);
}

// release-please#1024: `release` blocks `release/v1`.
TEST(Refs, ARefAndADirectoryOfTheSameNameExcludeEachOther) {
  World world;
  EXPECT_EQ(world.send(CreateRef{"refs/heads/release", world.root}).status, 201);
  EXPECT_EQ(refusal(world.send(CreateRef{"refs/heads/release/v1", world.root})),
            "Reference update failed");
  EXPECT_EQ(refusal(world.send(CreateRef{"refs/heads/release/v1/x", world.root})),
            "Reference update failed");
  EXPECT_EQ(world.send(DeleteRef{"refs/heads/release"}).status, 204);
  EXPECT_EQ(world.send(CreateRef{"refs/heads/release/v1", world.root}).status, 201);
  EXPECT_EQ(refusal(world.send(CreateRef{"refs/heads/release", world.root})),
            "Reference update failed");
  EXPECT_EQ(world.send(CreateRef{"refs/heads/released", world.root}).status, 201);
}

// SPEC git/refs, rest-api-description#637.
TEST(Refs, AnEmptyRepositoryRefusesThem) {
  Repository empty;
  const Circumstances circumstances{.now = epoch};
  EXPECT_EQ(empty.handle(CreateRef{"refs/heads/main", made_up_sha(1)}, circumstances).status, 409);
  EXPECT_EQ(empty.handle(github::CreateTree{Sha{}, {{"a", "b"}}}, circumstances).status, 409);
  EXPECT_EQ(empty.handle(GetRef{"refs/heads/main"}, circumstances).status, 404);
}

TEST(Refs, MatchingOnesAreListedByName) {
  World world;
  world.repository.set_tag("v1.10.0", world.root);
  world.repository.set_tag("v1.2.0", world.root);
  world.repository.set_tag("other", world.root);
  const auto response = world.send(github::ListMatchingRefs{"refs/tags/v"});
  const auto& refs = response.as<github::Refs>()->refs;
  ASSERT_EQ(refs.size(), 2U);
  EXPECT_EQ(refs[0].name, "refs/tags/v1.10.0");
  EXPECT_EQ(refs[1].name, "refs/tags/v1.2.0");
}

TEST(Refs, MatchingAcrossNamespacesIsStillByName) {
  World world;
  world.repository.set_tag("v1", world.root);
  world.repository.set_ref("refs/zebra/x", world.root);
  world.repository.set_ref("refs/apple/x", world.root);
  std::string names;
  const auto response = world.send(github::ListMatchingRefs{"refs/"});
  for (const auto& ref : response.as<github::Refs>()->refs) names += ref.name + ' ';
  EXPECT_EQ(names, "refs/apple/x refs/heads/main refs/tags/v1 refs/zebra/x ");
}

// PyGithub#2759: 404 just after the create.
TEST(Refs, AStaleReaderDoesNotSeeOneThatWasJustCreated) {
  World world;
  world.pass(std::chrono::minutes(1));
  world.branch("x");
  EXPECT_EQ(world.send_stale(GetRef{"refs/heads/x"}, std::chrono::seconds(1)).status, 404);
  EXPECT_EQ(world.send(GetRef{"refs/heads/x"}).status, 200);
  // The create itself is not eventually consistent: the second one loses though it cannot be read
  // yet.
  EXPECT_EQ(world.send_stale(CreateRef{"refs/heads/x", world.root}, std::chrono::seconds(1)).status,
            422);
}

}  // namespace
}  // namespace regent::fake::testing
