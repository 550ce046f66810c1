// The ids that GitHub gives to what it stores, as REST (`id`, `node_id`) and GraphQL (`id`,
// `databaseId`) show them: derived from names and numbers, so that they need not be stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/github.h"

namespace regent::fake {

// Of a user, bot or organization: stable, positive, below 2^31.
[[nodiscard]] std::uint64_t account_id(std::string_view login);
// Of `owner/name`: the same.
[[nodiscard]] std::uint64_t repository_id(std::string_view full_name);
// Of a pull request, as it and as the issue that it also is.
[[nodiscard]] std::uint64_t pull_id(std::string_view full_name, github::PullNumber number);
[[nodiscard]] std::uint64_t issue_id(std::string_view full_name, github::PullNumber number);

// Global node ids: "R_…", "PR_…", "U_…"; opaque to clients.
[[nodiscard]] std::string account_node_id(std::string_view login);
[[nodiscard]] std::string repository_node_id(std::string_view full_name);
[[nodiscard]] std::string pull_node_id(std::string_view full_name, github::PullNumber number);
[[nodiscard]] std::string ref_node_id(std::string_view full_name, std::string_view ref);
// Of whatever else has a name or number within a repository: `node_id("RE", repo, "12")`.
[[nodiscard]] std::string node_id(std::string_view prefix, std::string_view full_name,
                                  std::string_view key);

// What a node id says.
struct NodeReference {
  std::string prefix;     // "R", "PR", …
  std::string full_name;  // owner/name, or a login
  std::string key;        // number, ref name, …; empty for "R" and "U"
};
// nullopt: no node id of this simulation.
[[nodiscard]] std::optional<NodeReference> parse_node_id(std::string_view id);

}  // namespace regent::fake
