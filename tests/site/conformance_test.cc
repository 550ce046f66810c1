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

}  // namespace
}  // namespace regent::fake::site
