// The releases of two real projects, reproduced from their commits
// (tests/data/histories/README.md).
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/wanted.h"

namespace regent {
namespace {

struct HistoryCommit {
  Sha sha;
  std::string message;
  std::optional<Version> release;  // the highest `v…` tag on it
};

std::optional<Version> release_of(const nlohmann::json& tags) {
  std::optional<Version> release;
  for (const std::string tag : tags) {
    if (!tag.starts_with('v')) continue;
    const auto version = Version::parse(std::string_view(tag).substr(1));
    if (version && (!release || *version > *release)) release = *version;
  }
  return release;
}

std::vector<HistoryCommit> read_history(const std::string& name) {
  std::ifstream file(REGENT_SOURCE_DIR "/tests/data/histories/" + name);
  std::vector<HistoryCommit> history;
  for (std::string line; std::getline(file, line);) {
    const auto object = nlohmann::json::parse(line);
    history.push_back({Sha::parse(object.at("sha").get<std::string>()).value(),
                       object.at("message"), release_of(object.at("tags"))});
  }
  return history;
}

struct Replay {
  std::size_t expected = 0;
  std::size_t matched = 0;
};

// Every commit with a tag is judged from the commits since the tag before it; then the real tag is
// the last release. The first tag is the starting point.
Replay replay(const std::string& name) {
  Replay result;
  std::optional<Version> last;
  std::vector<CommitView> commits;
  const std::vector<HistoryCommit> history = read_history(name);
  for (const HistoryCommit& commit : history) {
    commits.push_back({commit.sha, commit.message});
    if (!commit.release) continue;
    if (last) {
      const auto computed = wanted(last, commits, ReleaseRules{}, ChangelogConfig{});
      const bool matches = computed && computed->version == *commit.release;
      ++result.expected;
      result.matched += matches ? 1 : 0;
      if (!matches) {
        std::cout << "  " << commit.sha.hex() << ": " << last->to_string() << " -> "
                  << commit.release->to_string() << ", computed "
                  << (computed ? computed->version.to_string() : "nothing") << '\n';
      }
    }
    last = commit.release;
    commits.clear();
  }
  std::cout << name << ": " << result.matched << " of " << result.expected << " reproduced\n";
  return result;
}

TEST(Histories, ReproducesTheReleasesOfWebhooksJs) {
  const Replay result = replay("octokit-webhooks.js.ndjson");
  EXPECT_EQ(result.expected, 246u);
  EXPECT_GE(result.matched, 243u);
}

TEST(Histories, ReproducesTheReleasesOfReleasePlease) {
  const Replay result = replay("googleapis-release-please.ndjson");
  EXPECT_EQ(result.expected, 362u);
  EXPECT_GE(result.matched, 358u);
}

// The changelog of every range of real commits survives its own Markdown.
TEST(Histories, EveryChangelogIsReadBackAsItWas) {
  ChangelogConfig config;
  config.repository_url = "https://github.com/octokit/webhooks.js";
  for (const std::string name :
       {"octokit-webhooks.js.ndjson", "googleapis-release-please.ndjson"}) {
    const std::vector<HistoryCommit> history = read_history(name);
    ASSERT_FALSE(history.empty());
    std::vector<CommitView> commits;
    for (const HistoryCommit& commit : history) {
      commits.push_back({commit.sha, commit.message});
      if (!commit.release) continue;
      if (const auto release = wanted(std::nullopt, commits, ReleaseRules{}, config)) {
        const auto markdown = render(release->changelog, release->version, "", config);
        EXPECT_EQ(parse_changelog(markdown).value(), release->changelog) << markdown;
      }
      commits.clear();
    }
  }
}

}  // namespace
}  // namespace regent
