// Random requests for a site, of all kinds, by whoever it may be, some of them for the past.
#pragma once

#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "fakes/github/circumstances.h"
#include "tests/site/site.h"

namespace regent::fake::site {

struct Asked {
  HttpRequest request;
  Circumstances circumstances;
};

inline const std::string repo = "/repos/octo/repo";

inline std::vector<std::string> read_targets() {
  std::vector<std::string> out = {"/",
                                  "/meta",
                                  "/rate_limit",
                                  "/user",
                                  "/users/octocat",
                                  "/user/repos",
                                  repo,
                                  "/no/such/thing",
                                  "/app/hook/deliveries",
                                  "/search/issues?q=is:pr+is:open+repo:octo/repo"};
  for (const char* path : {"/branches",
                           "/branches/main",
                           "/tags",
                           "/git/ref/heads/main",
                           "/git/ref/heads/a",
                           "/git/matching-refs/heads",
                           "/git/refs/heads/a",
                           "/commits",
                           "/commits?per_page=1&page=2",
                           "/commits/main",
                           "/commits/a/pulls",
                           "/commits/main/status",
                           "/compare/main...a",
                           "/contents",
                           "/contents/README.md",
                           "/contents/f?ref=a",
                           "/pulls",
                           "/pulls?state=all",
                           "/pulls?state=closed&sort=updated",
                           "/pulls/1",
                           "/pulls/1/files",
                           "/pulls/1/commits",
                           "/pulls/2",
                           "/pulls/1/merge",
                           "/issues",
                           "/issues/1",
                           "/issues/1/labels",
                           "/issues/1/comments",
                           "/issues/comments/1",
                           "/labels",
                           "/labels/bug",
                           "/releases",
                           "/releases/latest",
                           "/releases/tags/v1",
                           "/releases/1"})
    out.push_back(repo + path);
  return out;
}

struct Write {
  std::string method;
  std::string target;
  std::string body;
};

inline std::vector<Write> writes(const std::string& tip) {
  return {
      {"POST", repo + "/git/refs", R"({"ref":"refs/heads/a","sha":")" + tip + "\"}"},
      {"PUT", repo + "/contents/f", R"({"message":"feat: f","content":"Zm9v","branch":"a"})"},
      {"POST", repo + "/pulls", R"({"title":"t","head":"a","base":"main","body":"words"})"},
      {"PATCH", repo + "/pulls/1", R"({"body":"other words"})"},
      {"PATCH", repo + "/pulls/1", R"({"state":"closed"})"},
      {"PATCH", repo + "/pulls/1", R"({"state":"open"})"},
      {"PUT", repo + "/pulls/1/merge", R"({"merge_method":"squash"})"},
      {"PUT", repo + "/pulls/1/update-branch", "{}"},
      {"POST", repo + "/issues/1/labels", R"({"labels":["release"]})"},
      {"DELETE", repo + "/issues/1/labels", ""},
      {"POST", repo + "/issues/1/comments", R"({"body":"hm"})"},
      {"PATCH", repo + "/issues/comments/1", R"({"body":"aha"})"},
      {"DELETE", repo + "/issues/comments/1", ""},
      {"PATCH", repo + "/labels/bug", R"({"color":"123456"})"},
      {"POST", repo + "/releases", R"({"tag_name":"v1","draft":false})"},
      {"PATCH", repo + "/releases/1", R"({"body":"notes"})"},
      {"DELETE", repo + "/releases/1", ""},
      {"PATCH", repo, R"({"description":"d"})"},
      {"POST", repo + "/branches/a/rename", R"({"new_name":"b"})"},
      {"DELETE", repo + "/git/refs/heads/a", ""},
      {"POST", "/user/repos", R"({"name":"other","private":true})"},
      {"POST", "/graphql", R"({"query":"{viewer{login}}"})"},
  };
}

// `tip` is what a branch may be made at; `now` goes on.
inline Asked arbitrary(const std::string& tip, Time& now) {
  const auto one_of = [](std::vector<std::string> values) {
    return *rc::gen::elementOf(std::move(values));
  };
  Asked asked;
  now += Duration(*rc::gen::inRange(0, 3000));
  asked.circumstances.now = now;
  if (*rc::gen::inRange(0, 2) == 0) {
    const auto write = *rc::gen::elementOf(writes(tip));
    asked.request = {write.method, write.target, {}, write.body};
  } else {
    asked.request = {one_of({"GET", "GET", "GET", "HEAD"}), one_of(read_targets()), {}, {}};
    if (*rc::gen::inRange(0, 4) == 0) asked.circumstances.staleness = Duration(20'000);
    if (const auto accept = one_of({"", "", "application/vnd.github.raw", "text/sha"});
        !accept.empty())
      asked.request.headers.push_back({"Accept", accept});
    if (*rc::gen::inRange(0, 4) == 0) asked.request.target.insert(0, "/api/v3");
  }
  if (const auto token = one_of({"bot", "bot", "alice", ""}); !token.empty())
    asked.request.headers.push_back({"Authorization", "token " + token});
  return asked;
}

// A site with one repository, two personal tokens and a receiver of webhooks.
inline Site make_asked_site() {
  Repository repository(Settings{}, "octo", "repo");
  repository.initialize("chore: start", start, {{"README.md", "# repo\n"}});
  Options options{.url = "http://127.0.0.1:8080",
                  .tokens = {"bot", "alice"},
                  .hook_url = "http://127.0.0.1:9",
                  .created_at = start};
  return Site(std::move(options), GitHub(std::move(repository)));
}

}  // namespace regent::fake::site
