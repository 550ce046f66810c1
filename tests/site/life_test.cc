// The life of a release over REST.
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

TEST_F(SiteTest, AReleaseGoesFromABranchToATag) {
  const std::string commit = branch("release/v1.0.0", "CHANGELOG.md", "# 1.0.0\n");
  const Json pull = open_pull("release/v1.0.0", "chore(release): 1.0.0");
  ASSERT_EQ(status(), 201) << pull.dump();
  EXPECT_EQ(pull["number"], 1);
  EXPECT_EQ(pull["head"]["sha"], commit);
  EXPECT_EQ(pull["mergeable"], true);
  EXPECT_EQ(pull["additions"], 1);
  EXPECT_EQ(pull["changed_files"], 1);
  EXPECT_EQ(pull["merged_at"], nullptr);

  const Json labels = ask("POST", "/repos/octo/repo/issues/1/labels", {{"labels", {"release"}}});
  EXPECT_EQ(labels[0]["name"], "release");

  const Json merge = ask("PUT", "/repos/octo/repo/pulls/1/merge", {{"merge_method", "squash"}});
  ASSERT_EQ(status(), 200) << merge.dump();
  EXPECT_EQ(merge["merged"], true);

  const Json merged = ask("GET", "/repos/octo/repo/pulls/1");
  EXPECT_EQ(merged["state"], "closed");
  EXPECT_EQ(merged["merged"], true);
  EXPECT_EQ(merged["merge_commit_sha"], merge["sha"]);
  EXPECT_NE(merged["merged_at"], nullptr);
  EXPECT_EQ(merged["labels"][0]["name"], "release");

  const Json release = ask("POST", "/repos/octo/repo/releases",
                           {{"tag_name", "v1.0.0"}, {"target_commitish", merge["sha"]}});
  ASSERT_EQ(status(), 201) << release.dump();
  const Json tag = ask("GET", "/repos/octo/repo/git/ref/tags/v1.0.0");
  EXPECT_EQ(tag["object"]["sha"], merge["sha"]);
  EXPECT_EQ(ask("GET", "/repos/octo/repo/releases/latest")["tag_name"], "v1.0.0");
  const Json file = ask("GET", "/repos/octo/repo/contents/CHANGELOG.md?ref=v1.0.0");
  EXPECT_EQ(file["content"], "IyAxLjAuMAo=\n");
}

TEST_F(SiteTest, ASecondPullRequestForABranchIsRefusedAsGitHubDoes) {
  branch("release/v1.0.0", "CHANGELOG.md", "# 1.0.0\n");
  open_pull("release/v1.0.0", "chore(release): 1.0.0");
  const Json refused = open_pull("release/v1.0.0", "chore(release): 1.0.0");
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(refused, Json::parse(R"({
    "message": "Validation Failed",
    "errors": [{"resource": "PullRequest", "code": "custom",
                "message": "A pull request already exists for octo:release/v1.0.0."}],
    "documentation_url": "https://docs.github.com/rest/pulls/pulls#create-a-pull-request",
    "status": "422"})"));
}

TEST_F(SiteTest, EveryMergeMethodMakesItsOwnCommits) {
  for (const char* method : {"merge", "squash", "rebase"}) {
    const std::string name = std::string("topic-") + method;
    branch(name, name + ".txt", "text\n");
    const Json pull = open_pull(name, "feat: " + name);
    const std::string number = pull["number"].dump();
    const Json merge =
        ask("PUT", "/repos/octo/repo/pulls/" + number + "/merge", {{"merge_method", method}});
    ASSERT_EQ(status(), 200) << merge.dump();
    const Json commit = ask("GET", "/repos/octo/repo/commits/" + merge["sha"].get<std::string>());
    EXPECT_EQ(commit["parents"].size(), std::string(method) == "merge" ? 2U : 1U) << method;
    EXPECT_EQ(ask("GET", "/repos/octo/repo/git/ref/heads/main")["object"]["sha"], merge["sha"]);
  }
}

TEST_F(SiteTest, PullRequestsThatChangeOneFileDifferentlyConflict) {
  branch("a", "README.md", "# a\n");
  branch("b", "README.md", "# b\n");
  open_pull("a", "feat: a");
  open_pull("b", "feat: b");
  ask("PUT", "/repos/octo/repo/pulls/1/merge");
  EXPECT_EQ(ask("GET", "/repos/octo/repo/pulls/2")["mergeable"], false);
  EXPECT_EQ(ask("PUT", "/repos/octo/repo/pulls/2/merge")["message"],
            "Pull Request is not mergeable");
  EXPECT_EQ(status(), 405);
}

TEST_F(SiteTest, ABranchIsUpdatedFromItsBase) {
  branch("a", "a.txt", "a\n");
  branch("b", "b.txt", "b\n");
  open_pull("a", "feat: a");
  open_pull("b", "feat: b");
  ask("PUT", "/repos/octo/repo/pulls/1/merge");
  ask("PUT", "/repos/octo/repo/pulls/2/update-branch");
  EXPECT_EQ(status(), 202);
  EXPECT_EQ(ask("GET", "/repos/octo/repo/compare/main...b")["behind_by"], 0);
}

TEST_F(SiteTest, ADraftGetsItsTagWhenItIsPublished) {
  const Json draft =
      ask("POST", "/repos/octo/repo/releases", {{"tag_name", "v1"}, {"draft", true}});
  ASSERT_EQ(status(), 201) << draft.dump();
  EXPECT_EQ(draft["published_at"], nullptr);
  ask("GET", "/repos/octo/repo/git/ref/tags/v1");
  EXPECT_EQ(status(), 404);
  ask("GET", "/repos/octo/repo/releases/tags/v1");
  EXPECT_EQ(status(), 404);
  const std::string id = draft["id"].dump();
  const Json published = ask("PATCH", "/repos/octo/repo/releases/" + id, {{"draft", false}});
  EXPECT_EQ(status(), 200);
  EXPECT_NE(published["published_at"], nullptr);
  ask("GET", "/repos/octo/repo/git/ref/tags/v1");
  EXPECT_EQ(status(), 200);
  ask("DELETE", "/repos/octo/repo/releases/" + id);
  EXPECT_EQ(status(), 204);
  EXPECT_EQ(ask("GET", "/repos/octo/repo/releases").size(), 0U);
  ask("GET", "/repos/octo/repo/git/ref/tags/v1");
  EXPECT_EQ(status(), 200) << "the tag stays";
}

TEST_F(SiteTest, FilesAreWrittenUnderTheIdThatTheyReplace) {
  const Json first = ask("PUT", "/repos/octo/repo/contents/docs/a.md",
                         {{"message", "docs: a"}, {"content", "YQ=="}});
  ASSERT_EQ(status(), 201) << first.dump();
  ask("PUT", "/repos/octo/repo/contents/docs/a.md", {{"message", "m"}, {"content", "Yg=="}});
  EXPECT_EQ(status(), 422) << "without the sha";
  const Json wrong = ask("PUT", "/repos/octo/repo/contents/docs/a.md",
                         {{"message", "m"}, {"content", "Yg=="}, {"sha", std::string(40, '1')}});
  EXPECT_EQ(status(), 409);
  EXPECT_EQ(wrong["message"], "docs/a.md does not match " + std::string(40, '1'));
  ask("PUT", "/repos/octo/repo/contents/docs/a.md",
      {{"message", "m"}, {"content", "Yg=="}, {"sha", first["content"]["sha"]}});
  EXPECT_EQ(status(), 200);
  const Json now = ask("GET", "/repos/octo/repo/contents/docs/a.md");
  ask("DELETE", "/repos/octo/repo/contents/docs/a.md", {{"message", "m"}, {"sha", now["sha"]}});
  EXPECT_EQ(status(), 200);
  ask("GET", "/repos/octo/repo/contents/docs");
  EXPECT_EQ(status(), 404) << "a directory without files is gone";
}

TEST_F(SiteTest, GraphQlKnowsTheDatesAndCommentsThatRestKnows) {
  branch("a", "a", "a");
  open_pull("a", "feat: a");
  ask("POST", "/repos/octo/repo/issues/1/comments", {{"body", "well done"}});
  ask("PUT", "/repos/octo/repo/pulls/1/merge");
  const Json rest = ask("GET", "/repos/octo/repo/pulls/1");
  const Json answer =
      ask("POST", "/graphql", {{"query", R"({ repository(owner: "octo", name: "repo") {
                              pullRequest(number: 1) { mergedAt closedAt updatedAt
                                comments(first: 5) { nodes { body } } } } })"}});
  const Json pull = answer["data"]["repository"]["pullRequest"];
  EXPECT_EQ(pull["mergedAt"], rest["merged_at"]) << answer.dump();
  EXPECT_EQ(pull["closedAt"], rest["closed_at"]);
  EXPECT_EQ(pull["updatedAt"], rest["updated_at"]);
  EXPECT_EQ(pull["comments"]["nodes"], Json::parse(R"([{"body": "well done"}])"));
}

}  // namespace
}  // namespace regent::fake::site
