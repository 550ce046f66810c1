#include "sim/explore/footprint.h"

#include <string_view>
#include <variant>

namespace regent::sim::explore {
namespace {

std::uint64_t pull_key(github::PullNumber number) {
  return 1ULL << (32 + static_cast<std::uint32_t>(number) % 24);
}

std::uint64_t branch_key(std::string_view branch) {
  if (branch == "main") return key::base;
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : branch) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return 1ULL << (8 + (hash >> 32) % 24);
}

// `name` is full, or a prefix of full names.
std::uint64_t ref_key(std::string_view name) {
  constexpr std::string_view heads = "refs/heads/";
  if (name.starts_with("refs/release-regent/")) return key::ledger;
  if (name.starts_with("refs/tags/")) return key::tags;
  if (name.starts_with(heads)) return branch_key(name.substr(heads.size()));
  return key::all;
}

// A pull request shows where its head branch is, and a branch that goes takes it along.
std::uint64_t moved_ref_keys(std::string_view name) {
  const std::uint64_t ref = ref_key(name);
  const bool carries_pulls = (ref & (key::heads | key::base)) != 0;
  return ref | (carries_pulls ? key::pulls : 0);
}

Footprint reading(std::uint64_t keys) { return {keys | key::clock, 0}; }
Footprint writing(std::uint64_t reads, std::uint64_t writes) {
  return {reads | writes | key::clock, writes | key::watched};
}

struct Declared {
  Footprint operator()(const github::Observe&) const {
    return reading(key::ledger | key::base | key::heads | key::tags | key::releases);
  }
  Footprint operator()(const github::ObservePull& request) const {
    return reading(key::ledger | key::base | pull_key(request.number));
  }
  Footprint operator()(const github::ObservePulls&) const {
    return reading(key::ledger | key::base | key::pulls);
  }
  Footprint operator()(const github::GetRef& request) const {
    return reading(ref_key(request.ref));
  }
  Footprint operator()(const github::ListMatchingRefs& request) const {
    return reading(request.prefix.starts_with("refs/tags") ? key::tags : key::all);
  }
  Footprint operator()(const github::ListPulls&) const { return reading(key::pulls); }
  Footprint operator()(const github::SearchPulls&) const { return reading(key::pulls); }
  Footprint operator()(const github::GetPull& request) const {
    return reading(pull_key(request.number));
  }
  Footprint operator()(const github::GetReleaseByTag&) const {
    return reading(key::releases | key::tags);
  }
  Footprint operator()(const github::UpdateRefs& request) const {
    std::uint64_t keys = 0;
    for (const github::RefUpdate& row : request.updates) keys |= moved_ref_keys(row.name);
    return writing(0, keys);
  }
  Footprint operator()(const github::CreateRef& request) const {
    return writing(0, moved_ref_keys(request.ref));
  }
  Footprint operator()(const github::UpdateRef& request) const {
    return writing(0, moved_ref_keys(request.ref));
  }
  Footprint operator()(const github::DeleteRef& request) const {
    return writing(0, moved_ref_keys(request.ref));
  }
  Footprint operator()(const github::CreatePull& request) const {
    return writing(branch_key(request.head) | branch_key(request.base), key::pulls);
  }
  Footprint operator()(const github::UpdatePull& request) const {
    return writing(key::heads | key::base, request.state ? key::pulls : pull_key(request.number));
  }
  Footprint operator()(const github::EditPull& request) const {
    return writing(key::ledger | key::heads | key::base, pull_key(request.number));
  }
  Footprint operator()(const github::AddLabels& request) const {
    return writing(0, pull_key(request.number));
  }
  Footprint operator()(const github::CreateRelease&) const {
    return writing(key::tags, key::releases | key::tags);
  }
  Footprint operator()(const github::MergePull&) const { return writing(key::all, key::all); }
  // GetCommit, CompareCommits, ListCommits, GetContents, CreateTree, CreateCommit.
  template <typename Objects>
  Footprint operator()(const Objects&) const {
    return {};
  }
};

}  // namespace

Footprint footprint_of(const github::Request& request) { return std::visit(Declared{}, request); }

bool is_invisible(const github::Request& request) { return footprint_of(request) == Footprint{}; }

}  // namespace regent::sim::explore
