// What is remembered of an unchanged state shows in no answer.
#include "fakes/github/site/answer_cache.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/site/requests.h"

namespace regent::fake::site {
namespace {

// The same question by somebody else, in another form, for the past, or on a condition.
void ask_otherwise(Asked& asked, const std::string& etag) {
  std::vector<Header>& headers = asked.request.headers;
  const auto set = [&](const std::string& name, const std::string& value) {
    std::erase_if(headers, [&](const Header& header) { return is_same_name(header.name, name); });
    if (!value.empty()) headers.push_back({name, value});
  };
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return set("If-None-Match", etag);
    case 1:
      return set("Authorization",
                 *rc::gen::elementOf(std::vector<std::string>{"token bot", "token alice", ""}));
    case 2:
      return set("Accept", *rc::gen::elementOf(std::vector<std::string>{
                               "application/vnd.github.raw", "application/vnd.github.sha", ""}));
    default:
      asked.circumstances.staleness =
          Duration(asked.circumstances.staleness.count() > 0 ? 0 : 20'000);
  }
}

// Two sites are asked the same; one of them is made to forget before each request.
RC_GTEST_PROP(AnswerCache, ShowsInNoAnswer, ()) {
  Site site = make_asked_site();
  Site forgetful = make_asked_site();
  const std::string tip = site.github().repository().branch("main")->hex();
  Time now = start;
  std::string etag = "\"x\"";
  const auto steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    Asked asked = arbitrary(tip, now);
    const int times = *rc::gen::inRange(1, 5);
    for (int j = 0; j < times; ++j) {
      if (j > 0) ask_otherwise(asked, etag);
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

TEST(AnswerCacheTest, GivesNobodyTheAnswerOfAnother) {
  Site site = make_asked_site();
  for (const std::string login : {"release-regent", "octocat"}) {
    const std::string token = login == "octocat" ? "alice" : "bot";
    const HttpRequest request{"GET", "/user", {{"Authorization", "token " + token}}, {}};
    const HttpResponse answer = site.handle(request, {.now = start});
    EXPECT_TRUE(answer.body.contains("\"login\":\"" + login + '"')) << answer.body;
  }
}

TEST(AnswerCacheTest, GivesNoAnswerInAnotherForm) {
  Site site = make_asked_site();
  HttpRequest request{"GET", repo + "/contents/README.md", {}, {}};
  EXPECT_TRUE(site.handle(request, {.now = start}).body.starts_with('{'));
  request.headers.push_back({"Accept", "application/vnd.github.raw"});
  EXPECT_EQ(site.handle(request, {.now = start}).body, "# repo\n");
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
