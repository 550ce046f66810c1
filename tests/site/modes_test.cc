// Files of every mode: executable ones, symbolic links, submodules.
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

class Modes : public SiteTest {
 protected:
  static constexpr const char* repo = "/repos/octo/repo";
  static constexpr const char* api = "http://127.0.0.1:8080/repos/octo/repo";
  static constexpr const char* foreign = "1111111111111111111111111111111111111111";

  static std::string at(const std::string& path) { return repo + path; }

  Json write(Json entries, const Json& base = nullptr) {
    Json body{{"tree", std::move(entries)}};
    if (!base.is_null()) body["base_tree"] = base;
    return ask("POST", at("/git/trees"), body);
  }
  // `main` gets a commit of one tree with a file of each mode; the tree.
  Json commit_all_modes() {
    const Json tree = write(Json::array(
        {{{"path", "run.sh"}, {"mode", "100755"}, {"type", "blob"}, {"content", "exit 0\n"}},
         {{"path", "docs/link"}, {"mode", "120000"}, {"type", "blob"}, {"content", "../run.sh"}},
         {{"path", "out"}, {"mode", "120000"}, {"type", "blob"}, {"content", "/etc/passwd"}},
         {{"path", "lib/sub"}, {"mode", "160000"}, {"type", "commit"}, {"sha", foreign}},
         {{"path", ".gitmodules"},
          {"mode", "100644"},
          {"type", "blob"},
          {"content",
           "[submodule \"sub\"]\n\tpath = lib/sub\n\turl = https://example.com/octo/sub.git\n"}}}));
    EXPECT_EQ(status(), 201) << tree.dump();
    commit(tree["sha"], "main");
    return tree;
  }
  // A commit of `tree` on the tip of `branch`, which moves there.
  std::string commit(const Json& tree, const std::string& branch) {
    const Json tip = ask("GET", at("/git/ref/heads/" + branch))["object"]["sha"];
    const Json made = ask("POST", at("/git/commits"),
                          {{"message", "m"}, {"tree", tree}, {"parents", Json::array({tip})}});
    ask("PATCH", at("/git/refs/heads/" + branch), {{"sha", made["sha"]}});
    EXPECT_EQ(status(), 200);
    return made["sha"];
  }
  // `mode path` of each entry, a line each.
  static std::string lines(const Json& tree) {
    std::string out;
    for (const Json& entry : tree["tree"])
      out += entry["mode"].get<std::string>() + ' ' + entry["type"].get<std::string>() + ' ' +
             entry["path"].get<std::string>() + '\n';
    return out;
  }
  std::string refusal_of(const Json& entry) {
    const Json answer = write(Json::array({entry}));
    EXPECT_EQ(status(), 422) << answer.dump();
    return answer["message"];
  }
};

TEST_F(Modes, HaveGitsOwnIdsAndAreListed) {
  const Json tree = commit_all_modes();
  // `git write-tree` of the same files.
  EXPECT_EQ(tree["sha"], "e84753abe540cdc90d766d1b0a0b7eb698e84a13");
  const Json seen = ask("GET", at("/git/trees/main?recursive=1"));
  EXPECT_EQ(lines(seen),
            "100644 blob .gitmodules\n"
            "040000 tree docs\n"
            "120000 blob docs/link\n"
            "040000 tree lib\n"
            "160000 commit lib/sub\n"
            "120000 blob out\n"
            "100755 blob run.sh\n");
  EXPECT_EQ(seen["tree"][4],
            (Json{{"path", "lib/sub"}, {"mode", "160000"}, {"type", "commit"}, {"sha", foreign}}));
}

TEST_F(Modes, AreKeptByWhatChangesOtherFiles) {
  const Json tree = commit_all_modes();
  const Json next = write(
      Json::array({{{"path", "docs/new"}, {"mode", "100644"}, {"type", "blob"}, {"content", "x"}}}),
      tree["sha"]);
  EXPECT_EQ(lines(next),
            "100644 blob .gitmodules\n040000 tree docs\n040000 tree lib\n120000 blob out\n"
            "100755 blob run.sh\n");
  const Json file = ask("GET", at("/contents/run.sh"));
  ask("PUT", at("/contents/run.sh"),
      {{"message", "m"}, {"content", "ZXhpdCAxCg=="}, {"sha", file["sha"]}});
  ASSERT_EQ(status(), 200);
  const std::string after = lines(ask("GET", at("/git/trees/main")));
  EXPECT_NE(after.find("100755 blob run.sh"), std::string::npos) << after;
}

TEST_F(Modes, AModeAloneMakesAnotherTree) {
  const auto tree_of = [&](const char* mode) {
    return write(
        Json::array({{{"path", "a"}, {"mode", mode}, {"type", "blob"}, {"content", "x"}}}))["sha"];
  };
  EXPECT_NE(tree_of("100644"), tree_of("100755"));
  EXPECT_NE(tree_of("120000"), tree_of("100755"));
  EXPECT_EQ(tree_of("100755"), tree_of("100755"));
}

TEST_F(Modes, ASymbolicLinkIsAnsweredWithItsFileOrAsItself) {
  commit_all_modes();
  const Json link = ask("GET", at("/contents/docs/link"));
  EXPECT_EQ(link["type"], "file");
  EXPECT_EQ(link["content"], "ZXhpdCAwCg==\n");
  EXPECT_EQ(link["path"], "docs/link");
  const Json out = ask("GET", at("/contents/out"));
  EXPECT_EQ(out["type"], "symlink");
  EXPECT_EQ(out["target"], "/etc/passwd");
  EXPECT_EQ(out["size"], 11);
  EXPECT_EQ(out["download_url"], "http://127.0.0.1:8080/octo/repo/raw/main/out");
  EXPECT_FALSE(out.contains("content"));
  EXPECT_EQ(ask("GET", at("/contents/docs"))[0]["type"], "symlink");
}

TEST_F(Modes, ASubmoduleSaysWhereItComesFrom) {
  commit_all_modes();
  const Json sub = ask("GET", at("/contents/lib/sub"));
  EXPECT_EQ(
      sub,
      (Json{{"name", "sub"},
            {"path", "lib/sub"},
            {"sha", foreign},
            {"size", 0},
            {"url", std::string(api) + "/contents/lib/sub?ref=main"},
            {"html_url", std::string("http://127.0.0.1:8080/octo/sub/tree/") + foreign},
            {"git_url", std::string("http://127.0.0.1:8080/repos/octo/sub/git/trees/") + foreign},
            {"download_url", nullptr},
            {"type", "submodule"},
            {"_links", {{"self", sub["url"]}, {"git", sub["git_url"]}, {"html", sub["html_url"]}}},
            {"submodule_git_url", "https://example.com/octo/sub.git"}}));
  const Json listed = ask("GET", at("/contents/lib"))[0];
  EXPECT_EQ(listed["type"], "file");
  EXPECT_EQ(listed["git_url"], sub["git_url"]);
  // Its commit is not one of this repository.
  ask("GET", at(std::string("/git/commits/") + foreign));
  EXPECT_EQ(status(), 404);
  ask("GET", at("/contents/lib/sub/file"));
  EXPECT_EQ(status(), 404);
}

TEST_F(Modes, WhatAnEntryIsMustGoWithItsMode) {
  const Json seen = ask("GET", at("/git/trees/main"));
  const Json tree = seen["sha"];
  const Json blob = seen["tree"][0]["sha"];
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "100664"}, {"type", "blob"}, {"content", ""}}),
            "Must supply a valid tree.mode");
  EXPECT_EQ(refusal_of({{"path", "a"}, {"type", "blob"}, {"content", ""}}),
            "Must supply a valid tree.mode");
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "040000"}, {"type", "tree"}, {"content", ""}}),
            "A subdirectory may not have content");
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "040000"}, {"type", "blob"}, {"sha", blob}}),
            "GitRPC::BadObjectState");
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "120000"}, {"type", "tree"}, {"sha", tree}}),
            "GitRPC::BadObjectState");
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "120000"}, {"type", "tree"}, {"sha", blob}}),
            "tree.sha " + blob.get<std::string>() + " is not a valid tree");
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "100644"}, {"type", "commit"}, {"sha", foreign}}),
            "GitRPC::BadObjectState");
  EXPECT_EQ(refusal_of({{"path", "/a"}, {"mode", "100644"}, {"type", "blob"}, {"content", ""}}),
            "tree.path cannot start with a slash");
  const char* either =
      "Must supply either tree.sha or tree.content. Request will be rejected if both are present.";
  EXPECT_EQ(refusal_of({{"path", "a"}, {"mode", "100644"}, {"type", "blob"}}), either);
  EXPECT_EQ(
      refusal_of(
          {{"path", "a"}, {"mode", "100644"}, {"type", "blob"}, {"content", ""}, {"sha", blob}}),
      either);
}

TEST_F(Modes, AMergeTakesWhatOneSideDidToTheModeAndTheOtherToTheText) {
  const Json base = write(Json::array(
      {{{"path", "run.sh"}, {"mode", "100644"}, {"type", "blob"}, {"content", "1\n"}}}))["sha"];
  const std::string tip = commit(base, "main");
  ask("POST", at("/git/refs"), {{"ref", "refs/heads/topic"}, {"sha", tip}});
  const Json blob = ask("GET", at("/git/trees/main"))["tree"][0]["sha"];
  commit(write(Json::array(
             {{{"path", "run.sh"}, {"mode", "100755"}, {"type", "blob"}, {"sha", blob}}}))["sha"],
         "topic");
  commit(
      write(Json::array(
          {{{"path", "run.sh"}, {"mode", "100644"}, {"type", "blob"}, {"content", "2\n"}}}))["sha"],
      "main");
  const Json files = ask("GET", at("/compare/main...topic"))["files"];
  EXPECT_EQ(files[0]["status"], "modified");
  EXPECT_EQ(files[0]["changes"], 0);
  open_pull("topic", "chore: make it run");
  ask("PUT", at("/pulls/1/merge"));
  ASSERT_EQ(status(), 200);
  EXPECT_EQ(lines(ask("GET", at("/git/trees/main"))), "100755 blob run.sh\n");
  EXPECT_EQ(ask("GET", at("/contents/run.sh"))["content"], "Mgo=\n");
}

TEST_F(Modes, AFileThatBecomesALinkAndALinkThatMovesAreChanges) {
  commit_all_modes();
  const Json before = ask("GET", at("/commits/main"));
  const Json tree = ask("GET", at("/git/trees/main"))["sha"];
  const std::string other = std::string(40, '2');
  const std::string head = commit(
      write(Json::array(
                {{{"path", "run.sh"}, {"mode", "120000"}, {"type", "blob"}, {"content", "out"}},
                 {{"path", "lib/sub"}, {"mode", "160000"}, {"type", "commit"}, {"sha", other}}}),
            tree)["sha"],
      "main");
  const Json files = ask("GET", at("/commits/" + head))["files"];
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0]["filename"], "lib/sub");
  EXPECT_EQ(files[0]["status"], "modified");
  EXPECT_EQ(files[0]["sha"], other);
  EXPECT_EQ(files[0]["additions"], 1);
  EXPECT_EQ(files[1]["filename"], "run.sh");
  EXPECT_EQ(files[1]["status"], "changed");
}

TEST_F(Modes, AreNumbersInGraphQl) {
  commit_all_modes();
  const Json answer = ask(
      "POST", "/graphql",
      {{"query",
        "{ repository(owner: \"octo\", name: \"repo\") { object(expression: \"main\") { ... on "
        "Commit { tree { entries { name mode type } } file(path: \"lib/sub\") { type oid object { "
        "oid } } } } } }"}});
  ASSERT_FALSE(answer.contains("errors")) << answer.dump();
  const Json& seen = answer["data"]["repository"]["object"];
  EXPECT_EQ(seen["tree"]["entries"][4],
            (Json{{"name", "run.sh"}, {"mode", 33261}, {"type", "blob"}}));
  EXPECT_EQ(seen["file"], (Json{{"type", "commit"}, {"oid", foreign}, {"object", nullptr}}));
}

}  // namespace
}  // namespace regent::fake::site
