#include "sim/snapshot.h"

#include "core/branch_naming.h"

namespace regent::sim {
namespace {

template <typename Key, typename Value>
std::map<Key, std::optional<Value>> changes_of(const std::map<Key, Value>& before,
                                               const std::map<Key, Value>& after) {
  std::map<Key, std::optional<Value>> changes;
  for (const auto& [key, value] : before)
    if (!after.contains(key)) changes.emplace(key, std::nullopt);
  for (const auto& [key, value] : after)
    if (const auto old = before.find(key); old == before.end() || old->second != value)
      changes.emplace(key, value);
  return changes;
}

std::string_view state_of(const fake::PullView& pull) {
  if (pull.merged) return "merged";
  return pull.state == github::PullState::open ? "open" : "closed";
}

}  // namespace

Snapshot snapshot_of(const fake::Repository& repository) {
  Snapshot out;
  for (const fake::RefView& ref : repository.refs("refs/"))
    if (!ref.name.starts_with("refs/pull/")) out.refs.emplace(ref.name, ref.target.hex());
  for (std::uint32_t number = 1; number <= repository.last_number(); ++number) {
    const auto pull = repository.pull(github::PullNumber{number});
    if (!pull || !pull->head.starts_with(release_branch_prefix)) continue;
    out.pulls.emplace(number, PullSnapshot{std::string(pull->title), std::string(state_of(*pull)),
                                           std::string(pull->head), std::string(pull->base),
                                           std::string(pull->body)});
  }
  for (std::size_t i = 0; i < repository.release_count(); ++i) {
    const fake::ReleaseView release = repository.release(i);
    std::string text(release.name);
    if (release.draft) text += " (draft)";
    out.releases.insert_or_assign(std::string(release.tag_name),
                                  text.append("\n\n").append(release.body));
  }
  return out;
}

SnapshotChanges changes_between(const Snapshot& before, const Snapshot& after) {
  return {changes_of(before.refs, after.refs), changes_of(before.pulls, after.pulls),
          changes_of(before.releases, after.releases)};
}

}  // namespace regent::sim
