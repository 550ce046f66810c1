#include "runtime/github_access.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

#include "runtime/options.h"
#include "runtime/text.h"

namespace regent::runtime {
namespace {

constexpr std::string_view default_token_variable = "GITHUB_TOKEN";
constexpr std::size_t key_bytes_max = 64 * 1024;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

bool is_name(std::string_view text) {
  return !text.empty() && text != "." && text != ".." &&
         std::ranges::all_of(text, is_name_character);
}

std::optional<https::RepositoryName> parse_repository(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  https::RepositoryName name{std::string(text.substr(0, slash)),
                             std::string(text.substr(slash + 1))};
  return is_name(name.owner) && is_name(name.name) ? std::optional(std::move(name)) : std::nullopt;
}

// What goes into a header must be one visible word.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::expected<https::Identity, Problem> read_token(const GitHubAccess& access) {
  const std::string variable = access.token_variable.value_or(std::string(default_token_variable));
  const char* const value = std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0')
    return std::unexpected(
        Problem{access.token_variable ? "--token-env" : "credentials",
                "the environment variable " + printable(variable) +
                    " is not set; it, or --app-id, --app-key and --installation, says who asks"});
  std::string token(value);
  while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  if (!is_token(token)) {
    https::wipe(token);
    return std::unexpected(
        Problem{"--token-env", "the value of " + printable(variable) + " cannot be a token"});
  }
  return https::Secret(std::move(token));
}

std::expected<https::Identity, Problem> read_app(const GitHubAccess& access) {
  if (!access.app_id || !access.app_key_file || !access.installation_id)
    return std::unexpected(
        Problem{"credentials", "an app needs --app-id, --app-key and --installation"});
  if (access.token_variable)
    return std::unexpected(Problem{"--token-env", "does not go together with --app-id"});
  errno = 0;
  std::ifstream file(*access.app_key_file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  const std::string place = "--app-key " + printable(*access.app_key_file);
  if (!file || text.size() > key_bytes_max) {
    https::wipe(text);
    return std::unexpected(
        Problem{place, errno != 0 ? "cannot be read: " + system_reason(errno) : "cannot be a key"});
  }
  auto key = https::AppKey::parse(https::Secret(std::move(text)));
  if (!key) return std::unexpected(Problem{place, key.error()});
  return https::AppIdentity{*access.app_id, *access.installation_id, *std::move(key)};
}

}  // namespace

void add_github_access(CLI::App& command, GitHubAccess& access) {
  command.add_option("OWNER/REPO", access.repository, "The repository")
      ->required()
      ->option_text(" ");
  add_text(command, "--github-url", "URL",
           "The API's root (https://api.github.com); GitHub Enterprise: https://HOST/api/v3",
           access.url);
  add_switch(command, "--allow-http", "Let the URL be http:// on another machine, token and all",
             access.allow_http);
  add_text(command, "--token-env", "VAR",
           "The environment variable with a personal token (GITHUB_TOKEN)", access.token_variable);
  constexpr WholeNumbers ids{1, std::numeric_limits<std::int64_t>::max()};
  add_number(command, "--app-id", "N", "Be a GitHub App: its id", ids, access.app_id);
  add_text(command, "--app-key", "FILE", "The app's private key, PEM", access.app_key_file);
  add_number(command, "--installation", "N", "The app's installation on the repository", ids,
             access.installation_id);
  add_text(command, "--ca-file", "FILE", "Certificates to trust, PEM (the system's)",
           access.ca_file);
}

std::expected<GitHubTarget, Problem> read_access(const GitHubAccess& access) {
  auto repository = parse_repository(access.repository);
  if (!repository)
    return std::unexpected(Problem{
        "OWNER/REPO", "must be like octo/hello-world, not " + in_quotes(access.repository)});
  auto url =
      https::parse_base_url(access.url.value_or(std::string(https::github_com)), access.allow_http);
  if (!url) return std::unexpected(Problem{"--github-url", url.error()});
  const std::string ca_file = access.ca_file.value_or(std::string(https::default_ca_file));
  if (url->origin.tls && ::access(ca_file.c_str(), R_OK) != 0)
    return std::unexpected(
        Problem{"--ca-file", printable(ca_file) + " cannot be read: " + system_reason(errno)});
  const bool as_app = access.app_id || access.app_key_file || access.installation_id;
  auto identity = as_app ? read_app(access) : read_token(access);
  if (!identity) return std::unexpected(identity.error());
  return GitHubTarget{*std::move(repository), *std::move(url), ca_file, *std::move(identity)};
}

}  // namespace regent::runtime
