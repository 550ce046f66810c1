// What every answer has: credentials, versions, conditions, pages, errors.
#include <algorithm>

#include "fakes/github/responses.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/target.h"
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

std::string header(const HttpResponse& response, std::string_view name) {
  return std::string(find_header(response.headers, name));
}

TEST_F(SiteTest, AnUnchangedResourceIs304AndFree) {
  const HttpResponse first = raw("GET", "/repos/octo/repo");
  const std::string left = header(first, "X-RateLimit-Remaining");
  const HttpResponse again =
      raw("GET", "/repos/octo/repo", "", {{"If-None-Match", header(first, "ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(header(again, "X-RateLimit-Remaining"), left);
  EXPECT_EQ(raw("GET", "/repos/octo/repo", "", {{"If-None-Match", "\"another\""}}).status, 200);
}

TEST_F(SiteTest, AWriteUnderAConditionIsRefusedOnGitHubCom) {
  const HttpResponse refused =
      raw("PATCH", "/repos/octo/repo/pulls/1", "{}", {{"If-Match", "\"x\""}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Json::parse(refused.body), Json::parse(R"({
    "message": "Bad Request",
    "errors": ["Conditional request headers are not allowed in unsafe requests )"
                                                   R"(unless supported by the endpoint"],
    "status": "400"})"));
}

TEST_F(SiteTest, AnonymousClientsReadAndDoNotWrite) {
  token_.clear();
  EXPECT_EQ(raw("GET", "/repos/octo/repo").status, 200);
  const Json refused = ask("POST", "/repos/octo/repo/git/refs", Json::object());
  EXPECT_EQ(status(), 401);
  EXPECT_EQ(refused["message"], "Requires authentication");
  EXPECT_EQ(refused["documentation_url"], "https://docs.github.com/rest");
}

TEST_F(SiteTest, OnlyTheTokensThatWereNamedAreGood) {
  site_ = make({.tokens = {"bots", "persons"}});
  token_ = "bots";
  EXPECT_EQ(ask("GET", "/user")["login"], "release-regent");
  token_ = "persons";
  EXPECT_EQ(ask("GET", "/user")["login"], "octocat");
  token_ = "stolen";
  EXPECT_EQ(ask("GET", "/user")["message"], "Bad credentials");
  EXPECT_EQ(status(), 401);
}

TEST_F(SiteTest, WhatIsNoJsonIsSaidToBeNone) {
  const HttpResponse refused = raw("POST", "/repos/octo/repo/pulls", "{");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Json::parse(refused.body)["message"], "Problems parsing JSON");
}

TEST_F(SiteTest, AMissingMemberIsNamed) {
  const Json refused = ask("POST", "/repos/octo/repo/pulls", {{"base", "main"}});
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(refused["message"], "Invalid request.\n\n\"head\" wasn't supplied.");
  EXPECT_FALSE(refused.contains("errors"));
}

TEST_F(SiteTest, AnUnknownApiVersionIs400) {
  EXPECT_EQ(raw("GET", "/repos/octo/repo", "", {{"X-GitHub-Api-Version", "1999-01-01"}}).status,
            400);
  EXPECT_EQ(raw("GET", "/repos/octo/repo", "", {{"X-GitHub-Api-Version", "2022-11-28"}}).status,
            200);
}

TEST_F(SiteTest, ListsComeInPagesWithLinks) {
  for (int i = 1; i <= 5; ++i) {
    const std::string name = "topic-" + std::to_string(i);
    branch(name, name, "text");
    open_pull(name, "feat: " + name);
  }
  const HttpResponse second = raw("GET", "/repos/octo/repo/pulls?per_page=2&page=2&state=open");
  const Json pulls = Json::parse(second.body);
  ASSERT_EQ(pulls.size(), 2U);
  EXPECT_EQ(pulls[0]["number"], 3);
  EXPECT_EQ(header(second, "Link"),
            "<http://127.0.0.1:8080/repos/octo/repo/pulls?per_page=2&state=open&page=1>; "
            "rel=\"prev\", "
            "<http://127.0.0.1:8080/repos/octo/repo/pulls?per_page=2&state=open&page=3>; "
            "rel=\"next\", "
            "<http://127.0.0.1:8080/repos/octo/repo/pulls?per_page=2&state=open&page=3>; "
            "rel=\"last\", "
            "<http://127.0.0.1:8080/repos/octo/repo/pulls?per_page=2&state=open&page=1>; "
            "rel=\"first\"");
  EXPECT_EQ(header(raw("GET", "/repos/octo/repo/pulls"), "Link"), "") << "one page has no links";
}

TEST_F(SiteTest, ABareBranchNameFiltersNothing) {
  branch("a", "a", "a");
  branch("b", "b", "b");
  open_pull("a", "feat: a");
  open_pull("b", "feat: b");
  EXPECT_EQ(ask("GET", "/repos/octo/repo/pulls?head=octo:a").size(), 1U);
  EXPECT_EQ(ask("GET", "/repos/octo/repo/pulls?head=a").size(), 2U);
}

TEST_F(SiteTest, EnterpriseClientsFindTheApiBelowApiV3) {
  const Json repository = ask("GET", "/api/v3/repos/octo/repo");
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(repository["url"], "http://127.0.0.1:8080/api/v3/repos/octo/repo");
  EXPECT_EQ(repository["html_url"], "http://127.0.0.1:8080/octo/repo");
}

TEST_F(SiteTest, AnExhaustedLimitIsRefusedUntilItIsReset) {
  Options options;
  options.settings.rate_limit_per_hour = 3;
  site_ = make(options);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(raw("GET", "/repos/octo/repo").status, 200);
  const HttpResponse refused = raw("GET", "/repos/octo/repo");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(header(refused, "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(Json::parse(refused.body)["message"], "API rate limit exceeded for installation ID 1.");
  EXPECT_EQ(raw("GET", "/rate_limit").status, 200) << "asking for it is free";
  now_ += std::chrono::hours(1);
  EXPECT_EQ(raw("GET", "/repos/octo/repo").status, 200);
}

TEST_F(SiteTest, AnInjectedFailureDoesNothing) {
  const std::uint64_t before = site_.revision();
  circumstances_.failure = Failure::bad_gateway_502;
  const Json refused = ask("POST", "/repos/octo/repo/labels", {{"name", "bug"}});
  EXPECT_EQ(status(), 502);
  EXPECT_EQ(refused["message"], "Server Error");
  EXPECT_EQ(site_.revision(), before);
}

TEST_F(SiteTest, TheSameRequestsMakeTheSameAnswers) {
  const auto live = [this] {
    site_ = make({.hook_url = "http://127.0.0.1:1/hook"});
    now_ = start;
    std::string all;
    branch("a", "a", "a");
    all += open_pull("a", "feat: a").dump();
    all += ask("PUT", "/repos/octo/repo/pulls/1/merge").dump();
    all += site_.state_json();
    for (const Delivery& delivery : site_.take_deliveries()) all += delivery.guid + delivery.body;
    return all;
  };
  const std::string once = live();
  EXPECT_EQ(once, live());
  EXPECT_NE(once.find("\"action\":\"closed\""), std::string::npos);
}

TEST_F(SiteTest, ARedeliveryKeepsItsGuid) {
  site_ = make({.tokens = {}, .hook_url = "http://127.0.0.1:1/hook"});
  branch("a", "a", "a");
  const auto deliveries = site_.take_deliveries();
  ASSERT_FALSE(deliveries.empty());
  EXPECT_EQ(deliveries.front().event, "create");
  for (std::size_t i = 1; i < deliveries.size(); ++i) {
    EXPECT_NE(deliveries[i].guid, deliveries[i - 1].guid);
    EXPECT_GT(deliveries[i].id, deliveries[i - 1].id);
  }
}

TEST(Target, PathsAndQueriesAreDecoded) {
  const Target target("/repos/o/r/branches/release%2Fv1?q=a+b%26c&page=2&page=3");
  EXPECT_EQ(target.segments(),
            (std::vector<std::string>{"repos", "o", "r", "branches", "release/v1"}));
  EXPECT_EQ(target.query("q"), "a b&c");
  EXPECT_EQ(target.number("page", 1), 3U);
  EXPECT_EQ(target.number("per_page", 30), 30U);
}

TEST(Encoding, DatesGoThereAndBack) {
  EXPECT_EQ(iso_date(start), "2019-12-20T00:00:00Z");
  EXPECT_EQ(parse_iso_date("2019-12-20T01:00:00+01:00"), start);
  EXPECT_EQ(parse_iso_date("2019-02-30T00:00:00Z"), std::nullopt);
}

}  // namespace
}  // namespace regent::fake::site
