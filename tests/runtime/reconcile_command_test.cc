// `regent reconcile`, as a process: what it refuses, its exit codes, and that a plan writes
// nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
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
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {},
           {"octo/x", "--write-interval", "60001"},
           {"octo/x", "--write-interval", "soon"},
           {"octo/x", "--config", "/nonexistent"},
           {"octo/x", "--app-id", "7", "--app-key", "k", "--installation", "1", "--token-env", "T"},
           {"octo/x", "--dryrun"},
           {"octo/x", "octo/y"}}) {
    const std::string told = refusal(words);
    EXPECT_TRUE(told.starts_with("regent: ")) << told;
    EXPECT_EQ(std::ranges::count(told, '\n'), 1) << told;
  }
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

// A `regent fake-github` that is there for one command line. In it, `$url` is the server's,
// `$state` the file of its state, and `asked` runs `regent reconcile` against it.
class ReconcileServed : public testing::Test {
 protected:
  // `options` are the server's, `script` is the shell's; the exit status is that of the script.
  Ended served(const std::string& options, const std::string& script) const {
    const std::string place = directory_.path("");
    return shell("cd " + place + R"(
      rm -f ready state
      "$regent" fake-github --listen :0 --token bot --load history.ndjson --state state )" +
                 options + R"( > ready &
      server=$!
      trap 'kill $server' EXIT
      while ! [ -s ready ]; do kill -0 $server || exit 99; sleep 0.02; done
      url=$(cut -d' ' -f2 ready)
      GITHUB_TOKEN=bot
      export GITHUB_TOKEN
      repository=$(cut -d' ' -f3 ready)
      asked() { "$regent" reconcile "$repository" --github-url "$url" --quiet "$@"; }
      )" + script);
  }
  // A release, and a feature since.
  ReconcileServed() {
    const std::string first(40, '1');
    std::string history = R"({"sha": ")" + first + R"(", "parents": [], "tags": ["v1.2.3"], )";
    history += R"("date": "2024-01-02T03:04:05Z", "message": "chore: begin"})";
    history +=
        "\n"
        R"({"sha": ")" +
        std::string(40, '2') + R"(", "parents": [")" + first;
    history += R"("], "tags": [], "date": "2024-01-03T03:04:05Z", "message": "feat: one"})"
               "\n";
    static_cast<void>(directory_.file("history.ndjson", history));
  }
  TemporaryDirectory directory_;
};

// A request that changes something is a line of the state.
TEST_F(ReconcileServed, ADryRunWritesNothingAndExitsWith0) {
  const Ended ended = served("", R"sh(
      before=$(cat state | wc -l)
      asked --dry-run || exit
      asked --dry-run --json || exit
      [ "$before" = "$(cat state | wc -l)" ])sh");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(ended.out.contains("would:\n  create ledger refs/release-regent/main\n"))
      << ended.out;
  const auto json = nlohmann::json::parse(ended.out.substr(ended.out.find('{')));
  EXPECT_EQ(json["end"], "planned");
  EXPECT_EQ(json["dry_run"], true);
  EXPECT_EQ(json["requests"]["writes"], 0);
  for (const auto& write : json["writes"]) EXPECT_EQ(write["fate"], "planned");
}

TEST_F(ReconcileServed, WhatIsDoneAndWhatNeedsNothingExitWith0) {
  const Ended ended = served("", "asked && asked");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(ended.out.contains("done:\n")) << ended.out;
  EXPECT_TRUE(ended.out.contains("nothing to do\n")) << ended.out;
}

TEST_F(ReconcileServed, AFailureThatMayBeRunAgainExitsWith1) {
  const Ended ended = served("--rate-limit 5", "asked --base main");
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(ended.out.contains("; safe to run again")) << ended.out;
}

TEST_F(ReconcileServed, WrongCredentialsAndAWrongRepositoryExitWith2InOneLine) {
  const Ended wrong_token = served("", "GITHUB_TOKEN=wrong asked");
  EXPECT_EQ(wrong_token.status, 2);
  EXPECT_EQ(wrong_token.err,
            "regent: credentials: GitHub does not accept them (HTTP 401: Bad credentials)\n");
  const Ended wrong_name = served("", "repository=octokit/nothing; asked");
  EXPECT_EQ(wrong_name.status, 2);
  EXPECT_EQ(wrong_name.err,
            "regent: octokit/nothing: does not exist, or the credentials may not see it (HTTP 404: "
            "Not Found)\n");
}

}  // namespace
}  // namespace regent::runtime
