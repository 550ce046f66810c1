// Mutations change what the typed requests change, and are refused in GitHub's words.
#include <gtest/gtest.h>

#include "fakes/github/node_ids.h"
#include "tests/graphql/asking.h"

namespace regent::fake::graphql::testing {
namespace {

const std::string repository_id = repository_node_id("octo/repo");
const std::string zero(40, '0');

constexpr std::string_view update_refs =
    "mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }";

TEST(GraphQlMutations, UpdateRefsSwingsAllRefs) {
  Asking asking;
  const std::string main = asking.world.repository.branch("main")->hex();
  const Json data = asking.data(
      update_refs,
      {{"input",
        {{"clientMutationId", "mine"},
         {"repositoryId", repository_id},
         {"refUpdates",
          {{{"name", "refs/release-regent/main"}, {"beforeOid", zero}, {"afterOid", main}},
           {{"name", "refs/heads/topic2"}, {"afterOid", zero}}}}}}});
  EXPECT_EQ(data.dump(), R"({"updateRefs":{"clientMutationId":"mine"}})");
  EXPECT_TRUE(asking.world.repository.ref("refs/release-regent/main"));
  EXPECT_FALSE(asking.world.repository.branch("topic2"));
}

TEST(GraphQlMutations, UpdateRefsChangesNothingWhenOneRowIsRefused) {
  Asking asking;
  const std::string main = asking.world.repository.branch("main")->hex();
  const std::string before = to_line(asking.world.repository);
  const Json answer = asking.ask(
      update_refs,
      {{"input",
        {{"repositoryId", repository_id},
         {"refUpdates",
          {{{"name", "refs/heads/new"}, {"afterOid", main}},
           {{"name", "refs/heads/topic2"}, {"beforeOid", main}, {"afterOid", zero}}}}}}});
  EXPECT_EQ(answer.dump(), R"({"data":{"updateRefs":null},"errors":[{"type":"UNPROCESSABLE",)"
                           R"("path":["updateRefs"],"locations":[{"line":1,"column":38}],)"
                           R"("message":"Reference update failed: refs/heads/topic2 is not at )" +
                               main + R"("}]})");
  EXPECT_EQ(to_line(asking.world.repository), before);
}

TEST(GraphQlMutations, AnUnknownRepositoryIsNotFound) {
  EXPECT_EQ(
      Asking().error(update_refs,
                     {{"input", {{"repositoryId", "R_nope"}, {"refUpdates", Json::array()}}}}),
      "Could not resolve to a node with the global id of 'R_nope'.");
}

Json commit_input(const std::string& head) {
  return {{"input",
           {{"branch", {{"repositoryNameWithOwner", "octo/repo"}, {"branchName", "main"}}},
            {"message", {{"headline", "docs: say hello"}, {"body", "In a new file."}}},
            {"expectedHeadOid", head},
            {"fileChanges",
             {{"additions", {{{"path", "docs/hello.md"}, {"contents", "aGVsbG8K"}}}},
              {"deletions", {{{"path", "README.md"}}}}}}}}};
}
constexpr std::string_view create_commit =
    "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { "
    "oid message parents(first: 1) { nodes { oid } } } ref { name } } }";

TEST(GraphQlMutations, CreateCommitOnBranchAddsAndDeletesFiles) {
  Asking asking;
  const std::string head = asking.world.repository.branch("main")->hex();
  const Json made = asking.data(create_commit, commit_input(head))["createCommitOnBranch"];
  const Repository& repository = asking.world.repository;
  const Sha tip = *repository.branch("main");
  EXPECT_EQ(made["commit"]["oid"], tip.hex());
  EXPECT_EQ(made["commit"]["message"], "docs: say hello\n\nIn a new file.");
  EXPECT_EQ(made["commit"]["parents"]["nodes"][0]["oid"], head);
  EXPECT_EQ(repository.file(tip, "docs/hello.md"), "hello\n");
  EXPECT_FALSE(repository.file(tip, "README.md"));
}

TEST(GraphQlMutations, CreateCommitOnBranchRefusesAHeadThatMoved) {
  Asking asking;
  const std::string old = asking.world.root.hex();
  const Json answer = asking.ask(create_commit, commit_input(old));
  EXPECT_EQ(answer["errors"][0]["type"], "STALE_DATA");
  EXPECT_EQ(answer["errors"][0]["message"],
            "Expected branch to point to \"" + old + "\" but it did not.  Pull and try again.");
  EXPECT_EQ(answer["data"].dump(), R"({"createCommitOnBranch":null})");
}

TEST(GraphQlMutations, PullRequestsAreOpenedOnceAndChanged) {
  Asking asking;
  const std::string create =
      "mutation($head: String!) { createPullRequest(input: {repositoryId: \"" + repository_id +
      "\", baseRefName: \"main\", headRefName: $head, title: \"t\"}) { pullRequest { id number } } "
      "}";
  const Json made = asking.data(create, {{"head", "topic2"}})["createPullRequest"]["pullRequest"];
  EXPECT_EQ(made["number"], 3);
  EXPECT_EQ(asking.error(create, {{"head", "topic2"}}),
            "A pull request already exists for octo:topic2.");
  EXPECT_EQ(asking.error(create, {{"head", "nope"}}),
            "Head sha can't be blank, No commits between main and nope, Head ref must be a branch");
  const Json changed = asking.data(
      "mutation($id: ID!) { updatePullRequest(input: {pullRequestId: $id, title: \"new\"}) { "
      "pullRequest { title } } closePullRequest(input: {pullRequestId: $id}) { pullRequest { state "
      "} } }",
      {{"id", made["id"]}});
  EXPECT_EQ(changed["updatePullRequest"]["pullRequest"]["title"], "new");
  EXPECT_EQ(changed["closePullRequest"]["pullRequest"]["state"], "CLOSED");
}

}  // namespace
}  // namespace regent::fake::graphql::testing
