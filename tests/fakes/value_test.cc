// A repository is a value: copies are separate, equality and digests are about the state.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "tests/fakes/moves.h"

namespace regent::fake::testing {
namespace {

void play(World& world, Author& author, const std::vector<Move>& moves) {
  for (const Move& move : moves) {
    world.pass(std::chrono::milliseconds(move.b * 100));
    const github::Request request = author.request(move);
    author.learn(request, world.send(request));
  }
}

TEST(Value, AnObjectMadeInOneCopyIsUnknownInTheOther) {
  World world;
  World copy = world;
  const Sha sha = copy.commit(copy.root);
  EXPECT_TRUE(copy.repository.knows(sha));
  EXPECT_FALSE(world.repository.knows(sha));
  EXPECT_EQ(refusal(world.send(github::CreateRef{"refs/heads/x", sha})), "Object does not exist");
  EXPECT_EQ(world.commit(world.root), sha);
  EXPECT_EQ(world.repository.digest(), copy.repository.digest());
  EXPECT_EQ(world.repository, copy.repository);
}

TEST(Value, ACreatedObjectCountsForTheDigestButNotForTheVisibleOne) {
  World world;
  World copy = world;
  static_cast<void>(copy.commit(copy.root));
  EXPECT_NE(world.repository.digest(), copy.repository.digest());
  EXPECT_EQ(world.repository.visible_digest(), copy.repository.visible_digest());
}

TEST(Value, TheRevisionGrowsWithChangesOnly) {
  World world;
  const std::uint64_t before = world.repository.revision();
  static_cast<void>(world.send(github::GetRef{"refs/heads/main"}));
  static_cast<void>(world.send(github::DeleteRef{"refs/heads/absent"}));
  EXPECT_EQ(world.repository.revision(), before);
  world.branch("x");
  EXPECT_GT(world.repository.revision(), before);
}

TEST(Value, PrintsAsOneLine) {
  World world;
  world.pull("release/v1");
  const Sha head = *world.repository.branch("release/v1");
  EXPECT_EQ(to_line(world.repository), "main=" + world.root.abbreviated() + " release/v1=" +
                                           head.abbreviated() + " | #1 release/v1 -> main");
  world.send(github::DeleteRef{"refs/heads/release/v1"});
  EXPECT_EQ(to_line(world.repository),
            "main=" + world.root.abbreviated() + " | #1 release/v1 -> main | later: close #1");
}

TEST(Value, ForksLiveInThreadsOfTheirOwn) {
  World world;
  for (int i = 0; i < 100; ++i) world.land("fix: " + std::to_string(i));
  const Repository loaded = world.repository.fork();
  std::vector<Digest> digests(4);
  std::vector<std::thread> threads;
  for (Digest& digest : digests) {
    threads.emplace_back([&loaded, &digest, now = world.now] {
      Repository mine = loaded.fork();
      for (int i = 0; i < 100; ++i) mine.land("main", "feat: " + std::to_string(i), now, now);
      digest = mine.digest();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::vector<Digest>(4, digests[0]), digests);
  EXPECT_NE(digests[0], loaded.digest());
}

RC_GTEST_PROP(Value, WhatHappensToACopyDoesNotHappenToTheOriginal, ()) {
  World world;
  Author author(world);
  play(world, author, *any_game());
  const Digest before = world.repository.digest();
  World copy = world;
  Author copy_author = author;
  play(copy, copy_author, *any_moves());
  RC_ASSERT(world.repository.digest() == before);
  // The original goes on as if there had never been a copy.
  const std::vector<Move> more = *any_moves();
  World fresh_copy = world;
  Author fresh_author = author;
  play(world, author, more);
  play(fresh_copy, fresh_author, more);
  RC_ASSERT(world.repository == fresh_copy.repository);
  RC_ASSERT(world.repository.digest() == fresh_copy.repository.digest());
}

RC_GTEST_PROP(Value, AForkBehavesLikeTheOriginal, ()) {
  World world;
  Author author(world);
  play(world, author, *any_game());
  World fork = world;
  fork.repository = world.repository.fork();
  RC_ASSERT(fork.repository == world.repository);
  Author fork_author = author;
  // The fork's pool numbers new objects differently: play something else in the original first.
  const std::vector<Move> moves = *any_moves();
  World elsewhere = world;
  Author elsewhere_author = author;
  play(elsewhere, elsewhere_author, *any_moves());
  play(world, author, moves);
  play(fork, fork_author, moves);
  RC_ASSERT(fork.repository == world.repository);
  RC_ASSERT(fork.repository.digest() == world.repository.digest());
}

// What a reader can find out about a world, its past included.
std::string everything(World world) {
  std::string text;
  for (const int staleness_ms : {0, 1, 900, 3000, 20000, 100000}) {
    for (const github::Request& probe : Author::probes()) {
      const github::Response response = world.send_stale(probe, Duration(staleness_ms));
      text += to_line(response) + '\n';
      if (const auto* view = response.as<github::PullView>()) {
        for (const auto& edit : view->edits) {
          text += edit.body + std::to_string(edit.edited_at.time_since_epoch().count()) + '|';
        }
        for (const auto& label : view->pull.labels) text += label + ',';
        text += view->pull.title + '\n';
      }
    }
  }
  return text;
}

RC_GTEST_PROP(Value, DigestsAreEqualExactlyWhenStatesAre, ()) {
  World first;
  World second;
  const std::vector<Move> common = *any_game();
  Author first_author(first);
  Author second_author(second);
  play(first, first_author, common);
  play(second, second_author, common);
  RC_ASSERT(first.repository == second.repository);
  RC_ASSERT(first.repository.digest() == second.repository.digest());
  play(first, first_author, *any_moves());
  play(second, second_author, *any_moves());
  second.now = first.now = std::max(first.now, second.now);
  const bool equal = first.repository.digest() == second.repository.digest();
  RC_ASSERT((first.repository == second.repository) == equal);
  if (everything(first) != everything(second)) RC_ASSERT(!equal);
  RC_CLASSIFY(equal);
}

RC_GTEST_PROP(Value, IndependentRequestsCommute, ()) {
  World world;
  const Sha one = world.commit(world.root, "a", "1");
  const Sha two = world.commit(world.root, "b", "2");
  world.pull("p");
  world.pull("q");
  static_cast<void>(world.repository.take_webhooks());
  std::vector<github::Request> requests = {
      github::CreateRef{"refs/heads/r/1", one},
      github::CreateRef{"refs/heads/other", two},
      github::CreateRef{"refs/tags/v1", one},
      github::CreateRef{"refs/tags/v2", two},
      github::UpdatePull{github::PullNumber{1}, "new", "text", {}, {}, {}},
      github::UpdatePull{github::PullNumber{2}, {}, "other", {}, {}, {}},
      github::UpdateRefs{{{"refs/release-regent/main", Sha{}, one}}},
      github::CreateTree{Sha{}, {{"x", "y"}}},
      github::AddLabels{github::PullNumber{1}, {"l"}}};
  World other = world;
  const std::vector<std::size_t> order = *rc::gen::unique<std::vector<std::size_t>>(
      requests.size(), rc::gen::inRange<std::size_t>(0, requests.size()));
  for (const github::Request& request : requests) RC_ASSERT(world.send(request).ok());
  for (const std::size_t i : order) RC_ASSERT(other.send(requests[i]).ok());
  // The order of webhooks is part of the state until they are taken.
  static_cast<void>(world.repository.take_webhooks());
  static_cast<void>(other.repository.take_webhooks());
  RC_ASSERT(world.repository == other.repository);
  RC_ASSERT(world.repository.digest() == other.repository.digest());
}

}  // namespace
}  // namespace regent::fake::testing
