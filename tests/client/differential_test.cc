// What the core asks means the same over HTTP as in process: outcome by outcome, state by state.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "core/errors.h"
#include "effects/runner.h"
#include "tests/client/site_port.h"
#include "tests/fakes/moves.h"
#include "tests/fakes/world.h"

namespace regent {
namespace {

using namespace std::chrono_literals;
using fake::testing::any_game;
using fake::testing::Author;
using fake::testing::Move;
using fake::testing::World;

// What both answers have: HTTP's dates and limits are a server's matter.
github::Response comparable(github::Response response) {
  response.headers = {};
  // What is not there is worded by what the site looked for first.
  if (response.status == 404) response.payload = github::ApiError{};
  return response;
}

github::Response expect_same(const github::Request& request, World& world, test::SitePort& port) {
  const github::Response expected = world.send(request);
  static_cast<void>(world.repository.take_webhooks());  // the site has collected its own
  port.circumstances.now = world.now;
  const auto answered = port.send(request);
  if (!answered) RC_FAIL(github::to_line(request) + ": " + answered.error().reason);
  RC_LOG(github::to_line(request) + "\n  in process: " + github::to_line(expected) +
         "\n  over HTTP:  " + github::to_line(*answered) + "\n");
  RC_ASSERT(classify(request, *answered) == classify(request, expected));
  RC_ASSERT(comparable(*answered) == comparable(expected));
  // A read that the site answers by itself does not make its repository forget what is too old for
  // any read; the next write does.
  if (github::is_write(request))
    RC_ASSERT(port.repository().visible_digest() == world.repository.visible_digest());
  return expected;
}

// GitHub's matching-refs needs a prefix below `refs/`, and refs(refPrefix:) takes whole
// directories; the product asks for nothing else.
bool is_for_http(const github::Request& request) {
  const auto* matching = std::get_if<github::ListMatchingRefs>(&request);
  const auto* observe = std::get_if<github::Observe>(&request);
  return (matching == nullptr || matching->prefix != "refs/") &&
         (observe == nullptr || observe->branch_prefix.ends_with('/'));
}

RC_GTEST_PROP(OverHttp, EveryOperationHasTheOutcomeThatItHasInProcess, ()) {
  const std::vector<Move> game = *any_game();
  World world;
  test::SitePort port(fake::GitHub(world.repository.fork()));
  Author author(world);
  for (const Move& move : game) {
    world.pass(1s);
    const github::Request request = author.request(move);
    if (is_for_http(request)) author.learn(request, expect_same(request, world, port));
  }
  for (const github::Request& request : Author::probes()) {
    if (is_for_http(request)) static_cast<void>(expect_same(request, world, port));
  }
  for (const github::Request& request : std::initializer_list<github::Request>{
           github::Observe{"refs/release-regent/main", "main", "r/"},
           github::Observe{"refs/heads/r/1", "topic2", "r/"}, github::GetCommit{world.root},
           github::ListCommits{*world.repository.branch("main"), 1},
           github::GetContents{"d", world.root}})
    static_cast<void>(expect_same(request, world, port));
}

class VirtualTimer final : public effects::Timer {
 public:
  explicit VirtualTimer(test::SitePort& port) : port_(port) {}
  void wait(Duration duration) override { port_.circumstances.now += duration; }

 private:
  test::SitePort& port_;
};

// A run of the ledger protocol through the codec.
Finish reconcile(test::SitePort& port) {
  static std::uint64_t runs = 0;
  VirtualTimer timer(port);
  port.circumstances.now += 60s;
  port.calls.clear();
  const auto finish = effects::run_to_end(
      {}, {.trigger = {.delivery = "d", .base = "main"}, .entropy = {++runs, 7}}, port, timer);
  EXPECT_TRUE(finish) << finish.error().rule;
  return *finish;
}

class LedgerOverHttp : public testing::Test {
 protected:
  LedgerOverHttp() : port(fake::GitHub(start())) { port.circumstances.now = fake::testing::epoch; }

  static fake::Repository start() {
    World world;
    world.repository.set_tag("v1.2.3", world.root);
    return std::move(world.repository);
  }
  void land(std::string_view message) {
    const Time now = port.circumstances.now;
    static_cast<void>(port.repository().land("main", message, now, now));
  }
  test::SitePort port;
};

TEST_F(LedgerOverHttp, OpensUpdatesAndReleasesWithTheseCalls) {
  land("feat: a new thing (#1)");
  EXPECT_EQ(reconcile(port).outcome(), Outcome::acknowledged);
  ASSERT_EQ(port.repository().open_pulls().size(), 1U);
  const auto number = port.repository().open_pulls().front();
  EXPECT_EQ(port.repository().pull(number)->title, "chore(release): 1.3.0");
  EXPECT_THAT(port.calls,
              testing::ElementsAre("observe", "GET /compare", "observeFile", "POST /git/trees",
                                   "POST /git/commits", "POST /git/commits", "updateRefs",
                                   "POST /pulls", "observePull"));

  EXPECT_EQ(reconcile(port).outcome(), Outcome::acknowledged);
  // The number of the PR is written down with the next swing; until then it is looked for.
  EXPECT_THAT(port.calls, testing::ElementsAre("observe", "GET /compare", "observePulls"));

  land("fix: another one (#2)");
  EXPECT_EQ(reconcile(port).outcome(), Outcome::acknowledged);
  EXPECT_THAT(port.calls,
              testing::ElementsAre("observe", "GET /compare", "observePulls", "POST /git/trees",
                                   "POST /git/commits", "POST /git/commits", "updateRefs",
                                   "updatePullRequest"));
  EXPECT_EQ(reconcile(port).outcome(), Outcome::acknowledged);
  EXPECT_THAT(port.calls, testing::ElementsAre("observe", "GET /compare", "observePull"));
  EXPECT_TRUE(port.repository().pull(number)->body.contains("another one"));

  ASSERT_TRUE(port.send(github::MergePull{number, {}}));
  EXPECT_EQ(reconcile(port).outcome(), Outcome::acknowledged);
  EXPECT_TRUE(port.repository().tag("v1.3.0"));
  EXPECT_TRUE(port.repository().published_release("v1.3.0"));
  EXPECT_TRUE(port.repository().open_pulls().empty());
}

}  // namespace
}  // namespace regent
