// What other people's clients and GitHub's published description found wrong (tests/conformance).
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

// SPEC, components/schemas/root.
TEST_F(SiteTest, TheRootListsAllOfGitHub) {
  const Json root = ask("GET", "/");
  EXPECT_EQ(root.size(), 33U);
  EXPECT_EQ(root["emojis_url"], "http://127.0.0.1:8080/emojis");
  EXPECT_EQ(root["current_user_authorizations_html_url"],
            "http://127.0.0.1:8080/settings/connections/applications{/client_id}");
}

// SPEC, search/issues-and-pull-requests.
TEST_F(SiteTest, ASearchSaysHowItSearched) {
  EXPECT_EQ(ask("GET", "/search/issues?q=is:pr")["search_type"], "lexical");
}

// dyad-sh/dyad#1914.
TEST_F(SiteTest, ARepositoryOfThatNameIsNotMadeAgain) {
  ask("POST", "/user/repos", {{"name", "fresh"}});
  EXPECT_EQ(status(), 201);
  const Json refused = ask("POST", "/user/repos", {{"name", "fresh"}});
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(refused["message"], "Repository creation failed.");
  EXPECT_EQ(refused["errors"][0]["message"], "name already exists on this account");
}

// FIX, labels.
TEST_F(SiteTest, ANewRepositoryHasNineLabels) {
  const Json labels = ask("GET", "/repos/octo/repo/labels");
  ASSERT_EQ(labels.size(), 9U);
  EXPECT_EQ(labels[0]["name"], "bug");
  EXPECT_EQ(labels[0]["color"], "d73a4a");
  EXPECT_EQ(labels[0]["default"], true);
  EXPECT_EQ(ask("POST", "/repos/octo/repo/labels", {{"name", "mine"}})["default"], false);
}

// FIX, create-file.
TEST_F(SiteTest, TheFirstFileMakesTheFirstCommitAndTheBranch) {
  ask("POST", "/user/repos", {{"name", "empty"}});
  const std::string repository = "/repos/release-regent/empty";
  const Json made = ask("PUT", repository + "/contents/dir/test.txt",
                        {{"message", "create test.txt"}, {"content", "VGVzdCBjb250ZW50"}});
  EXPECT_EQ(status(), 201);
  EXPECT_EQ(made["content"]["size"], 12);
  EXPECT_EQ(made["commit"]["parents"], Json::array());
  EXPECT_EQ(ask("GET", repository + "/git/ref/heads/main")["object"]["sha"], made["commit"]["sha"]);
}

// FIX, git-refs; PyGithub sends these still.
TEST_F(SiteTest, ReferencesAreFoundAtTheirOldPlaceToo) {
  branch("topic", "a.txt", "a");
  EXPECT_EQ(ask("GET", "/repos/octo/repo/git/refs").size(), 2U);
  EXPECT_EQ(ask("GET", "/repos/octo/repo/git/refs/heads/topic")["ref"], "refs/heads/topic");
  EXPECT_EQ(ask("GET", "/repos/octo/repo/git/refs/heads/top")[0]["ref"], "refs/heads/topic");
  EXPECT_EQ(ask("GET", "/repos/octo/repo/git/refs/heads/none")["message"], "Not Found");
  EXPECT_EQ(status(), 404);
}

// FIX, get-repository.
TEST_F(SiteTest, ARepositoryOfAnOrganizationSaysSo) {
  EXPECT_EQ(ask("POST", "/orgs/acme/repos", {{"name", "one"}})["organization"]["login"], "acme");
  const Json repository = ask("GET", "/repos/acme/one");
  EXPECT_EQ(repository["owner"]["type"], "Organization");
  EXPECT_EQ(ask("GET", "/repos/octo/repo")["owner"]["type"], "User");
}

// FIX, labels: what was made says where it is, and has an ETag.
TEST_F(SiteTest, WhatWasMadeSaysWhereItIs) {
  const HttpResponse made = raw("POST", "/repos/octo/repo/labels", R"({"name":"mine"})");
  EXPECT_EQ(find_header(made.headers, "Location"),
            "http://127.0.0.1:8080/repos/octo/repo/labels/mine");
  EXPECT_NE(find_header(made.headers, "ETag"), "");
  EXPECT_EQ(find_header(made.headers, "Cache-Control"), "private, max-age=60, s-maxage=60");
}

// gh pr create --label, gh pr close --comment.
TEST_F(SiteTest, GraphqlShowsLabelsAndCommentsOfTheSite) {
  branch("topic", "a.txt", "a");
  const std::string id = open_pull("topic", "t")["node_id"];
  const Json labels = ask("POST", "/graphql", {{"query", R"({repository(owner:"octo",name:"repo")
    {labels(first:1){totalCount nodes{name color}}}})"}});
  EXPECT_EQ(labels["data"]["repository"]["labels"]["totalCount"], 9) << labels;
  const Json commented =
      ask("POST", "/graphql",
          {{"query", "mutation($in:AddCommentInput!){addComment(input:$in){clientMutationId}}"},
           {"variables", {{"in", {{"subjectId", id}, {"body", "soon"}}}}}});
  EXPECT_FALSE(commented.contains("errors")) << commented;
  EXPECT_EQ(ask("GET", "/repos/octo/repo/issues/1/comments")[0]["body"], "soon");
}

// PyGithub asks again under a condition; what it is told must not be older than the base.
TEST_F(SiteTest, APullRequestIsNewWhenItsBaseMovedIntoItsWay) {
  branch("one", "VERSION", "1");
  branch("two", "VERSION", "2");
  open_pull("one", "one");
  open_pull("two", "two");
  const HttpResponse before = raw("GET", "/repos/octo/repo/pulls/2");
  const std::string etag(find_header(before.headers, "ETag"));
  EXPECT_EQ(raw("GET", "/repos/octo/repo/pulls/2", "", {{"If-None-Match", etag}}).status, 304);
  ask("PUT", "/repos/octo/repo/pulls/1/merge");
  const HttpResponse after = raw("GET", "/repos/octo/repo/pulls/2", "", {{"If-None-Match", etag}});
  EXPECT_EQ(after.status, 200);
  EXPECT_EQ(Json::parse(after.body)["mergeable_state"], "dirty");
}

// release-please: pullRequestsSince. GQL: short names are looked up after full ones.
TEST_F(SiteTest, GraphqlShowsThePullRequestsOfACommitOnARefOfAShortName) {
  const std::string made = branch("topic", "a.txt", "a");
  open_pull("topic", "t");
  const auto numbers_on = [&](const std::string& ref) {
    const Json answer =
        ask("POST", "/graphql",
            {{"query", R"(query($ref:String!){repository(owner:"octo",name:"repo"){ref(
              qualifiedName:$ref){target{...on Commit{history(first:1){nodes{oid
              associatedPullRequests(first:10){nodes{number}}}}}}}}})"},
             {"variables", {{"ref", ref}}}});
    return answer["data"]["repository"]["ref"]["target"]["history"]["nodes"][0];
  };
  const Json expected{{"oid", made},
                      {"associatedPullRequests", {{"nodes", Json::array({{{"number", 1}}})}}}};
  EXPECT_EQ(numbers_on("topic"), expected);
  EXPECT_EQ(numbers_on("refs/heads/topic"), expected);
  EXPECT_EQ(numbers_on("main")["associatedPullRequests"]["nodes"], Json::array());
  const Json merged = ask("PUT", "/repos/octo/repo/pulls/1/merge");
  EXPECT_EQ(numbers_on("main")["oid"], merged["sha"]);
  EXPECT_EQ(numbers_on("main")["associatedPullRequests"], expected["associatedPullRequests"]);
}

// gh: its lists end after a page otherwise.
TEST_F(SiteTest, LinksOfPagesStayBelowTheEnterprisePath) {
  const HttpResponse page = raw("GET", "/api/v3/repos/octo/repo/labels?per_page=4");
  EXPECT_TRUE(find_header(page.headers, "Link")
                  .starts_with("<http://127.0.0.1:8080/api/v3/repos/octo/repo/labels?per_page=4&"))
      << find_header(page.headers, "Link");
}

}  // namespace
}  // namespace regent::fake::site
