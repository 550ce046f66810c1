// Requests and answers as one canonical line each.
#include <gtest/gtest.h>

#include "core/github.h"
#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

using github::operation;
using github::Request;
using github::to_line;

TEST(RequestLine, NamesOperationAndTarget) {
  const Sha sha = made_up_sha(0xab);
  EXPECT_EQ(to_line(github::GetRef{"refs/heads/main"}), "GET /git/ref refs/heads/main");
  EXPECT_EQ(to_line(Request{github::UpdateRefs{{{"refs/heads/a", Sha{}, sha},
                                                {"refs/heads/b", sha, Sha{}},
                                                {"refs/heads/c", std::nullopt, sha, true}}}}),
            "updateRefs refs/heads/a none -> abababa, refs/heads/b abababa -> none, "
            "refs/heads/c any -> abababa force");
  EXPECT_EQ(to_line(github::CreatePull{"title", "release/v1", "main", "a long body"}),
            "POST /pulls release/v1 -> main");
  EXPECT_EQ(to_line(github::UpdatePull{
                github::PullNumber{3}, "t", "b", github::PullState::closed, {}, {}}),
            "PATCH /pulls/{number} #3 title body closed");
  EXPECT_EQ(to_line(github::ListPulls{github::PullFilter::open, "x", "main", 2}),
            "GET /pulls open head x base main page 2");
  EXPECT_EQ(to_line(github::CompareCommits{sha, sha, 1}), "GET /compare abababa...abababa");
}

TEST(RequestLine, NeverHoldsTheBodyOfAText) {
  const std::string secret = "the body\nof a text";
  const std::vector<Request> requests = {
      github::CreatePull{"t", "h", "b", secret},
      github::UpdatePull{github::PullNumber{1}, {}, secret, {}, {}, {}},
      github::CreateCommit{secret, Sha{}, {}, {}}, github::CreateTree{Sha{}, {{"path", secret}}},
      github::CreateRelease{"v1", Sha{}, "name", secret, false, false}};
  for (const Request& request : requests) {
    EXPECT_EQ(to_line(request).find("body\nof"), std::string::npos) << operation(request);
    EXPECT_EQ(to_line(request).find('\n'), std::string::npos) << operation(request);
  }
}

TEST(RequestLine, KnowsWhatWrites) {
  EXPECT_TRUE(github::is_write(github::UpdateRefs{}));
  EXPECT_TRUE(github::is_write(github::CreateTree{}));
  EXPECT_TRUE(github::is_write(github::AddLabels{}));
  EXPECT_FALSE(github::is_write(github::Observe{}));
  EXPECT_FALSE(github::is_write(github::SearchPulls{}));
}

TEST(ResponseLine, SaysStatusAndContentOrWhyNot) {
  World world;
  EXPECT_EQ(to_line(world.send(github::GetRef{"refs/heads/main"})),
            "200 refs/heads/main " + world.root.abbreviated());
  EXPECT_EQ(to_line(world.send(github::CreateRef{"refs/heads/main", world.root})),
            "422 Reference already exists");
  world.pull("x");
  EXPECT_EQ(to_line(world.send(github::CreatePull{"t", "x", "main", ""})),
            "422 Validation Failed (A pull request already exists for octo:x.)");
  EXPECT_EQ(to_line(world.send(github::ListPulls{})), "200 1 pulls #1");
  EXPECT_EQ(to_line(world.send(github::GetPull{github::PullNumber{1}})), "200 #1 open x -> main");
}

}  // namespace
}  // namespace regent::fake::testing
