// Annotated tags: objects of their own, which stand for a commit wherever one is asked for.
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

class AnnotatedTags : public SiteTest {
 protected:
  static constexpr const char* repo = "/repos/octo/repo";

  std::string main_tip() {
    return ask("GET", std::string(repo) + "/git/ref/heads/main")["object"]["sha"];
  }
  Json tag_object(const std::string& name, const std::string& object,
                  const std::string& type = "commit") {
    return ask(
        "POST", std::string(repo) + "/git/tags",
        {{"tag", name},
         {"message", "Release " + name + "\n"},
         {"object", object},
         {"type", type},
         {"tagger", {{"name", "Mona"}, {"email", "mona@example.com"}, {"date", tagged_at}}}});
  }
  // An annotated tag `name` on the tip of main; the id of the tag object.
  std::string tag_main(const std::string& name) {
    const std::string sha = tag_object(name, main_tip())["sha"];
    ask("POST", std::string(repo) + "/git/refs", {{"ref", "refs/tags/" + name}, {"sha", sha}});
    EXPECT_EQ(status(), 201);
    return sha;
  }
  Json query(const std::string& selections) {
    const Json answer =
        ask("POST", "/graphql",
            {{"query", "{ repository(owner: \"octo\", name: \"repo\") { " + selections + " } }"}});
    EXPECT_FALSE(answer.contains("errors")) << answer.dump();
    return answer["data"]["repository"];
  }

  static constexpr const char* tagged_at = "2024-01-02T03:04:05Z";
};

TEST_F(AnnotatedTags, HaveGitsOwnIdsAndAreReadBackWhole) {
  const std::string tip = main_tip();
  const Json made = tag_object("v1.0.0", tip);
  ASSERT_EQ(status(), 201) << made.dump();
  // `git hash-object -t tag --stdin` of this tag of this commit.
  EXPECT_EQ(tip, "01196aa6d483a731ffb89f89f49868cf6d7457e7");
  EXPECT_EQ(made["sha"], "a9c5c6d569e3c83a04d7ef4b1f1a29ed820b7993");
  const std::string url = "http://127.0.0.1:8080/repos/octo/repo/git/";
  const std::string sha = made["sha"];
  EXPECT_EQ(made["tag"], "v1.0.0");
  EXPECT_EQ(made["message"], "Release v1.0.0\n");
  EXPECT_EQ(made["url"], url + "tags/" + sha);
  EXPECT_EQ(made["tagger"],
            (Json{{"name", "Mona"}, {"email", "mona@example.com"}, {"date", tagged_at}}));
  EXPECT_EQ(made["object"],
            (Json{{"sha", tip}, {"type", "commit"}, {"url", url + "commits/" + tip}}));
  EXPECT_EQ(made["verification"]["reason"], "unsigned");
  EXPECT_EQ(ask("GET", std::string(repo) + "/git/tags/" + sha), made);
}

TEST_F(AnnotatedTags, CanBePutOnTreesAndBlobsButNotOnTags) {
  const Json tree = ask("GET", std::string(repo) + "/git/trees/main");
  EXPECT_EQ(tag_object("tree", tree["sha"], "tree")["object"]["type"], "tree");
  EXPECT_EQ(tag_object("blob", tree["tree"][0]["sha"], "blob")["object"]["type"], "blob");
  const std::string tag = tag_object("v1", main_tip())["sha"];
  EXPECT_EQ(tag_object("v2", tag, "tag")["message"],
            "Invalid request.\n\ntag is not a member of [\"commit\", \"tree\", \"blob\"].");
  EXPECT_EQ(status(), 422);
}

TEST_F(AnnotatedTags, AreRefusedOnWhatIsNotThere) {
  tag_object("v1", std::string(40, '1'));
  EXPECT_EQ(status(), 422);
  tag_object("v1", main_tip(), "blob");
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(ask("POST", std::string(repo) + "/git/tags", {{"tag", "v1"}})["message"],
            "Invalid request.\n\n\"message\" wasn't supplied.");
  ask("GET", std::string(repo) + "/git/tags/" + main_tip());
  EXPECT_EQ(status(), 404);
}

TEST_F(AnnotatedTags, AreWhatTheirRefPointsToAndNoBranchCan) {
  const std::string sha = tag_main("v1.0.0");
  const Json ref = ask("GET", std::string(repo) + "/git/ref/tags/v1.0.0");
  EXPECT_EQ(ref["object"]["type"], "tag");
  EXPECT_EQ(ref["object"]["sha"], sha);
  EXPECT_EQ(ref["object"]["url"], "http://127.0.0.1:8080/repos/octo/repo/git/tags/" + sha);
  ask("POST", std::string(repo) + "/git/refs", {{"ref", "refs/heads/x"}, {"sha", sha}});
  EXPECT_EQ(status(), 422);
}

TEST_F(AnnotatedTags, StandForTheirCommitWhereverACommitIsAskedFor) {
  const std::string tip = main_tip();
  const std::string tag = tag_main("v1.0.0");
  const std::string topic = branch("topic", "CHANGELOG.md", "# 1.0.0\n");
  EXPECT_EQ(ask("GET", std::string(repo) + "/tags")[0]["commit"]["sha"], tip);
  for (const std::string& name : {std::string("v1.0.0"), std::string("refs/tags/v1.0.0"), tag})
    EXPECT_EQ(ask("GET", std::string(repo) + "/commits/" + name)["sha"], tip) << name;
  EXPECT_EQ(ask("GET", std::string(repo) + "/commits?sha=v1.0.0")[0]["sha"], tip);
  const Json compared = ask("GET", std::string(repo) + "/compare/v1.0.0...topic");
  EXPECT_EQ(compared["status"], "ahead");
  EXPECT_EQ(compared["base_commit"]["sha"], tip);
  EXPECT_EQ(ask("GET", std::string(repo) + "/contents/README.md?ref=v1.0.0")["type"], "file");
  EXPECT_EQ(ask("GET", std::string(repo) + "/git/trees/v1.0.0")["tree"][0]["path"], "README.md");
  ask("GET", std::string(repo) + "/git/commits/" + tag);
  EXPECT_EQ(status(), 404);
}

TEST_F(AnnotatedTags, AreReleasedAsTheyAreAndNotesBeginAtTheirCommit) {
  const std::string tag = tag_main("v1.0.0");
  branch("topic", "a.txt", "a\n");
  open_pull("topic", "feat: a");
  const Json merged = ask("PUT", std::string(repo) + "/pulls/1/merge");
  ask("POST", std::string(repo) + "/releases", {{"tag_name", "v1.0.0"}});
  ASSERT_EQ(status(), 201);
  EXPECT_EQ(ask("GET", std::string(repo) + "/git/ref/tags/v1.0.0")["object"]["sha"], tag);
  // The target of a new tag may be given by an annotated one.
  ask("POST", std::string(repo) + "/releases",
      {{"tag_name", "v1.0.1"}, {"target_commitish", "v1.0.0"}});
  EXPECT_EQ(ask("GET", std::string(repo) + "/git/ref/tags/v1.0.1")["object"]["type"], "commit");
  const Json notes = ask("POST", std::string(repo) + "/releases/generate-notes",
                         {{"tag_name", "v2.0.0"},
                          {"target_commitish", merged["sha"]},
                          {"previous_tag_name", "v1.0.0"}});
  EXPECT_EQ(notes["body"],
            "## What's Changed\n* feat: a by @release-regent in "
            "http://127.0.0.1:8080/octo/repo/pull/1\n\n\n**Full Changelog**: "
            "http://127.0.0.1:8080/octo/repo/compare/v1.0.0...v2.0.0");
}

TEST_F(AnnotatedTags, MoveForwardWithoutForceByTheirCommits) {
  tag_main("v1");
  const std::string next = tag_object("v1", branch("topic", "a.txt", "a\n"))["sha"];
  const std::string ref = std::string(repo) + "/git/refs/tags/v1";
  ask("PATCH", ref, {{"sha", next}});
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(ask("PATCH", ref, {{"sha", main_tip()}})["message"], "Update is not a fast forward");
}

TEST_F(AnnotatedTags, AreObjectsOfTheirOwnInGraphQl) {
  const std::string tip = main_tip();
  const std::string sha = tag_main("v1.0.0");
  ask("POST", std::string(repo) + "/releases", {{"tag_name", "v1.0.0"}});
  const Json seen = query(R"(
    ref(qualifiedName: "refs/tags/v1.0.0") {
      target { __typename id oid ... on Tag { name message tagger { name date } target { oid } } }
    }
    object(expression: "v1.0.0") { __typename oid }
    file: object(expression: "v1.0.0:README.md") { ... on Blob { text } }
    release(tagName: "v1.0.0") { tagCommit { oid } })");
  const Json& target = seen["ref"]["target"];
  EXPECT_EQ(target["__typename"], "Tag");
  EXPECT_EQ(target["oid"], sha);
  EXPECT_EQ(target["name"], "v1.0.0");
  EXPECT_EQ(target["message"], "Release v1.0.0\n");
  EXPECT_EQ(target["tagger"], (Json{{"name", "Mona"}, {"date", tagged_at}}));
  EXPECT_EQ(target["target"]["oid"], tip);
  EXPECT_EQ(seen["object"], (Json{{"__typename", "Tag"}, {"oid", sha}}));
  EXPECT_EQ(seen["file"]["text"], "# repo\n");
  EXPECT_EQ(seen["release"]["tagCommit"]["oid"], tip);
  EXPECT_EQ(ask("GET", std::string(repo) + "/git/tags/" + sha)["node_id"], target["id"]);
  const Json node = ask("POST", "/graphql",
                        {{"query", "query($id: ID!) { node(id: $id) { ... on Tag { name } } }"},
                         {"variables", {{"id", target["id"]}}}});
  EXPECT_EQ(node["data"]["node"]["name"], "v1.0.0") << node.dump();
}

TEST_F(AnnotatedTags, AreSortedByTheDatesOfTheirCommits) {
  const std::string old = main_tip();
  branch("topic", "a.txt", "a\n");
  open_pull("topic", "feat: a");
  ask("PUT", std::string(repo) + "/pulls/1/merge");
  // The newer commit has the lightweight tag; the older commit is tagged later.
  ask("POST", std::string(repo) + "/git/refs", {{"ref", "refs/tags/v2"}, {"sha", main_tip()}});
  const std::string tag = tag_object("v1", old)["sha"];
  ask("POST", std::string(repo) + "/git/refs", {{"ref", "refs/tags/v1"}, {"sha", tag}});
  const Json seen = query(R"(refs(refPrefix: "refs/tags/", first: 9,
      orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) { nodes { name } })");
  EXPECT_EQ(seen["refs"]["nodes"], (Json{{{"name", "v2"}}, {{"name", "v1"}}}));
}

}  // namespace
}  // namespace regent::fake::site
