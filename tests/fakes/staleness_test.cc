// Stale reads: a reader who is behind sees exactly what a reader saw then.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/fakes/moves.h"

namespace regent::fake::testing {
namespace {

std::vector<github::Response> look_around(World& world, Duration staleness) {
  std::vector<github::Response> answers;
  for (const github::Request& probe : Author::probes()) {
    answers.push_back(world.send_stale(probe, staleness));
    const std::string etag = answers.back().headers.etag;
    answers.back().headers = {};
    answers.back().headers.etag = etag;
  }
  return answers;
}

RC_GTEST_PROP(Staleness, AStaleAnswerIsWhatAFreshReadAnsweredThen, ()) {
  World world(Settings{.list_lag_max = std::chrono::seconds(25),
                       .search_lag_max = std::chrono::seconds(25)});
  Author author(world);
  struct Look {
    Time at;
    std::vector<github::Response> answers;
  };
  std::vector<Look> past;
  for (const Move& move : *any_game()) {
    const github::Request request = author.request(move);
    author.learn(request, world.send(request));
    if (move.c == 3 && !world.repository.background().empty())
      world.repository.run_background(0, world.now);
    // Several changes may share an instant; what counts is how it ended.
    if (move.a % 3 == 0) continue;
    past.push_back({world.now, look_around(world, Duration{0})});
    world.pass(std::chrono::milliseconds(1 + 700 * move.b));
  }
  for (const Look& then : past) {
    const Duration staleness = world.now - then.at;
    if (staleness >= std::chrono::seconds(25)) continue;
    RC_ASSERT(look_around(world, staleness) == then.answers);
  }
}

RC_GTEST_PROP(Staleness, NothingIsOlderThanTheLongestLag, ()) {
  World world(Settings{.search_lag_max = std::chrono::seconds(25)});
  Author author(world);
  for (const Move& move : *any_game()) {
    const github::Request request = author.request(move);
    author.learn(request, world.send(request));
  }
  world.pass(std::chrono::seconds(25));
  World settled = world;
  RC_ASSERT(look_around(world, std::chrono::hours(5)) == look_around(settled, Duration{0}));
}

TEST(Staleness, APastThatNobodyCanReadLeavesNoTrace) {
  World changed;
  World untouched = changed;
  changed.branch("x");
  static_cast<void>(changed.send(github::DeleteRef{"refs/heads/x"}));
  static_cast<void>(untouched.commit(untouched.root, "CHANGELOG.md", "x\n"));
  EXPECT_NE(changed.repository.digest(), untouched.repository.digest());
  for (World* world : {&changed, &untouched}) {
    world->pass(std::chrono::seconds(25));
    static_cast<void>(world->send(github::GetRef{"refs/heads/main"}));
  }
  EXPECT_EQ(changed.repository.digest(), untouched.repository.digest());
  EXPECT_EQ(changed.repository, untouched.repository);
}

TEST(Staleness, WithoutLagThereIsNoPast) {
  World world(Settings{.list_lag_max = Duration{0}, .search_lag_max = Duration{0}});
  world.branch("x");
  EXPECT_EQ(world.send_stale(github::GetRef{"refs/heads/x"}, std::chrono::seconds(9)).status, 200);
}

}  // namespace
}  // namespace regent::fake::testing
