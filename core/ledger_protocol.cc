#include "core/ledger_protocol.h"

#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "core/retry.h"

namespace regent {
namespace {

using namespace std::chrono_literals;

// Until the second look after a suspicious read; most lags are shorter (facts, "Pull requests").
// Looks that keep disappointing get rarer, for GitHub counts them.
constexpr Duration second_look_ms = 2s;
constexpr std::uint32_t looks_per_pace = 3;
constexpr std::uint32_t pace_max = 3;  // as a power of two

// GitHub's `Date` counts whole seconds.
constexpr Duration date_resolution_ms = 1s;

// After a request's answer was lost it may still take effect for this long (facts, "Limits").
constexpr Duration request_cutoff_ms = 10s;

// Requests that other processes of the installation may send before they learn what is left: the
// one that each has under way, and the first one of a process that has just been started.
std::uint32_t rate_limit_margin(const Config& config) {
  return 2 *
         std::max(config.azure_queue.max_concurrent_calls, config.aws_queue.reserved_concurrency);
}

// A longer wait than this is the queue's: a run does not hold its message for nothing.
constexpr Duration patience_ms = 60s;

// A request of the kind that `phase` awaits the answer of: enough to classify an error.
github::Request awaited(LedgerPhase phase) {
  switch (phase) {
    case LedgerPhase::storing_tree:
      return github::CreateTree{};
    case LedgerPhase::storing_commit:
    case LedgerPhase::storing_ledger:
      return github::CreateCommit{};
    case LedgerPhase::swinging:
      return github::UpdateRefs{};
    case LedgerPhase::opening_pull:
      return github::CreatePull{};
    case LedgerPhase::closing_pull:
      return github::UpdatePull{};
    case LedgerPhase::editing_pull:
    case LedgerPhase::restoring_text:
      return github::EditPull{};
    case LedgerPhase::publishing:
      return github::CreateRelease{};
    default:
      return github::GetPull{};
  }
}

// Objects are content-addressed: storing one whose answer was lost is simply done again. A swing is
// guarded, but not seeing it is no proof that it will not come: a run that found the old ledger
// right after all, and acknowledged, would leave the late swing's branches to nobody.
bool effect_matters(LedgerPhase phase) {
  return phase == LedgerPhase::swinging || phase == LedgerPhase::opening_pull ||
         phase == LedgerPhase::editing_pull || phase == LedgerPhase::restoring_text ||
         phase == LedgerPhase::closing_pull || phase == LedgerPhase::publishing;
}

}  // namespace

Action LedgerProtocol::begin(Begin event) {
  REGENT_ASSERT(run_.phase == LedgerPhase::idle, "a run begins once");
  run_.trigger = std::move(event.trigger);
  run_.entropy = event.entropy;
  run_.holder = uuid_v4(event.entropy);
  run_.attempt = event.attempt;
  run_.rate_limit_remaining = event.rate_limit_remaining;
  run_.rate_limit_reset = event.rate_limit_reset;
  run_.now = event.now;
  if (run_.attempt == 1 || reserve_is_reached()) return observe();
  // The run before this one may have died with a write under way. Only when that has landed, and
  // reads show it, may a read that says "already right" be relied on.
  run_.phase = LedgerPhase::waiting;
  return Wait{config_.ledger.settle_ms};
}

Action LedgerProtocol::woken() {
  REGENT_ASSERT(run_.phase == LedgerPhase::waiting, "only a wait ends in Woken");
  if (run_.unverified) return call(observe_pull(*run_.unverified), LedgerPhase::reading_back);
  return observe();
}

Action LedgerProtocol::observe() {
  ++run_.rounds;
  return call(Call::read(github::Observe{ledger_ref(run_.trigger.base), run_.trigger.base,
                                         std::string(release_branch_prefix)}),
              LedgerPhase::observing);
}

Action LedgerProtocol::again(Duration delay, std::string_view reason) {
  if (run_.rounds >= config_.ledger.max_rounds) {
    run_.phase = LedgerPhase::finished;
    const auto backoff =
        backoff_delay(config_.concurrency.retry_policy, run_.attempt, run_.entropy);
    return Finish::abandon(backoff, std::string(reason));
  }
  run_.phase = LedgerPhase::waiting;
  // Every round starts from what it sees itself.
  run_.seen = {};
  run_.next.reset();
  run_.written_body.clear();
  return Wait{delay};
}

Duration LedgerProtocol::second_look() const {
  return second_look_ms * (1u << std::min(run_.rounds / looks_per_pace, pace_max));
}

Action LedgerProtocol::call(Call call, LedgerPhase phase) {
  if (reserve_is_reached()) {
    notes_.add(Note::rate_limited);
    run_.phase = LedgerPhase::finished;
    return Finish::abandon(run_.rate_limit_reset - run_.now + date_resolution_ms,
                           "the rate limit's reserve is reached");
  }
  run_.phase = phase;
  return call;
}

bool LedgerProtocol::reserve_is_reached() const {
  const auto reserve =
      config_.concurrency.github_api.rate_limit_buffer + rate_limit_margin(config_);
  return run_.rate_limit_remaining && *run_.rate_limit_remaining <= reserve &&
         run_.now < run_.rate_limit_reset;
}

void LedgerProtocol::note_limits(const github::Headers& headers) {
  const bool first = run_.began_at == Time{};
  run_.now = first ? headers.date : std::max(run_.now, headers.date);
  if (first) run_.began_at = run_.now;
  run_.rate_limit_remaining = headers.rate_limit_remaining;
  run_.rate_limit_reset = headers.rate_limit_reset;
}

bool LedgerProtocol::believed() const {
  return run_.suspicion && run_.suspicion->ledger == ledger_oid() &&
         run_.seen.at - run_.suspicion->since >= config_.ledger.settle_ms;
}

Action LedgerProtocol::suspect(std::string_view reason) {
  notes_.add(Note::stale_read);
  if (!run_.suspicion || run_.suspicion->ledger != ledger_oid()) {
    run_.suspicion = Suspicion{ledger_oid(), run_.now};
    return look_again(reason);
  }
  const auto waited = run_.now - run_.suspicion->since;
  const auto rest = config_.ledger.settle_ms - waited + date_resolution_ms;
  return again(std::max(rest, second_look()), reason);
}

Action LedgerProtocol::failed(const Response& response) {
  const ErrorClass error = classify(awaited(run_.phase), response);
  if (error == ErrorClass::ambiguous) return unanswered();
  if (error == ErrorClass::rate_limited_primary || error == ErrorClass::rate_limited_secondary)
    notes_.add(Note::rate_limited);
  // A round is cheap and rounds are bounded, so the policy's own count of attempts does not end a
  // run; only what no repetition can help does.
  const auto& policy = config_.concurrency.retry_policy;
  const auto decision = regent::decide(policy, std::min(run_.rounds, policy.max_attempts - 1),
                                       error, response.headers, run_.now, run_.entropy);
  if (decision.action == RetryDecision::Action::give_up) {
    run_.phase = LedgerPhase::finished;
    return Finish::dead_letter(to_string(Error(GitHubError{
        response.status, response.error() ? response.error()->message : std::string()})));
  }
  if (decision.delay_ms > patience_ms) {
    run_.phase = LedgerPhase::finished;
    return Finish::abandon(decision.delay_ms, "GitHub asks to wait");
  }
  return again(decision.delay_ms, to_string(error));
}

Action LedgerProtocol::unanswered() {
  notes_.add(Note::answer_lost);
  const LedgerPhase phase = run_.phase;
  if (phase == LedgerPhase::opening_pull && run_.posted) {
    run_.posted->unanswered = true;
    return again(config_.ledger.settle_ms, "no answer to POST /pulls");
  }
  if (effect_matters(phase)) return again(request_cutoff_ms, "no answer to a write");
  return again(backoff_delay(config_.concurrency.retry_policy, 1, run_.entropy),
               "no answer from GitHub");
}

Action LedgerProtocol::answered(Response response) {
  note_limits(response.headers);
  switch (run_.phase) {
    case LedgerPhase::observing:
      return on_observation(std::move(response));
    case LedgerPhase::probing_branch:
      return on_probed(response);
    case LedgerPhase::comparing:
      return on_comparison(std::move(response));
    case LedgerPhase::placing:
      return on_placing(response);
    case LedgerPhase::viewing_pull:
      return on_pull_view(std::move(response));
    case LedgerPhase::listing_pulls:
      return on_pull_views(std::move(response));
    case LedgerPhase::viewing_predecessor:
      return on_predecessor_view(std::move(response));
    case LedgerPhase::listing_predecessor:
      return on_predecessor_list(std::move(response));
    case LedgerPhase::naming_merge:
      return on_merge_named(response);
    case LedgerPhase::placing_merge:
      return on_merge_placed(response);
    case LedgerPhase::finding_previous:
      return on_previous(response);
    case LedgerPhase::closing_pull:
      return response.ok() ? look_again("a PR was closed") : failed(response);
    case LedgerPhase::reading_back:
      return on_read_back(response);
    case LedgerPhase::restoring_text:
      return response.ok() ? look_again("a text was restored") : failed(response);
    case LedgerPhase::collecting_notes:
      return on_notes(std::move(response));
    case LedgerPhase::publishing:
      return on_published(response);
    case LedgerPhase::reading_changelog:
      return on_changelog(response);
    case LedgerPhase::storing_tree:
      return on_tree(response);
    case LedgerPhase::storing_commit:
      return on_commit(response);
    case LedgerPhase::storing_ledger:
      return on_ledger_commit(response);
    case LedgerPhase::swinging:
      return on_swung(response);
    case LedgerPhase::opening_pull:
      return on_opened(std::move(response));
    case LedgerPhase::editing_pull:
      return on_edited(std::move(response));
    case LedgerPhase::verifying:
      return on_verification(std::move(response));
    case LedgerPhase::idle:
    case LedgerPhase::waiting:
    case LedgerPhase::finished:
      break;
  }
  REGENT_ASSERT(false, "an answer needs a call that awaits it");
  return Finish::dead_letter("unreachable");
}

}  // namespace regent
