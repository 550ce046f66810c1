#include "fakes/github/site/gitmodules.h"

#include <algorithm>

namespace regent::fake::site {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return trimmed(line);
}

struct Section {
  std::string_view path;
  std::string_view url;
};

}  // namespace

std::optional<std::string> submodule_url(std::string_view gitmodules, std::string_view path) {
  Section section;
  while (!gitmodules.empty()) {
    const std::string_view line = take_line(gitmodules);
    if (line.starts_with('[')) section = {};
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, equals));
    const std::string_view value = trimmed(line.substr(equals + 1));
    if (key == "path") section.path = value;
    if (key == "url") section.url = value;
    if (section.path == path && !section.url.empty()) return std::string(section.url);
  }
  return std::nullopt;
}

std::optional<std::string> full_name_in_url(std::string_view url) {
  if (url.ends_with(".git")) url.remove_suffix(4);
  const auto name = url.rfind('/');
  if (name == std::string_view::npos || name == 0 || name + 1 == url.size()) return std::nullopt;
  const auto owner = url.find_last_of("/:", name - 1);
  if (owner == std::string_view::npos || owner + 1 == name) return std::nullopt;
  return std::string(url.substr(owner + 1));
}

}  // namespace regent::fake::site
