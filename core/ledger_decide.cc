// Decide: what is wanted, how it differs from what is proposed, and the swing between them.
#include <algorithm>
#include <string>
#include <utility>

#include "core/assert.h"
#include "core/body_history.h"
#include "core/branch_naming.h"
#include "core/conflict_resolution.h"
#include "core/ledger_protocol.h"
#include "core/pull_body.h"

namespace regent {
namespace {

// FNV-1a: tells whether the proposed section is still the wanted one, without storing it twice.
std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

}  // namespace

// What the commits ask for, as soon as they are known: what is read next depends on it.
void LedgerProtocol::judge_commits() {
  auto& seen = run_.seen;
  std::vector<CommitView> commits;
  commits.reserve(seen.commits.size());
  for (const auto& commit : seen.commits) commits.push_back({commit.sha, commit.message});
  const auto last = seen.last ? std::optional(seen.last->version) : std::nullopt;
  seen.wanted = wanted(last, commits, config_.release_rules, config_.changelog);
  if (seen.wanted)
    seen.section = render(seen.wanted->changelog, seen.wanted->version, "", config_.changelog);
}

Action LedgerProtocol::decide() {
  auto& seen = run_.seen;
  if (!seen.wanted) {
    if (seen.record.proposal) return retire();
    if (is_disputed(seen.record.idle_base)) return settle_on_base();
    run_.phase = LedgerPhase::finished;
    return Finish::acknowledge(*Verified::nothing_wanted(seen.record, false));
  }
  return stands() ? ensure_pull() : propose();
}

// What is wanted is what the ledger proposes, no run can be about to propose something else, and
// the release branch can still be merged.
bool LedgerProtocol::stands() const {
  if (!is_proposed()) return false;
  const Sha& base = run_.seen.record.proposal->base_sha;
  return !is_disputed(base) && !is_overtaken(base);
}

// A release commit came into the base since. It belongs to a PR whose release a person's higher tag
// had voided, and it changed the changelog file: what was built before conflicts with it.
bool LedgerProtocol::is_overtaken(const Sha& built_on) const {
  const auto& commits = run_.seen.commits;
  for (auto commit = commits.rbegin(); commit != commits.rend(); ++commit) {
    if (commit->sha == built_on) return false;
    if (version_of_title(commit->message)) return true;
  }
  return false;
}

// Whether a run that saw an older base may be about to decide otherwise: a commit since the base of
// the ledger's last decision asks for a release by itself, and was taken back before the base that
// is seen here. That run's swing succeeds unless the ledger has moved, so it has to move.
bool LedgerProtocol::is_disputed(const std::optional<Sha>& decided_at) const {
  const auto& seen = run_.seen;
  const Sha& head = seen.github.base->oid;
  if (decided_at == head) return false;
  const auto last = seen.last ? std::optional(seen.last->version) : std::nullopt;
  for (auto commit = seen.commits.rbegin(); commit != seen.commits.rend(); ++commit) {
    if (decided_at == commit->sha) return false;
    const CommitView alone{commit->sha, commit->message};
    if (wanted(last, {&alone, 1}, config_.release_rules, config_.changelog)) return true;
  }
  return false;
}

// The head of `branch` as it was seen; nullptr: absent.
const github::Ref* LedgerProtocol::head(std::string_view branch) const {
  constexpr std::string_view heads = "refs/heads/";
  const auto found = std::ranges::find_if(run_.seen.github.heads, [&](const github::Ref& ref) {
    return std::string_view(ref.name).substr(heads.size()) == branch;
  });
  return found == run_.seen.github.heads.end() ? nullptr : &*found;
}

// The release branch is where the ledger says. If not, then the read is stale, or a person pushed
// to the branch or deleted it.
bool LedgerProtocol::branch_agrees() const {
  const auto& proposal = run_.seen.record.proposal;
  if (!proposal) return true;
  const github::Ref* branch = head(proposal->branch);
  return branch != nullptr && branch->target == proposal->commit;
}

bool LedgerProtocol::is_proposed() const {
  const auto& seen = run_.seen;
  const auto& proposal = seen.record.proposal;
  return proposal && seen.wanted && proposal->version == seen.wanted->version &&
         proposal->content == fingerprint(seen.section) && branch_agrees();
}

// The record after this one, without what is settled.
LedgerRecord LedgerProtocol::next_record() const {
  const auto& seen = run_.seen;
  LedgerRecord next = seen.record;
  ++next.epoch;
  next.last = seen.last;
  next.idle_base.reset();
  if (seen.published) next.publishing.reset();
  std::erase_if(next.predecessors, [&, index = std::size_t{0}](const Predecessor&) mutable {
    return static_cast<bool>(seen.predecessor_settled[index++]);
  });
  for (Predecessor& predecessor : next.predecessors)
    if (!predecessor.gone_at) predecessor.gone_at = run_.epoch_since;
  if (next.proposal && !next.proposal->pull && run_.known &&
      run_.known->branch == next.proposal->branch)
    next.proposal->pull = run_.known->number;
  return next;
}

// Moves the proposal among the predecessors and removes its branch.
void LedgerProtocol::retire_into(NextLedger& next) {
  REGENT_ASSERT(next.record.proposal.has_value(), "only a proposal can be retired");
  Proposal& old = *next.record.proposal;
  if (const github::Ref* branch = head(old.branch))
    next.branches.push_back({old.branch, branch->target, std::nullopt, true});
  const auto after = old.claim ? old.claim->after : github::PullNumber{};
  next.record.after = newest_pull();
  if (!claim_is_settled()) old.pull.reset();
  next.record.spent.push_back({old.version, old.branch});
  next.record.predecessors.push_back(
      {std::move(old.version), std::move(old.branch), old.commit, old.pull, after, std::nullopt});
  next.record.proposal.reset();
}

// A write of ours has covered a person's text on the PR that is about to be given up.
bool LedgerProtocol::loses_text() const {
  return run_.seen.pull && may_edit() && text_is_covered(*run_.seen.pull);
}

Action LedgerProtocol::retire() {
  if (!branch_agrees() && !believed())
    return suspect("the release branch is not where it should be");
  if (loses_text()) return call(restore_text(*run_.seen.pull), LedgerPhase::restoring_text);
  NextLedger next{.record = next_record()};
  retire_into(next);
  next.record.idle_base = run_.seen.github.base->oid;
  return build(std::move(next));
}

// Nothing is proposed and nothing is wanted; the ledger says so, and of which base.
Action LedgerProtocol::settle_on_base() {
  NextLedger next{.record = next_record()};
  next.record.idle_base = run_.seen.github.base->oid;
  return build(std::move(next));
}

// Every PR that is known belongs to an older claim, and the next one gets what people wrote on it.
Claim LedgerProtocol::new_claim() {
  auto& seen = run_.seen;
  if (seen.pull) seen.carried_text = outside(body_of_people(*seen.pull));
  const auto after = newest_pull();
  run_.known.reset();
  return {run_.holder, run_.now, after};
}

// Of those that this run or the ledger knows by number.
github::PullNumber LedgerProtocol::newest_pull() const {
  const auto& seen = run_.seen;
  auto newest = seen.record.after;
  if (seen.record.proposal) {
    const Proposal& old = *seen.record.proposal;
    if (old.claim) newest = std::max(newest, old.claim->after);
    newest = std::max(newest, old.pull.value_or(newest));
  }
  if (seen.pull) newest = std::max(newest, seen.pull->pull.number);
  if (run_.known) newest = std::max(newest, run_.known->number);
  for (const Predecessor& predecessor : seen.record.predecessors)
    newest = std::max({newest, predecessor.after, predecessor.pull.value_or(newest)});
  return newest;
}

// A name for a release branch that no branch has, and that no claim of this record ever had.
// `max_fallback_attempts` counts what others have taken; a release may use up more names by itself.
std::expected<std::string, TooManyAttempts> LedgerProtocol::fresh_branch(const Version& version) {
  const auto& record = run_.seen.record;
  const auto is_ours = [&](const std::string& name) {
    return (record.proposal && record.proposal->branch == name) ||
           (run_.posted && run_.posted->unanswered && run_.posted->branch == name) ||
           std::ranges::find(record.spent, name, &SpentBranch::branch) != record.spent.end();
  };
  BranchNaming naming = config_.concurrency.branch_naming;
  auto& named_at = run_.seen.named_at;
  if (!named_at) named_at = run_.now;  // so that a name that is probed stays the same
  const BranchNameInput input{version, run_.trigger.base, *named_at, run_.entropy};
  for (std::uint32_t attempt = 0;; ++attempt) {
    auto name = branch_name(naming, input, attempt);
    if (!name) return name;
    if (is_ours(*name)) {
      ++naming.max_fallback_attempts;
    } else if (head(*name) == nullptr) {
      return name;
    }
    notes_.add(Note::branch_fallback);
  }
}

// A new release commit on the base's head: on the branch that stands while the version stays (or
// the naming is `stable`), on a branch of another name otherwise.
Action LedgerProtocol::propose() {
  auto& seen = run_.seen;
  if (!branch_agrees() && !believed())
    return suspect("the release branch is not where it should be");
  NextLedger next{.record = next_record()};
  auto& proposal = next.record.proposal;
  // Only a name without a version may carry one after another; the naming may have been changed.
  const bool stable = proposal && !version_of_branch(proposal->branch) &&
                      config_.concurrency.branch_naming.strategy == BranchNamingStrategy::stable;
  const github::Ref* const branch = proposal ? head(proposal->branch) : nullptr;
  // GitHub closes a PR whose head is gone, but may take minutes. Two open PRs for one version must
  // never be, and nothing is lost with this one.
  if (proposal && branch == nullptr && seen.pull && seen.pull->pull.head == proposal->branch &&
      seen.pull->pull.state == github::PullState::open)
    return close_pull(seen.pull->pull.number);
  const bool closed = seen.pull && seen.pull->pull.state == github::PullState::closed;
  const bool keep =
      branch != nullptr && !closed && (stable || proposal->version == seen.wanted->version);
  if (proposal && !keep) {
    if (loses_text()) return call(restore_text(*seen.pull), LedgerPhase::restoring_text);
    retire_into(next);
  }
  if (keep) {
    next.branches.push_back({proposal->branch, branch->target, std::nullopt, false});
  } else {
    auto name = fresh_branch(seen.wanted->version);
    if (!name) return give_up(name.error());
    if (must_probe(*name)) return probe(*name);
    proposal.emplace();
    proposal->branch = std::move(*name);
    proposal->claim = new_claim();
    next.branches.push_back({proposal->branch, std::nullopt, std::nullopt, false});
  }
  proposal->version = seen.wanted->version;
  proposal->base_sha = seen.github.base->oid;
  proposal->content = fingerprint(seen.section);
  return build(std::move(next));
}

// The same release on a branch of another name, under a new claim; the old branch is removed in the
// same swing. Whatever arrives late for it, a create or a person who reopens or merges its PR,
// finds no head.
Action LedgerProtocol::propose_again(Note why) {
  if (!branch_agrees() && !believed())
    return suspect("the release branch is not where it should be");
  auto name = fresh_branch(run_.seen.record.proposal->version);
  if (!name) return give_up(name.error());
  if (must_probe(*name)) return probe(*name);
  notes_.add(why);
  NextLedger next{.record = next_record()};
  Proposal proposal = *next.record.proposal;
  retire_into(next);
  proposal.branch = std::move(*name);
  proposal.pull.reset();
  proposal.claim = new_claim();
  next.branches.push_back({proposal.branch, std::nullopt, proposal.commit, false});
  next.record.proposal = std::move(proposal);
  return build(std::move(next));
}

Action LedgerProtocol::give_up(const TooManyAttempts& error) {
  run_.phase = LedgerPhase::finished;
  return Finish::dead_letter(to_string(Error(error)));
}

}  // namespace regent
