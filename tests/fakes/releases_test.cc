// Facts about releases, tags, and what one look at the repository shows.
#include <gtest/gtest.h>

#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::CreateRelease;
using github::GetReleaseByTag;
using github::Observe;

const Observe look{"refs/release-regent/main", "main", "release/"};

TEST(CreateRelease, MakesTheTagWhenItIsMissing) {
  World world;
  const auto response =
      world.send(CreateRelease{"v1.0.0", world.root, "v1.0.0", "notes", false, false});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(world.repository.tag("v1.0.0"), world.root);
  EXPECT_EQ(world.send(GetReleaseByTag{"v1.0.0"}).as<github::Release>()->body, "notes");
}

TEST(CreateRelease, LeavesATagThatIsThereWhereItIs) {
  World world;
  world.repository.set_tag("v1.0.0", world.root);
  const Sha later = world.land("fix: a");
  EXPECT_EQ(world.send(CreateRelease{"v1.0.0", later, "", "", false, false}).status, 201);
  EXPECT_EQ(world.repository.tag("v1.0.0"), world.root);
}

TEST(CreateRelease, ASecondOneOfATagIsRefused) {
  World world;
  ASSERT_EQ(world.send(CreateRelease{"v1.0.0", world.root, "", "", false, false}).status, 201);
  const auto response = world.send(CreateRelease{"v1.0.0", world.root, "", "", false, false});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.error()->errors.front(),
            (github::ApiError::Item{"Release", "tag_name", "already_exists", ""}));
}

// release-please#1650.
TEST(CreateRelease, ADraftHasNoTagAndCannotBeFoundByOne) {
  World world;
  ASSERT_EQ(world.send(CreateRelease{"v1.0.0", world.root, "", "", true, false}).status, 201);
  EXPECT_FALSE(world.repository.tag("v1.0.0"));
  EXPECT_EQ(world.send(GetReleaseByTag{"v1.0.0"}).status, 404);
  EXPECT_TRUE(world.send(look).as<github::Observation>()->released_tags.empty());
  // release-drafter#1146: nothing stops a second draft.
  EXPECT_EQ(world.send(CreateRelease{"v1.0.0", world.root, "", "", true, false}).status, 201);
}

TEST(CreateRelease, AnUnknownTargetIsRefused) {
  World world;
  const auto response = world.send(CreateRelease{"v1", made_up_sha(5), "", "", false, false});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(refusal(response), "target_commitish invalid");
}

TEST(Observe, ShowsTagsByCommitDateTheNewestFirst) {
  World world;
  world.pass(std::chrono::hours(1));
  const Sha first = world.land("fix: a");
  world.pass(std::chrono::hours(1));
  const Sha second = world.land("fix: b");
  world.repository.set_tag("v2.0.0", first);
  world.repository.set_tag("v1.0.0", second);
  world.repository.set_tag("v0.1.0", world.root);
  const auto response = world.send(look);
  std::string names;
  for (const auto& tag : response.as<github::Observation>()->tags) names += tag.name + ' ';
  EXPECT_EQ(names, "refs/tags/v1.0.0 refs/tags/v2.0.0 refs/tags/v0.1.0 ");
}

TEST(Observe, ShowsOfAnAnnotatedTagTheCommitThatItStandsFor) {
  World world;
  const Sha newer = world.commit(world.root);
  const auto tag = world.repository.handle(
      SiteRequest(WriteTag{.name = "v1.0.0",
                           .message = "one",
                           .object = world.root,
                           .kind = ObjectKind::commit,
                           .tagger = {"Mona", "mona@example.com", world.now}}),
      Circumstances{.now = world.now});
  const Sha object = tag.as<github::ObjectId>()->sha;
  world.send(github::CreateRef{"refs/tags/v1.0.0", object});
  world.send(github::CreateRef{"refs/tags/v1.1.0", newer});
  world.pass(std::chrono::seconds(10));
  world.send(github::UpdateRef{"refs/tags/v1.1.0", object, true});
  const std::vector<github::Ref> now = world.send(look).as<github::Observation>()->tags;
  EXPECT_EQ(now, (std::vector<github::Ref>{{"refs/tags/v1.0.0", world.root},
                                           {"refs/tags/v1.1.0", world.root}}));
  const auto before = world.send_stale(look, std::chrono::seconds(5));
  EXPECT_EQ(
      before.as<github::Observation>()->tags,
      (std::vector<github::Ref>{{"refs/tags/v1.0.0", world.root}, {"refs/tags/v1.1.0", newer}}));
  // A ref shows the tag itself.
  EXPECT_EQ(world.send(github::GetRef{"refs/tags/v1.0.0"}).as<github::Ref>()->target, object);
}

TEST(Observe, ShowsLedgerBaseHeadsAndReleasesAtOnce) {
  World world;
  const Sha entry = world.commit(world.root, "ledger", "state");
  world.send(github::CreateRef{"refs/release-regent/main", entry});
  world.branch("release/v2");
  world.branch("release/v1");
  world.branch("other");
  world.send(CreateRelease{"v0.1.0", world.root, "", "", false, false});
  const auto response = world.send(look);
  const auto& seen = *response.as<github::Observation>();
  EXPECT_EQ(seen.ledger->oid, entry);
  EXPECT_EQ(seen.ledger->message, "chore: release\n\nstate");
  EXPECT_EQ(seen.base->oid, world.root);
  EXPECT_EQ(seen.base->tree, world.repository.commit(world.root)->tree);
  EXPECT_EQ(seen.base->committed_at, epoch);
  ASSERT_EQ(seen.heads.size(), 2U);
  EXPECT_EQ(seen.heads[0].name, "refs/heads/release/v1");
  EXPECT_EQ(seen.released_tags, std::vector<std::string>{"v0.1.0"});
}

TEST(Observe, ShowsNothingOfWhatIsNotThere) {
  World world;
  const auto response = world.send(Observe{"refs/release-regent/dev", "dev", "release/"});
  const auto& seen = *response.as<github::Observation>();
  EXPECT_FALSE(seen.ledger);
  EXPECT_FALSE(seen.base);
  EXPECT_TRUE(seen.heads.empty() && seen.tags.empty() && seen.released_tags.empty());
}

TEST(Observe, ShowsAHundredTagsAndTwentyReleases) {
  World world;
  for (int i = 0; i < 120; ++i) {
    const std::string tag = "v0.0." + std::to_string(i);
    world.send(CreateRelease{tag, world.root, "", "", false, false});
  }
  const auto response = world.send(look);
  EXPECT_EQ(response.as<github::Observation>()->tags.size(), 100U);
  EXPECT_EQ(response.as<github::Observation>()->released_tags.size(), 20U);
  EXPECT_EQ(response.as<github::Observation>()->released_tags.front(), "v0.0.119");
}

// "Each field may be stale on its own."
TEST(Observe, EachPartCanBeStaleOnItsOwn) {
  World world;
  world.pass(std::chrono::hours(1));
  const Sha landed = world.land("fix: a");
  world.repository.configure(world.repository.settings());
  world.send(CreateRelease{"v1.0.0", landed, "", "", false, false});
  const auto look_with = [&](std::uint8_t parts) {
    return *world.send(look, {.staleness = std::chrono::seconds(1), .stale_parts = parts})
                .as<github::Observation>();
  };
  EXPECT_EQ(look_with(part::all).base->oid, world.root);
  EXPECT_TRUE(look_with(part::all).tags.empty());
  EXPECT_TRUE(look_with(part::all).released_tags.empty());
  EXPECT_EQ(look_with(part::tags).base->oid, landed);
  EXPECT_TRUE(look_with(part::tags).tags.empty());
  EXPECT_EQ(look_with(part::tags).released_tags.size(), 1U);
  EXPECT_EQ(look_with(part::base).base->oid, world.root);
  EXPECT_EQ(look_with(part::base).tags.size(), 1U);
}

}  // namespace
}  // namespace regent::fake::testing
