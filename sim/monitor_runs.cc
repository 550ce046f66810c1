// What must be true when a run says that it is done.
#include <algorithm>
#include <utility>

#include "sim/monitor.h"

namespace regent::sim {
bool Monitor::is_released(const fake::Repository& github, const Sha& merge) const {
  for (const fake::RefView& tag : github.refs("refs/tags/v"))
    if (github.is_ancestor(merge, tag.target)) return true;
  return false;
}

// The ledger only goes forward, so a run cannot have read of a proposal that is not there any more,
// unless it was released or a person rewrote the base.
bool Monitor::is_proposed(const fake::Repository& github, const Sha& merge) {
  const LedgerView* ledger = ledger_reader_.read(github, base_);
  return ledger != nullptr && ledger->proposal && ledger->proposal->base &&
         github.is_ancestor(merge, *ledger->proposal->base);
}

std::optional<Breach> Monitor::check_ledger_move(const fake::Repository& github) {
  const LedgerView* ledger = ledger_reader_.read(github, base_);
  if (ledger == nullptr || !ledger->is_object) return std::nullopt;
  const auto& proposal = ledger->proposal;
  if (auto breach = check_base_move(github, proposal ? proposal->base : std::nullopt))
    return breach;
  std::optional<Recorded> pull;
  if (proposal && proposal->pull)
    pull = Recorded{github::PullNumber{*proposal->pull}, proposal->version};
  const auto before = std::exchange(recorded_, pull);
  if (before && proposal && before->version == proposal->version && before != pull)
    if (auto breach = check_given_up(github, *before)) return breach;
  const std::string& published = ledger->publishing;
  if (!published.empty() && !github.tag(release_tags_.prefix() + published))
    return Breach{"tag-is-final",
                  "the ledger has released " + published + ", but nothing is tagged so"};
  return std::nullopt;
}

// What was seen of the base when a proposal was made, the next one has seen as well: a run that saw
// an older state of it must not get its way, whatever the version (protocol.md, ledger step 4).
std::optional<Breach> Monitor::check_base_move(const fake::Repository& github,
                                               const std::optional<Sha>& next) {
  if (!next) return std::nullopt;
  const auto before = std::exchange(proposed_on_, next);
  const auto head = github.branch(base_);
  if (!before || before == next || !github.is_ancestor(*next, *before)) return std::nullopt;
  if (!head || !github.is_ancestor(*before, *head)) return std::nullopt;  // a person took it away
  return Breach{"no-downgrade", "the proposal goes back from base " + before->abbreviated() +
                                    " to the older " + next->abbreviated()};
}

// The ledger forgets a PR only to have another one opened, and two for a version must not be.
std::optional<Breach> Monitor::check_given_up(const fake::Repository& github,
                                              const Recorded& recorded) const {
  const auto pull = github.pull(recorded.number);
  if (!pull || pull->state != github::PullState::open || touched_.contains(recorded.number))
    return std::nullopt;
  return Breach{"one-pr-per-version",
                "#" + std::to_string(static_cast<std::uint32_t>(recorded.number)) +
                    " is open for " + recorded.version +
                    ", but the ledger has room made for another"};
}

std::optional<Breach> Monitor::check_acknowledged(const fake::Repository& github,
                                                  const Config& config, const Sha& merge) {
  if (!ledger_) return std::nullopt;
  if (is_proposed(github, merge) || is_released(github, merge)) return std::nullopt;
  const auto head = github.branch(base_);
  if (!head || !github.is_ancestor(merge, *head)) return std::nullopt;  // a person took it away
  // The run may have seen any state of the base since the merge.
  bool excused = false;
  github.walk_first_parents(*head, [&](const fake::CommitView& commit) {
    const auto wanted = expected_at(github, config, commit.sha);
    excused = !wanted || std::ranges::find(wanted->listed, merge) == wanted->listed.end();
    return !excused && commit.sha != merge;
  });
  if (excused) return std::nullopt;
  return Breach{"nothing-accepted-lost", "the webhook of " + merge.abbreviated() +
                                             " is acknowledged, but the merge is neither proposed "
                                             "nor released"};
}

}  // namespace regent::sim
