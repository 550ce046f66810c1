// Facts about GraphQL `updateRefs` (GQL schema; facts, safety 2).
#include <gtest/gtest.h>

#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::RefUpdate;
using github::UpdateRefs;

const std::string ledger = "refs/release-regent/main";

TEST(UpdateRefs, SwingsSeveralRefsAtOnce) {
  World world;
  const Sha old_release = world.branch("release/v1.0.0");
  const Sha entry = world.commit(world.root, "ledger", "1");
  const Sha release = world.commit(world.root, "CHANGELOG.md", "v1.1.0");
  const auto response = world.send(UpdateRefs{{{ledger, Sha{}, entry},
                                               {"refs/heads/release/v1.1.0", Sha{}, release},
                                               {"refs/heads/release/v1.0.0", old_release, Sha{}}}});
  EXPECT_TRUE(response.ok());
  EXPECT_EQ(world.repository.ref(ledger), entry);
  EXPECT_EQ(world.repository.branch("release/v1.1.0"), release);
  EXPECT_FALSE(world.repository.branch("release/v1.0.0"));
}

TEST(UpdateRefs, MakesNoneWhenOneIsRefused) {
  World world;
  const Sha entry = world.commit(world.root, "ledger", "1");
  const Digest before = world.repository.digest();
  const auto response =
      world.send(UpdateRefs{{{ledger, Sha{}, entry}, {"refs/heads/x", made_up_sha(3), entry}}});
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.ok());
  EXPECT_EQ(response.error()->graphql_type, "UNPROCESSABLE");
  EXPECT_EQ(world.repository.digest(), before);
}

TEST(UpdateRefs, AZeroBeforeAssertsAbsence) {
  World world;
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/main", Sha{}, world.root, true}}}).ok());
  EXPECT_TRUE(world.send(UpdateRefs{{{"refs/heads/x", Sha{}, world.root}}}).ok());
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/x", Sha{}, world.root}}}).ok());
}

TEST(UpdateRefs, AZeroAfterDeletes) {
  World world;
  const Sha sha = world.branch("x");
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/x", world.root, Sha{}}}}).ok());
  EXPECT_TRUE(world.send(UpdateRefs{{{"refs/heads/x", sha, Sha{}}}}).ok());
  EXPECT_FALSE(world.repository.branch("x"));
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/main", world.root, Sha{}}}}).ok());
}

TEST(UpdateRefs, DeletingAnAbsentRefIsAnOptionOfTheSimulation) {
  World strict;
  EXPECT_FALSE(strict.send(UpdateRefs{{{"refs/heads/x", std::nullopt, Sha{}}}}).ok());
  World lenient(Settings{.deletes_absent_refs = true});
  EXPECT_TRUE(lenient.send(UpdateRefs{{{"refs/heads/x", std::nullopt, Sha{}}}}).ok());
}

TEST(UpdateRefs, WithoutForceOnlyAFastForwardPasses) {
  World world;
  const Sha first = world.branch("x");
  const Sha other = world.commit(world.root, "other", "1");
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/x", first, other}}}).ok());
  EXPECT_TRUE(world.send(UpdateRefs{{{"refs/heads/x", first, other, true}}}).ok());
  const Sha next = world.commit(other, "other", "2");
  EXPECT_TRUE(world.send(UpdateRefs{{{"refs/heads/x", std::nullopt, next}}}).ok());
}

TEST(UpdateRefs, AComparisonIsWithTheTruthHoweverStaleTheReaderIs) {
  World world;
  world.pass(std::chrono::minutes(1));
  const Sha sha = world.branch("x");
  const auto late =
      world.send_stale(UpdateRefs{{{"refs/heads/x", Sha{}, world.root}}}, std::chrono::seconds(5));
  EXPECT_FALSE(late.ok());
  EXPECT_EQ(world.repository.branch("x"), sha);
}

TEST(UpdateRefs, OneRefTwiceIsRefused) {
  World world;
  EXPECT_FALSE(world
                   .send(UpdateRefs{
                       {{"refs/heads/x", Sha{}, world.root}, {"refs/heads/x", Sha{}, world.root}}})
                   .ok());
}

// release-please#1024.
TEST(UpdateRefs, ARefAndADirectoryOfTheSameNameExcludeEachOtherInOneRequestToo) {
  World world;
  EXPECT_FALSE(world
                   .send(UpdateRefs{{{"refs/heads/a", Sha{}, world.root},
                                     {"refs/heads/a/b", Sha{}, world.root}}})
                   .ok());
  EXPECT_TRUE(world.send(UpdateRefs{{{"refs/heads/a", Sha{}, world.root}}}).ok());
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/a/b/c", Sha{}, world.root}}}).ok());
}

TEST(UpdateRefs, UnknownObjectsAndBadNamesAreRefused) {
  World world;
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/heads/x", Sha{}, made_up_sha(9)}}}).ok());
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/x", Sha{}, world.root}}}).ok());
  EXPECT_FALSE(world.send(UpdateRefs{{{"refs/pull/1/head", Sha{}, world.root}}}).ok());
}

// The wording is unverified; `createCommitOnBranch` is known to say STALE_DATA, with two spaces.
TEST(UpdateRefs, TheTextOfAMismatchIsAnOptionOfTheSimulation) {
  const auto error_of = [](UpdateRefsError wording) {
    World world(Settings{.update_refs_error = wording});
    const auto response =
        world.send(UpdateRefs{{{"refs/heads/main", made_up_sha(0xab), world.root}}});
    return response.error()->graphql_type + '|' + response.error()->message;
  };
  const std::string sha = made_up_sha(0xab).hex();
  EXPECT_EQ(error_of(UpdateRefsError::stale_data), "STALE_DATA|Expected branch to point to \"" +
                                                       sha +
                                                       "\" but it did not.  Pull and try again.");
  EXPECT_EQ(error_of(UpdateRefsError::unprocessable),
            "UNPROCESSABLE|Reference update failed: refs/heads/main is not at " + sha);
  EXPECT_EQ(error_of(UpdateRefsError::untyped),
            "|Something went wrong while executing your query.");
}

}  // namespace
}  // namespace regent::fake::testing
