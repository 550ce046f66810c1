// What a pull request changes, and whether it can be merged.
#include <algorithm>
#include <map>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/pull_node.h"

namespace regent::fake::graphql {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// The tree of `base` where `head` left it, and that of `head`.
struct Trees {
  Sha base;
  Sha head;
};
std::optional<Trees> trees_of(const Repository& repository, const Sha& base, const Sha& head) {
  const auto common = repository.merge_base(base, head);
  const auto tip = repository.commit(head);
  if (!common || !tip) return std::nullopt;
  return Trees{repository.commit(*common)->tree, tip->tree};
}

}  // namespace

std::vector<PullNode::FileChange> PullNode::changes() const {
  std::vector<FileChange> changes;
  // A merged one is compared with what it was merged into.
  Sha base = base_sha();
  if (const auto merged =
          pull_.merge_commit_sha ? repository_.commit(*pull_.merge_commit_sha) : std::nullopt) {
    base = merged->first_parent.value_or(base);
  }
  const auto trees = trees_of(repository_, base, pull_.head_sha);
  if (!trees) return changes;
  for (const FileChangeView& change : repository_.changed_files(trees->base, trees->head)) {
    const auto old_lines = lines_of(change.before);
    const auto new_lines = lines_of(change.after);
    // The shortest edit that keeps the beginning and the end.
    const std::size_t shorter = std::min(old_lines.size(), new_lines.size());
    std::size_t same = 0;
    while (same < shorter && old_lines[same] == new_lines[same]) ++same;
    const std::size_t front = same;
    while (same < shorter && old_lines[old_lines.size() - 1 - (same - front)] ==
                                 new_lines[new_lines.size() - 1 - (same - front)]) {
      ++same;
    }
    changes.push_back({change.path, new_lines.size() - same, old_lines.size() - same});
  }
  return changes;
}

// Both sides changed one file, to different contents.
bool PullNode::has_conflict() const {
  const Sha base = base_sha();
  const auto ours = trees_of(repository_, base, pull_.head_sha);
  const auto theirs = trees_of(repository_, pull_.head_sha, base);
  if (!ours || !theirs) return true;
  std::map<std::string, Sha> changed;
  const auto result = [](const FileChangeView& change) {
    return change.status == FileChangeView::Status::removed ? Sha{} : change.blob;
  };
  for (const FileChangeView& change : repository_.changed_files(ours->base, ours->head)) {
    changed[change.path] = result(change);
  }
  return std::ranges::any_of(repository_.changed_files(theirs->base, theirs->head),
                             [&](const FileChangeView& change) {
                               const auto it = changed.find(change.path);
                               return it != changed.end() && it->second != result(change);
                             });
}

Value PullNode::mergeable() const {
  if (pull_.state != github::PullState::open) return "UNKNOWN";
  return has_conflict() ? "CONFLICTING" : "MERGEABLE";
}

Value PullNode::merge_state() const {
  if (pull_.state != github::PullState::open) return "UNKNOWN";
  return has_conflict() ? "DIRTY" : "CLEAN";
}

Value PullNode::total(std::size_t FileChange::* lines) const {
  std::size_t sum = 0;
  for (const FileChange& change : changes()) sum += change.*lines;
  return Value(sum);
}

Resolved PullNode::files(const Call& call) const {
  const std::vector<FileChange> changes = this->changes();
  return connect(call, {.connection = "PullRequestChangedFileConnection",
                        .edge = {},
                        .count = changes.size(),
                        .node =
                            [&](std::size_t i) {
                              return plain("PullRequestChangedFile",
                                           {{"path", changes[i].path},
                                            {"additions", changes[i].additions},
                                            {"deletions", changes[i].deletions}});
                            },
                        .key = [&](std::size_t i) { return changes[i].path; }});
}

}  // namespace regent::fake::graphql
