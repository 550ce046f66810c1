// The statuses of commits, and what they are together.
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

class Statuses : public SiteTest {
 protected:
  static constexpr const char* repo = "/repos/octo/repo";

  Statuses() : sha_(ask("GET", at("/git/ref/heads/main"))["object"]["sha"]) {}
  static std::string at(const std::string& path) { return repo + path; }
  Json set(const std::string& state, const std::string& context) {
    return ask("POST", at("/statuses/" + sha_), {{"state", state}, {"context", context}});
  }
  std::string combined() { return ask("GET", at("/commits/main/status"))["state"]; }

  std::string sha_;
};

TEST_F(Statuses, AreShownAsTheyWereGiven) {
  const Json made = ask("POST", at("/statuses/" + sha_),
                        {{"state", "success"},
                         {"context", "ci/build"},
                         {"description", "all is well"},
                         {"target_url", "https://example.com"}});
  ASSERT_EQ(status(), 201) << made.dump();
  EXPECT_EQ(made["url"], "http://127.0.0.1:8080/repos/octo/repo/statuses/" + sha_);
  EXPECT_EQ(made["state"], "success");
  EXPECT_EQ(made["context"], "ci/build");
  EXPECT_EQ(made["description"], "all is well");
  EXPECT_EQ(made["target_url"], "https://example.com");
  EXPECT_EQ(made["creator"]["login"], "release-regent");
  EXPECT_EQ(ask("GET", at("/commits/main/statuses")), Json::array({made}));
  EXPECT_EQ(ask("POST", at("/statuses/" + sha_), {{"state", "error"}})["context"], "default");
}

TEST_F(Statuses, AreTogetherAsBadAsTheLastOfEachContext) {
  EXPECT_EQ(combined(), "pending") << "there is none";
  set("success", "a");
  EXPECT_EQ(combined(), "success");
  set("pending", "b");
  EXPECT_EQ(combined(), "pending");
  set("error", "c");
  EXPECT_EQ(combined(), "failure");
  set("success", "c");
  set("failure", "b");
  EXPECT_EQ(combined(), "failure");
  set("success", "b");
  EXPECT_EQ(combined(), "success");
  const Json together = ask("GET", at("/commits/" + sha_ + "/status?per_page=2"));
  EXPECT_EQ(together["total_count"], 3);
  ASSERT_EQ(together["statuses"].size(), 2U);
  EXPECT_EQ(together["statuses"][1]["context"], "b");
  EXPECT_FALSE(together["statuses"][0].contains("creator"));
  EXPECT_NE(find_header(last_.headers, "Link").find("rel=\"next\""), std::string_view::npos);
}

TEST_F(Statuses, AreListedNewestFirstAndBelongToTheirCommit) {
  set("pending", "a");
  set("success", "a");
  const Json listed = ask("GET", at("/commits/" + sha_ + "/statuses"));
  EXPECT_EQ(listed[0]["state"], "success");
  EXPECT_EQ(listed[1]["state"], "pending");
  branch("topic", "a.txt", "a\n");
  EXPECT_EQ(ask("GET", at("/commits/topic/statuses")), Json::array());
}

TEST_F(Statuses, AreRefusedForNoCommitAndOfNoState) {
  EXPECT_EQ(ask("POST", at("/statuses/" + std::string(40, '1')), {{"state", "success"}})["message"],
            "No commit found for SHA: " + std::string(40, '1'));
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(ask("POST", at("/statuses/" + sha_), {{"state", "good"}})["errors"][0]["field"],
            "state");
  EXPECT_EQ(ask("POST", at("/statuses/" + sha_), Json::object())["message"],
            "Invalid request.\n\n\"state\" wasn't supplied.");
}

}  // namespace
}  // namespace regent::fake::site
