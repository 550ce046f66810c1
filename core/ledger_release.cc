// A merged release PR becomes a tag and a release (protocol.md, ledger step 7).
#include <algorithm>
#include <utility>

#include "core/ledger_protocol.h"

namespace regent {

// One swing: the tag, the ledger, and the branch that has done its work. The version is the one
// that a person approved by merging; commits that landed between the last update and the merge are
// part of the release, and its notes name them (release-please-action#1180).
Action LedgerProtocol::release() {
  auto& seen = run_.seen;
  if (!branch_agrees() && !believed())
    return suspect("the release branch is not where it should be");
  if (!seen.previous_found) return find_previous();
  NextLedger next{.record = next_record()};
  const Released& merged = *seen.merged;
  next.tag = seen.last != merged;  // unless a person made it
  next.record.publishing = Publishing{merged, seen.previous ? seen.previous->commit : Sha{}};
  next.record.last = merged;
  // What is proposed beside it was computed from the release before. If its version is still above
  // the new one the next round brings it up to date; if not it must not stay for a moment.
  if (next.record.proposal && next.record.proposal->version <= merged.version) retire_into(next);
  std::erase_if(next.record.predecessors, [&](const Predecessor& predecessor) {
    return predecessor.version <= merged.version;
  });
  // A version that is out is not proposed again, and neither is its branch. A `stable` one is, but
  // nobody can have a create under way for the branch that was merged: its claim's PR is that one.
  const bool stable = config_.concurrency.branch_naming.strategy == BranchNamingStrategy::stable;
  std::erase_if(next.record.spent, [&](const SpentBranch& spent) {
    return stable ? seen.pull && seen.pull->pull.merged && spent.branch == seen.pull->pull.head
                  : spent.version <= merged.version;
  });
  return build(std::move(next));
}

// The release before the merged one: L, unless a person tagged at or above the merge meanwhile.
// Then it is the highest version whose tag the merge contains.
Action LedgerProtocol::find_previous() {
  auto& seen = run_.seen;
  if (is_in_range(seen.merged->commit)) {
    seen.previous = seen.last;
    seen.previous_found = true;
    return release();
  }
  seen.below = seen.previous ? seen.previous->version : seen.merged->version;
  const auto last = seen.last;
  choose_last();
  seen.previous = std::exchange(seen.last, last);
  if (!seen.previous) {
    seen.previous_found = true;
    return release();
  }
  return call(Call::read(github::CompareCommits{seen.previous->commit, seen.merged->commit, 1}),
              LedgerPhase::finding_previous);
}

Action LedgerProtocol::on_previous(const Response& response) {
  const auto* comparison = response.as<github::Comparison>();
  if (!response.ok() || comparison == nullptr) {
    if (response.status == 404) return suspect("a tagged commit is not visible");
    return failed(response);
  }
  if (comparison->status != github::CompareStatus::ahead) return find_previous();
  run_.seen.previous_found = true;
  return release();
}

bool LedgerProtocol::must_publish() const {
  const auto& seen = run_.seen;
  if (!seen.record.publishing || seen.published) return false;
  const std::string tag =
      config_.tag_prefix() + seen.record.publishing->release.version.to_string();
  return std::ranges::find(seen.github.released_tags, tag) == seen.github.released_tags.end();
}

// The notes are made from the commits between the tags, not from the PR's body: a body can be
// edited and is always a little older than the merge.
Action LedgerProtocol::collect_notes() {
  auto& seen = run_.seen;
  const Publishing& publishing = *seen.record.publishing;
  const std::uint32_t page = seen.notes_page + 1;
  if (publishing.previous.is_zero())
    return call(Call::read(github::ListCommits{publishing.release.commit, page}),
                LedgerPhase::collecting_notes);
  return call(
      Call::read(github::CompareCommits{publishing.previous, publishing.release.commit, page}),
      LedgerPhase::collecting_notes);
}

Action LedgerProtocol::on_notes(Response response) {
  auto& seen = run_.seen;
  if (!response.ok()) {
    if (response.status == 404) return suspect("a commit of the release is not visible");
    return failed(response);
  }
  bool more = false;
  if (auto* list = std::get_if<github::Commits>(&response.payload)) {
    // Newest first, page by page: keep the whole oldest first.
    std::ranges::reverse(list->commits);
    seen.notes_commits.insert(seen.notes_commits.begin(),
                              std::make_move_iterator(list->commits.begin()),
                              std::make_move_iterator(list->commits.end()));
    more = list->more;
  } else if (auto* comparison = std::get_if<github::Comparison>(&response.payload)) {
    more = !comparison->commits.empty();
    std::ranges::move(comparison->commits, std::back_inserter(seen.notes_commits));
    more = more && seen.notes_commits.size() < comparison->total_commits;
  }
  ++seen.notes_page;
  return more ? collect_notes() : publish();
}

Action LedgerProtocol::publish() {
  auto& seen = run_.seen;
  const Publishing& publishing = *seen.record.publishing;
  std::vector<CommitView> commits;
  commits.reserve(seen.notes_commits.size());
  for (const auto& commit : seen.notes_commits) commits.push_back({commit.sha, commit.message});
  const auto contents = wanted(std::nullopt, commits, config_.release_rules, config_.changelog);
  const std::string tag = config_.tag_prefix() + publishing.release.version.to_string();
  github::CreateRelease request{.tag_name = tag,
                                .target = publishing.release.commit,
                                .name = tag,
                                .body = render(contents ? contents->changelog : Changelog{},
                                               publishing.release.version, "", config_.changelog)};
  return call(Call::publish(*Tagged::by(seen.record), std::move(request)), LedgerPhase::publishing);
}

Action LedgerProtocol::on_published(const Response& response) {
  if (!response.ok() && classify(github::CreateRelease{}, response) != ErrorClass::release_exists)
    return failed(response);
  run_.seen.published = true;
  // A swing of this run moved the last release, so everything else has to be looked at anew.
  if (run_.seen.merged) return again({}, "a release was published");
  notes_.add(Note::release_finished);
  return after_publishing();
}

Action LedgerProtocol::after_publishing() {
  auto& seen = run_.seen;
  if (seen.record.publishing && !must_publish()) seen.published = true;
  return seen.merged ? release() : decide();
}

}  // namespace regent
