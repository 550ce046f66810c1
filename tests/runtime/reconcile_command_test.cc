// `regent reconcile`, as a process, before it gets to any GitHub.
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

class Reconcile : public testing::Test {
 protected:
  Reconcile() {
    setenv("REGENT_TEST_TOKEN", "ghp_NobodyMayEverReadThis", 1);
    unsetenv("GITHUB_TOKEN");
  }
  // Nobody listens on port 1.
  static constexpr const char* nowhere = "http://127.0.0.1:1";
};

TEST_F(Reconcile, RefusesWhatItCannotUseInOneLine) {
  const auto refusal = [](std::vector<std::string> words) {
    words.insert(words.begin(), "reconcile");
    const Ended ended = regent(words);
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(ended.out, "");
    return ended.err;
  };
  EXPECT_EQ(refusal({"octo"}), "regent: OWNER/REPO: must be like octo/hello-world, not \"octo\"\n");
  EXPECT_EQ(refusal({"octo/x/y"}),
            "regent: OWNER/REPO: must be like octo/hello-world, not \"octo/x/y\"\n");
  EXPECT_EQ(refusal({"octo/x"}),
            "regent: credentials: the environment variable GITHUB_TOKEN is not set; it, or "
            "--app-id, --app-key and --installation, says who asks\n");
  EXPECT_EQ(refusal({"octo/x", "--app-id", "7"}),
            "regent: credentials: an app needs --app-id, --app-key and --installation\n");
  EXPECT_EQ(refusal({"octo/x", "--github-url", "http://ghe.example"}),
            "regent: --github-url: must begin with https:// unless the server is this machine\n");
  EXPECT_EQ(refusal({"octo/x", "--base", "a..b"}),
            "regent: --base: must be the name of a branch, not \"a..b\"\n");
  EXPECT_EQ(refusal({"octo/x", "--token-env", "REGENT_TEST_TOKEN", "--ca-file", "/nonexistent"}),
            "regent: --ca-file: /nonexistent cannot be read: no such file or directory\n");
}

TEST_F(Reconcile, RefusesAKeyWithoutShowingIt) {
  const TemporaryDirectory directory;
  const std::string key = directory.file("app.pem", "hunter2");
  const Ended ended =
      regent({"reconcile", "octo/x", "--app-id", "7", "--app-key", key, "--installation", "42"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(ended.err.contains("holds no private key in PEM without a passphrase"));
  EXPECT_FALSE(ended.err.contains("hunter2"));
}

TEST_F(Reconcile, FailsSafelyWhenNobodyAnswersAndKeepsTheTokenToItself) {
  const Ended ended = regent({"reconcile", "octo/x", "--token-env", "REGENT_TEST_TOKEN",
                              "--github-url", nowhere, "--json"});
  EXPECT_EQ(ended.status, 1);
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json["schema"], "regent.reconcile/1");
  EXPECT_EQ(json["end"], "failed");
  EXPECT_EQ(json["reason"], "GET /repos: http://127.0.0.1:1 cannot be reached");
  EXPECT_EQ(json["requests"]["writes"], 0);
  EXPECT_TRUE(ended.err.contains(R"("operation":"GET /repos")"));
  EXPECT_FALSE((ended.out + ended.err).contains("ghp_"));
}

}  // namespace
}  // namespace regent::runtime
