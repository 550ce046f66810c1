// The PR is opened under its claim, and says what the ledger says (protocol.md, ledger steps 5, 6).
#include <algorithm>
#include <utility>

#include "core/body_history.h"
#include "core/conflict_resolution.h"
#include "core/ledger_protocol.h"
#include "core/pull_body.h"

namespace regent {
namespace {

using namespace std::chrono_literals;

constexpr Duration create_lag_ms = 2s;  // a fresh branch or PR may not be visible everywhere
constexpr Duration claim_poll_ms = 3s;  // a living holder needs about this long
constexpr std::uint32_t edits_max = 6;  // of one run, before it leaves the rest to the next

}  // namespace

Action LedgerProtocol::ensure_pull() {
  auto& seen = run_.seen;
  const Proposal& proposal = *seen.record.proposal;
  // The view belongs to the proposal's PR unless the swing just proposed another branch.
  const bool viewed = seen.pull && seen.pull->pull.head == proposal.branch;
  const bool known = proposal.pull || (run_.known && run_.known->branch == proposal.branch);
  if (viewed && seen.pull->pull.state == github::PullState::open) return project();
  // Closed, by a person or because its branch was gone for a moment; the release is still wanted.
  // One that is known by its number was ours even if it is older than the claim: a person may have
  // reopened it before the claim's own create, which then adopted it.
  if (viewed && (known || is_of_claim(seen.pull->pull))) return propose_again(Note::pull_reopened);
  if (known) return again(create_lag_ms, "the release PR is not visible");
  if (!proposal.claim) return propose_again(Note::pull_reopened);
  return await_claim();
}

Action LedgerProtocol::await_claim() {
  const Proposal& proposal = *run_.seen.record.proposal;
  const Claim& claim = *proposal.claim;
  const auto& ledger = config_.ledger;
  if (claim.holder == run_.holder) {
    const bool posted =
        run_.posted && run_.posted->branch == proposal.branch && run_.posted->after == claim.after;
    if (!posted) return open_pull();
    const bool over = run_.posted->unanswered && run_.now - run_.posted->at > ledger.settle_ms;
    return over ? propose_again(Note::claim_taken_over)
                : again(create_lag_ms, "the release PR is not visible");
  }
  // The holder has to see first that no older branch of the version has a PR.
  const auto is_rival = [&](const Predecessor& predecessor) {
    return predecessor.version == proposal.version;
  };
  const bool waits = std::ranges::any_of(run_.seen.record.predecessors, is_rival);
  const Duration lease = ledger.claim_lease_ms + (waits ? ledger.settle_ms : Duration{});
  if (run_.seen.listed_at - claim.since > lease) return propose_again(Note::claim_taken_over);
  notes_.add(Note::claim_awaited);
  const auto age = run_.now - claim.since;
  const auto rest = lease - age + 1s;
  return again(age < 2 * claim_poll_ms ? claim_poll_ms : std::max<Duration>(rest, claim_poll_ms),
               "another run holds the claim");
}

// An older branch of the same version may have got its PR in its last moment. Only a read that has
// settled since the branch went can exclude that.
std::optional<Duration> LedgerProtocol::until_version_is_free() const {
  const auto& seen = run_.seen;
  const auto& predecessors = seen.record.predecessors;
  for (std::size_t i = 0; i < predecessors.size(); ++i) {
    if (predecessors[i].version != seen.record.proposal->version || seen.predecessor_settled[i])
      continue;
    const auto rest = gone_since(predecessors[i]) + config_.ledger.settle_ms - run_.now + 1s;
    return std::max<Duration>(rest, create_lag_ms);
  }
  return std::nullopt;
}

Action LedgerProtocol::open_pull() {
  auto& seen = run_.seen;
  const Proposal& proposal = *seen.record.proposal;
  if (const auto rest = until_version_is_free())
    return again(*rest, "an older PR of the version may be open");
  const auto right = PostingRight::granted(seen.record, run_.holder);
  if (!right) return again(create_lag_ms, "the claim is gone");
  run_.posted = Posted{proposal.branch, proposal.claim->after, false, run_.now};
  run_.written_body = updated_body(seen.carried_text, seen.wanted->changelog, proposal.version, "",
                                   config_.changelog);
  return call(Call::open_pull(*right, {release_title(proposal.version), proposal.branch,
                                       run_.trigger.base, run_.written_body}),
              LedgerPhase::opening_pull);
}

Action LedgerProtocol::on_opened(Response response) {
  const auto* pull = response.as<github::Pull>();
  if (response.ok() && pull != nullptr) {
    run_.known = KnownPull{pull->head, pull->number};
    return call(observe_pull(pull->number), LedgerPhase::verifying);
  }
  const ErrorClass error = classify(github::CreatePull{}, response);
  if (error == ErrorClass::ambiguous) return unanswered();
  run_.posted.reset();  // refused for certain: nothing is under way
  switch (error) {
    case ErrorClass::pull_exists:
      return again(create_lag_ms, "the release PR exists already");
    case ErrorClass::head_invalid:  // superseded meanwhile, or too new to be seen
    case ErrorClass::base_invalid:
    case ErrorClass::no_commits_between:
      return again(create_lag_ms, "the release branch cannot carry a PR");
    default:
      return failed(response);
  }
}

// The text outside the managed region is people's, whatever was written over it since.
std::string LedgerProtocol::desired_body(const github::PullView& view) const {
  return updated_body(body_of_people(view), run_.seen.wanted->changelog,
                      run_.seen.record.proposal->version, "", config_.changelog);
}

Action LedgerProtocol::project() {
  const github::PullView& view = *run_.seen.pull;
  const std::string title = release_title(run_.seen.record.proposal->version);
  std::string body = desired_body(view);
  // The base may have been rewritten while this run swung, and whoever looked at the new one had
  // nothing to do yet.
  if (run_.seen.swung && view.base != run_.seen.github.base->oid)
    return again({}, "the base moved");
  if (const auto verified = Verified::projection(view, ledger_oid(), title, body)) {
    run_.phase = LedgerPhase::finished;
    return Finish::acknowledge(*verified);
  }
  // What another run has decided since is not to be covered: whoever does must repair it, and may
  // die before that.
  const bool text_is_right = view.pull.title == title && view.pull.body == body;
  if (text_is_right || (!run_.seen.swung && view.ledger != ledger_oid()))
    return again(create_lag_ms, "the ledger moved");
  if (!may_edit()) return again(config_.ledger.settle_ms, "the PR's text keeps changing");
  // Under `stable` naming a PR goes from version to version, perhaps back to one that had another.
  if (const auto rest = until_version_is_free(); rest && view.pull.title != title)
    return again(*rest, "an older PR of the version may be open");
  if (outside(view.pull.body) != outside(body)) notes_.add(Note::text_restored);
  return call(edit({.number = view.pull.number, .title = title, .body = std::move(body)}),
              LedgerPhase::editing_pull);
}

Call LedgerProtocol::edit(github::EditPull request) {
  ++run_.edits;
  run_.written_body = request.body;
  run_.unverified = request.number;
  request.ledger_ref = ledger_ref(run_.trigger.base);
  request.base = run_.trigger.base;
  return Call::edit_pull(std::move(request));
}

// The answer shows the PR after the write, so that it need not be read again.
Action LedgerProtocol::on_edited(Response response) {
  return response.ok() ? on_verification(std::move(response)) : failed(response);
}

bool LedgerProtocol::may_edit() const { return run_.edits < edits_max; }

// A write of ours has covered what a person wrote.
bool LedgerProtocol::text_is_covered(const github::PullView& view) {
  return outside(body_of_people(view)) != outside(view.pull.body);
}

// For a PR that is not ours to project any more: its text stays people's.
Call LedgerProtocol::restore_text(const github::PullView& view) {
  notes_.add(Note::text_restored);
  return edit({.number = view.pull.number,
               .title = std::nullopt,
               .body = with_region(body_of_people(view), split_view(view.pull.body).region)});
}

// Whatever became of the PR meanwhile: the write may have covered what a person wrote.
Action LedgerProtocol::on_read_back(const Response& response) {
  const auto* view = response.as<github::PullView>();
  if (!response.ok() || view == nullptr) return failed(response);
  if (may_edit() && text_is_covered(*view))
    return call(restore_text(*view), LedgerPhase::restoring_text);
  run_.unverified.reset();
  return observe();
}

// The PR after the last write, together with the ledger. If the ledger moved, another run may have
// planned another text, and whoever wrote last may have written the older one.
Action LedgerProtocol::on_verification(Response response) {
  auto* view = std::get_if<github::PullView>(&response.payload);
  if (!response.ok() || view == nullptr) {
    if (response.status == 404) return again(create_lag_ms, "the release PR is not visible");
    return failed(response);
  }
  const bool stale = view->pull.body != run_.written_body &&
                     std::ranges::find(view->edits, run_.written_body, &github::BodyEdit::body) ==
                         view->edits.end();
  const bool projects = view->pull.state == github::PullState::open;
  if (!stale && !projects && may_edit() && text_is_covered(*view))
    return call(restore_text(*view), LedgerPhase::editing_pull);
  if (!stale) run_.unverified.reset();
  if (stale || view->ledger != ledger_oid() || !projects)
    return again(create_lag_ms, "the release PR or the ledger moved");
  run_.seen.pull = std::move(*view);
  return project();
}

}  // namespace regent
