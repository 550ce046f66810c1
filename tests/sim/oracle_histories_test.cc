// The oracle against what two real projects released (tests/data/histories/README.md).
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "sim/oracle.h"

namespace regent::sim {
namespace {

struct HistoryCommit {
  Sha sha;
  std::string message;
  std::string version;  // of the release tag on it; empty when there is none
};

std::vector<HistoryCommit> read_history(const std::string& name) {
  std::ifstream file(REGENT_SOURCE_DIR "/tests/data/histories/" + name);
  std::vector<HistoryCommit> history;
  for (std::string line; std::getline(file, line);) {
    const auto object = nlohmann::json::parse(line);
    HistoryCommit commit{Sha::parse(object.at("sha").get<std::string>()).value(),
                         object.at("message"), ""};
    for (const std::string tag : object.at("tags")) {
      commit.version = tag.starts_with('v') ? tag.substr(1) : commit.version;
    }
    history.push_back(std::move(commit));
  }
  return history;
}

struct Replay {
  int expected = 0;
  int matched = 0;
  std::vector<std::string> mismatches;
};

// Judges each tag from the commits since the previous one; the first tag is the starting point.
Replay replay(const std::vector<HistoryCommit>& history) {
  Replay result;
  std::string last;
  std::vector<OracleCommit> commits;
  for (const auto& commit : history) {
    commits.push_back({commit.sha, commit.message});
    if (commit.version.empty()) {
      continue;
    }
    if (!last.empty()) {
      const auto wanted = expected_release(last, commits, {});
      const auto computed = wanted ? wanted->version : "nothing";
      ++result.expected;
      result.matched += computed == commit.version;
      if (computed != commit.version) {
        result.mismatches.push_back(commit.sha.hex() + ": " + last + " -> " + commit.version +
                                    ", computed " + computed);
      }
    }
    last = commit.version;
    commits.clear();
  }
  return result;
}

void expect_reproduced(const std::string& name, int matched_at_least, int expected) {
  const auto result = replay(read_history(name));
  std::cout << name << ": " << result.matched << " of " << result.expected << " reproduced\n";
  for (const auto& mismatch : result.mismatches) {
    std::cout << "  " << mismatch << '\n';
  }
  EXPECT_EQ(result.expected, expected);
  EXPECT_GE(result.matched, matched_at_least);
}

TEST(OracleOnHistories, ReproducesTheReleasesOfWebhooksJs) {
  expect_reproduced("octokit-webhooks.js.ndjson", 243, 246);
}

TEST(OracleOnHistories, ReproducesTheReleasesOfReleasePlease) {
  expect_reproduced("googleapis-release-please.ndjson", 358, 362);
}

}  // namespace
}  // namespace regent::sim
