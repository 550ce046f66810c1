#include "core/optimistic_protocol.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "core/assert.h"
#include "core/retry.h"

namespace regent {
namespace {

// The longest that a run sleeps; a longer wait is left to the queue, because a serverless process
// pays for sleeping and is cut off before long.
constexpr Duration wait_ms_max{60'000};

// GitHub's `Date` counts whole seconds.
constexpr Duration date_resolution_ms{1'000};

}  // namespace

Action OptimisticProtocol::begin(Begin event) {
  REGENT_ASSERT(run_.phase == OptimisticPhase::idle, "a run begins once");
  run_.trigger = std::move(event.trigger);
  run_.entropy = event.entropy;
  run_.rate_limit_remaining = event.rate_limit_remaining;
  run_.rate_limit_reset = event.rate_limit_reset;
  run_.now = event.now;
  run_.target.base = run_.trigger.base;
  if (run_.trigger.head.starts_with(release_branch_prefix)) return begin_release();
  if (!run_.trigger.must_contain) return read_base(run_.trigger.base);
  run_.onto = *run_.trigger.must_contain;
  return search();
}

Action OptimisticProtocol::woken() {
  REGENT_ASSERT(run_.waiting, "only a wait ends in Woken");
  return send_pending();
}

Action OptimisticProtocol::answered(Response response) {
  REGENT_ASSERT(run_.pending && !run_.waiting, "an answer needs a call that awaits it");
  note_limits(response.headers);
  return handle(std::move(response));
}

// Weakness 7: as if nothing had happened.
Action OptimisticProtocol::unanswered() {
  REGENT_ASSERT(run_.pending && !run_.waiting, "an answer can only be lost to a call");
  notes_.add(Note::answer_lost);
  return retry(classify_lost(*run_.pending), {},
               "no answer to " + std::string(github::operation(*run_.pending)));
}

Action OptimisticProtocol::handle(Response response) {
  switch (run_.phase) {
    case OptimisticPhase::reading_base:
      return on_base(response);
    case OptimisticPhase::searching:
      return on_found(response);
    case OptimisticPhase::reading_tags:
      return on_tags(std::move(response));
    case OptimisticPhase::comparing:
      return on_comparison(std::move(response));
    case OptimisticPhase::reading_pull:
      return on_pull(response);
    case OptimisticPhase::listing_pulls:
      return on_pull_list(response);
    case OptimisticPhase::reading_commit:
      return on_base_commit(response);
    case OptimisticPhase::reading_changelog:
      return on_changelog(response);
    case OptimisticPhase::storing_tree: {
      const auto* tree = response.as<github::ObjectId>();
      return tree != nullptr ? store_commit(tree->sha) : failed(response);
    }
    case OptimisticPhase::storing_commit:
      return on_commit(response);
    case OptimisticPhase::creating_branch:
      return on_branch(response);
    case OptimisticPhase::moving_branch:
      return on_moved(response);
    case OptimisticPhase::opening_pull:
      return on_opened(response);
    case OptimisticPhase::editing_pull:
      return on_edited(response);
    case OptimisticPhase::reading_merged:
      return on_merged(response);
    case OptimisticPhase::tagging: {
      const bool stands = response.ok() || error_of(response) == ErrorClass::ref_exists;
      return stands ? publish() : failed(response);
    }
    case OptimisticPhase::publishing: {
      const bool stands = response.ok() || error_of(response) == ErrorClass::release_exists;
      return stands ? delete_branch(run_.trigger.head) : failed(response);
    }
    case OptimisticPhase::deleting_branch: {
      const bool gone = response.ok() || error_of(response) == ErrorClass::not_found;
      return gone ? acknowledge() : failed(response);
    }
    case OptimisticPhase::idle:
    case OptimisticPhase::finished:
      break;
  }
  REGENT_ASSERT(false, "an answer needs a call that awaits it");
  return acknowledge();
}

Action OptimisticProtocol::send(github::Request request, OptimisticPhase phase) {
  run_.pending = std::move(request);
  run_.phase = phase;
  run_.tries = 0;
  return send_pending();
}

Action OptimisticProtocol::send_after(Duration delay, github::Request request,
                                      OptimisticPhase phase) {
  run_.pending = std::move(request);
  run_.phase = phase;
  run_.tries = 0;
  run_.waiting = true;
  return Wait{delay};
}

Action OptimisticProtocol::send_pending() {
  run_.waiting = false;
  if (run_.rate_limit_remaining &&
      *run_.rate_limit_remaining <= config_.concurrency.github_api.rate_limit_buffer &&
      run_.now < run_.rate_limit_reset) {
    notes_.add(Note::rate_limited);
    return finish(Finish::abandon(run_.rate_limit_reset - run_.now + date_resolution_ms,
                                  "the rate limit's reserve is reached"));
  }
  ++run_.tries;
  return std::visit(
      []<typename T>(const T& request) -> Action {
        if constexpr (ReadRequest<T>) {
          return Call::read(request);
        } else if constexpr (ObjectRequest<T>) {
          return Call::store(request);
        } else {
          return Call::unguarded(UnguardedKey{}, request);
        }
      },
      *run_.pending);
}

void OptimisticProtocol::note_limits(const github::Headers& headers) {
  const bool first = run_.began_at == Time{};
  run_.now = first ? headers.date : std::max(run_.now, headers.date);
  if (first) run_.began_at = run_.now;
  run_.rate_limit_remaining = headers.rate_limit_remaining;
  run_.rate_limit_reset = headers.rate_limit_reset;
}

// The class of an answer that is of no use. A success whose payload is not the operation's proves
// as little as no answer.
ErrorClass OptimisticProtocol::error_of(const Response& response) const {
  const ErrorClass error = classify(*run_.pending, response);
  const bool useless = error == ErrorClass::ok || error == ErrorClass::not_modified;
  return useless ? classify_lost(*run_.pending) : error;
}

Action OptimisticProtocol::failed(const Response& response) {
  const github::ApiError* error = response.error();
  return retry(error_of(response), response.headers,
               to_string(Error(GitHubError{response.status,
                                           error != nullptr ? error->message : std::string()})));
}

// The design retries operations, not decisions: also where only a new look could help, the same
// request is sent again, until the attempts are used up and the queue's redelivery looks anew.
Action OptimisticProtocol::retry(ErrorClass error, const github::Headers& headers,
                                 std::string reason) {
  if (error == ErrorClass::rate_limited_primary || error == ErrorClass::rate_limited_secondary)
    notes_.add(Note::rate_limited);
  const RetryPolicy& policy = config_.concurrency.retry_policy;
  RetryPolicy one_more = policy;  // how long to wait is asked for the last attempt, too
  one_more.max_attempts = run_.tries + 1;
  const RetryDecision decision =
      decide(one_more, run_.tries, error, headers, run_.now, run_.entropy);
  const bool hopeless = decision.action == RetryDecision::Action::give_up;
  const bool patient = run_.tries < policy.max_attempts && decision.delay_ms <= wait_ms_max;
  if (!hopeless && patient) {
    run_.waiting = true;
    return Wait{decision.delay_ms};
  }
  if (run_.phase == OptimisticPhase::deleting_branch) return acknowledge();
  return finish(hopeless ? Finish::dead_letter(std::move(reason))
                         : Finish::abandon(decision.delay_ms, std::move(reason)));
}

Action OptimisticProtocol::finish(Finish finish) {
  run_.phase = OptimisticPhase::finished;
  run_.pending.reset();
  return finish;
}

Action OptimisticProtocol::acknowledge() { return finish(Finish::acknowledge(UnguardedKey{})); }

// The release PR is as it should be. What is left of a "rename" is to delete the old branch, with
// which GitHub closes the old PR.
Action OptimisticProtocol::done() {
  return run_.superseded.empty() ? acknowledge() : delete_branch(run_.superseded);
}

Action OptimisticProtocol::delete_branch(std::string_view branch) {
  return send(github::DeleteRef{"refs/heads/" + std::string(branch)},
              OptimisticPhase::deleting_branch);
}

}  // namespace regent
