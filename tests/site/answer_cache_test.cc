// What is remembered of an unchanged state shows in no answer.
#include "fakes/github/site/answer_cache.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

struct Asked {
  HttpRequest request;
  Circumstances circumstances;
};

const std::string repo = "/repos/octo/repo";

std::vector<std::string> read_targets() {
  std::vector<std::string> out = {"/",
                                  "/meta",
                                  "/rate_limit",
                                  "/user",
                                  "/users/octocat",
                                  "/user/repos",
                                  repo,
                                  "/no/such/thing",
                                  "/app/hook/deliveries",
                                  "/search/issues?q=is:pr+is:open+repo:octo/repo"};
  for (const char* path : {"/branches",
                           "/branches/main",
                           "/tags",
                           "/git/ref/heads/main",
                           "/git/ref/heads/a",
                           "/git/matching-refs/heads",
                           "/git/refs/heads/a",
                           "/commits",
                           "/commits?per_page=1&page=2",
                           "/commits/main",
                           "/commits/a/pulls",
                           "/commits/main/status",
                           "/compare/main...a",
                           "/contents",
                           "/contents/README.md",
                           "/contents/f?ref=a",
                           "/pulls",
                           "/pulls?state=all",
                           "/pulls?state=closed&sort=updated",
                           "/pulls/1",
                           "/pulls/1/files",
                           "/pulls/1/commits",
                           "/pulls/2",
                           "/pulls/1/merge",
                           "/issues",
                           "/issues/1",
                           "/issues/1/labels",
                           "/issues/1/comments",
                           "/issues/comments/1",
                           "/labels",
                           "/labels/bug",
                           "/releases",
                           "/releases/latest",
                           "/releases/tags/v1",
                           "/releases/1"})
    out.push_back(repo + path);
  return out;
}

struct Write {
  std::string method;
  std::string target;
  std::string body;
};

std::vector<Write> writes(const std::string& tip) {
  return {
      {"POST", repo + "/git/refs", R"({"ref":"refs/heads/a","sha":")" + tip + "\"}"},
      {"PUT", repo + "/contents/f", R"({"message":"feat: f","content":"Zm9v","branch":"a"})"},
      {"POST", repo + "/pulls", R"({"title":"t","head":"a","base":"main","body":"words"})"},
      {"PATCH", repo + "/pulls/1", R"({"body":"other words"})"},
      {"PATCH", repo + "/pulls/1", R"({"state":"closed"})"},
      {"PATCH", repo + "/pulls/1", R"({"state":"open"})"},
      {"PUT", repo + "/pulls/1/merge", R"({"merge_method":"squash"})"},
      {"PUT", repo + "/pulls/1/update-branch", "{}"},
      {"POST", repo + "/issues/1/labels", R"({"labels":["release"]})"},
      {"DELETE", repo + "/issues/1/labels", ""},
      {"POST", repo + "/issues/1/comments", R"({"body":"hm"})"},
      {"PATCH", repo + "/issues/comments/1", R"({"body":"aha"})"},
      {"DELETE", repo + "/issues/comments/1", ""},
      {"PATCH", repo + "/labels/bug", R"({"color":"123456"})"},
      {"POST", repo + "/releases", R"({"tag_name":"v1","draft":false})"},
      {"PATCH", repo + "/releases/1", R"({"body":"notes"})"},
      {"DELETE", repo + "/releases/1", ""},
      {"PATCH", repo, R"({"description":"d"})"},
      {"POST", repo + "/branches/a/rename", R"({"new_name":"b"})"},
      {"DELETE", repo + "/git/refs/heads/a", ""},
      {"POST", "/user/repos", R"({"name":"other","private":true})"},
      {"POST", "/graphql", R"({"query":"{viewer{login}}"})"},
  };
}

Asked arbitrary(const std::string& tip, Time& now) {
  const auto one_of = [](std::vector<std::string> values) {
    return *rc::gen::elementOf(std::move(values));
  };
  Asked asked;
  now += Duration(*rc::gen::inRange(0, 3000));
  asked.circumstances.now = now;
  if (*rc::gen::inRange(0, 2) == 0) {
    const auto write = *rc::gen::elementOf(writes(tip));
    asked.request = {write.method, write.target, {}, write.body};
  } else {
    asked.request = {one_of({"GET", "GET", "GET", "HEAD"}), one_of(read_targets()), {}, {}};
    if (*rc::gen::inRange(0, 4) == 0) asked.circumstances.staleness = Duration(20'000);
    if (const auto accept = one_of({"", "", "application/vnd.github.raw", "text/sha"});
        !accept.empty())
      asked.request.headers.push_back({"Accept", accept});
    if (*rc::gen::inRange(0, 4) == 0) asked.request.target.insert(0, "/api/v3");
  }
  if (const auto token = one_of({"bot", "bot", "alice", ""}); !token.empty())
    asked.request.headers.push_back({"Authorization", "token " + token});
  return asked;
}

// Two sites are asked the same; one of them is made to forget before each request.
RC_GTEST_PROP(AnswerCache, ShowsInNoAnswer, ()) {
  const auto make = [] {
    Repository repository(Settings{}, "octo", "repo");
    repository.initialize("chore: start", start, {{"README.md", "# repo\n"}});
    Options options{.url = "http://127.0.0.1:8080",
                    .tokens = {"bot", "alice"},
                    .hook_url = "http://127.0.0.1:9",
                    .created_at = start};
    return Site(std::move(options), GitHub(std::move(repository)));
  };
  Site site = make();
  Site forgetful = make();
  const std::string tip = site.github().repository().branch("main")->hex();
  Time now = start;
  std::string etag = "\"x\"";
  const auto steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    Asked asked = arbitrary(tip, now);
    const int times = *rc::gen::inRange(1, 3);
    for (int j = 0; j < times; ++j) {
      if (j > 0) asked.request.headers.push_back({"If-None-Match", etag});
      forgetful.set_url(forgetful.options().url);
      const HttpResponse expected = forgetful.handle(asked.request, asked.circumstances);
      const HttpResponse got = site.handle(asked.request, asked.circumstances);
      RC_ASSERT(got == expected);
      etag = find_header(got.headers, "ETag");
    }
    if (*rc::gen::inRange(0, 8) == 0) {
      site.run_background(now);
      forgetful.run_background(now);
    }
    RC_ASSERT(site.digest() == forgetful.digest());
  }
}

TEST(AnswerCacheTest, KnowsAnAnswerUntilTheStateHasAnotherRevision) {
  AnswerCache cache;
  cache.keep(7, "a", {.body = "1"});
  cache.keep(7, "b", {.body = "2"});
  ASSERT_NE(cache.find(7, "a"), nullptr);
  EXPECT_EQ(cache.find(7, "a")->body, "1");
  EXPECT_EQ(cache.find(8, "a"), nullptr);
  cache.keep(8, "b", {.body = "3"});
  EXPECT_EQ(cache.find(8, "a"), nullptr);
  EXPECT_EQ(cache.find(7, "a"), nullptr);
  EXPECT_EQ(cache.find(8, "b")->body, "3");
}

TEST(AnswerCacheTest, ForgetsWhatWouldBeTooMuch) {
  AnswerCache cache;
  const std::string third(AnswerCache::bytes_max / 3, 'x');
  for (const char* question : {"a", "b", "c"}) cache.keep(1, question, {.body = third});
  EXPECT_EQ(cache.find(1, "a"), nullptr);
  EXPECT_NE(cache.find(1, "c"), nullptr);
  cache.keep(1, "d", {.body = third + third + third + third});
  EXPECT_EQ(cache.find(1, "d"), nullptr);
}

}  // namespace
}  // namespace regent::fake::site
