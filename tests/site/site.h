// A site with one repository, and short ways to ask it.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fakes/github/site/site.h"

namespace regent::fake::site {

using Json = nlohmann::ordered_json;

inline constexpr Time start{std::chrono::hours(24 * 365 * 50)};

class SiteTest : public testing::Test {
 protected:
  SiteTest() : site_(make({})) {}

  static GitHub world() {
    Repository repository(Settings{}, "octo", "repo");
    repository.initialize("chore: start", start, {{"README.md", "# repo\n"}});
    return GitHub(std::move(repository));
  }
  static Site make(Options options) {
    options.url = "http://127.0.0.1:8080";
    options.created_at = start;
    return Site(std::move(options), world());
  }

  HttpResponse raw(std::string method, std::string target, std::string body = {},
                   std::vector<Header> headers = {}) {
    if (find_header(headers, "Authorization").empty())
      headers.push_back({"Authorization", "token " + token_});
    if (token_.empty()) headers.pop_back();
    now_ += std::chrono::seconds(1);
    Circumstances circumstances = circumstances_;
    circumstances.now = now_;
    return site_.handle({std::move(method), std::move(target), std::move(headers), std::move(body)},
                        circumstances);
  }
  // The answer's JSON; its status is `status_`.
  Json ask(std::string method, std::string target, const Json& body = nullptr) {
    last_ = raw(std::move(method), std::move(target), body.is_null() ? "" : body.dump());
    return Json::parse(last_.body.empty() ? "null" : last_.body);
  }
  int status() const { return last_.status; }

  // Commits a file on a new branch; the id of its commit.
  std::string branch(const std::string& name, const std::string& path, const std::string& text) {
    const Json main = ask("GET", "/repos/octo/repo/git/ref/heads/main");
    const std::string tip = main["object"]["sha"];
    const Json commit = ask("GET", "/repos/octo/repo/git/commits/" + tip);
    const Json tree =
        ask("POST", "/repos/octo/repo/git/trees",
            {{"base_tree", commit["tree"]["sha"]},
             {"tree",
              Json::array(
                  {{{"path", path}, {"mode", "100644"}, {"type", "blob"}, {"content", text}}})}});
    const Json made =
        ask("POST", "/repos/octo/repo/git/commits",
            {{"message", "feat: " + path}, {"tree", tree["sha"]}, {"parents", Json::array({tip})}});
    const Json ref = ask("POST", "/repos/octo/repo/git/refs",
                         {{"ref", "refs/heads/" + name}, {"sha", made["sha"]}});
    EXPECT_EQ(status(), 201) << ref.dump();
    return made["sha"];
  }
  Json open_pull(const std::string& head, const std::string& title) {
    return ask("POST", "/repos/octo/repo/pulls",
               {{"title", title}, {"head", head}, {"base", "main"}, {"body", "words"}});
  }

  std::string token_ = "secret";
  Circumstances circumstances_;
  Time now_ = start;
  Site site_;
  HttpResponse last_;
};

}  // namespace regent::fake::site
