// Observe: what GitHub holds, and whether to believe it (protocol.md, ledger steps 1 and 2).
#include <algorithm>
#include <utility>

#include "core/ledger_protocol.h"

namespace regent {
namespace {

// The version in a tag's name; prereleases are not what a release line continues from.
std::optional<Version> version_of_tag(std::string_view ref, std::string_view prefix) {
  constexpr std::string_view tags = "refs/tags/";
  if (!ref.starts_with(tags)) return std::nullopt;
  ref.remove_prefix(tags.size());
  if (!ref.starts_with(prefix)) return std::nullopt;
  ref.remove_prefix(prefix.size());
  auto version = Version::parse(ref);
  if (!version || version->is_prerelease()) return std::nullopt;
  return std::move(*version);
}

}  // namespace

Action LedgerProtocol::on_observation(Response response) {
  auto* observation = std::get_if<github::Observation>(&response.payload);
  if (!response.ok() || observation == nullptr) return failed(response);
  run_.seen.github = std::move(*observation);
  run_.seen.at = run_.now;
  if (!run_.seen.github.base) {
    if (!believed()) return suspect("the base branch is absent");
    run_.phase = LedgerPhase::finished;
    return Finish::dead_letter("there is no branch " + run_.trigger.base);
  }
  if (run_.seen.github.ledger) {
    auto record = decode(run_.seen.github.ledger->message);
    if (!record) {
      run_.phase = LedgerPhase::finished;
      return Finish::dead_letter(ledger_ref(run_.trigger.base) + " is not a ledger: byte " +
                                 std::to_string(record.error().position) + ": " +
                                 record.error().reason);
    }
    run_.seen.record = std::move(*record);
  }
  if (run_.seen.record.epoch < run_.epoch) {
    notes_.add(Note::stale_read);
    return look_again("the ledger was seen in a later state");
  }
  if (run_.seen.record.epoch != run_.epoch || run_.epoch_since == Time{})
    run_.epoch_since = run_.now;
  run_.epoch = run_.seen.record.epoch;
  forget_other_ledgers();
  run_.seen.predecessor_settled.assign(run_.seen.record.predecessors.size(), false);
  choose_last();
  return read_commits();
}

// A ledger that is no more does not come back in this run, and neither does a branch's name, unless
// it is a `stable` one: then it must not come back while a create of this run had no answer.
void LedgerProtocol::forget_other_ledgers() {
  if (run_.suspicion && run_.suspicion->ledger != ledger_oid()) run_.suspicion.reset();
  const auto& proposal = run_.seen.record.proposal;
  const auto is_other = [&](const auto& of) {
    return of && (!proposal || of->branch != proposal->branch);
  };
  if (is_other(run_.known)) run_.known.reset();
  const bool stable = config_.concurrency.branch_naming.strategy == BranchNamingStrategy::stable;
  if (is_other(run_.posted) && !(stable && run_.posted->unanswered)) run_.posted.reset();
}

// The highest version that is tagged, or that the ledger has released, below those already refused.
void LedgerProtocol::choose_last() {
  auto& seen = run_.seen;
  seen.last.reset();
  const auto consider = [&](Version version, const Sha& commit) {
    if (seen.below && version >= *seen.below) return;
    if (!seen.last || version > seen.last->version)
      seen.last = Released{std::move(version), commit};
  };
  if (seen.record.last) consider(seen.record.last->version, seen.record.last->commit);
  for (const github::Ref& tag : seen.github.tags)
    if (auto version = version_of_tag(tag.name, config_.tag_prefix()))
      consider(std::move(*version), tag.target);
}

Action LedgerProtocol::read_commits() {
  auto& seen = run_.seen;
  const Sha& head = seen.github.base->oid;
  if (!seen.last)
    return call(Call::read(github::ListCommits{head, seen.page}), LedgerPhase::comparing);
  if (seen.last->commit == head) return after_commits();
  return call(Call::read(github::CompareCommits{seen.last->commit, head, seen.page}),
              LedgerPhase::comparing);
}

Action LedgerProtocol::on_comparison(Response response) {
  auto& seen = run_.seen;
  if (!seen.last) return on_commit_list(std::move(response));
  auto* comparison = std::get_if<github::Comparison>(&response.payload);
  if (!response.ok() || comparison == nullptr) {
    // The objects exist, so what GitHub cannot find yet it will find soon.
    if (response.status == 404) return suspect("a commit to compare is not visible");
    return failed(response);
  }
  using enum github::CompareStatus;
  if (comparison->status == behind || comparison->status == diverged) {
    // A release of ours that is not in the base's history is a rewritten base, or an old view of
    // it. A tag elsewhere belongs to another line, and is no release of this base.
    const bool ours = seen.record.last && seen.record.last->commit == seen.last->commit;
    if ((ours || comparison->status == behind) && !believed())
      return suspect("the base does not contain the last release");
    seen.below = seen.last->version;
    seen.page = 1;
    choose_last();
    return read_commits();
  }
  const bool empty_page = comparison->commits.empty();
  if (seen.commits.empty()) {
    seen.commits = std::move(comparison->commits);
  } else {
    std::ranges::move(comparison->commits, std::back_inserter(seen.commits));
  }
  if (seen.commits.size() >= comparison->total_commits || empty_page) return after_commits();
  ++seen.page;
  return read_commits();
}

Action LedgerProtocol::on_commit_list(Response response) {
  auto& seen = run_.seen;
  auto* list = std::get_if<github::Commits>(&response.payload);
  if (!response.ok() || list == nullptr) {
    if (response.status == 404) return suspect("the base's head is not visible");
    return failed(response);
  }
  std::ranges::move(list->commits, std::back_inserter(seen.commits));
  if (list->more) {
    ++seen.page;
    return read_commits();
  }
  std::ranges::reverse(seen.commits);  // GitHub lists the newest first
  return after_commits();
}

bool LedgerProtocol::contains(const Sha& sha) const {
  const auto& seen = run_.seen;
  return sha == seen.github.base->oid || (seen.last && sha == seen.last->commit) ||
         std::ranges::find(seen.commits, sha, &github::CommitSummary::sha) != seen.commits.end();
}

// The freshness bound: the trigger's merge commit and the base of what is proposed must be in view.
Action LedgerProtocol::after_commits() {
  auto& seen = run_.seen;
  seen.unplaced.clear();
  if (run_.trigger.must_contain && !contains(*run_.trigger.must_contain))
    seen.unplaced.push_back(*run_.trigger.must_contain);
  if (seen.record.proposal && !contains(seen.record.proposal->base_sha))
    seen.unplaced.push_back(seen.record.proposal->base_sha);
  judge_commits();
  return place_next();
}

// An observation shows so many heads (core/github.h); a repository may have more branches below
// `release/` than that, and which ones are shown says nothing of the others.
bool LedgerProtocol::must_probe(const std::string& branch) const {
  const auto& seen = run_.seen;
  return seen.github.heads.size() >= github::Observation::heads_max && head(branch) == nullptr &&
         std::ranges::find(seen.probed, branch) == seen.probed.end();
}

// By a list, which says that the branch is not there; a 404 may be a failure of GitHub's.
Action LedgerProtocol::probe(const std::string& branch) {
  run_.seen.probed.push_back(branch);
  return call(Call::read(github::ListMatchingRefs{"refs/heads/" + branch}),
              LedgerPhase::probing_branch);
}

// Goes on where it was found missing: before the PRs are read, or at deciding.
Action LedgerProtocol::on_probed(const Response& response) {
  auto& seen = run_.seen;
  const auto* refs = response.as<github::Refs>();
  if (!response.ok() || refs == nullptr) return failed(response);
  const std::string name = "refs/heads/" + seen.probed.back();
  const auto found = std::ranges::find(refs->refs, name, &github::Ref::name);
  if (found != refs->refs.end()) seen.github.heads.push_back(*found);
  if (!seen.predecessors_begun) return read_pull();
  return seen.merged ? release() : decide();
}

Action LedgerProtocol::place_next() {
  auto& seen = run_.seen;
  if (seen.unplaced.empty()) {
    const auto& proposal = seen.record.proposal;
    return proposal && must_probe(proposal->branch) ? probe(proposal->branch) : read_pull();
  }
  return call(Call::read(github::CompareCommits{seen.unplaced.back(), seen.github.base->oid, 1}),
              LedgerPhase::placing);
}

Action LedgerProtocol::on_placing(const Response& response) {
  const auto* comparison = response.as<github::Comparison>();
  const bool absent = response.status == 404;
  if (!absent && (!response.ok() || comparison == nullptr)) return failed(response);
  const bool contained =
      comparison != nullptr && (comparison->status == github::CompareStatus::ahead ||
                                comparison->status == github::CompareStatus::identical);
  // Believed and still not contained: a person rewrote the base, and the commit is gone for good.
  if (!contained && !believed()) return suspect("the base is older than what is known of it");
  run_.seen.unplaced.pop_back();
  return place_next();
}

}  // namespace regent
