// What the project's people do in a simulation: pull requests are merged, and sometimes the release
// PR is. Values; loaded from a real history or generated from a seed.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha.h"
#include "core/time.h"

namespace regent::sim {

// One merged pull request.
struct Merge {
  std::string source;  // the commit's id in the real project; empty when generated
  std::string message;
  Time date{};
  // Index among the merges: this one reverts that one, and says so with the commit id that it got.
  std::optional<std::size_t> reverts{};
  // After this merge the release PR is merged, once everything has come to rest.
  bool release = false;
  // The version that the real project released there; empty when generated.
  std::string expected_version{};
};

struct Workload {
  std::string repository = "octo/repo";
  std::vector<Merge> before;  // history that was there before the bot; the last one carries `tag`
  std::string tag;            // version of the last release; empty: none
  std::vector<Merge> merges;
  bool real = false;  // expectations are the ground truth of a real project

  [[nodiscard]] std::size_t releases_expected() const;
};

struct HistoryError {
  std::size_t line = 0;  // 1-based; 0: the file as a whole
  std::string reason;
};

// Reads one JSON object a line, keys `sha`, `date`, `message`, `tags`
// (tests/data/histories/README.md). The first tag is the starting point. The repository's name is
// made from the file's: `octokit-webhooks.js.ndjson` is `octokit/webhooks.js`.
[[nodiscard]] std::expected<Workload, HistoryError> load_history(const std::filesystem::path& file);

// `merges` merged pull requests with conventional commits of all kinds, reverts, breaking changes,
// Release-As, text that is no conventional commit, and hostile text. The same seed, the same
// workload.
[[nodiscard]] Workload generate(std::uint32_t merges, std::uint64_t seed);

}  // namespace regent::sim
