// Issues that are no pull requests, which share their numbers, labels and comments.
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

class Issues : public SiteTest {
 protected:
  static constexpr const char* repo = "/repos/octo/repo";
  static std::string at(const std::string& path) { return repo + path; }
  Json create(const std::string& title, const Json& more = Json::object()) {
    Json body{{"title", title}};
    body.update(more);
    return ask("POST", at("/issues"), body);
  }
  std::string numbers(const Json& issues) {
    std::string out;
    for (const Json& issue : issues) out += issue["number"].dump() + ' ';
    return out;
  }
};

TEST_F(Issues, AreShownAsTheyWereWritten) {
  const Json made = create("It fails", {{"body", "Always."}, {"labels", {"bug", "New"}}});
  ASSERT_EQ(status(), 201) << made.dump();
  EXPECT_EQ(made["number"], 1);
  EXPECT_EQ(made["html_url"], "http://127.0.0.1:8080/octo/repo/issues/1");
  EXPECT_EQ(made["title"], "It fails");
  EXPECT_EQ(made["body"], "Always.");
  EXPECT_EQ(made["user"]["login"], "release-regent");
  EXPECT_EQ(made["labels"][0]["color"], "d73a4a");
  EXPECT_EQ(made["labels"][1]["name"], "New");
  EXPECT_FALSE(made.contains("pull_request"));
  EXPECT_FALSE(made.contains("draft"));
  EXPECT_EQ(ask("GET", at("/issues/1")), made);
  EXPECT_EQ(ask("GET", "/repos/octo/repo")["open_issues_count"], 1);
  EXPECT_EQ(ask("POST", at("/issues"), {{"body", "x"}})["message"],
            "Invalid request.\n\n\"title\" wasn't supplied.");
}

TEST_F(Issues, ShareTheirNumbersWithPullRequests) {
  create("one");
  branch("topic", "a.txt", "a\n");
  EXPECT_EQ(open_pull("topic", "two")["number"], 2);
  EXPECT_EQ(create("three")["number"], 3);
  EXPECT_EQ(numbers(ask("GET", at("/issues"))), "3 2 1 ");
  EXPECT_EQ(numbers(ask("GET", at("/pulls"))), "2 ");
  EXPECT_EQ(ask("GET", at("/pulls/1"))["message"], "Not Found");
  EXPECT_EQ(ask("GET", at("/issues/2"))["pull_request"]["url"],
            "http://127.0.0.1:8080/repos/octo/repo/pulls/2");
  ask("GET", at("/issues/4"));
  EXPECT_EQ(status(), 404);
  // All that looks through the pull requests passes the issues by.
  ask("PUT", at("/pulls/2/merge"));
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(numbers(ask("GET", at("/commits/main/pulls"))), "2 ");
  const Json notes = ask("POST", at("/releases/generate-notes"), {{"tag_name", "v1"}})["body"];
  EXPECT_NE(notes.get<std::string>().find("* two by @"), std::string::npos) << notes;
  const Json state = Json::parse(site_.state_json())["repositories"][0];
  EXPECT_EQ(state["pulls"].size(), 1U);
  EXPECT_EQ(numbers(state["issues"]), "1 3 ");
  const Json answer = ask(
      "POST", "/graphql",
      {{"query",
        "{ repository(owner: \"octo\", name: \"repo\") { pullRequests(first: 9) { nodes { number "
        "} } labels(first: 99) { totalCount } } }"}});
  EXPECT_EQ(numbers(answer["data"]["repository"]["pullRequests"]["nodes"]), "2 ") << answer.dump();
}

TEST_F(Issues, AreClosedAndReopened) {
  create("one");
  const Json closed = ask("PATCH", at("/issues/1"), {{"state", "closed"}, {"title", "done"}});
  EXPECT_EQ(closed["state"], "closed");
  EXPECT_EQ(closed["title"], "done");
  EXPECT_EQ(closed["state_reason"], "completed");
  EXPECT_EQ(closed["closed_at"], "2019-12-20T00:00:02Z");
  EXPECT_EQ(closed["closed_by"]["login"], "release-regent");
  EXPECT_EQ(numbers(ask("GET", at("/issues"))), "");
  EXPECT_EQ(numbers(ask("GET", at("/issues?state=all"))), "1 ");
  EXPECT_EQ(ask("GET", "/repos/octo/repo")["open_issues_count"], 0);
  const Json open = ask("PATCH", at("/issues/1"), {{"state", "open"}});
  EXPECT_EQ(open["state_reason"], "reopened");
  EXPECT_EQ(open["closed_at"], nullptr);
  EXPECT_EQ(ask("PATCH", at("/issues/1"),
                {{"state", "closed"}, {"state_reason", "not_planned"}})["state_reason"],
            "not_planned");
}

TEST_F(Issues, HaveLabels) {
  create("one");
  ask("POST", at("/issues/1/labels"), {{"labels", {"Foo", "bar"}}});
  const Json added = ask("POST", at("/issues/1/labels"), {{"labels", {"foo", "baz"}}});
  ASSERT_EQ(added.size(), 3U) << added.dump();
  EXPECT_EQ(added[2]["name"], "baz");
  EXPECT_EQ(numbers(ask("GET", at("/issues?labels=Foo,baz"))), "1 ");
  EXPECT_EQ(numbers(ask("GET", at("/issues?labels=Foo,none"))), "");
  ask("DELETE", at("/issues/1/labels/FOO"));
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(ask("GET", at("/issues/1/labels")).size(), 2U);
  EXPECT_EQ(ask("PUT", at("/issues/1/labels"), {{"labels", {"x"}}})[0]["name"], "x");
  EXPECT_EQ(ask("PATCH", at("/issues/1"), {{"labels", {"y"}}})["labels"][0]["name"], "y");
  ask("DELETE", at("/issues/1/labels"));
  EXPECT_EQ(ask("GET", at("/issues/1/labels")), Json::array());
  ask("POST", at("/issues/9/labels"), {{"labels", {"x"}}});
  EXPECT_EQ(status(), 404);
}

TEST_F(Issues, HaveComments) {
  create("one");
  const Json said = ask("POST", at("/issues/1/comments"), {{"body", "hello"}});
  EXPECT_EQ(said["html_url"], "http://127.0.0.1:8080/octo/repo/issues/1#issuecomment-1");
  const Json issue = ask("GET", at("/issues/1"));
  EXPECT_EQ(issue["comments"], 1);
  EXPECT_EQ(issue["updated_at"], "2019-12-20T00:00:02Z");
  EXPECT_EQ(ask("GET", at("/issues/1/comments")), Json::array({said}));
}

TEST_F(Issues, AreSearchedWithPullRequests) {
  create("The doors don't open", {{"body", "sesame"}});
  branch("topic", "a.txt", "a\n");
  open_pull("topic", "Sesame for all");
  create("Something else");
  const auto found = [&](const std::string& query) {
    return numbers(ask("GET", "/search/issues?q=repo:octo/repo+" + query)["items"]);
  };
  EXPECT_EQ(found("sesame"), "2 1 ");
  EXPECT_EQ(found("sesame+is:issue"), "1 ");
  EXPECT_EQ(found("sesame+is:pr"), "2 ");
  EXPECT_EQ(found("is:issue"), "3 1 ");
  EXPECT_EQ(found("is:issue+is:closed"), "");
  EXPECT_EQ(found("type:pr+is:open"), "2 ");
}

}  // namespace
}  // namespace regent::fake::site
