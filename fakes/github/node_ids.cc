#include "fakes/github/node_ids.h"

#include "fakes/github/base64.h"
#include "fakes/github/digest.h"

namespace regent::fake {
namespace {

constexpr std::uint64_t id_seed = 41;

// 31 bits, never 0: positive in every client's integers.
std::uint64_t derived(std::string_view kind, std::string_view name) {
  std::string text(kind);
  text += ' ';
  text += name;
  const std::uint64_t id = digest_of(text, id_seed).low & 0x7FFF'FFFF;
  return id == 0 ? 1 : id;
}

std::string numbered(std::string_view full_name, github::PullNumber number) {
  return std::string(full_name) + '#' + std::to_string(static_cast<std::uint32_t>(number));
}

}  // namespace

std::uint64_t account_id(std::string_view login) { return derived("account", login); }

std::uint64_t repository_id(std::string_view full_name) { return derived("repository", full_name); }

std::uint64_t pull_id(std::string_view full_name, github::PullNumber number) {
  return derived("pull", numbered(full_name, number));
}

std::uint64_t issue_id(std::string_view full_name, github::PullNumber number) {
  return derived("issue", numbered(full_name, number));
}

std::string account_node_id(std::string_view login) { return node_id("U", login, {}); }

std::string repository_node_id(std::string_view full_name) { return node_id("R", full_name, {}); }

std::string pull_node_id(std::string_view full_name, github::PullNumber number) {
  return node_id("PR", full_name, std::to_string(static_cast<std::uint32_t>(number)));
}

std::string ref_node_id(std::string_view full_name, std::string_view ref) {
  return node_id("REF", full_name, ref);
}

std::string node_id(std::string_view prefix, std::string_view full_name, std::string_view key) {
  std::string text(full_name);
  text += ' ';  // stands in no repository's name
  text += key;
  return std::string(prefix) + '_' + to_base64url(text);
}

std::optional<NodeReference> parse_node_id(std::string_view id) {
  const auto underscore = id.find('_');
  if (underscore == std::string_view::npos) return std::nullopt;
  const auto text = from_base64url(id.substr(underscore + 1));
  if (!text) return std::nullopt;
  const auto space = text->find(' ');
  if (space == std::string::npos) return std::nullopt;
  NodeReference reference{std::string(id.substr(0, underscore)), text->substr(0, space),
                          text->substr(space + 1)};
  // One id for one thing: unused bits of the last digit are zero.
  if (node_id(reference.prefix, reference.full_name, reference.key) != id) return std::nullopt;
  return reference;
}

}  // namespace regent::fake
