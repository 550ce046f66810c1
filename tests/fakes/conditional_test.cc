// Facts about conditional requests.
#include <gtest/gtest.h>

#include "fakes/github/error_body.h"
#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::GetPull;
using github::PullNumber;
using github::UpdatePull;

struct Raced {
  explicit Raced(Behaviour behaviour) : world(Settings{.behaviour = behaviour}) {
    number = world.pull("x");
    etag = world.send(GetPull{number}).headers.etag;
    world.send(UpdatePull{number, {}, "somebody else was faster", {}, {}, {}});
  }
  github::Response update(const std::string& if_match) {
    return world.send(UpdatePull{number, {}, "ours", {}, {}, if_match});
  }
  std::string_view body() const { return world.repository.pull(number)->body; }
  World world;
  PullNumber number;
  std::string etag;
};

// MEAS on issues, comments, rulesets, pulls.
TEST(IfMatch, IsRefusedByGitHubEvenWhenItWouldMatch) {
  Raced raced(Behaviour::github_com);
  const std::string current = raced.world.send(GetPull{raced.number}).headers.etag;
  const UpdatePull request{raced.number, {}, "ours", {}, {}, current};
  const auto response = raced.world.send(request);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(
      error_body(request, response),
      "{\"message\":\"Bad Request\",\"errors\":[\"Conditional request headers are not allowed in "
      "unsafe requests unless supported by the endpoint\"],\"status\":\"400\"}");
  EXPECT_EQ(raced.body(), "somebody else was faster");
}

// What the published design assumes.
TEST(IfMatch, WhereItIsHonouredAMismatchHasNoEffect) {
  Raced raced(Behaviour::conditional);
  EXPECT_EQ(raced.update(raced.etag).status, 412);
  EXPECT_EQ(raced.body(), "somebody else was faster");
  EXPECT_EQ(raced.update(raced.world.send(GetPull{raced.number}).headers.etag).status, 200);
  EXPECT_EQ(raced.body(), "ours");
}

// cli/cli#7167.
TEST(IfMatch, In2023AMismatchWasAppliedAllTheSame) {
  Raced raced(Behaviour::conditional_2023);
  EXPECT_EQ(raced.update(raced.etag).status, 412);
  EXPECT_EQ(raced.body(), "ours");
}

TEST(IfMatch, ComparesWithTheTruthHoweverStaleTheReaderIs) {
  Raced raced(Behaviour::conditional);
  raced.world.pass(std::chrono::seconds(1));
  const auto stale = raced.world.send_stale(GetPull{raced.number}, std::chrono::milliseconds(500));
  EXPECT_EQ(raced.update(stale.headers.etag).status, 200);
}

// DOC; both forms are on record.
TEST(ETag, ComesInBothForms) {
  for (const bool weak : {false, true}) {
    World world(Settings{.behaviour = Behaviour::conditional, .weak_etags = weak});
    const PullNumber number = world.pull("x");
    const std::string etag = world.send(GetPull{number}).headers.etag;
    EXPECT_EQ(etag.starts_with("W/\""), weak);
    EXPECT_EQ(etag.starts_with('"'), !weak);
    EXPECT_TRUE(etag.ends_with('"'));
    // The published client strips what stands around the tag.
    const std::string bare = etag.substr(weak ? 3 : 1, 32);
    EXPECT_EQ(world.send(UpdatePull{number, "t", {}, {}, {}, bare}).status, 200);
  }
}

// DOC: GET with If-None-Match is 304.
TEST(IfNoneMatch, Answers304UntilSomethingChanges) {
  World world;
  const PullNumber number = world.pull("x");
  const std::string etag = world.send(GetPull{number}).headers.etag;
  EXPECT_EQ(world.send(GetPull{number, etag}).status, 304);
  world.send(github::AddLabels{number, {"release"}});
  EXPECT_EQ(world.send(GetPull{number, etag}).status, 200);
}

}  // namespace
}  // namespace regent::fake::testing
