// The options that say which GitHub, which repository and as whom.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "effects/https/https_port.h"
#include "runtime/command.h"

namespace regent::runtime {

// As they were written.
struct GitHubAccess {
  std::string repository;  // OWNER/REPO
  std::optional<std::string> url;
  bool allow_http = false;
  std::optional<std::string> token_variable;
  std::optional<std::uint64_t> app_id;
  std::optional<std::string> app_key_file;
  std::optional<std::uint64_t> installation_id;
  std::optional<std::string> ca_file;
};

// Adds the positional OWNER/REPO and the options; `access` must outlive the parsing.
void add_github_access(CLI::App& command, GitHubAccess& access);

// What a port is made of, but for its log.
struct GitHubTarget {
  https::RepositoryName repository;
  https::BaseUrl url;
  std::string ca_file;
  https::Identity identity;
};

// Reads the environment and the files that the options name. A problem never shows a secret.
[[nodiscard]] std::expected<GitHubTarget, Problem> read_access(const GitHubAccess& access);

}  // namespace regent::runtime
