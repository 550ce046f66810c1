// The release PR and its superseded ones, as GitHub shows them now.
#include <algorithm>
#include <utility>

#include "core/body_history.h"
#include "core/branch_naming.h"
#include "core/conflict_resolution.h"
#include "core/ledger_protocol.h"
#include "core/pull_body.h"

namespace regent {
namespace {

using namespace std::chrono_literals;

constexpr Duration date_resolution_ms = 1s;

// By how much two of GitHub's own clocks may differ. A branch's name is not used again before reads
// have settled, so what it carried before is older.
constexpr Duration github_clocks_ms = 10s;

// Whether a commit's message is the one that the merge of `pull` got from GitHub: its title, with
// its number behind it. A branch for all versions may have been merged with another version's
// title.
bool is_merge_of(std::string_view message, const github::Pull& pull, const Version& version) {
  const std::string_view title = message.substr(0, message.find('\n'));
  if (title.starts_with(release_title(version))) return true;
  const std::string number = " (#" + std::to_string(static_cast<std::uint32_t>(pull.number)) + ")";
  return !version_of_branch(pull.head) && version_of_title(title) && title.ends_with(number);
}

}  // namespace

// By number where it is known. By the exact head otherwise: GitHub ignores a filter that it does
// not understand, so what comes back is filtered again here (facts, "Pull requests").
Action LedgerProtocol::read_pull() {
  const auto& proposal = run_.seen.record.proposal;
  if (!proposal) return read_predecessor();
  auto number = proposal->pull;
  if (!number && run_.known && run_.known->branch == proposal->branch) {
    // Of an older claim: the PR of this one may exist as well, and has to be looked for.
    if (proposal->claim && run_.known->number <= proposal->claim->after) {
      run_.known.reset();
    } else {
      number = run_.known->number;
    }
  }
  if (number)
    return call(Call::read(github::ObservePull{*number, ledger_ref(run_.trigger.base),
                                               run_.trigger.base, file_to_build_on()}),
                LedgerPhase::viewing_pull);
  return call(Call::read(github::ObservePulls{proposal->branch, run_.trigger.base,
                                              ledger_ref(run_.trigger.base), file_to_build_on()}),
              LedgerPhase::listing_pulls);
}

// The next release commit changes the changelog file; a view that is read anyway shows it as well.
std::optional<github::GetContents> LedgerProtocol::file_to_build_on() const {
  if (config_.changelog_path.empty() || !run_.seen.wanted || stands()) return std::nullopt;
  return changelog_file();
}

Call LedgerProtocol::observe_pull(github::PullNumber number) const {
  return Call::read(github::ObservePull{number, ledger_ref(run_.trigger.base), run_.trigger.base});
}

Action LedgerProtocol::on_pull_view(Response response) {
  auto* view = std::get_if<github::PullView>(&response.payload);
  if (!response.ok() || view == nullptr) {
    if (response.status == 404) return suspect("the release PR is not visible");
    return failed(response);
  }
  return judge_pull(std::move(*view));
}

Action LedgerProtocol::judge_pull(github::PullView view) {
  if (view.pull.state != github::PullState::open && may_edit() && text_is_covered(view))
    return call(restore_text(view), LedgerPhase::restoring_text);
  run_.seen.changelog = std::exchange(view.file, std::nullopt);
  run_.seen.pull = std::move(view);
  if (list_is_behind(run_.seen.pull->pull) && !believed()) {
    run_.known.reset();
    return suspect("the list of PRs is behind");
  }
  return judge_merge(run_.seen.pull->pull, run_.seen.record.proposal->version);
}

// Opened under the proposal's claim. Its branch's name may have carried PRs before, of a proposal
// that was given up or under a claim that was settled.
bool LedgerProtocol::is_of_claim(const github::Pull& pull) const {
  const auto& claim = run_.seen.record.proposal->claim;
  return !claim ||
         (pull.number > claim->after && pull.created_at + github_clocks_ms >= claim->since);
}

// Nobody can have a create for the proposal's branch under way: the one that its claim permits has
// been seen to take effect.
bool LedgerProtocol::claim_is_settled() const {
  const Proposal& proposal = *run_.seen.record.proposal;
  if (!proposal.claim || (proposal.pull && *proposal.pull > proposal.claim->after)) return true;
  const auto& pull = run_.seen.pull;
  return pull && pull->pull.head == proposal.branch && is_of_claim(pull->pull);
}

// The list showed `pull` as open, and it is closed. The claim's own PR may be there and not be
// listed yet, or even be merged: nothing may be claimed over it.
bool LedgerProtocol::list_is_behind(const github::Pull& pull) const {
  return !run_.seen.record.proposal->pull && pull.state == github::PullState::closed &&
         !pull.merged && !is_of_claim(pull);
}

Action LedgerProtocol::on_pull_views(Response response) {
  auto* views = std::get_if<github::PullViews>(&response.payload);
  if (!response.ok() || views == nullptr) return failed(response);
  run_.seen.listed_at = run_.now;
  const Proposal& proposal = *run_.seen.record.proposal;
  using Shown = github::PullViews::Entry;
  Shown* open = nullptr;
  Shown* twin = nullptr;
  Shown* merged = nullptr;
  Shown* closed = nullptr;
  for (Shown& entry : views->pulls) {  // newest first
    const github::Pull& pull = entry.pull;
    if (pull.head != proposal.branch || pull.base != run_.trigger.base) continue;
    if (pull.state == github::PullState::open) {
      twin = open;
      open = &entry;
    } else if (pull.merged) {
      if (merged == nullptr && !is_released(pull)) merged = &entry;
    } else if (closed == nullptr && is_of_claim(pull)) {
      closed = &entry;
    }
  }
  if (twin != nullptr) {
    notes_.add(Note::twin_closed);
    return close_pull(twin->pull.number);
  }
  // The release is made, so whatever else is open for the branch goes with it.
  Shown* const ours = merged != nullptr ? merged : open != nullptr ? open : closed;
  if (ours == nullptr) {
    run_.seen.changelog = std::move(views->file);
    return read_predecessor();
  }
  if (ours == open) {
    notes_.add(Note::pull_adopted);
    run_.known = KnownPull{proposal.branch, open->pull.number};
  }
  return judge_pull({std::move(ours->pull), std::move(ours->edits), views->ledger, views->base,
                     std::move(views->file)});
}

// The PR belongs to the last release or an older one: a `stable` branch carries one after another.
bool LedgerProtocol::is_released(const github::Pull& pull) const {
  const auto& last = run_.seen.last;
  if (!last || !pull.merged) return false;
  const auto version = version_of_title(pull.title);
  if (is_tagged_by_hand(run_.seen.record.proposal->version))
    return version && *version < last->version;
  return pull.merge_commit_sha == last->commit || (version && *version <= last->version);
}

// The swing that releases a version takes it out of what is proposed and superseded, so one that is
// still there and has its tag was tagged by a person.
bool LedgerProtocol::is_tagged_by_hand(const Version& version) const {
  return run_.seen.last && run_.seen.last->version == version;
}

// A branch that is named after no version keeps one PR for all of them, and the PR may be merged in
// the moment between a swing and its new title. A person approved what the merge says.
Version LedgerProtocol::approved_version(const github::Pull& pull, const Sha& merge,
                                         const Version& proposed) const {
  if (version_of_branch(pull.head)) return proposed;
  const auto& seen = run_.seen;
  const auto commit = std::ranges::find(seen.commits, merge, &github::CommitSummary::sha);
  if (commit == seen.commits.end()) return proposed;
  const auto approved = version_of_title(commit->message);
  return approved && (!seen.last || *approved > seen.last->version) ? *approved : proposed;
}

// Among the commits since the last release, so that the release before it is L.
bool LedgerProtocol::is_in_range(const Sha& sha) const {
  const auto& seen = run_.seen;
  if (seen.last && sha == seen.last->commit) return false;
  return contains(sha);
}

// A merged release PR is a release, wherever it was noticed. Its merge commit may be missing from
// the answer (release-please#2898): then it is the commit that carries the PR's title.
Action LedgerProtocol::judge_merge(const github::Pull& pull, const Version& version) {
  auto& seen = run_.seen;
  if (!pull.merged || (seen.last && version < seen.last->version)) return next_pull();
  if (is_tagged_by_hand(version)) {
    // At another commit it is the person's own release; at the merge it is this one, half done.
    if (pull.merge_commit_sha && pull.merge_commit_sha != seen.last->commit) return next_pull();
    seen.placing = seen.last;
    return accept_merge();
  }
  std::optional<Sha> merge_commit = pull.merge_commit_sha;
  if (!merge_commit) {
    const auto named = std::ranges::find_if(seen.commits, [&](const auto& commit) {
      return is_merge_of(commit.message, pull, version);
    });
    if (named != seen.commits.end()) merge_commit = named->sha;
  }
  seen.placing = Released{version, merge_commit.value_or(Sha{})};
  // A person may have tagged the merge, with another version.
  if (!merge_commit && seen.last) {
    seen.unnamed = pull;
    return call(Call::read(github::GetCommit{seen.last->commit}), LedgerPhase::naming_merge);
  }
  if (!merge_commit) return miss_merge();
  seen.placing->version = approved_version(pull, *merge_commit, version);
  if (contains(*merge_commit)) return accept_merge();
  return call(Call::read(github::CompareCommits{*merge_commit, seen.github.base->oid, 1}),
              LedgerPhase::placing_merge);
}

Action LedgerProtocol::on_merge_named(const Response& response) {
  auto& seen = run_.seen;
  const auto* commit = response.as<github::Commit>();
  if (!response.ok() || commit == nullptr)
    return response.status == 404 ? miss_merge() : failed(response);
  if (!is_merge_of(commit->message, *seen.unnamed, seen.placing->version)) return miss_merge();
  seen.placing->commit = seen.last->commit;
  return accept_merge();
}

Action LedgerProtocol::on_merge_placed(const Response& response) {
  const auto* comparison = response.as<github::Comparison>();
  if (!response.ok() || comparison == nullptr)
    return response.status == 404 ? miss_merge() : failed(response);
  const bool contained = comparison->status == github::CompareStatus::ahead ||
                         comparison->status == github::CompareStatus::identical;
  return contained ? accept_merge() : miss_merge();
}

Action LedgerProtocol::accept_merge() {
  auto& seen = run_.seen;
  if (!seen.merged || seen.placing->version > seen.merged->version) seen.merged = seen.placing;
  return next_pull();
}

// Either the base that was seen is older than the merge, or a person has rewritten the base since,
// and the release is gone with it. Only reads that have settled since it was first missed can tell.
Action LedgerProtocol::miss_merge() {
  const Version& version = run_.seen.placing->version;
  if (!run_.missing_merge || run_.missing_merge->version != version)
    run_.missing_merge = MissingMerge{version, run_.now};
  const auto settled_at = run_.missing_merge->since + config_.ledger.settle_ms;
  if (run_.seen.at > settled_at) return next_pull();
  notes_.add(Note::stale_read);
  const Duration rest = run_.now == run_.missing_merge->since
                            ? second_look()
                            : settled_at - run_.now + date_resolution_ms;
  return again(std::max(rest, second_look()), "the merge of a release PR is not visible");
}

// Goes on after the PR in hand was judged: the proposal's first, then its predecessors in order.
Action LedgerProtocol::next_pull() {
  return run_.seen.predecessors_begun ? settle_predecessor() : read_predecessor();
}

Action LedgerProtocol::close_pull(github::PullNumber number) {
  github::UpdatePull request{.number = number};
  request.state = github::PullState::closed;
  return call(Call::edit_pull(std::move(request)), LedgerPhase::closing_pull);
}

Action LedgerProtocol::read_predecessor() {
  auto& seen = run_.seen;
  auto& index = seen.predecessor;
  seen.predecessors_begun = true;
  for (; index < seen.record.predecessors.size(); ++index) {
    const Predecessor& predecessor = seen.record.predecessors[index];
    if (seen.last && predecessor.version < seen.last->version) {
      seen.predecessor_settled[index] = true;  // whatever became of it, a later release is out
      continue;
    }
    if (predecessor.pull)
      return call(observe_pull(*predecessor.pull), LedgerPhase::viewing_predecessor);
    return call(Call::read(github::ListPulls{github::PullFilter::all, predecessor.branch,
                                             run_.trigger.base, 1}),
                LedgerPhase::listing_predecessor);
  }
  return must_publish() ? collect_notes() : after_publishing();
}

Action LedgerProtocol::on_predecessor_view(Response response) {
  auto* view = std::get_if<github::PullView>(&response.payload);
  if (!response.ok() || view == nullptr) {
    if (response.status == 404) return suspect("a superseded PR is not visible");
    return failed(response);
  }
  if (may_edit() && text_is_covered(*view))
    return call(restore_text(*view), LedgerPhase::restoring_text);
  run_.seen.carried_text = outside(body_of_people(*view));
  return judge_predecessor(&view->pull);
}

Action LedgerProtocol::on_predecessor_list(Response response) {
  auto* list = std::get_if<github::Pulls>(&response.payload);
  if (!response.ok() || list == nullptr) return failed(response);
  const Predecessor& predecessor = run_.seen.record.predecessors[run_.seen.predecessor];
  // One of an older claim counts when a person has reopened it.
  const github::Pull* ours = nullptr;
  for (const github::Pull& pull : list->pulls) {  // newest first
    if (pull.head != predecessor.branch || pull.base != run_.trigger.base) continue;
    const bool open = pull.state == github::PullState::open;
    if (!open && pull.number <= predecessor.after) continue;
    if (ours == nullptr || (open && ours->state != github::PullState::open && !ours->merged))
      ours = &pull;
  }
  return judge_predecessor(ours);
}

Action LedgerProtocol::judge_predecessor(const github::Pull* pull) {
  auto& seen = run_.seen;
  const Predecessor& predecessor = seen.record.predecessors[seen.predecessor];
  if (pull == nullptr) return settle_predecessor();
  if (pull->merged) return judge_merge(*pull, predecessor.version);
  if (pull->state == github::PullState::closed) return settle_predecessor();
  // GitHub closes it in the background. For the version that is about to be proposed again that may
  // be too late: two open PRs for one version must never be.
  const auto& proposal = seen.record.proposal;
  if (proposal && proposal->version == predecessor.version) return close_pull(pull->number);
  ++seen.predecessor;
  return read_predecessor();
}

// Its branch went with the swing that retired it.
Time LedgerProtocol::gone_since(const Predecessor& predecessor) const {
  return predecessor.gone_at.value_or(run_.epoch_since);
}

// Once reads have settled since the branch went, what they show is final: nothing can be created,
// merged or reopened from a branch that is gone.
Action LedgerProtocol::settle_predecessor() {
  auto& seen = run_.seen;
  const Predecessor& predecessor = seen.record.predecessors[seen.predecessor];
  seen.predecessor_settled[seen.predecessor] =
      run_.now - gone_since(predecessor) > config_.ledger.settle_ms;
  ++seen.predecessor;
  return read_predecessor();
}

}  // namespace regent
