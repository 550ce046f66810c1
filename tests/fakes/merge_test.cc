// Facts about merging, and what the project's developers do.
#include <gtest/gtest.h>

#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::MergePull;
using github::PullNumber;

TEST(MergePull, SquashesIntoOneCommitOnTheBase) {
  World world;
  const PullNumber number = world.pull("release/v1.0.0");
  const Sha other = world.land("fix: meanwhile");
  const auto response = world.send(MergePull{number, {}});
  ASSERT_EQ(response.status, 200);
  const Sha merged = response.as<github::ObjectId>()->sha;
  EXPECT_EQ(world.repository.branch("main"), merged);
  const CommitView commit = *world.repository.commit(merged);
  EXPECT_EQ(commit.message, "chore: release release/v1.0.0 (#1)");
  EXPECT_EQ(commit.first_parent, other);
  EXPECT_EQ(world.repository.pull(number)->merge_commit_sha, merged);
  EXPECT_TRUE(world.repository.pull(number)->merged);
}

TEST(MergePull, KeepsWhatTheBaseGainedMeanwhile) {
  World world;
  const PullNumber number = world.pull("x");
  static_cast<void>(
      world.repository.land({"main", "fix: a file", world.now, world.now, {{"src/a.txt", "a"}}}));
  const auto response = world.send(MergePull{number, {}});
  const Sha merged = response.as<github::ObjectId>()->sha;
  EXPECT_EQ(world.repository.file(merged, "src/a.txt"), "a");
  EXPECT_EQ(world.repository.file(merged, "CHANGELOG.md"), "x");
  EXPECT_EQ(world.repository.file(merged, "README.md"), "hello\n");
}

TEST(MergePull, AConflictIs405) {
  World world;
  const PullNumber number = world.pull("x");
  static_cast<void>(world.repository.land(
      {"main", "fix: the same file", world.now, world.now, {{"CHANGELOG.md", "another"}}}));
  const auto response = world.send(MergePull{number, {}});
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(refusal(response), "Pull Request is not mergeable");
}

TEST(MergePull, AHeadThatMovedIs409) {
  World world;
  const PullNumber number = world.pull("x");
  const auto response = world.send(MergePull{number, world.root});
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(refusal(response), "Head branch was modified. Review and try the merge again.");
  EXPECT_EQ(world.send(MergePull{number, *world.repository.branch("x")}).status, 200);
}

TEST(MergePull, AClosedOrMergedOneIs405AndAnAbsentOne404) {
  World world;
  const PullNumber number = world.pull("x");
  ASSERT_EQ(world.send(MergePull{number, {}}).status, 200);
  EXPECT_EQ(world.send(MergePull{number, {}}).status, 405);
  EXPECT_EQ(world.send(MergePull{PullNumber{8}, {}}).status, 404);
}

TEST(MergePull, TheBranchGoesLaterWhenTheRepositorySaysSo) {
  World world(Settings{.delete_branch_on_merge = true});
  const PullNumber number = world.pull("x");
  ASSERT_EQ(world.send(MergePull{number, {}}).status, 200);
  EXPECT_TRUE(world.repository.branch("x"));
  ASSERT_EQ(world.repository.background().size(), 1U);
  world.repository.run_background(0, world.now);
  EXPECT_FALSE(world.repository.branch("x"));
}

TEST(Webhook, AMergeSaysWhatLanded) {
  World world;
  const PullNumber number = world.pull("x");
  static_cast<void>(world.repository.take_webhooks());
  const auto response = world.send_as_person(MergePull{number, {}});
  const std::vector<Webhook> webhooks = world.repository.take_webhooks();
  ASSERT_EQ(webhooks.size(), 1U);
  EXPECT_TRUE(webhooks[0].is_merge());
  EXPECT_FALSE(webhooks[0].by_app);
  EXPECT_EQ(webhooks[0].merge_commit_sha, response.as<github::ObjectId>()->sha);
  EXPECT_EQ(to_line(webhooks[0]), "pull_request closed #1 merged x -> main " +
                                      webhooks[0].merge_commit_sha->abbreviated());
}

// rocq-prover/bot#1.
TEST(Webhook, TheMergeCommitInItCanBeStale) {
  World world(Settings{.stale_merge_commit_in_webhook = true});
  const PullNumber number = world.pull("x");
  static_cast<void>(world.repository.take_webhooks());
  const auto response = world.send(MergePull{number, {}});
  const std::vector<Webhook> webhooks = world.repository.take_webhooks();
  ASSERT_EQ(webhooks.size(), 1U);
  EXPECT_NE(webhooks[0].merge_commit_sha, response.as<github::ObjectId>()->sha);
  EXPECT_FALSE(world.repository.knows(*webhooks[0].merge_commit_sha));
}

TEST(Webhook, FollowsThePullRequestThroughItsLife) {
  World world;
  const PullNumber number = world.pull("x");
  world.send(github::UpdatePull{number, "t", {}, {}, {}, {}});
  world.send(github::UpdateRef{"refs/heads/x", world.commit(world.root, "o", "1"), true});
  world.send(github::UpdatePull{number, {}, {}, github::PullState::closed, {}, {}});
  world.send(github::UpdatePull{number, {}, {}, github::PullState::open, {}, {}});
  world.send(github::AddLabels{number, {"release"}});
  std::string actions;
  for (const Webhook& webhook : world.repository.take_webhooks()) {
    actions += to_string(webhook.action);
    actions += ' ';
  }
  EXPECT_EQ(actions, "opened edited synchronize closed reopened labeled ");
  EXPECT_FALSE(world.repository.has_webhooks());
}

TEST(Webhook, AnUpdateThatChangesNothingIsSilent) {
  World world;
  const PullNumber number = world.pull("x", "body");
  static_cast<void>(world.repository.take_webhooks());
  world.send(github::UpdatePull{number, {}, "body", {}, {}, {}});
  EXPECT_FALSE(world.repository.has_webhooks());
}

TEST(Webhook, RefsHaveTheirOwnForThoseWhoSubscribe) {
  World world(Settings{
      .subscriptions = {.pull_request = false, .push = true, .create = true, .remove = true}});
  const Sha sha = world.branch("x");
  world.send(github::DeleteRef{"refs/heads/x"});
  world.send(github::CreateRef{"refs/release-regent/main", sha});
  std::string lines;
  for (const Webhook& webhook : world.repository.take_webhooks()) lines += to_line(webhook) + '\n';
  const std::string id = sha.abbreviated();
  EXPECT_EQ(lines, "create refs/heads/x none -> " + id + "\npush refs/heads/x none -> " + id +
                       "\ndelete refs/heads/x " + id + " -> none\npush refs/heads/x " + id +
                       " -> none\n");
}

TEST(Webhook, DeliveriesDoNotDependOnTheOrderOfIndependentMerges) {
  const auto deliveries = [](bool swapped) {
    World world;
    world.pull("a");
    world.pull("b");
    static_cast<void>(world.repository.take_webhooks());
    for (const unsigned number : swapped ? std::vector{2U, 1U} : std::vector{1U, 2U}) {
      world.send(github::UpdatePull{PullNumber{number}, "t", {}, {}, {}, {}});
    }
    std::vector<std::uint64_t> ids;
    for (const Webhook& webhook : world.repository.take_webhooks()) ids.push_back(webhook.delivery);
    if (swapped) std::swap(ids[0], ids[1]);
    return ids;
  };
  EXPECT_EQ(deliveries(false), deliveries(true));
  EXPECT_NE(deliveries(false)[0], deliveries(false)[1]);
}

TEST(Land, PutsOneCommitOnTheBranchAndSaysSo) {
  World world;
  const Repository::Landed landed =
      world.repository.land({"main", "feat: x (#12)\n\nbody", epoch, world.now, {}});
  EXPECT_EQ(world.repository.branch("main"), landed.sha);
  EXPECT_EQ(world.repository.commit(landed.sha)->first_parent, world.root);
  const std::vector<Webhook> webhooks = world.repository.take_webhooks();
  ASSERT_EQ(webhooks.size(), 1U);
  EXPECT_TRUE(webhooks[0].is_merge());
  EXPECT_EQ(webhooks[0].number, landed.number);
  EXPECT_EQ(webhooks[0].merge_commit_sha, landed.sha);
  EXPECT_EQ(world.repository.pull(landed.number)->title, "feat: x (#12)");
  EXPECT_TRUE(world.repository.open_pulls().empty());
}

}  // namespace
}  // namespace regent::fake::testing
