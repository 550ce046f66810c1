#include "sim/release_tags.h"

#include <algorithm>
#include <utility>

namespace regent::sim {
namespace {

// Texts whose byte order is the order of the versions: before each number its count of digits.
std::string sort_key(std::string_view version) {
  std::string key;
  while (true) {
    const auto dot = std::min(version.find('.'), version.size());
    std::string_view number = version.substr(0, dot);
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    key += static_cast<char>(number.size() >> 8);
    key += static_cast<char>(number.size() & 0xFF);
    key += number;
    if (dot == version.size()) return key;
    version.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string_view ReleaseTags::version_of(std::string_view tag) const {
  if (!tag.starts_with(prefix_)) return {};
  tag.remove_prefix(prefix_.size());
  const bool plain = tag.find_first_not_of("0123456789.") == std::string_view::npos;
  return plain && std::ranges::count(tag, '.') == 2 ? tag : std::string_view{};
}

std::span<const ReleaseTags::Tag> ReleaseTags::highest_first(const fake::Repository& github) {
  if (tags_ && seen_ == github.tags_digest()) return *tags_;
  constexpr std::string_view directory = "refs/tags/";
  const std::vector<fake::RefView> refs = github.refs(std::string(directory) + prefix_);
  std::vector<std::pair<std::string, const fake::RefView*>> order;
  order.reserve(refs.size());
  for (const fake::RefView& ref : refs)
    if (const auto version = version_of(ref.name.substr(directory.size())); !version.empty())
      order.emplace_back(sort_key(version), &ref);
  // Highest first; equal ones stay in the order of their names, as `refs` has them.
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  auto tags = std::make_shared<std::vector<Tag>>();
  tags->reserve(order.size());
  for (const auto& [key, ref] : order)
    tags->push_back({std::string(version_of(ref->name.substr(directory.size()))), ref->target});
  tags_ = std::move(tags);
  seen_ = github.tags_digest();
  return *tags_;
}

}  // namespace regent::sim
